"""Who is treated otherwise under another law, in lines and in plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from policy_sim.proof.affected import Affected, Change, Extent
from policy_sim.proof.changes import Turn
from policy_sim.report.differences import span_words

__all__ = ["affected_lines", "affected_values"]

_MOVED: Mapping[Turn, str] = MappingProxyType(
    {Turn.HIGHER: "higher", Turn.LOWER: "lower", Turn.OTHERWISE: "otherwise"}
)


def affected_lines(found: Affected, since: date) -> Iterator[str]:
    """Yield the lines about everybody who is treated otherwise, by area."""
    for (area, subject), extent in found.extents.items():
        at = area, subject
        whom = area if subject == "person" else f"{area} ({subject})"
        mine = [one for one in found.changes if (one.area, one.subject) == at]
        for one in mine:
            yield f"  {whom}: {_told(one)}{span_words(one.begins, one.ends, since)}"
            yield from _example(one)
        for rule in found.shared.get(at, ()):
            yield f"  {whom}: places by {rule} are shared out otherwise among those eligible"
        if at in found.unclear:
            yield f"  {whom}: not decided: {found.unclear[at]}"
        elif extent is Extent.NOBODY:
            yield f"  {whom}: the rules say something else, but no possible person notices"


def _told(one: Change) -> str:
    by = ", ".join(one.rules)
    if one.turn in (Turn.GAINS, Turn.LOSES):
        value = one.after or one.before
        return f"{one.turn} {one.effect}{f' {value}' if value else ''} by {by}"
    if one.turn is Turn.RANKED:
        return f"ranked otherwise for {one.effect} by {by}"
    if one.turn is Turn.TIED:
        return f"tied otherwise for {one.effect} by {by}"
    values = f", {one.before} → {one.after}" if one.before and one.after else ""
    return f"{one.effect} {_MOVED[one.turn]} by {by}{values}"


def _example(one: Change) -> Iterator[str]:
    before, _, behind = one.example.partition("; beside the same with ")
    if one.turn is Turn.RANKED:
        yield f"      ahead before, behind now: {before}"
        yield f"      behind before, ahead now: the same with {behind or 'nothing else'}"
        return
    yield f"      {one.example}"
    if one.turn is Turn.TIED:
        yield "      one of the two comes first under one law, and the lot decides under the other"
    if one.unmet:
        tense = "stood" if one.turn is Turn.GAINS else "stands"
        yield f"      what {tense} in the way: {'; '.join(one.unmet)}"


def affected_values(found: Affected) -> dict[str, object]:
    """Return what was proved as plain values."""
    return {
        "versions": [day.isoformat() for day in found.versions],
        "areas": [
            {
                "area": area,
                "subject": subject,
                "extent": str(extent),
                "places_shared_otherwise": list(found.shared.get((area, subject), ())),
                "undecided": found.unclear.get((area, subject)),
            }
            for (area, subject), extent in found.extents.items()
        ],
        "changes": [
            {
                "area": one.area,
                "subject": one.subject,
                "turn": str(one.turn),
                "effect": one.effect,
                "rules": list(one.rules),
                "from": one.begins.isoformat(),
                "until": one.ends.isoformat() if one.ends else None,
                "example": one.example,
                "before": one.before or None,
                "after": one.after or None,
                "unmet": list(one.unmet),
            }
            for one in found.changes
        ],
    }
