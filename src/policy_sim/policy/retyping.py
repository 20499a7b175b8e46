"""What several vintages have in common is typed once, and kept with all that it read.

A rule means the same in the next vintage if every parameter, table and definition whose name it
looked up is still the same there: then the typed rule of before is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.names import Scope

__all__ = ["Kept"]

T = TypeVar("T")

_KINDS = ("parameters", "tables", "definitions")


class _Noting(Mapping[str, Any]):
    """A mapping that notes what is *read* of it; *whole* if it was gone through."""

    def __init__(self, mapping: Mapping[str, Any]) -> None:
        self._mapping = mapping
        self.read: dict[str, object] = {}
        self.whole = False

    def __getitem__(self, name: str) -> Any:
        self.read[name] = self._mapping.get(name)
        return self._mapping[name]

    def __iter__(self) -> Iterator[str]:
        self.whole = True
        return iter(self._mapping)

    def __len__(self) -> int:
        self.whole = True
        return len(self._mapping)


@dataclass(frozen=True, slots=True)
class _Typed:
    """Something typed, and what it *read*: kind, name, and what the name stood for."""

    made: Any
    read: tuple[tuple[str, str, object], ...]

    def holds_in(self, scope: Scope) -> bool:
        """Return whether all that was read is the same in *scope*."""
        return all(getattr(scope, kind).get(name) is thing for kind, name, thing in self.read)


class Kept:
    """The typed parts of a law so far, by what was written."""

    def __init__(self) -> None:
        self._typed: dict[tuple[int, str], _Typed] = {}

    def typed(
        self,
        written: object,
        scope: Scope,
        findings: list[Diagnostic],
        make: Callable[[Scope, list[Diagnostic]], T | None],
    ) -> T | None:
        """Return what *make* makes of *written* in *scope*; what it finds is added to *findings*.

        *written* must live as long as this. Only what was made without a finding is kept.
        """
        known = self._typed.get((id(written), scope.subject))
        if known is not None and known.holds_in(scope):
            made: T = known.made
            return made
        noting = _Noting(scope.parameters), _Noting(scope.tables), _Noting(scope.definitions)
        parameters, tables, definitions = noting
        fresh: list[Diagnostic] = []
        noted = replace(scope, parameters=parameters, tables=tables, definitions=definitions)
        new = make(noted, fresh)
        findings += fresh
        if new is not None and not fresh and not any(each.whole for each in noting):
            read = (
                (kind, name, thing)
                for kind, each in zip(_KINDS, noting, strict=True)
                for name, thing in each.read.items()
            )
            self._typed[id(written), scope.subject] = _Typed(new, tuple(read))
        return new
