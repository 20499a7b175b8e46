"""Steering: figures are entered when a period ends, and what rules set holds from the next on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from group_law import WORDS, loaded
from policy_sim.chance import Chance
from policy_sim.errors import RunError, ScenarioError
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.audit import AuditSample, redecide
from policy_sim.rules.engine import engine_available, engine_named
from policy_sim.rules.features import Features
from policy_sim.simulation.books.ledger import NOBODY, Entry, Keeping, Ledger
from policy_sim.simulation.collectives.collective import founded
from policy_sim.simulation.collectives.deciding import decide_about
from policy_sim.simulation.collectives.figures import figures
from policy_sim.simulation.pay import Pay
from policy_sim.simulation.pay import Settings as PaySettings
from policy_sim.simulation.state import State
from policy_sim.simulation.steering import Settings, Steering
from small_law import frame
from small_office import organisation, started
from steering_world import place

PEOPLE = {
    "zone": [0, 0, 0, 0, 1, 1],
    "unit": [0, 0, 1, 1, 2, 2],
    "hours": [40, 20, 30, 0, 10, 0],
    "service": [120, 300, 120, 120, 250, 12],
    "office": [1, 0, 1, 0, 0, 0],
}

LEVERS = """\
parameters:
  seats: {value: 0%, lever: {range: 0%..50%}}
  places: {value: 1, lever: {range: 1..5, subject: unit}}
"""

TWO_YEARS = (
    LEVERS
    + """\
rules:
  reserve:
    subject: organisation
    when: count(outer_share < 20% over 2 years) == 2
    then: {set: {seats: 30%}}
  read:
    when: service >= 60 months * places
    then: promote
"""
)


def steering() -> Steering:
    """Return the system."""
    return Steering(Settings())


def after(state: State, months: int) -> State:
    """Return *state* after so many months with steering."""
    started(state, steering()).run(months)
    return state


def seats(state: State, day: date) -> int:
    """Return the seats that the law of *day* reserves, in hundredths of a percent."""
    value = state.law_on(day).parameters["seats"].single
    assert value is not None
    return value


def test_figures_are_entered_at_the_end_of_their_period(tmp_path: Path) -> None:
    """After a December the yearly figures are known, the monthly ones of each month."""
    state = after(place(loaded(tmp_path, LEVERS), PEOPLE), 11)
    units, whole = state.collectives["unit"], state.collectives["organisation"]
    assert whole.history.periods["outer_share"].known.tolist() == [0]
    assert units.history.periods["monthly_hours"].known.tolist() == [11, 11, 11]
    state = after(place(loaded(tmp_path, LEVERS), PEOPLE), 12)
    units, whole = state.collectives["unit"], state.collectives["organisation"]
    assert whole.latest("outer_share").tolist() == [1000]
    assert whole.latest("heads_outside").tolist() == [3333]
    assert units.latest("mean_hours").tolist() == [300, 150, 50]
    assert units.latest("old_hands").tolist() == [1, 0, 1]
    assert units.latest("heads_hours").tolist() == [6667, 10_000, 0]
    assert units.latest("monthly_hours").tolist() == [200, 0, 50]


def test_the_figure_of_nobody_is_that_of_a_missing_period(tmp_path: Path) -> None:
    """A unit without people, and a total of zero, have no share: what is said of that holds."""
    nobody = {name: column[:2] for name, column in PEOPLE.items()} | {"hours": [0, 0]}
    units = after(place(loaded(tmp_path, LEVERS), nobody), 12).collectives["unit"]
    assert units.latest("heads_hours").tolist() == [5000, 5000, 5000]
    assert units.latest("mean_hours").tolist() == [0, 0, 0]


def test_a_lever_is_set_from_the_next_year_on(tmp_path: Path) -> None:
    """Two years running under 20 %: the reserve holds from the third January, and is written."""
    state = after(place(loaded(tmp_path, TWO_YEARS), PEOPLE), 24)
    assert seats(state, date(2027, 12, 31)) == 0
    assert seats(state, date(2028, 1, 1)) == 3000
    (row,) = state.ledger.frame().to_dict("records")
    assert row["date"].date() == date(2027, 12, 1)
    assert (row["person"], row["area"], row["rule"]) == (NOBODY, "steering", "reserve")
    assert (row["law"], row["actual"]) == ("granted", "done")
    assert (row["reason"], row["cause"]) == ("seats: 0% → 30%", "organisation")
    assert [state.levers.moved_in(year) for year in (2027, 2028)] == [0, 1]


def test_setting_what_is_set_is_no_change(tmp_path: Path) -> None:
    """A lever stays as it is set, although the rule goes on to hold, with one row in all."""
    state = after(place(loaded(tmp_path, TWO_YEARS), PEOPLE), 48)
    assert len(state.ledger.frame()) == 1
    assert len(state.levers.changes) == 1
    assert seats(state, date(2030, 1, 1)) == 3000


def test_without_the_system_nothing_is_set(tmp_path: Path) -> None:
    """Steering that is off enters no figure and leaves every lever where the law has it."""
    state = place(loaded(tmp_path, TWO_YEARS), PEOPLE)
    started(state).run(36)
    assert seats(state, date(2029, 1, 1)) == 0
    assert state.vintage is state.law.on(date(2020, 1, 1))
    assert not state.levers.steered


def test_a_lever_of_units_is_set_for_each_by_itself(tmp_path: Path) -> None:
    """People read that of their own unit, and where all are alike it is no column."""
    rules = LEVERS + (
        "rules:\n"
        "  help: {subject: unit, when: last(mean_hours) < 20 jp and zone == core,\n"
        "         then: {set: {places: 4}}}\n"
        "  rise: {when: service >= 60 months * places, then: {pay: Rp 5}}\n"
    )
    state = after(place(loaded(tmp_path, rules), PEOPLE), 12)
    state.month += 1
    decided = state.decide("pay").decision
    assert decided.given["pay"].mask.tolist() == [True, True, False, False, True, False]
    (row,) = state.ledger.frame().to_dict("records")
    assert (row["cause"], row["reason"]) == ("unit b", "places: 1 → 4")
    assert state.decide("pay", law=state.law_on(date(2026, 1, 1))).decision.given[
        "pay"
    ].mask.tolist() == [True, True, True, True, True, False]


def test_pay_follows_a_lever_of_the_own_unit(tmp_path: Path) -> None:
    """Who is paid by a lever is paid anew when it moves, though nothing of the person did."""
    rules = LEVERS + (
        "rules:\n"
        "  more: {subject: unit, when: zone == core and last(mean_hours) < 20 jp,\n"
        "         then: {set: {places: 'min(places + 1, 5)'}}}\n"
        "  wage: {then: {pay: Rp 10 * places}}\n"
    )
    state = place(loaded(tmp_path, rules), PEOPLE)
    started(state, steering(), Pay(PaySettings())).run(25)
    paid = state.spells.spells(state.month + 1)
    own = {0: [10], 2: [10, 20, 30], 4: [10]}
    for person, amounts in own.items():
        assert paid.amount[paid.person == person].tolist() == amounts
    keys = {state.law_on(date(2026 + year, 6, 1)).key for year in range(3)}
    assert len(keys) == 2


def test_the_same_levers_are_the_same_law(tmp_path: Path) -> None:
    """Each combination of values is compiled once: asking again gives the same object."""
    state = after(place(loaded(tmp_path, TWO_YEARS), PEOPLE), 24)
    first, second = (state.law_on(date(2028, month, 1)) for month in (1, 7))
    assert first is second
    other = after(place(loaded(tmp_path, TWO_YEARS), PEOPLE), 24)
    assert other.law_on(date(2028, 5, 1)).key == first.key


def test_a_later_value_of_the_law_takes_the_place_of_what_was_set(tmp_path: Path) -> None:
    """A law that states a new value means it, whatever a rule set before."""
    rules = TWO_YEARS.replace(
        "{value: 0%, lever", "{values: {2020-01-01: 0%, 2029-01-01: 5%}, lever"
    )
    state = after(place(loaded(tmp_path, rules), PEOPLE), 24)
    assert seats(state, date(2028, 6, 1)) == 3000
    assert seats(state, date(2029, 1, 1)) == 500


def test_monthly_figures_steer_monthly(tmp_path: Path) -> None:
    """A rule that reads a series of months is asked each month, and no other rule is."""
    rules = LEVERS + (
        "rules:\n"
        "  soon: {subject: unit, when: count(monthly_hours > 15 jp over 2 months) == 2,\n"
        "         then: {set: {places: 3}}}\n"
        "  late: {subject: unit, when: zone == outer, then: {set: {places: 5}}}\n"
    )
    state = after(place(loaded(tmp_path, rules), PEOPLE), 12)
    rows = state.ledger.frame()
    assert rows["date"].dt.strftime("%Y-%m").tolist() == ["2026-02", "2026-12"]
    assert rows["rule"].tolist() == ["soon", "late"]
    assert rows["cause"].tolist() == ["unit a", "unit c"]


def test_rules_see_no_effect_of_the_same_decision(tmp_path: Path) -> None:
    """Two levers that follow each other change places rather than run after each other."""
    rules = (
        "parameters:\n  one: {value: 1, lever: {range: 0..9}}\n"
        "  two: {value: 2, lever: {range: 0..9}}\n"
        "rules:\n  swap: {subject: organisation, then: {set: {one: two, two: one}}}\n"
    )
    state = after(place(loaded(tmp_path, rules), PEOPLE), 12)
    law = state.law_on(date(2027, 1, 1))
    assert [law.parameters[name].single for name in ("one", "two")] == [2, 1]


def test_two_values_for_one_lever_stop_the_run(tmp_path: Path) -> None:
    """A contradiction names both rules and the unit; two different levers are none."""
    rules = LEVERS + (
        "rules:\n"
        "  a: {subject: unit, then: {set: {places: 2}}}\n"
        "  b: {subject: unit, when: zone == outer, then: {set: {places: 3}}}\n"
    )
    with pytest.raises(RunError, match=r"rules a and b both set places unit 2 on 2026-12-31"):
        after(place(loaded(tmp_path, rules), PEOPLE), 12)


def test_levers_are_in_a_sampled_ledger_too(tmp_path: Path) -> None:
    """What is set concerns everybody, so that no sample of people leaves it out."""
    state = place(loaded(tmp_path, TWO_YEARS), PEOPLE)
    state.ledger = Ledger(Keeping.SAMPLE)
    assert len(after(state, 24).ledger.frame()) == 1


def test_rows_of_nobody_stand_first_in_their_month(tmp_path: Path) -> None:
    """The canonical order of the ledger is by month, and nobody comes before everybody in it."""
    state = place(loaded(tmp_path, TWO_YEARS), PEOPLE)
    calendar = started(state, steering())
    calendar.run(24)
    for month, person in ((state.month + 1, 0), (state.month + 1, NOBODY), (state.month, 0)):
        state.ledger.write(month, np.array([person]), Entry("pay"), "x")
    rows = state.ledger.frame()
    assert rows["person"].tolist() == [NOBODY, 0, NOBODY, 0]
    assert rows["date"].is_monotonic_increasing


@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules cannot be imported")
def test_durable_rules_confirms_what_is_steered(tmp_path: Path) -> None:
    """The audit samples decisions about units and the organisation, and confirms them."""
    rules = TWO_YEARS.replace("rules:\n", "rules:\n  help: {subject: unit, applies_to: not busy,"
        " when: 'places < 5 and city.outer_share < 20%',"
        " then: {set: {places: 'min(places + 1, 5)'}}}\n")  # fmt: skip
    audit = AuditSample(Chance(1, 0))
    state = after(place(loaded(tmp_path, rules), PEOPLE, audit=audit), 36)
    assert state.collectives["unit"].size == 3
    kept = {(case.subject, case.area) for case in audit.cases()}
    assert kept == {("unit", "steering"), ("organisation", "steering")}
    result = redecide(audit)
    assert (result.confirmed, result.disagreements) == (result.checked, ())
    assert result.checked >= 12


@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules cannot be imported")
def test_both_engines_steer_alike(tmp_path: Path) -> None:
    """A run on durable-rules sets the same levers in the same months."""
    laws = loaded(tmp_path, TWO_YEARS)
    states = [after(place(laws, PEOPLE, engine_named(n)), 36) for n in ("columnar", "durable")]
    one, other = (state.ledger.frame().to_csv() for state in states)
    assert one == other
    assert "seats: 0% → 30%" in one


WHOLE = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 400)), min_size=1, max_size=30
)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """Return the vocabulary of the small law."""
    return loaded(tmp_path_factory.mktemp("words"), LEVERS).vocabulary


@given(people=WHOLE)
def test_figures_are_exact(words: Vocabulary, people: list[tuple[int, int, int]]) -> None:
    """Each figure is that of exact fractions, rounded to its step with halves away from zero."""
    zone, unit, hours = (list(column) for column in zip(*people, strict=True))
    features = Features(frame({"zone": zone, "unit": unit, "hours": hours}))
    whole = sum(hours)
    outside = sum(h for z, h in zip(zone, hours, strict=True) if z == 1)
    (share,) = figures(
        words.groups["outer_share"], words.series["outer_share"], features, np.array(unit), 1
    )
    assert share == (0 if not whole else (2 * outside * 10_000 + whole) // (2 * whole))
    means = figures(
        words.groups["mean_hours"], words.series["mean_hours"], features, np.array(unit), 3
    )
    for number, mean in enumerate(means.tolist()):
        own = [h for u, h in zip(unit, hours, strict=True) if u == number]
        assert mean == (0 if not own else (2 * sum(own) * 10 + len(own)) // (2 * len(own)))


def test_what_a_system_keeps_of_units_can_be_entered(tmp_path: Path) -> None:
    """A figure of each unit becomes a series of it: rounded to its step, within its range."""
    state = place(loaded(tmp_path, LEVERS), PEOPLE)
    state.units["kept"] = np.array([1.6, -3.0, 2.5e9])
    started(state, Steering(Settings(enters={"complaints": "kept"}))).run(1)
    assert state.collectives["unit"].latest("complaints").tolist() == [2, 0, 1_000_000]


@pytest.mark.parametrize(
    ("enters", "code"),
    [({"complaint": "kept"}, "unknown"), ({"complaints": "keep"}, "unknown-unit")],
)
def test_unknown_series_and_figures_are_found(
    tmp_path: Path, enters: dict[str, str], code: str
) -> None:
    """A series of nobody stops the study before it begins, a figure of nobody when it is due."""
    state = place(loaded(tmp_path, LEVERS), PEOPLE)
    state.units["kept"] = np.zeros(3)
    with pytest.raises(ScenarioError) as caught:
        started(state, Steering(Settings(enters=enters))).run(1)
    assert caught.value.findings[0].code.startswith(code)


@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules cannot be imported")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    least=st.integers(0, 30),
    share=st.integers(0, 40),
    operator=st.sampled_from(["<", "<=", "==", "!=", ">=", ">"]),
    hours=st.lists(st.integers(0, 40), min_size=6, max_size=6),
)
def test_engines_agree_on_units_beside_every_threshold(
    tmp_path: Path, least: int, share: int, operator: str, hours: list[int]
) -> None:
    """Whatever the thresholds, both engines find the same rules standing for each unit."""
    rules = LEVERS + (
        "rules:\n"
        f"  a: {{subject: unit, when: last(mean_hours) {operator} {least} jp"
        f" or city.outer_share >= {share}%, then: {{set: {{places: 2}}}}}}\n"
        "  b: {subject: unit, when: zone == core and last(mean_hours) >= 20 jp,"
        " then: nothing, overrides: [a]}\n"
    )
    state = after(place(loaded(tmp_path, rules), PEOPLE | {"hours": hours}), 12)
    stands = []
    for name in ("columnar", "durable"):
        state.engine = engine_named(name)
        decision = decide_about(state, "unit", "steering", date(2026, 12, 31))
        stands.append(decision.stands.tolist())
    assert stands[0] == stands[1]


def test_kind_and_weight_of_a_unit_are_those_of_the_organisation(tmp_path: Path) -> None:
    """A rule can be about units of a kind, if the vocabulary declares the words."""
    more = "  kind: {values: [mill, house], subject: unit}\n  weight: {type: whole, range: 0..9, "
    words = WORDS.replace("  busy:", more + "subject: unit}\n  busy:")
    rules = LEVERS + "rules: {a: {subject: unit, when: kind == house, then: {set: {places: 3}}}}\n"
    vocabulary = loaded(tmp_path, rules, words).vocabulary
    units = founded(vocabulary, replace(organisation(), kinds=("house",)))["unit"]
    assert units.latest("kind").tolist() == [1, 1, 1]
    assert units.latest("weight").tolist() == [2, 1, 1]
    with pytest.raises(ScenarioError):
        founded(vocabulary, replace(organisation(), kinds=("barn",)))


def test_people_read_what_is_known_of_their_unit_and_of_the_organisation(tmp_path: Path) -> None:
    """Through a relation, whatever it is called: the latest record of each series."""
    rules = LEVERS + (
        "rules:\n"
        "  a: {when: [unit.mean_hours >= 15 jp, city.outer_share == 10%], then: {pay: Rp 5}}\n"
    )
    state = after(place(loaded(tmp_path, rules), PEOPLE), 12)
    decision = state.decide("pay").decision
    assert decision.given["pay"].mask.tolist() == [True, True, True, True, False, False]
    assert set(decision.program.logic.features) == {"unit.mean_hours", "organisation.outer_share"}
