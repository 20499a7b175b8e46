"""Documents with the findings, or the law, that they must give.

``pytest tests/policy/test_golden.py --update`` writes what is expected anew; read the diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import read_document
from policy_sim.errors import BadInput
from policy_sim.policy import check_law, load_law, load_vocabulary
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Quota, Rule
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.writing import written_ranges

GOLDEN = Path(__file__).parents[1] / "golden"
BAD = sorted((GOLDEN / "bad").glob("*.yaml"))
GOOD = [path for path in sorted((GOLDEN / "good").glob("*.yaml")) if path.stem != "town"]


def findings_of(path: Path) -> list[Diagnostic]:
    """Return what is found in a policy, an amendment or a vocabulary."""
    root = read_document(path).root
    if not isinstance(root, dict) or "vocabulary" not in root:
        return check_law(path)
    try:
        load_vocabulary(path)
    except BadInput as error:
        return list(error.findings)
    return []


def described(law: Law) -> str:
    """Return a law as lines: every vintage with its parameters and rules."""
    lines = [f"{law.id}: {law.title}"]
    for vintage in law.vintages:
        lines += ["", f"from {vintage.begins} until {vintage.ends}"]
        lines += _items(vintage)
        for rule in vintage.rules:
            lines += _rule(rule)
    return "\n".join(lines) + "\n"


def _items(vintage: Vintage) -> list[str]:
    lines = [
        f"  parameter {name} = {written_ranges(p.ranges, p.type)} ({p.authority}; {p.source})"
        for name, p in sorted(vintage.parameters.items())
    ]
    for name, table in sorted(vintage.tables.items()):
        rows = ", ".join(f"{row.spans} -> {row.value}" for row in table.rows)
        lines.append(f"  table {name}: {rows}; else {table.otherwise}")
    lines += [f"  definition {name} = {d}" for name, d in sorted(vintage.definitions.items())]
    return lines


def _rule(rule: Rule) -> list[str]:
    lines = [f"  rule {rule.id} [{rule.area}] ({rule.authority}; {rule.source}; {rule.status})"]
    lines += [f"    applies to {rule.scope}"]
    lines += [f"    when {clause.condition}  <- {clause.text}" for clause in rule.clauses]
    for effect in rule.effects:
        fields = {name: str(term) for name, term in effect.fields.items()}
        lines.append(f"    then {effect.name} {effect.value} {fields or ''}".rstrip())
    lines += [f"    bars {name}" for name in rule.bars]
    lines += [f"    overrides {name}" for name in rule.overrides]
    if rule.select is not None:
        ties = ", ".join(map(str, rule.select.ties))
        lines.append(f"    by {rule.select.rank_by}; ties {ties or 'by lot'}")
        lines.append(f"    per {rule.select.per or 'pool'} within {rule.select.pool}")
        lines += [f"    reserve {_quota(quota)}" for quota in rule.select.reserves]
        lines += [f"    cap {_quota(quota)}" for quota in rule.select.caps]
    return lines


def _quota(quota: Quota) -> str:
    place = "first" if quota.filled_first else "last"
    unused = "released" if quota.release else "kept"
    size = f"share {quota.share} count {quota.count} {quota.rounding}"
    return f"{size} per {quota.span}, filled {place}, unused {unused}, for {quota.whom}"


def agrees(path: Path, text: str, update: bool) -> None:
    """Compare *text* with the file beside *path*, or write that file."""
    expected = path.with_suffix(".txt")
    if update:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_findings_of_a_document_are_all_there(path: Path, update: bool) -> None:
    """A document gives exactly the sentences beside it: codes, places, what is allowed, mends."""
    folder = f"{path.parent}/"
    lines = [sentence(finding).replace(folder, "") for finding in findings_of(path)]
    agrees(path, "".join(f"{line}\n" for line in lines), update)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_policy_means_what_it_says(path: Path, update: bool) -> None:
    """A policy without findings gives exactly the vintages, rules and tables beside it."""
    law = load_law(path)
    assert law.findings == ()
    agrees(path, described(law), update)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_finding_says_where_and_has_a_sentence(path: Path) -> None:
    """No finding is without a line and a file, and none lets a placeholder through."""
    for finding in findings_of(path):
        assert finding.where.file.endswith((".yaml", ".csv"))
        assert finding.where.line >= 1
        said = sentence(finding)
        assert not [name for name in finding.values if f"{{{name}}}" in said]
