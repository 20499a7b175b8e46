"""What two regulations say otherwise of transitions: for whom, what is kept, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from policy_sim.policy.differences import Difference, Kind, Wording
from policy_sim.policy.transition import Transition

__all__ = ["TRANSITION", "transition_differences"]

TRANSITION = "transition"
"""The section of a difference that is one of a transition."""


def transition_differences(
    old: Sequence[Transition], new: Sequence[Transition], since: date
) -> list[Difference]:
    """Return the transitions that only one has, or in which they differ, by name.

    Those that have ended by the day *since* are left out.
    """
    before = {one.name: one for one in old if one.until > since}
    after = {one.name: one for one in new if one.until > since}
    found = []
    for name in sorted({*before, *after}):
        one, other = before.get(name), after.get(name)
        parts = tuple(_wordings(_said(one), _said(other)))
        if parts:
            found.append(_difference(one, other, parts))
    return found


def _difference(
    old: Transition | None, new: Transition | None, parts: tuple[Wording, ...]
) -> Difference:
    kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
    told = next(one for one in (new, old) if one is not None)
    places = (None if old is None else old.place, None if new is None else new.place)
    begins, ends = told.effective, told.until
    if old is not None and new is not None:
        first, last = sorted((old.until, new.until))
        # Where all but the last day is the same, so is everything before the first of these.
        alone = {part.part for part in parts} <= {"until", "source"} and first != last
        begins = first if alone else min(old.effective, new.effective)
        ends = last
    return Difference(TRANSITION, told.name, kind, begins, ends, parts, places)


def _said(one: Transition | None) -> dict[str, str]:
    """Return what a transition says, by its part, and from when."""
    if one is None:
        return {}
    keep = ", ".join(f"{item.section} {item.name}" for item in one.keep)
    told = {"for": one.whom, "keep": keep, "until": one.until.isoformat(), "source": one.source}
    return told | {"from": one.effective.isoformat()}


def _wordings(old: dict[str, str], new: dict[str, str]) -> Iterator[Wording]:
    for part in dict.fromkeys([*new, *old]):
        before, after = old.get(part, ""), new.get(part, "")
        if before != after:
            yield Wording(part, before, after)
