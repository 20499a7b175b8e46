"""What the rules that a reform brings along decided in a run: whether they ever bit.

A reform that changes nothing is one thing; a condition that never stood in anybody's way is
another. The ledger of the first replication that has one tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.policy.vintage import Vintage
from policy_sim.simulation.books.ledger import Ruling
from policy_sim.study.arms import Arm
from policy_sim.study.result import Result
from policy_sim.study.store import LEDGER

__all__ = ["AtWork", "at_work", "own_rules"]


@dataclass(frozen=True)
class AtWork:
    """The decisions of one *rule* of the *law* in one arm, by what the law said.

    *in_the_way* says of each clause of the rule how often it stood first in the way.
    """

    arm: str
    rule: Rule
    law: Vintage
    rulings: Mapping[str, int]
    in_the_way: tuple[tuple[str, int], ...]


def own_rules(law: Law) -> dict[str, tuple[Rule, Vintage]]:
    """Return, by id, the rules that stand in the amendments of *law*, in their last versions."""
    files = {one.place.file for one in law.amendments}
    return {
        rule.id: (rule, vintage)
        for vintage in law.vintages
        for rule in vintage.rules
        if rule.place.file in files
    }


def at_work(result: Result, laws: Mapping[str, Law]) -> list[AtWork]:
    """Return what the rules that each of *laws* brings along decided in its arms.

    A refusal is in the ledger once as long as its reason stays, so that a number is one of
    entries, not of people; a rule that was never asked has none. Nothing if no ledger was kept.
    """
    if not (result.folder / LEDGER).exists() or not result.replications_kept:
        return []
    first, found = result.replications_kept[0], []
    for arm in result.arms:
        law = laws.get(Arm.of(arm).law)
        rules = own_rules(law) if law else {}
        ledger = result.decisions(arm, first) if rules else pd.DataFrame()
        found += [
            _at_work(arm, rules[name], ledger[ledger["rule"] == name]) for name in sorted(rules)
        ]
    return found


def _at_work(arm: str, of: tuple[Rule, Vintage], entries: pd.DataFrame) -> AtWork:
    rulings = entries["law"].value_counts()
    first = entries["reason"][entries["law"] == Ruling.REFUSED].value_counts()
    clauses = dict.fromkeys(clause.text for clause in of[0].clauses)
    return AtWork(
        arm,
        *of,
        {str(ruling): int(number) for ruling, number in rulings.items()},
        tuple((text, int(first.get(text, 0))) for text in clauses),
    )
