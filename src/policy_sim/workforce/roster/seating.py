"""Who holds which post: each holder of an office sits in the unit that the file gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim.rules.frame import Flags, Integers
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.roster.column_mapping import ColumnMapping
from policy_sim.workforce.table import NO_POST

__all__ = ["Misplaced", "seated"]


@dataclass(frozen=True)
class Misplaced:
    """Somebody in *row* for whose office there is no post, and why."""

    row: int
    code: str
    values: Mapping[str, str]


_SEAT_CODES = {"none": "no-such-post", "taken": "post-taken", "many": "offices-full"}


def seated(
    mapping: ColumnMapping, record: Mapping[str, Integers], known: Mapping[str, Flags]
) -> tuple[NDArray[np.int32], list[Misplaced]]:
    """Return the post of everybody, and those whom the organisation has no post for.

    Of several holders of one office in one unit the first rows get its posts. Without units in the
    file nobody is seated yet, but no office may have more holders than posts.
    """
    size = len(next(iter(record.values())))
    post = np.full(size, NO_POST, dtype=np.int32)
    office = record.get("office")
    if office is None:
        return post, []
    holds = known["office"] & (office > 0)
    if "unit" in record:
        holds &= known["unit"]
        place = record["unit"] * (1 << 20) + office
    else:
        place = office
    rows = np.flatnonzero(holds)
    rank, group = _rank_in_group(place[rows])
    posts = _posts_in(mapping.organisation, "unit" in record)
    room = np.array([len(posts.get(int(key), ())) for key in group], dtype=np.int64)
    sits = rank < room
    if "unit" in record:
        for row, key, seat in zip(rows[sits], group[sits], rank[sits], strict=True):
            post[row] = posts[int(key)][seat]
    outside = zip(rows[~sits].tolist(), room[~sits].tolist(), strict=True)
    return post, [_misplaced(mapping.organisation, record, row, there) for row, there in outside]


def _rank_in_group(keys: Integers) -> tuple[Integers, Integers]:
    """Return how many earlier ones have the same key, and the key, of each."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    rank = np.empty(len(keys), dtype=np.int64)
    rank[order] = np.arange(len(keys)) - np.searchsorted(ordered, ordered)
    return rank, keys


def _posts_in(organisation: Organisation, by_unit: bool) -> dict[int, list[int]]:
    """Return the ids of the posts of each office, in each unit if *by_unit*."""
    unit = organisation.post_unit.astype(np.int64) if by_unit else 0
    keys = unit * (1 << 20) + organisation.post_office.astype(np.int64)
    posts: dict[int, list[int]] = {}
    for post, key in enumerate(np.asarray(keys).tolist()):
        posts.setdefault(key, []).append(post)
    return posts


def _misplaced(
    organisation: Organisation, record: Mapping[str, Integers], row: int, there: int
) -> Misplaced:
    word = organisation.offices[int(record["office"][row])]
    if "unit" not in record:
        return Misplaced(row, _SEAT_CODES["many"], {"seen": word, "posts": str(there)})
    unit = organisation.unit_names[int(record["unit"][row])]
    values = {"seen": word, "unit": unit, "posts": str(there)}
    return Misplaced(row, _SEAT_CODES["taken" if there else "none"], values)
