"""Innovation: who has ideas, what recognition does, and what an idea that is taken up is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from conduct_world import conduct_law, conduct_people, conduct_world
from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.simulation.service import LIFT
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.workforce.table import Workforce
from pyramid_world import system

REGISTER = {
    "acting_penalty": 0.3,
    "injustice_motivation": 0.0,
    "innovation_ability_ratio": 1.5,
    "innovation_adoption": 0.1,
    "innovation_gain": 0.2,
    "innovation_half_life": 24.0,
    "innovation_motivation_ratio": 1.5,
    "innovation_rate": 0.3,
    "innovation_reach": 20.0,
    "innovation_recognised_adoption": 0.4,
    "leader_weight": 0.5,
    "neglect_motivation": 0.1,
    "recognition_motivation": 0.2,
    "rise_motivation": 0.0,
    "shortage_penalty": 2.5,
}
OWN = {"innovations", "innovations_adopted", "innovations_recognised"}


def lived(
    setting: str | None = "{}",
    people: Workforce | None = None,
    *systems: str,
    months: int = 12,
    seed: int = 4,
    **register: float,
) -> Record:
    """Return so many months of the hamlet, with innovation unless the setting is None."""
    who = conduct_people(400) if people is None else people
    on = [] if setting is None else [system("innovation", setting)]
    world = conduct_world(
        who,
        *on,
        *systems,
        "outcomes",
        register={**REGISTER, **register},
        chance=Chance(seed, 0),
        groups=("family",),
    )
    return simulate(world, months)


def values(record: Record) -> pd.Series:
    """Return the outcomes of the first year by outcome and group."""
    frame = record.outcomes.dropna()
    first = frame[frame["date"] == frame["date"].min()]
    return first.set_index(["outcome", "group"])["value"]


def test_ideas_are_as_many_as_the_hazard_says() -> None:
    """0.3 a year of an average person, within four standard errors of a binomial count."""
    count = sum(values(lived(seed=seed))["innovations", "all"] for seed in range(4))
    expected = 4 * 12 * 400 * (1 - np.exp(-0.3 / 12))
    assert count == pytest.approx(expected, abs=4 * np.sqrt(expected))


@pytest.mark.parametrize("trait", ["ability", "motivation"])
def test_the_able_and_the_willing_have_more_of_them(trait: str) -> None:
    """One SD more multiplies the rate by 1.5, within four standard errors."""
    size = 2000
    record = {"family": np.arange(2 * size) // size}
    people = conduct_people(2 * size, record=record, truth={trait: [0.0] * size + [1.0] * size})
    found = values(lived("{}", people, neglect_motivation=0.0))
    low, high = (found["innovations", f"family={family}"] for family in ("crew", "clerk"))
    assert high / low == pytest.approx(1.5, abs=4 * 1.5 * np.sqrt(1 / low + 1 / high))


def test_recognition_lifts_the_innovator_and_neglect_does_not() -> None:
    """Each idea moves its own author once: by 0.2 SD if recognised, by -0.1 if not."""
    known, unknown = lived("{recognised: 100%}"), lived("{recognised: 0%}")
    for record, each in ((known, 0.2), (unknown, -0.1)):
        moved = record.state.people.truth["motivation"]
        ideas = record.state.flows.total("innovations")
        assert moved.sum() == pytest.approx(each * ideas)
        assert np.allclose(moved / each, np.round(moved / each))
        assert (moved / each >= 0).all()


def test_what_is_recognised_is_taken_up_more_often() -> None:
    """Four in ten of the recognised, one in ten of the others, within four standard errors."""
    for share, expected in (("100%", 0.4), ("0%", 0.1)):
        found = values(lived(f"{{recognised: {share}}}", conduct_people(2000)))
        ideas = found["innovations", "all"]
        assert found["innovations_recognised", "all"] == (ideas if share == "100%" else 0)
        error = 4 * np.sqrt(expected * (1 - expected) / ideas)
        assert found["innovations_adopted", "all"] / ideas == pytest.approx(expected, abs=error)


def test_an_idea_lifts_its_unit_by_its_gain_for_those_it_reaches_and_fades() -> None:
    """In a unit of 400 one that reaches 20 is worth 0.2 / 20 SD, and half of it in two years."""
    state = lived("{recognised: 100%}", months=1, innovation_recognised_adoption=1.0).state
    before = 1.0 / (1 - 0.5 ** (1 / 24)) * 400 * (1 - np.exp(-0.3 / 12)) * 0.01
    ideas = state.flows.total("innovations_adopted")
    assert state.units[LIFT] == pytest.approx([before + 0.01 * ideas], rel=1e-4)


def test_a_small_unit_is_lifted_as_a_whole() -> None:
    """Where fewer than twenty work, an idea betters the work of all of them: 0.2 SD."""
    state = lived("{}", conduct_people(10), months=1, innovation_rate=600.0).state
    taken = state.flows.total("innovations_adopted")
    rest = 10 * 0.1 * 0.2 / (1 - 0.5 ** (1 / 24))
    assert state.units[LIFT] == pytest.approx([rest + 0.2 * taken], rel=1e-4)


def test_service_rises_by_ten_points_for_an_sd_of_lift() -> None:
    """Service with innovation is service without it and ten times the lift, on the same people."""
    without = values(lived(None, None, "service"))
    record = lived("{}", None, "service", neglect_motivation=0.0, recognition_motivation=0.0)
    lift = record.state.units[LIFT][0]
    gained = values(record)["service_quality", "all"] - without["service_quality", "all"]
    assert gained == pytest.approx(10 * lift)
    assert lift > 0


def test_the_units_begin_at_rest() -> None:
    """If all goes on as on the first day the lift stays where it is: within a fifth over years."""
    lifts = [
        lived("{recognised: 50%}", conduct_people(3000), months=months, **still).state.units[LIFT][
            0
        ]
        for months in (1, 36)
        for still in [{"neglect_motivation": 0.0, "recognition_motivation": 0.0}]
    ]
    assert lifts[1] == pytest.approx(lifts[0], rel=0.2)


def test_names_are_checked() -> None:
    """An event, a parameter and a figure that do not exist are findings."""
    with pytest.raises(ScenarioError) as refused:
        lived("{event: idea, recognised: recognised_share}")
    codes = [finding.code for finding in refused.value.findings]
    assert codes == ["unknown-event", "unknown-parameter"]
    with pytest.raises(ScenarioError) as unknown:
        lived("{innovations: {assumption: innovation_rate, ratios: [{of: zeal, assumption: r}]}}")
    assert unknown.value.findings[0].code == "unknown-figure"


def test_only_those_whom_the_hazard_concerns_have_ideas() -> None:
    """A hazard among clerks alone: the crew has no idea, and the units begin at rest with half."""
    hazard = "{innovations: {assumption: innovation_rate, among: {family: [clerk]}}}"
    people = conduct_people(400, record={"family": np.arange(400) % 2})
    some, all_ = (lived(h, people.copy(), months=1) for h in (hazard, "{}"))
    assert some.state.flows.by_group("innovations", "family")[0] == 0
    lifts = [record.state.units[LIFT][0] for record in (some, all_)]
    assert lifts[0] == pytest.approx(lifts[1] / 2, rel=0.02)


def test_a_recognised_idea_is_on_record_where_the_law_knows_such_a_thing() -> None:
    """The event that the settings name is entered for those recognised, and for nobody else."""
    record = lived("{recognised: 50%, event: promoted}")
    entries = record.state.people.history.trails["promoted"].entries
    assert len(entries.row) == record.state.flows.total("innovations_recognised") > 0
    assert conduct_law().vocabulary.events.get("innovation") is None


def test_on_off_and_varied() -> None:
    """Off: no outcome of its own. At a rate of nothing, and with every coefficient at no effect,
    all other outcomes are exactly those without it; more recognition, more is taken up.
    """
    off = values(lived(None, None, "service", "behaviour"))
    assert not OWN & set(off.index.get_level_values(0))
    none = {"innovation_gain": 0.0, "neglect_motivation": 0.0, "recognition_motivation": 0.0}
    for still in ({"innovation_rate": 0.0}, none):
        on = values(lived("{recognised: 50%}", None, "service", "behaviour", **still))
        rest = on[~on.index.get_level_values(0).isin(OWN)]
        pd.testing.assert_series_equal(rest, off, check_exact=True)
    few, many = (values(lived(f"{{recognised: {share}%}}")) for share in (0, 100))
    assert many["innovations_adopted", "all"] > few["innovations_adopted", "all"]
    assert many["innovations", "all"] >= few["innovations", "all"]
