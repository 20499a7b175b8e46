"""Records: a rule reads the record alone, so what goes astray there decides about people."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from conduct_world import absent, conduct_people, conduct_world
from policy_sim.errors import ScenarioError
from policy_sim.simulation.simulate import Record, simulate
from pyramid_world import system

REGISTER = {
    "acting_penalty": 0.0,
    "entry_delay": 6.0,
    "entry_late": 0.0,
    "entry_lost": 0.0,
    "entry_misfiled": 0.0,
    "information_system_ratio": 0.0,
    "leader_weight": 0.0,
    "review_finds": 0.5,
    "shortage_penalty": 0.0,
    "timeliness_middle": 0.8,
    "timeliness_online": 0.1,
    "timeliness_slope": 0.05,
}
SANCTIONS = "{entries: [sanction]}"
OWN = {"entries_astray", "entries_late", "entries_lost", "entries_misfiled", "records_cost"}
OWN |= {"services_in_time"}


def lived(
    setting: str | None, *systems: str, months: int = 12, ability: float = 0.0, **register: float
) -> Record:
    """Return a year of forty people, all of whom were absent in December: cut, and barred."""
    people = conduct_people(40, truth={"ability": [ability] * 40})
    people.history.record_period("verdict", np.arange(40), np.full(40, 3))
    for row in range(40):
        absent(people, row, date(2025, 12, 9), 5)
    used = [] if setting is None else [system("records", setting)]
    names = ("discipline", "promotion", *systems)
    world = conduct_world(people, *used, *names, "outcomes", register={**REGISTER, **register})
    return simulate(world, months)


def values(record: Record) -> pd.Series:
    """Return the outcomes of the first year by outcome and group."""
    return record.outcomes.dropna().set_index(["outcome", "group"])["value"]


def test_a_sanction_on_record_bars_and_a_lost_one_does_not() -> None:
    """All forty are cut for six months. Where that is in the files nobody rises in January; where
    it is lost all of them do, though sanctions are counted as ever.
    """
    kept, lost = lived(SANCTIONS, months=1), lived(SANCTIONS, months=1, entry_lost=1.0)
    assert [r.state.flows.total("promoted") for r in (kept, lost)] == [0, 40]
    assert [r.state.flows.total("sanctioned") for r in (kept, lost)] == [40, 40]


def test_what_is_late_bars_from_when_it_is_entered() -> None:
    """Late by two months, the bar comes after a rise; and it ends on the day on which it would."""
    late = lived(SANCTIONS, months=1, entry_late=1.0, entry_delay=1.0)
    assert late.state.flows.total("promoted") == 40
    later = lived(SANCTIONS, months=2, entry_late=1.0, entry_delay=1.0)
    assert later.state.flows.total("promoted") == 40
    entries = later.state.people.history.trails["sanction"].entries
    assert len(entries.row) == 40
    assert {date.fromordinal(int(day)) for day in entries.until} == {date(2026, 7, 1)}


def test_what_is_not_named_never_goes_astray() -> None:
    """Only the entries of the settings pass the desk."""
    record = lived("{entries: [verdict]}", entry_lost=1.0)
    assert record.state.flows.total("entries_lost") == 0
    assert len(record.state.people.history.trails["sanction"].entries.row) == 40


def test_the_information_system_keeps_files_in_order_and_costs_money() -> None:
    """With a ratio of 0 nothing goes astray in units that have it; a year costs what is stated."""
    with_ = lived("{entries: [sanction], system: 100%, cost: $ 500}", entry_lost=1.0)
    assert values(with_)["entries_lost", "all"] == 0
    assert values(with_)["records_cost", "all"] == 500
    without = lived("{entries: [sanction], cost: $ 500}", entry_lost=1.0)
    assert values(without)["records_cost", "all"] == 0
    assert values(without)["entries_lost", "all"] >= 40
    assert values(without)["entries_astray", "all"] == 100


def test_the_cost_is_that_of_the_whole_place() -> None:
    """A tenth of the place costs a tenth."""
    tenth = system("records", "{system: 100%, cost: $ 500}").scaled(1 / 10)  # type: ignore[attr-defined]
    world = conduct_world(conduct_people(4), tenth, "outcomes", register=REGISTER)
    assert values(simulate(world, 12))["records_cost", "all"] == 50


@pytest.mark.parametrize(("setting", "more"), [("{}", 0.0), ("{services: 100%}", 10.0)])
def test_services_are_in_time_by_service_and_by_being_online(setting: str, more: float) -> None:
    """80 % at average service, 5 points more for one SD, ten more online; never above 100."""
    for ability, level in ((0.0, 0.0), (1.0, 0.8), (9.0, 7.2)):
        record = lived(setting, "service", ability=ability, sanction_motivation=0.0)
        expected = min(80 + 5 * level + more, 100)
        assert values(record)["services_in_time", "all"] == pytest.approx(expected, abs=0.01)


def test_names_are_checked() -> None:
    """An entry and parameters that do not exist are findings, all at once."""
    with pytest.raises(ScenarioError) as refused:
        lived("{entries: [sanctions], system: files, services: pages, cost: price}")
    told = [(f.code, f.values["seen"], f.values["near"]) for f in refused.value.findings]
    assert told[0] == ("unknown-figure", "sanctions", "sanction")
    assert [(code, seen) for code, seen, _ in told[1:]] == [
        ("unknown-parameter", "files"),
        ("unknown-parameter", "pages"),
        ("unknown-parameter", "price"),
    ]


def test_on_off_and_varied() -> None:
    """Off: no outcome of its own. With shares of nothing, or an information system that leaves
    nothing, all the rest is exactly what it is without.
    """
    off = values(lived(None, "service"))
    assert not OWN & set(off.index.get_level_values(0))
    calm = lived("{entries: [sanction, verdict]}", "service")
    kept = lived("{entries: [sanction], system: 100%}", "service", entry_late=0.5, entry_lost=0.5)
    for record in (calm, kept):
        found = values(record)
        rest = found[~found.index.get_level_values(0).isin(OWN)]
        pd.testing.assert_series_equal(rest, off, check_exact=True)
    astray = [
        values(lived(SANCTIONS, entry_late=share))["entries_late", "all"] for share in (0.2, 0.8)
    ]
    assert astray[1] > astray[0] > 0
