"""Conditions as layers of conjunctions: what a forward-chaining engine can be given.

Each nested ``some`` becomes a named 0/1 field, concluded by one conjunction per alternative in
an earlier stage, so that no rule ever holds a disjunction (whose products would multiply).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from policy_sim.policy.comparator import Comparison
from policy_sim.rules.normal_form import Atom, Every, Form, Some, Within

__all__ = ["Conclusion", "staged"]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """If all *atoms* hold, the field *name* is 1."""

    name: str
    atoms: tuple[Atom, ...]


@dataclass
class _Stages:
    """Conclusions by stage, and the field that stands for each disjunction met so far."""

    stages: list[list[Conclusion]] = field(default_factory=list)
    fields: dict[Form, tuple[str, int]] = field(default_factory=dict)

    def conjunction(self, form: Form) -> tuple[tuple[Atom, ...], int]:
        """Return *form* as atoms, with the first stage at which all of them are known."""
        items = form.items if isinstance(form, Every) else (form,)
        atoms: list[Atom] = []
        ready = 0
        for item in items:
            more, stage = self._atoms(item)
            atoms += more
            ready = max(ready, stage)
        return tuple(atoms), ready

    def conclude(self, conclusion: Conclusion, stage: int) -> None:
        """Add a conclusion to a stage."""
        self.stages += [[] for _ in range(stage + 1 - len(self.stages))]
        self.stages[stage].append(conclusion)

    def _atoms(self, form: Form) -> tuple[list[Atom], int]:
        match form:
            case Atom():
                return [form], 0
            case Every():
                atoms, ready = self.conjunction(form)
                return list(atoms), ready
            case Within(left, ranges) if len(ranges) == 1:
                return _inside(left, *ranges[0]), 0
        name, stage = self._field(form)
        return [Atom(Comparison.EQ, name, 1)], stage + 1

    def _field(self, form: Some | Within) -> tuple[str, int]:
        if form not in self.fields:
            parts = [self.conjunction(item) for item in _alternatives(form)]
            stage = max((ready for _, ready in parts), default=0)
            name = f"any {len(self.fields)}"
            self.fields[form] = (name, stage)
            for atoms, _ in parts:
                self.conclude(Conclusion(name, atoms), stage)
        return self.fields[form]


def staged(
    forms: Sequence[Form],
) -> tuple[tuple[tuple[Conclusion, ...], ...], tuple[str | bool, ...]]:
    """Return the stages of conclusions for *forms*, and each form's outcome.

    An outcome is the name of a 0/1 field, or the truth of a form that depends on nothing.
    Within a stage conclusions read only features and fields of earlier stages.
    """
    plan = _Stages()
    outcomes: list[str | bool] = []
    for index, form in enumerate(forms):
        if isinstance(form, Every | Some) and not form.items:
            outcomes.append(isinstance(form, Every))
            continue
        atoms, stage = plan.conjunction(form)
        plan.conclude(Conclusion(f"form {index}", atoms), stage)
        outcomes.append(f"form {index}")
    return tuple(tuple(stage) for stage in plan.stages), tuple(outcomes)


def _alternatives(form: Some | Within) -> tuple[Form, ...]:
    if isinstance(form, Some):
        return form.items
    return tuple(Every(tuple(_inside(form.left, *span))) for span in form.ranges)


def _inside(name: str, low: int, high: int) -> list[Atom]:
    if low == high:
        return [Atom(Comparison.EQ, name, low)]
    return [Atom(Comparison.GE, name, low), Atom(Comparison.LE, name, high)]
