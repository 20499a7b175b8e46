"""Remediation: time to improve, a coach perhaps, a test, and where each of them leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conduct_world import conduct_law, conduct_people, conduct_world
from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.rules.audit import AuditSample, redecide
from policy_sim.rules.engine import engine_named
from policy_sim.simulation.calendar import Phase
from policy_sim.simulation.invariants import check
from policy_sim.simulation.practices.practice import Practice
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.workforce.table import Workforce
from pyramid_world import system

POOR = 1
STAGES = ("none", "improve", "retest", "waiting")
SURE = {"remediation_success": 1.0, "retest_reliability": 1.0}
HOPELESS = {"remediation_success": 0.0, "retest_reliability": 1.0}


def poor_people(size: int = 6, poor: Sequence[int] = (0, 1, 2), **truth: float) -> Workforce:
    """Return people of whom some had a poor verdict last year; their truth is as stated."""
    levels = {
        name: [level if row in poor else 0.0 for row in range(size)]
        for name, level in truth.items()
    }
    record = {"service": 120 + np.arange(size)}
    people = conduct_people(size, record=record, truth=levels)
    verdicts = np.where(np.isin(np.arange(size), poor), POOR, 2)
    people.history.record_period("verdict", np.arange(size), verdicts)
    return people


def lived(
    months: int, people: Workforce | None = None, setting: str = "{}", **changed: object
) -> Record:
    """Return the record of so many months of remediation."""
    who = poor_people(motivation=-3.0) if people is None else people
    return simulate(conduct_world(who, system("remediation", setting), **changed), months)  # type: ignore[arg-type]


def rows(record: Record, law: str = "granted") -> pd.DataFrame:
    """Return the ledger's rows of one ruling, with words as texts."""
    texts = record.ledger.astype(object).assign(month=record.ledger["date"].dt.month)
    return texts[texts["law"] == law]


def stages(record: Record) -> list[str]:
    """Return everybody's stage on the track, in words."""
    return [STAGES[code] for code in record.state.people.record["improvement.stage"]]


def history(record: Record, person: int) -> list[tuple[int, str]]:
    """Return what was done about a person: the month and the words."""
    own = rows(record).query(f"person == {person}")
    return sorted(zip(own["month"], own["reason"], strict=True))


def test_the_poor_come_on_the_track_and_nobody_else() -> None:
    """In the first month three of six begin; the day is on record, and counted."""
    record = lived(1)
    assert stages(record) == ["improve"] * 3 + ["none"] * 3
    assert record.state.people.history.trails["improvement_opened"].entries.row.tolist() == [
        0,
        1,
        2,
    ]
    assert record.state.flows.total("remediation entered") == 3


def test_months_are_counted_within_a_stage() -> None:
    """Six months after the beginning the test comes, and with it the count begins anew."""
    for months, stage, counted in ((4, "improve", 3), (6, "improve", 5), (7, "retest", 0)):
        record = lived(months)
        assert stages(record)[0] == stage
        assert record.state.people.record["improvement.months"].tolist()[:4] == [counted] * 3 + [0]


def test_who_improves_passes_and_leaves_the_track() -> None:
    """A motivation raised from -1 to -0.2 SD is seen by a perfect test; the case is closed."""
    people = poor_people(motivation=-1.0)
    record = lived(8, people, register=SURE)
    assert stages(record) == ["none"] * 6
    assert record.state.people.truth["motivation"][:3] == pytest.approx([-0.2] * 3)
    expected = 700 + round(10 * 8 * 0.6 * -0.2)
    assert record.state.people.record["retest_score"][:4].tolist() == [expected] * 3 + [0]
    assert history(record, 0) == [
        (1, "start improvement"),
        (2, "coach"),
        (7, "move improvement to retest"),
        (8, "close improvement"),
    ]
    assert record.state.people.record["coached"].tolist() == [0] * 6


def test_who_does_not_improve_waits_a_year_and_is_dismissed() -> None:
    """Eight months to the waiting list, twelve on it, gone with the month after that."""
    record = lived(22, register=HOPELESS)
    assert record.leavers["person"].tolist() == [0, 1, 2]
    assert set(record.leavers["reason"]) == {"dismissed"}
    assert set(record.leavers["date"].dt.strftime("%Y-%m")) == {"2027-09"}
    assert (8, "move improvement to waiting") in history(record, 0)
    assert (8, "dismissed") in history(record, 0)
    assert record.state.flows.total("remediation improved") == 0


def test_a_head_who_fails_the_test_gives_up_the_post() -> None:
    """The release that the law orders with the move is carried out in the same month."""
    people = poor_people(leadership=-4.0)
    people.post[0], people.record["office"][0], people.record["job_class"][0] = 0, 1, 9
    state = lived(8, people, register=HOPELESS).state
    assert state.posts.vacant.tolist() == [True, True]
    assert state.people.record["office"][0] == 0
    assert state.people.record["job_class"][0] == 5


@pytest.mark.parametrize(
    ("poor", "raised"),
    [
        ({"motivation": -1.0}, "motivation"),
        ({"ability": -2.0}, "ability"),
        ({"ability": -0.4, "motivation": -2.0}, "motivation"),
    ],
)
def test_what_is_lacking_is_what_is_gained(poor: Mapping[str, float], raised: str) -> None:
    """Whichever of will and skill costs more is raised, by its own gain; the rest stays."""
    record = lived(7, poor_people(**poor), register=SURE)
    gains = {"motivation": 0.8, "ability": 0.5}
    for trait, level in record.state.people.truth.items():
        expected = poor.get(trait, 0.0) + (gains[trait] if trait == raised else 0.0)
        assert level[:3] == pytest.approx([expected] * 3), trait
        assert not level[3:].any()


def test_nobody_gains_more_than_the_average() -> None:
    """A gain larger than the gap closes the gap; who is above the average gains nothing."""
    register = {**SURE, "remediation_motivation_gain": 9.0, "remediation_ability_gain": 9.0}
    low = lived(7, poor_people(motivation=-0.5), register=register)
    assert low.state.people.truth["motivation"].tolist() == [0.0] * 6
    high = lived(7, poor_people(motivation=1.0, ability=0.7), register=register)
    assert high.state.people.truth["ability"][:3].tolist() == [0.7] * 3


@pytest.mark.parametrize(
    ("setting", "served"), [("{}", 3), ("{coaches: 1, cases: 2}", 2), ("{coaches: 0}", 0)]
)
def test_coaches_are_counted_and_the_rest_wait(setting: str, served: int) -> None:
    """Places go by the law's order, longest service first; who waits has a row with the rank."""
    record = lived(6, setting=setting)
    assert (
        np.flatnonzero(record.state.people.record["coached"]).tolist() == [2, 1, 0][:served][::-1]
    )
    assert record.state.flows.total("coached") == served
    waiting = rows(record, "outranked")
    assert sorted(waiting["person"]) == [0, 1, 2][: 3 - served]
    assert set(waiting["rule"]) <= {"coach"}
    for reason in waiting["reason"]:
        assert reason.startswith("rank ")


def test_a_place_is_free_when_the_time_to_improve_is_over() -> None:
    """With one place the second person is coached when the first, who came earlier, is tested."""
    older = poor_people(poor=(0, 1), motivation=-3.0)
    older.record["improvement.stage"][0], older.record["improvement.months"][0] = 1, 3
    older.record["coached"][0] = 6
    record = lived(5, older, "{coaches: 1, cases: 1}")
    assert [row for row in history(record, 1) if row[1] == "coach"] == [(3, "coach")]


def test_the_law_may_limit_coaches_itself() -> None:
    """A cap of one place a year serves one person, whatever the scenario has."""
    law = conduct_law("{rank_by: service}", "{rank_by: service, cap: {count: 1, counted: year}}")
    record = lived(5, law=law)
    assert record.state.people.record["coached"].tolist() == [0, 0, 6, 0, 0, 0]


def test_a_coach_is_worth_what_the_register_says() -> None:
    """Of 400 people, half coached, shares of 0.2 and 0.4 improve, within four standard errors."""
    size = 400
    people = poor_people(size, range(size), motivation=-3.0)
    register = {"remediation_success": 0.2, "remediation_coach_ratio": 2.0}
    record = lived(7, people, "{coaches: 200, cases: 1}", register=register)
    improved = record.state.people.truth["motivation"] > -3.0
    coached = record.state.people.record["coached"] > 0
    assert coached.sum() == 200
    for mask, share in ((coached, 0.4), (~coached, 0.2)):
        error = np.sqrt(share * (1 - share) / 200)
        assert improved[mask].mean() == pytest.approx(share, abs=4 * error)
    assert record.state.flows.total("remediation improved") == improved.sum()
    assert record.state.flows.total("remediation ended") == size


def test_a_case_keeps_the_law_of_its_opening() -> None:
    """From June two months suffice: whoever began in January still has six, a new case two."""
    people = poor_people(poor=(0,), motivation=-3.0)
    record = lived(7, people)
    assert (7, "move improvement to retest") in history(record, 0)
    later = poor_people(poor=(0,), motivation=-3.0)
    record = lived(10, later, "{intake: [7]}")
    assert history(record, 0)[0] == (7, "start improvement")
    assert (9, "move improvement to retest") in history(record, 0)


def test_only_the_months_of_intake_look_at_everybody() -> None:
    """With an intake in March nobody begins before, and nobody after."""
    record = lived(6, setting="{intake: [3]}")
    begun = rows(record).query("reason == 'start improvement'")
    assert set(begun["month"]) == {3}
    assert len(begun) == 3


def test_practice_may_leave_cases_undone() -> None:
    """At 100 per cent nobody ever begins, and the ledger says whose neglect it was."""
    practice = Practice(undone={"remediation": Fraction(1)})
    record = lived(4, practice=practice)
    assert stages(record) == ["none"] * 6
    assert set(rows(record)["deviation"]) == {"compliance"}
    assert record.state.flows.total("remediation entered") == 0


def test_who_works_well_and_was_rated_poor_is_counted() -> None:
    """Of three on the track the two whose work is above the average were misjudged."""
    people = poor_people()
    people.truth["ability"][:3] = [1.0, 0.5, -2.0]
    assert lived(1, people).state.flows.total("remediation misjudged") == 2


@pytest.mark.parametrize(
    ("setting", "code", "near"),
    [
        ("{track: improvment}", "unknown-track", "improvement"),
        ("{improve: improv}", "unknown-word", "improve"),
    ],
)
def test_a_wrong_name_is_a_finding(setting: str, code: str, near: str) -> None:
    """A track or a stage that is not declared is said with the nearest name."""
    with pytest.raises(ScenarioError) as refused:
        lived(1, setting=setting)
    (finding,) = refused.value.findings
    assert (finding.code, finding.values["near"]) == (code, near)


def test_durable_rules_decides_and_confirms_the_same() -> None:
    """A run on the other engine has the same ledger, and the audit confirms every case."""
    sample = AuditSample(Chance(9, 0), 300)
    columnar = lived(10, audit=sample)
    durable = lived(10, engine=engine_named("durable"))
    assert columnar.ledger.equals(durable.ledger)
    result = redecide(sample)
    assert result.checked > 10
    assert result.confirmed == result.checked


class Watch:
    """A system that checks, at every month's end, what must hold of cases."""

    name = "watch"
    assumptions = ()

    def __init__(self, places: int) -> None:
        self.places = places

    def schedule(self, calendar, state) -> None:  # type: ignore[no-untyped-def]
        """Watch every month."""
        calendar.every(Phase.CLOSE, lambda: self.look(state))

    def look(self, state) -> None:  # type: ignore[no-untyped-def]
        """Nobody vanishes, stages and months agree, and no coach has more cases than places."""
        check(state)
        record = state.people.record
        improving = record["improvement.stage"] == 1
        assert ((record["coached"] > 0) & improving).sum() <= self.places
        assert (record["improvement.months"][record["improvement.stage"] == 0] == 0).all()
        assert state.people.size + len(state.archive) == state.next_id


@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    share=st.fractions(0, 1, max_denominator=4),
    coaches=st.integers(0, 4),
    success=st.floats(0.0, 1.0),
)
def test_whatever_happens_cases_hold_together(
    seed: int, share: Fraction, coaches: int, success: float
) -> None:
    """Under any neglect, luck and capacity nobody vanishes, and each leaver has one reason.

    Who begins is, in the end, on the track, closed, or gone.
    """
    watch = Watch(coaches * 2)
    practice = Practice(undone={"remediation": share, "discipline": share})
    people = poor_people(30, range(12), motivation=-2.0)
    world = conduct_world(
        people,
        system("remediation", f"{{coaches: {coaches}, cases: 2}}"),
        "attendance",
        "discipline",
        watch,
        practice=practice,
        register={"remediation_success": success, "absence_rate": 3.0},
        chance=Chance(seed, 0),
    )
    record = simulate(world, 30)
    assert record.leavers["person"].is_unique
    done = rows(record).query("actual == 'done'")
    events = {
        word: set(done[done["reason"] == word]["person"])
        for word in ("start improvement", "close improvement")
    }
    on_track = set(record.state.people.ids[record.state.people.record["improvement.stage"] > 0])
    gone = set(record.leavers["person"])
    assert events["start improvement"] <= events["close improvement"] | on_track | gone
    assert gone <= set(done[done["reason"] == "dismissed"]["person"])


def test_the_start_of_a_case_is_the_same_in_every_arm() -> None:
    """Rules under other names lead the same people the same way, to the byte."""
    law = conduct_law()
    renamed = replace(
        law,
        vintages=tuple(
            replace(v, rules=tuple(replace(r, id=f"x-{r.id}") for r in v.rules), key=f"{v.key} x")
            for v in law.vintages
        ),
    )
    one, other = (
        lived(20, poor_people(12, range(9), motivation=-1.5), law=used) for used in (law, renamed)
    )
    assert one.ledger.drop(columns="rule").equals(other.ledger.drop(columns="rule"))
    assert one.leavers.equals(other.leavers)
    for name, trait in one.state.people.truth.items():
        assert trait.tobytes() == other.state.people.truth[name].tobytes()


def test_the_date_of_a_law_is_that_of_the_case_even_after_years() -> None:
    """Whoever has no day of opening on record goes by the law of today."""
    people = poor_people(poor=(0,), motivation=-3.0)
    people.record["improvement.stage"][0], people.record["improvement.months"][0] = 1, 1
    world = conduct_world(people, "remediation", start=date(2026, 7, 1))
    record = simulate(world, 1)
    assert history(record, 0) == [(7, "move improvement to retest")]
