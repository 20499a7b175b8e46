"""All that a part of the law says, in one text: what says the same is the same law."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from policy_sim.policy.ast import Lookup

__all__ = ["Said", "content", "content_with"]


Said: TypeAlias = dict[int, tuple[object, str]]
"""The text of each thing by its identity, with the thing itself, which must live as long."""


def content(thing: object) -> str:
    """Return all that *thing* says, in one text: equal texts mean equal law.

    Places and other fields that do not count in comparisons are left out; mappings are written
    in the order of their keys. A look-up says the name of its table, whose cells the vintage
    says once.
    """
    return content_with(thing, {})


def content_with(thing: Any, known: Said) -> str:
    """Return that text; *known* keeps those of what a law says in many places."""
    if isinstance(thing, str):
        return repr(str(thing))
    kind: Any = type(thing)
    names = _compared(kind)
    if names is None and not isinstance(thing, tuple | Mapping):
        return str(thing)
    before = known.get(id(thing))
    if before is not None:
        return before[1]
    text = _whole(thing, names, known)
    known[id(thing)] = thing, text
    return text


def _whole(thing: Any, names: tuple[str, ...] | None, known: Said) -> str:
    if isinstance(thing, Lookup):
        return f"Lookup({thing.table.name}, {content_with(thing.arguments, known)})"
    if names is not None:
        inner = [content_with(getattr(thing, name), known) for name in names]
        return f"{type(thing).__name__}({', '.join(inner)})"
    if isinstance(thing, Mapping):
        pairs = [f"{key}: {content_with(thing[key], known)}" for key in sorted(thing)]
        return "{" + ", ".join(pairs) + "}"
    parts = thing if isinstance(thing, tuple) else ()
    return "(" + ", ".join(content_with(part, known) for part in parts) + ")"


@lru_cache(maxsize=256)
def _compared(kind: Hashable) -> tuple[str, ...] | None:
    """Return the fields of a dataclass that count in comparisons; None if it is no dataclass."""
    if not isinstance(kind, type) or not is_dataclass(kind):
        return None
    return tuple(field.name for field in fields(kind) if field.compare)
