"""What a rule decides, in one text: equal texts decide alike, in whatever words they stand."""

from __future__ import annotations

from policy_sim.policy.content import content
from policy_sim.policy.idle import meaning_of_rule
from policy_sim.policy.rule import Rule
from policy_sim.rules.reading import tables_of

__all__ = ["decided_by"]


def decided_by(rule: Rule) -> str:
    """Return what *rule* decides, with the cells of the tables that it looks up."""
    return content((meaning_of_rule(rule), {table.name: table for table in tables_of(rule)}))
