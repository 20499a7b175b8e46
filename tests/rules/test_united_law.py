"""One law for everybody decides about each person as the law of their transitions does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_sim.errors import RunError
from policy_sim.policy.content import content
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.transition import Membership, Transition, memberships
from policy_sim.policy.uniting import MEMBERSHIP, united
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.frame import Frame
from policy_sim.rules.programs import compile_area
from strategies_rules import World, laws, people, thresholds, worlds

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
TRANSITIONS = tuple(
    Transition(name, date(2020, 1, 1), date(2030, 1, 1), ()) for name in ("first", "second")
)


@st.composite
def parted(draw: st.DrawFn) -> tuple[World, Law]:
    """Return a world, and its law beside laws of those in two transitions."""
    world = draw(worlds())
    mostly = draw(st.sampled_from(["other", "clause"]))
    kept: dict[Membership, tuple[Vintage, ...]] = {}
    for within in memberships(TRANSITIONS):
        if mostly == "other":
            other = draw(laws(world.vocabulary, world.area))
        else:
            # As an amendment does: the same rules, of which some ask for less.
            dropped = draw(st.sets(st.sampled_from([rule.id for rule in world.vintage.rules])))
            other = replace(
                world.vintage,
                rules=tuple(
                    replace(rule, clauses=rule.clauses[1:]) if rule.id in dropped else rule
                    for rule in world.vintage.rules
                ),
            )
        kept[within] = (_named(other),)
    edges = thresholds(world.vintage)
    persons = tuple(draw(people(world.vocabulary, world.today, edges)) for _ in range(6))
    world = replace(world, people=persons, vintage=_named(world.vintage))
    law = Law("law", "", world.vocabulary, (world.vintage,), transitions=TRANSITIONS, kept=kept)
    return world, law


def _named(vintage: Vintage) -> Vintage:
    """Return *vintage* with a key of its own, without which laws count as the same."""
    return replace(vintage, key=sha256(content(vintage.rules).encode()).hexdigest())


def outcome(decision: Decision, row: int) -> tuple[object, ...]:
    """Return what one person is given, and why nothing is."""
    given_values = {
        name: (int(one.value[row]), {field: int(v[row]) for field, v in one.fields.items()})
        for name, one in decision.given.items()
        if one.mask[row]
    }
    refused = decision.refusals()
    return given_values, bool(refused.refused[row])


@given(parted())
@settings(
    max_examples=12, deadline=None, phases=(Phase.generate,), suppress_health_check=SLOW_TO_DRAW
)
def test_each_is_decided_by_their_own_law(drawn: tuple[World, Law]) -> None:
    """Under the united law each gets what the law of those in their transitions gives them."""
    world, law = drawn
    for within in (NO_TRANSITION, *memberships(TRANSITIONS)):
        frame = world.frame
        own = compile_area(law.on(world.today, within=within), world.area)
        code = sum(1 << place for place, one in enumerate(TRANSITIONS) if one.name in within)
        columns = {**frame.columns, MEMBERSHIP: np.full(frame.size, code)}
        whole = compile_area(united(law, world.today), world.area)
        mine = Frame(columns, frame.past, frame.today, frame.size)
        try:
            alone = decide(own, frame, ColumnarEngine())
        except RunError:
            continue
        together = decide(whole, mine, ColumnarEngine())
        for row in range(frame.size):
            assert outcome(together, row) == outcome(alone, row)


def test_laws_that_say_the_same_are_one() -> None:
    """Where nobody's law is another, the law as it stands is taken, and nothing is read."""
    vintage = Vintage(date(2020, 1, 1), None, (), {}, {}, {}, "key")
    kept = dict.fromkeys(memberships(TRANSITIONS), (vintage,))
    law = Law("law", "", None, (vintage,), transitions=TRANSITIONS, kept=kept)  # type: ignore[arg-type]
    assert united(law, date(2025, 1, 1)) is vintage
