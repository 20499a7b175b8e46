"""Drafts in the shapes of real law: each planted defect is found at its line, sound drafts pass.

What a draft must give stands in it, ``# <- CODE CODE`` at the line; the sentences stand beside it.
``pytest tests/proof/test_drafts.py --update`` writes those anew; read the diff.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy import load_law
from policy_sim.policy.loading import load_regulation, unamended
from policy_sim.proof.conformity import conformity
from policy_sim.proof.examination import examine
from policy_sim.proof.kept_in_vain import kept_in_vain
from policy_sim.proof.taken_apart import taken_apart

GOLDEN = Path(__file__).parents[1] / "golden" / "proof"
BAD = sorted((GOLDEN / "bad").glob("*.yaml"))
GOOD = sorted((GOLDEN / "good").glob("*.yaml"))
SINCE = date(2026, 12, 1)
UNDER = re.compile(r"# under (\S+)\n")
MARK = re.compile(r"# <- ([a-z -]+)$")


@cache
def findings_of(path: Path) -> list[Diagnostic]:
    """Return what is proved of a draft; of an amendment, what it brings.

    One with a transition is asked about that, too; a first line ``# under FILE`` names its statute.
    """
    new, before = load_regulation(path), unamended(path)
    law, old = new.law, None if before is None else before.law
    assert law.findings == ()
    found = examine(law, SINCE, old).findings
    if before is not None and law.transitions:
        found += kept_in_vain(new, before, SINCE)
        found += taken_apart(law, old, SINCE)
        found += law.overreach
    statute = UNDER.match(path.read_text(encoding="utf-8"))
    if statute is not None:
        found += conformity(law, load_law(path.parent / statute[1]), SINCE)
    return sorted(found, key=lambda one: (one.where, one.code))


def planted(path: Path) -> list[tuple[int, str]]:
    """Return line and code of each defect that a draft says it has."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    marks = ((number, mark[1]) for number, line in lines if (mark := MARK.search(line)))
    return [(number, code) for number, codes in marks for code in codes.split()]


@pytest.mark.parametrize("path", BAD + GOOD, ids=lambda path: path.stem)
def test_what_was_planted_is_found_where_it_stands(path: Path, update: bool) -> None:
    """Nothing is missed, nothing stands at another line, nothing else is said of the draft."""
    found = findings_of(path)
    own = sorted((f.where.line, f.code) for f in found if f.where.file.endswith(path.name))
    assert own == planted(path)
    told = "".join(f"{sentence(one)}\n" for one in found).replace(f"{GOLDEN}/", "")
    expected = path.with_suffix(".txt")
    if update:
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


def test_a_bad_draft_has_a_finding_and_a_good_one_no_error() -> None:
    """A bad draft is one with a finding; of a good one at most what may be meant so is told."""
    assert [path.stem for path in BAD if not findings_of(path)] == []
    wrong = [p.stem for p in GOOD if Severity.ERROR in {one.severity for one in findings_of(p)}]
    assert wrong == []
