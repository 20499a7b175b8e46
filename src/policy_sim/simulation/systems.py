"""Which personnel systems there are: each is one module, switched on by its name in a scenario.

A system that a scenario does not name is off: nothing of it happens, and nothing of it is
needed from the law or the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

import pydantic

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.simulation.calendar import Timetable
from policy_sim.simulation.state import State

__all__ = ["MODULES", "YEARLY", "Kind", "System", "kind_named"]


class System(Protocol):
    """A personnel system: it enters its business in the calendar and acts on the state.

    A system keeps no state of its own between months; what it must remember stands in the
    :class:`~policy_sim.simulation.state.State`.
    """

    name: str

    @property
    def assumptions(self) -> Sequence[str]:
        """The names that the system reads from the register of assumptions."""

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter in *calendar* what the system does to *state*, and when."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A system that a scenario may switch on: its settings' model, and how it is made."""

    name: str
    settings: type[pydantic.BaseModel]
    make: Callable[[Any], System]


MODULES: Mapping[str, str] = {
    "acting": "Acting",
    "appointment": "Appointment",
    "appraisal": "Appraisal",
    "attendance": "Attendance",
    "behaviour": "Behaviour",
    "citizens": "Citizens",
    "discipline": "Discipline",
    "exams": "Exams",
    "exits": "Exits",
    "incentive": "Incentive",
    "innovation": "Innovation",
    "integrity": "Integrity",
    "fit": "Fit",
    "justice": "Justice",
    "outcomes": "Outcomes",
    "oversight": "Oversight",
    "path": "Path",
    "pay": "Pay",
    "promotion": "Promotion",
    "records": "Records",
    "recruitment": "Recruitment",
    "regularisation": "Regularisation",
    "remediation": "Remediation",
    "resistance": "Resistance",
    "rewards": "Rewards",
    "secondment": "Secondment",
    "service": "Service",
    "steering": "Steering",
    "training": "Training",
    "transfers": "Transfers",
    "welfare": "Welfare",
}
"""Each system's module in this package, and the class of the system in it."""


YEARLY = frozenset(
    {
        "appointment",
        "appraisal",
        "behaviour",
        "exams",
        "exits",
        "outcomes",
        "promotion",
        "recruitment",
        "rewards",
        "service",
        "transfers",
    }
)
"""The systems whose business can be done once a year; what the others do is counted in months."""


def kind_named(name: str, where: Place) -> Kind:
    """Return the system *name*; raise :exc:`~policy_sim.errors.ScenarioError` if there is none.

    *where* is the place of the name in the scenario.
    """
    if name not in MODULES:
        values = {"seen": name, "allowed": ", ".join(sorted(MODULES)), "near": near(name, MODULES)}
        raise ScenarioError([Diagnostic("unknown-system", where, values)])
    module = import_module(f"policy_sim.simulation.{name}")
    return Kind(name, module.Settings, getattr(module, MODULES[name]))
