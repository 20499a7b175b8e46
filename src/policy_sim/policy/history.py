"""Uses of the past, such as ``lowest(predikat over 2 years)``: a closed list of operators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.ast import History
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.comparison import tied_bound
from policy_sim.policy.literals import Literals
from policy_sim.policy.names import Scope, refuse_other
from policy_sim.policy.past import HistoryFilter, Window, WindowKind
from policy_sim.policy.site import Site
from policy_sim.policy.syntax import Application, Compared, Name, Syntax
from policy_sim.policy.values import FLAG, Kind, Unit, ValueType
from policy_sim.policy.vocabulary import Event, Series

__all__ = ["HISTORY_OPERATORS", "history_use"]

LONGEST_LIFE = 1200
"""No service, and no time since an event, is longer than so many months."""

_DAYS = {WindowKind.THIS_YEAR: 366, WindowKind.SERVICE: 366 * (LONGEST_LIFE // 12)}
_PERIOD_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_ORDER = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class _Use:
    """What an operator may be used on, and whether it takes a filter and a window."""

    series: bool
    events: bool
    filter: str = "none"
    window: bool = False
    valued: str = ""


HISTORY_OPERATORS: Mapping[str, _Use] = MappingProxyType(
    {
        "last": _Use(series=True, events=False),
        "before_last": _Use(series=True, events=False),
        "lowest": _Use(series=True, events=True, window=True, valued="ordered"),
        "highest": _Use(series=True, events=True, window=True, valued="ordered"),
        "count": _Use(series=True, events=True, filter="may", window=True),
        "streak": _Use(series=True, events=False, filter="must"),
        "total": _Use(series=True, events=True, window=True, valued="numeric"),
        "longest": _Use(series=False, events=True, window=True, valued="numeric"),
        "months_since": _Use(series=False, events=True, filter="may"),
        "ever": _Use(series=True, events=True, filter="may", window=True),
        "in_force": _Use(series=False, events=True),
    }
)
"""The eleven operators on the past."""


def history_use(node: Application, scope: Scope, findings: list[Diagnostic]) -> History | None:
    """Return one use of a series or an event as a typed column, or None with findings."""
    return _Reader(node, scope, findings).history()


class _Reader:
    """Types one application of a history operator."""

    def __init__(self, node: Application, scope: Scope, findings: list[Diagnostic]) -> None:
        self._node = node
        self._use = HISTORY_OPERATORS[node.name]
        self._scope = scope
        self._literals = Literals(findings, parameters=scope.parameters)
        self._findings = findings
        self._site = Site.of(node, findings)

    def history(self) -> History | None:
        node = self._node
        if len(node.arguments) != 1 or node.to is not None:
            meant = f"{node.name}({' over '.join(part.text for part in node.arguments)})"
            mend = meant if self._use.window and len(node.arguments) == 2 else ""
            self._site.refuse("wrong-arguments", seen=node.name, allowed=["1"], mend=mend)
            return None
        argument = node.arguments[0]
        source = self._source(argument.left if isinstance(argument, Compared) else argument)
        if source is None or not self._suits(source):
            return None
        before = len(self._findings)
        kept = self._filter(argument, source)
        window = self._window(source)
        if len(self._findings) > before:
            return None
        kind = self._type(source, window)
        return History(kind, node.name, source.name, kept, window)

    def _source(self, named: Syntax) -> Series | Event | None:
        vocabulary, use, subject = self._scope.vocabulary, self._use, self._scope.subject
        known: dict[str, Series | Event] = {}
        if use.series:
            known |= vocabulary.series_of(subject)
        if use.events and subject == "person":
            known |= vocabulary.events
        name, site = named.name if isinstance(named, Name) else "", Site.of(named, self._findings)
        if name in known:
            return known[name]
        other = vocabulary.series.get(name)
        if other is not None and other.subject != subject:
            refuse_other(other.subject, name, self._scope, site)
        elif name in vocabulary.events and subject != "person":
            refuse_other("person", name, self._scope, site)
        else:
            site.refuse("unknown-history", allowed=sorted(known))
        return None

    def _suits(self, source: Series | Event) -> bool:
        name, kind = self._node.name, source.type
        if name == "in_force" and isinstance(source, Event) and not source.expires:
            expiring = [e.name for e in self._scope.vocabulary.events.values() if e.expires]
            self._site.refuse("never-expires", seen=source.name, allowed=expiring)
            return False
        numeric = kind is not None and kind.numeric
        ordered = numeric or (kind is not None and kind.kind in (Kind.ORDERED, Kind.DATE))
        fits = {"": True, "numeric": numeric, "ordered": ordered}[self._use.valued]
        if not fits:
            self._site.refuse("history-kind", seen=source.name, allowed=[self._use.valued])
        return fits

    def _filter(self, argument: Syntax, source: Series | Event) -> HistoryFilter | None:
        if not isinstance(argument, Compared):
            if self._use.filter == "must" or (
                self._node.name == "ever" and isinstance(source, Series)
            ):
                self._site.refuse("filter-needed", allowed=[f"{source.name} >= …"])
            return None
        site = Site.of(argument, self._findings)
        if self._use.filter == "none" or source.type is None:
            site.refuse("filter-not-here", allowed=[source.name])
            return None
        unordered = source.type.kind in (Kind.CATEGORY, Kind.FLAG)
        if unordered and argument.operator in _ORDER:
            site.refuse("not-ordered", seen=argument.operator, allowed=["==", "!="])
            return None
        value = self._literals.value(argument.right, source.type)
        if value is None:
            return None
        comparison, scale = Comparison(argument.operator), source.type.scale
        if scale is None:
            return HistoryFilter(comparison, value)
        bound = tied_bound(comparison, value, scale)
        return HistoryFilter(comparison, bound, scale.values[bound])

    def _window(self, source: Series | Event) -> Window | None:
        over = self._node.over
        if over is None:
            if self._use.window:
                self._site.refuse("window-needed", allowed=self._windows(source))
            return None
        site = Site.of(over, self._findings)
        if not self._use.window:
            site.refuse("window-not-here", seen=self._node.name)
            return None
        if isinstance(source, Event) and isinstance(over, Name):
            kinds = {str(kind): kind for kind in _DAYS}
            if over.name in kinds:
                return Window(kinds[over.name])
        return self._stretch(over, source, site)

    def _windows(self, source: Series | Event) -> list[str]:
        stretches = ["2 years", "6 months"]
        return stretches if isinstance(source, Series) else [*stretches, *map(str, _DAYS)]

    def _stretch(self, over: Syntax, source: Series | Event, site: Site) -> Window | None:
        if isinstance(over, Name) and over.name not in self._scope.parameters:
            site.refuse("wrong-window", allowed=self._windows(source))
            return None
        length = ValueType(Kind.WHOLE, 1, LONGEST_LIFE, Unit.MONTHS)
        months = self._literals.value(over, length)
        if months is None:
            return None
        if not 1 <= months <= LONGEST_LIFE:
            site.refuse("wrong-window", allowed=self._windows(source))
            return None
        if isinstance(source, Event):
            return Window(WindowKind.MONTHS, months)
        periods, rest = divmod(months, _PERIOD_MONTHS.get(source.every, 12))
        if rest or periods > source.keep:
            most = phrase(
                "up to {number} of every {period}", number=source.keep, period=source.every
            )
            site.refuse("window-not-periods", allowed=[most])
            return None
        return Window(WindowKind.PERIODS, periods, months)

    def _type(self, source: Series | Event, window: Window | None) -> ValueType:
        name, kind = self._node.name, source.type
        if name == "months_since":
            return ValueType(Kind.WHOLE, 0, LONGEST_LIFE, Unit.MONTHS)
        if name == "ever" or (kind is None and name != "count"):
            return FLAG
        most = _most(source, window)
        if name in ("count", "streak") or kind is None:
            return ValueType(Kind.WHOLE, 0, most)
        if name in ("total", "longest"):
            times = most if name == "total" else 1
            low, high = min(kind.low, 0) * times, max(kind.high, 0) * times
            return ValueType(kind.kind, low, high, kind.unit, kind.step)
        return kind


def _most(source: Series | Event, window: Window | None) -> int:
    """Return how many entries there can be: one a period, at most one event a day."""
    if isinstance(source, Series):
        return source.keep if window is None else window.length
    if window is None:
        return _DAYS[WindowKind.SERVICE]
    return _DAYS.get(window.kind, 31 * window.length)
