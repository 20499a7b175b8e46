"""One arm of a study as it is measured: its start, and the processor time that it takes."""

from __future__ import annotations

import os
from dataclasses import replace

from policy_sim.chance import Chance
from policy_sim.rules.audit import AuditSample
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.simulate import World, simulate
from policy_sim.study.arms import Arm
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import Start, start_of
from policy_sim.study.terms import settle

__all__ = ["busy", "first_day", "seconds_of", "world_of"]


def first_day(scenario: Scenario, people: int) -> Start:
    """Return a start of so many *people*, who have lived through one year only."""
    history = scenario.stated.history.model_copy(update={"years": 1})
    stated = scenario.stated.model_copy(update={"history": history})
    short = replace(scenario, stated=stated)
    return start_of(short, settle(short, {"people": people}), 0)


def seconds_of(
    scenario: Scenario,
    start: Start,
    arm: Arm,
    keeping: Keeping = Keeping.NONE,
    sample: AuditSample | None = None,
    months: int | None = None,
) -> float:
    """Return how long one arm takes."""
    world = replace(world_of(scenario, start, arm), keeping=keeping, audit=sample)
    begun = busy()
    simulate(world, months or scenario.horizon().months)
    return busy() - begun


def world_of(scenario: Scenario, start: Start, arm: Arm) -> World:
    """Return what one arm starts from, with no ledger."""
    return World(
        people=start.people,
        organisation=start.organisation,
        law=scenario.laws[arm.law],
        practice=scenario.practices[arm.practice],
        systems=start.systems,
        engine=ColumnarEngine(),
        chance=Chance(scenario.stated.seed, 0),
        register=scenario.register,
        start=scenario.stated.start,
        groups=tuple(map(str, scenario.stated.groups)),
        keeping=Keeping.NONE,
        spells=False,
    )


def busy() -> float:
    """Return how long this process and those it waited for have kept a processor busy."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
