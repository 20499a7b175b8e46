"""What a law gives to whom of the people in service, before places are competed for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.given_value import STEPS, ladder_of
from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.policy.writing import written
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.combination import BARE, Given
from policy_sim.rules.decision import decide
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.programs import Program
from policy_sim.rules.reading import columns_of
from policy_sim.simulation.contests.openings import POST, VACANT_MONTHS
from policy_sim.simulation.state import State

__all__ = ["GivenTo", "given_to", "turns"]


@dataclass(frozen=True)
class GivenTo:
    """To whom an effect is given, and what it amounts to, if it has a value."""

    who: Flags
    amount: Integers | None
    kind: ValueType | None

    @property
    def total(self) -> int:
        """What it amounts to in all."""
        return 0 if self.amount is None else int(self.amount[self.who].sum())

    @property
    def unit(self) -> Unit:
        """The unit of its amounts."""
        return Unit.NONE if self.kind is None else self.kind.unit


def turns(old: GivenTo, new: GivenTo) -> Iterator[tuple[str, Flags]]:
    """Yield each way in which people can be treated otherwise, and whom it concerns."""
    yield "gains", new.who & ~old.who
    yield "loses", old.who & ~new.who
    if old.amount is not None and new.amount is not None:
        both = old.who & new.who
        yield "higher", both & (new.amount > old.amount)
        yield "lower", both & (new.amount < old.amount)


def given_to(
    state: State,
    program: Program,
    programs: tuple[Program, Program],
    within: Mapping[str, Integers],
) -> dict[str, GivenTo]:
    """Return what *program* gives whom, by effect; of a set, by its member.

    Where posts are given, it is for any post that there is.
    """
    found: dict[str, GivenTo] = {}
    for columns in _posts(state, programs):
        decision = decide(program, state.frame(extra={**columns, **within}), ColumnarEngine())
        for name, given in decision.given.items():
            givers = [each for one in programs for each in one.gives.get(name, ())]
            types = [e.value.type for _, e in givers if e.value is not None]
            kind = types[0] if types else None
            if kind_of_given(name).combine is Combine.ALL:
                for member, who in _members(given, kind):
                    _unite(found, f"{name} {member}".strip(), GivenTo(who, None, None))
            else:
                measured = kind is not None and kind.kind is not Kind.CATEGORY
                amounts = _worth(state, name, given) if measured else None
                _unite(found, name, GivenTo(given.mask, amounts, kind))
    return found


def _worth(state: State, effect: str, given: Given) -> Integers:
    """Return the amounts of an effect; of a step of the ladder without a value, where it leads."""
    ladder = ladder_of(effect, state.people.vocabulary)
    if ladder is None or not (bare := given.mask & (given.value == BARE)).any():
        return given.value
    now = state.people.record[ladder.name].astype(np.int64)
    to = np.clip(now + STEPS[effect], ladder.type.low, ladder.type.high)
    return np.where(bare, to, given.value)


def _members(given: Given, kind: ValueType | None) -> Iterator[tuple[str, Flags]]:
    """Yield each member of a set, such as a course, and to whom it is given."""
    for part in given.parts:
        for value in np.unique(part.amounts).tolist():
            who = np.zeros(given.size, np.bool_)
            who[part.rows[part.amounts == value]] = True
            yield "" if kind is None or value == BARE else written(value, kind), who


def _unite(found: dict[str, GivenTo], name: str, one: GivenTo) -> None:
    """Enter *one*; who is given something for one of several posts has it."""
    other = found.get(name)
    if other is not None:
        one = GivenTo(one.who | other.who, None, one.kind)
    found[name] = one


def _posts(
    state: State, programs: tuple[Program, Program]
) -> Iterator[Mapping[str, Integers | int]]:
    """Yield the columns of each distinct post, by what either law reads of it; or no columns."""
    rules = [rule for program in programs for rule in program.rules]
    read = sorted(n.removeprefix(POST) for n in columns_of(rules) if n.startswith(POST))
    if not read:
        yield {}
        return
    vacant = np.where(state.posts.vacant, state.month - state.posts.vacant_since, 0)
    known = {**state.post_columns, VACANT_MONTHS: vacant}
    for values in np.unique(np.column_stack([known[name] for name in read]), axis=0).tolist():
        yield {POST + name: value for name, value in zip(read, values, strict=True)}
