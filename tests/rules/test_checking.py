from __future__ import annotations

from pathlib import Path

from policy_sim.rules.checking import check_regulation

VOCABULARY = """
vocabulary: words
title: Words
attributes:
  a: {type: whole, range: 0..9}
  b: {type: whole, range: 0..9}
"""
POLICY = """
policy: many
title: Many alternatives
authority: city
source: "draft"
from: 2020-01-01
uses: [words]
rules:
  wide:
    area: exit
    when:
%s
    then: retire
"""


def written(folder: Path, clauses: int) -> Path:
    """Write a regulation whose one rule has two alternatives in each of *clauses* clauses."""
    (folder / "words.yaml").write_text(VOCABULARY, encoding="utf-8")
    path = folder / "many.yaml"
    lines = "\n".join(f"      - a == {n % 10} or b == {n // 10}" for n in range(clauses))
    path.write_text(POLICY % lines, encoding="utf-8")
    return path


def test_a_rule_that_every_engine_can_take_has_no_finding(tmp_path: Path) -> None:
    """A few alternatives are ordinary."""
    regulation, findings = check_regulation(written(tmp_path, 3))
    assert findings == []
    assert regulation is not None


def test_a_rule_with_too_many_alternatives_is_found_before_any_run(tmp_path: Path) -> None:
    """What durable-rules could not hold is an error of the regulation, at its line."""
    path = tmp_path / "many.yaml"
    written(tmp_path, 1)
    wide = " or ".join(f"a == {n % 10} and b == {n // 10}" for n in range(70))
    path.write_text(POLICY % f"      - {wide}", encoding="utf-8")
    regulation, (finding,) = check_regulation(path)
    assert regulation is None
    assert finding.code == "too-many-alternatives"
    assert finding.where.line > 1
