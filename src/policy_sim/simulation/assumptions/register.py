"""The register of assumptions: every coefficient of the simulation, with its range and source.

A coefficient is never written into the model. It stands in a document by name, with the range
in which it may plausibly lie, its unit (with contrast and dose), what it drives, where it comes
from, and how the published statistic was converted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, Severity, near
from policy_sim.documents import read_document, shape
from policy_sim.documents.fields import Name, Number, Title
from policy_sim.documents.nodes import place_of
from policy_sim.documents.shape import Shape
from policy_sim.errors import RunError, ScenarioError

__all__ = ["Assumption", "Mark", "Register", "RegisterShape", "load_register"]


STATED = phrase("set by the scenario")
"""How a value came about that a scenario sets."""


class Mark(StrEnum):
    """How well a value is known; only an ``assumption`` may stand without a source."""

    QUOTED = "quoted text"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"
    DERIVED = "derived"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One coefficient: its central *value*, the plausible range *low* to *high*, its *unit*.

    *drives* names what it moves, *source* the study, *converted* the formula that made the
    published statistic this value (empty if it is used as published). *title* is what readers
    call it.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    drives: str
    mark: Mark
    source: str = ""
    converted: str = ""
    title: str = ""
    place: Place = field(default=Place(""), compare=False)


class Register(Mapping[str, float]):
    """The assumptions of a study: a mapping of names to values, with what is known of each."""

    def __init__(self, assumptions: Iterable[Assumption]) -> None:
        self.assumptions: Mapping[str, Assumption] = {a.name: a for a in assumptions}
        """Every assumption by its name, in the order of the document."""

    def __getitem__(self, name: str) -> float:
        """Return a value; raise :exc:`~policy_sim.errors.RunError` for an unknown name."""
        if name not in self.assumptions:
            msg = f"the register of assumptions has no {name!r}"
            raise RunError(msg)
        return self.assumptions[name].value

    def __contains__(self, name: object) -> bool:
        return name in self.assumptions

    def __iter__(self) -> Iterator[str]:
        return iter(self.assumptions)

    def __len__(self) -> int:
        return len(self.assumptions)

    def at(self, values: Mapping[str, float]) -> Register:
        """Return this register with other central *values*, such as one draw of the ranges."""
        chosen = self.assumptions.values()
        return Register(replace(a, value=values.get(a.name, a.value)) for a in chosen)

    def assuming(self, stated: Mapping[str, tuple[float, tuple[float, float]]]) -> Register:
        """Return this register with the values and ranges *stated*, which nobody gave a source.

        Raises :exc:`~policy_sim.errors.ScenarioError` with every name that is not in it and every
        value outside its range.
        """
        findings = []
        replaced = dict(self.assumptions)
        for name, (value, (low, high)) in stated.items():
            if name not in replaced:
                values = {"seen": str(name), "near": near(name, self)}
                findings.append(Diagnostic("unknown-assumption", place_of(name), values))
                continue
            entry = replace(
                replaced[name],
                value=value,
                low=low,
                high=high,
                mark=Mark.ASSUMPTION,
                source="",
                converted=STATED,
                place=place_of(name),
            )
            findings += _faults(entry)
            replaced[str(name)] = entry
        if findings:
            raise ScenarioError(findings)
        return Register(replaced.values())

    def findings(self, used: Iterable[str]) -> list[Diagnostic]:
        """Compare the register with the names *used*, those of a document with their places.

        A name that is missing here is an error, an assumption that nothing uses a warning.
        """
        used = sorted(set(used))
        missing = [
            Diagnostic(
                "unknown-assumption", place_of(name), {"seen": name, "near": near(name, self)}
            )
            for name in used
            if name not in self
        ]
        unused = [
            Diagnostic("unused-assumption", a.place, {"seen": name}, Severity.WARNING)
            for name, a in self.assumptions.items()
            if name not in used
        ]
        return missing + unused


class _Entry(Shape):
    noun = "an assumption"

    title: Title | None = None
    value: Number
    range: tuple[Number, Number]
    unit: Title
    drives: Title
    mark: Mark
    source: Title | None = None
    converted: Title | None = None


class RegisterShape(Shape):
    """What a register of assumptions holds."""

    noun = "a register of assumptions"

    assumptions: dict[Name, _Entry]


def load_register(*paths: Path) -> Register:
    """Return the register in the documents *paths*, which together are one.

    Raises :exc:`~policy_sim.errors.DocumentError` if a document does not have the shape of a
    register, and :exc:`~policy_sim.errors.ScenarioError` with every value that lies outside its
    range, every fact without a source and every name that is given twice.
    """
    assumptions: dict[str, Assumption] = {}
    findings: list[Diagnostic] = []
    for path in paths:
        stated = shape(read_document(path).root, RegisterShape).assumptions
        for entry in (_assumption(name, entry) for name, entry in stated.items()):
            first = assumptions.setdefault(entry.name, entry)
            findings += _faults(entry) if first is entry else [_twice(entry, first)]
    if findings:
        raise ScenarioError(findings)
    return Register(assumptions.values())


def _twice(entry: Assumption, first: Assumption) -> Diagnostic:
    values, related = {"seen": entry.name}, (("the first", first.place),)
    return Diagnostic("assumption-twice", entry.place, values, related=related)


def _assumption(name: str, entry: _Entry) -> Assumption:
    low, high = entry.range
    return Assumption(
        name=str(name),
        value=entry.value,
        low=low,
        high=high,
        unit=entry.unit,
        drives=entry.drives,
        mark=entry.mark,
        source=entry.source or "",
        converted=entry.converted or "",
        title=entry.title or str(name).replace("_", " "),
        place=place_of(name),
    )


def _faults(assumption: Assumption) -> list[Diagnostic]:
    faults = []
    name, value = assumption.name, assumption.value
    if not assumption.low <= value <= assumption.high:
        allowed = f"{assumption.low:g} to {assumption.high:g}"
        values = {"seen": f"{value:g}", "name": name, "allowed": allowed}
        faults.append(Diagnostic("assumption-outside-range", assumption.place, values))
    if assumption.mark is not Mark.ASSUMPTION and not assumption.source:
        values = {"seen": name, "mark": assumption.mark.value}
        faults.append(Diagnostic("assumption-without-source", assumption.place, values))
    return faults
