"""A law with something in it put in the place of something else, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from policy_sim.diagnostics import Place
from policy_sim.policy.tables import Table
from policy_sim.policy.values import ValueType

__all__ = ["substituted"]

T = TypeVar("T")

_WHOLE = (str, int, type(None), Table, ValueType, Place)
"""Nothing inside of these is ever put in the place of anything."""


def substituted(thing: T, swap: Callable[[object], object | None]) -> T:
    """Return *thing* with what *swap* gives (None: nothing) for each of its parts in its place.

    Parts are those of tuples, mappings and dataclasses, the outer first. What nothing is changed
    in is the same object as before.
    """
    found: T = _Walk(swap).changed(thing)
    return found


class _Walk:
    def __init__(self, swap: Callable[[object], object | None]) -> None:
        self._swap = swap
        self._known: dict[int, tuple[object, Any]] = {}

    def changed(self, thing: Any) -> Any:
        if isinstance(thing, _WHOLE):
            return thing
        known = self._known.get(id(thing))
        if known is None:
            swapped = self._swap(thing)
            made = self._inside(thing) if swapped is None else swapped
            # The thing is kept, so that its identity remains its own.
            known = self._known[id(thing)] = (thing, made)
        return known[1]

    def _inside(self, thing: Any) -> Any:
        if isinstance(thing, tuple):
            parts = tuple(map(self.changed, thing))
            same = all(new is old for new, old in zip(parts, thing, strict=True))
            return thing if same else parts
        if isinstance(thing, Mapping):
            items = {key: self.changed(value) for key, value in thing.items()}
            return thing if all(items[key] is thing[key] for key in items) else items
        if not is_dataclass(thing):
            return thing
        parts_of = {field.name: getattr(thing, field.name) for field in fields(thing)}
        new = {name: self.changed(part) for name, part in parts_of.items()}
        moved = {name: part for name, part in new.items() if part is not parts_of[name]}
        return replace(thing, **moved) if moved else thing  # type: ignore[type-var]
