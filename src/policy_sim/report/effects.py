"""Which effects are told: an arm that changes one thing alone has no second name for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

__all__ = ["told"]

_PARTS = ("law", "practice")

Row = TypeVar("Row", bound=Mapping[Any, Any])


def told(rows: Sequence[Row]) -> list[Row]:
    """Return *rows* of a comparison without those that only repeat another.

    Where an arm changes the law alone (or the practice alone), its total effect is that part;
    the total is told of arms that change both. Their parts are the effects of the arms that
    change one alone, and are told there if there are such arms.
    """
    both = {row["policy"] for row in rows if row["effect"] == "interaction"}
    alone = {_part(row) for row in rows if row["policy"] not in both}
    return [row for row in rows if not _repeats(row, both, alone)]


def _repeats(row: Mapping[Any, Any], both: set[Any], alone: set[tuple[Any, ...]]) -> bool:
    if row["policy"] not in both:
        return bool(row["effect"] == "total")
    return row["effect"] in _PARTS and _part(row) in alone


def _part(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Return what tells apart the effect of a law (or a practice) from that of another."""
    whose = row["effect"]
    return (whose, *(row.get(name) for name in (whose, "outcome", "group", "window", "kind")))
