"""Which effects are told: an arm that changes one thing alone has no second name for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

__all__ = ["told"]

Row = TypeVar("Row", bound=Mapping[Any, Any])


def told(rows: Sequence[Row]) -> list[Row]:
    """Return *rows* of a comparison without those that only repeat another.

    Where an arm changes the law alone (or the practice alone), its total effect is that part;
    the total is told of arms that change both.
    """
    both = {row["policy"] for row in rows if row["effect"] == "interaction"}
    return [row for row in rows if row["effect"] != "total" or row["policy"] in both]
