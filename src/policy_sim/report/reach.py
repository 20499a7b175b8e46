"""How many of a workforce are treated otherwise under another law, in lines and plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from policy_sim.study.reach import FEWEST, Counted, Reach

__all__ = ["reach_lines", "reach_values"]

_VERBS: Mapping[str, str] = MappingProxyType(
    {
        "gains": "{who} gain {effect}",
        "loses": "{who} lose {effect}",
        "higher": "{effect} higher for {who}",
        "lower": "{effect} lower for {who}",
    }
)
"""What is said of each way."""


def reach_lines(found: Reach, symbol: str) -> Iterator[str]:
    """Yield the lines about the people counted; *symbol* is that of the currency."""
    for one in found.counts:
        who = f"fewer than {FEWEST}" if one.people is None else f"{one.people:,}"
        text = _VERBS[one.turn].format(who=who, effect=one.effect)
        yield f"  {one.area}: {text}"
        for name, cells in one.groups.items():
            yield f"      by {name}: {_cells(cells)}"
    for name, (before, after) in found.sums.items():
        yield f"  {name} of all: {symbol} {before:,} → {symbol} {after:,}"
    for area, why in found.left_out.items():
        yield f"  {area}: not counted: {why}"
    if not found.counts and not found.left_out:
        yield "  nobody in this workforce gains or loses anything"
    if any(one.turn in ("gains", "loses") for one in found.counts):
        yield "  what is given by selection is gained or lost by who is eligible for it"
    if any(_hidden(one) for one in found.counts):
        yield f"  numbers under {FEWEST}, and what would give them away, are not told"


def _cells(cells: Mapping[str, tuple[int | None, int]]) -> str:
    told = {word: cell for word, cell in cells.items() if cell[0] != 0}
    return ", ".join(
        f"{word} not told" if count is None else f"{word} {count:,} of {everyone:,}"
        for word, (count, everyone) in told.items()
    )


def _hidden(one: Counted) -> bool:
    cells = (count for group in one.groups.values() for count, _ in group.values())
    return one.people is None or None in cells


def reach_values(found: Reach) -> dict[str, object]:
    """Return the count as plain values; what must not be told is null."""
    return {
        "people": found.people,
        "recorded": found.recorded.isoformat(),
        "law": found.law.isoformat(),
        "counts": [
            {
                "area": one.area,
                "turn": one.turn,
                "effect": one.effect,
                "people": one.people,
                "groups": {
                    name: {
                        word: {"people": count, "of": everyone}
                        for word, (count, everyone) in cells.items()
                    }
                    for name, cells in one.groups.items()
                },
            }
            for one in found.counts
        ],
        "sums": {
            name: {"before": before, "after": after} for name, (before, after) in found.sums.items()
        },
        "left_out": dict(found.left_out),
    }
