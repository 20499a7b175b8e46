"""What the rules that a reform brings along decided, from the ledger of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.study.own_rules import AtWork, at_work, own_rules
from policy_sim.study.result import Result
from policy_sim.study.stored_law import stored_laws
from small_study import shipped

OWN = {"talent-administrator", "talent-supervisor"}


@pytest.fixture(scope="module")
def found(small: Result) -> list[AtWork]:
    """What the rules of the talent pool decided in the small study."""
    return at_work(small, stored_laws(small))


def test_the_own_rules_of_a_reform_stand_in_its_amendments() -> None:
    """The law that it amends has none of its own."""
    laws = shipped("small.yaml").laws
    assert set(own_rules(laws["merit"])) == OWN
    assert own_rules(laws["in-force"]) == {}


def test_every_entry_of_the_ledger_is_counted(small: Result, found: list[AtWork]) -> None:
    """By rule and by what the law said, in the arms of the reform alone."""
    ledger = small.ledger[small.ledger["replication"] == 0]
    assert {one.arm.partition("+")[0] for one in found} == {"merit"}
    for one in found:
        entries = ledger[(ledger["policy"] == one.arm) & (ledger["rule"] == one.rule.id)]
        assert one.rulings == entries["law"].value_counts().to_dict()


def test_every_condition_is_told_also_if_it_never_bit(found: list[AtWork]) -> None:
    """In the order of the law; together they are the refusals of the rule."""
    for one in found:
        assert [text for text, _ in one.in_the_way] == [c.text for c in one.rule.clauses]
        assert sum(number for _, number in one.in_the_way) == one.rulings.get("refused", 0)


def test_a_rule_that_was_never_asked_is_told_too(small: Result) -> None:
    """Rules of another reform, of which the ledger of this run holds nothing."""
    never = at_work(small, {"merit": shipped("five_grades.yaml").laws["seniority"]})
    assert {one.rule.id for one in never} == {"examination"}
    for one in never:
        assert one.rulings == {}
        assert set(one.in_the_way) == {(clause.text, 0) for clause in one.rule.clauses}


def test_without_a_ledger_nothing_is_told(small: Result, tmp_path: Path) -> None:
    """Nor of a law that is not known."""
    assert at_work(Result(tmp_path, small.manifest), stored_laws(small)) == []
    assert at_work(small, {}) == []
