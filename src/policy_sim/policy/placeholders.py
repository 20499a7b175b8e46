"""Placeholders: amounts that only hold a place in a regulation until the true ones are known.

An item marked ``status: placeholder`` is one; so is, in what it gives, every rule that reads one.
"""

from __future__ import annotations

from datetime import date

from policy_sim.policy.item_forms import RuleForm
from policy_sim.policy.statute import Section, Statute, Version
from policy_sim.policy.texts import names_in

__all__ = ["PLACEHOLDER", "resting_on_placeholders"]

PLACEHOLDER = "placeholder"
"""The status of an item that holds a place."""

_READABLE = (Section.DEFINITION, Section.PARAMETER, Section.TABLE)


def resting_on_placeholders(statute: Statute, day: date) -> frozenset[str]:
    """Return the rules in force on *day* that are, or read, a placeholder."""
    read = _in_force(statute, day, _READABLE)
    held = {name for name, version in read.items() if _marked(version)}
    more = True
    while more:
        further = {
            name
            for name, version in read.items()
            if name not in held and names_in(version.body) & held
        }
        held |= further
        more = bool(further)
    rules = _in_force(statute, day, (Section.RULE,))
    return frozenset(
        name
        for name, version in rules.items()
        if isinstance(version.body, RuleForm)
        and (_marked(version) or names_in(version.body) & held)
    )


def _in_force(statute: Statute, day: date, sections: tuple[Section, ...]) -> dict[str, Version]:
    versions = {
        str(item.name): item.on(day) for item in statute.items.values() if item.section in sections
    }
    return {name: version for name, version in versions.items() if version is not None}


def _marked(version: Version) -> bool:
    return version.heading.status == PLACEHOLDER
