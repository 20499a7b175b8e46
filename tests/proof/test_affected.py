"""Whom another law treats otherwise: proved over everybody, shown by an example."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_documents import Folder
from policy_sim.policy.common_words import common_words
from policy_sim.policy.law import Law
from policy_sim.proof.affected import Affected, Extent, affected
from policy_sim.proof.changes import Turn, Way
from policy_sim.proof.pair import Pair
from policy_sim.proof.replay import MisjudgedError
from policy_sim.proof.standing_order import confirm_order
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.frame import Frame
from policy_sim.rules.history import HistoryLog
from policy_sim.rules.programs import compile_area

SINCE = date(2027, 1, 1)
PROMOTION = ("promotion", "person")


def compared(folder: Folder, since: date = SINCE) -> Affected:
    """Compare the base of *folder* with what its amendments make of it."""
    new = folder.law()
    amendments, folder.paths = folder.paths, []
    old = folder.law()
    folder.paths = amendments
    return affected(old, new, common_words(old.vocabulary, new.vocabulary), since)


def turns(found: Affected) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return how, in what effect and by which rules people are treated otherwise."""
    return [(str(one.turn), one.effect, one.rules) for one in found.changes]


def replaced(folder: Folder, before: str, after: str) -> Affected:
    """Compare two wordings of the rule ``r``."""
    folder.base(f"rules: {{r: {before}}}\n")
    folder.amend("2027-01-01", f"replace: {{rules: {{r: {after}}}}}\n")
    return compared(folder)


def test_who_gains_and_what_stood_in_the_way(folder: Folder) -> None:
    """The example meets the new rule and not the old one, whose unmet clause is named."""
    found = replaced(
        folder,
        "{when: time_in_grade >= 4 years, then: promote}",
        "{when: time_in_grade >= 3 years, then: promote}",
    )
    (gain,) = found.changes
    assert (gain.turn, gain.effect, gain.rules) == ("gains", "promote", ("r",))
    assert gain.example == "on 2027-01-01: time_in_grade 36 months"
    assert gain.unmet == ("time_in_grade >= 4 years",)
    assert found.extents == {PROMOTION: Extent.SOMEBODY}


def test_who_loses_and_what_is_needed_now(folder: Folder) -> None:
    """Where a rule of another name takes over, the clause of that one is named."""
    folder.base("rules: {r: {when: service >= 4 years, then: promote}}\n")
    folder.amend(
        "2027-01-01",
        "repeal: [{rule: r}]\n"
        "add: {rules: {s: {when: [service >= 4 years, competence >= 70 points],"
        " then: promote}}}\n",
    )
    (loss,) = compared(folder).changes
    assert (loss.turn, loss.rules, loss.unmet) == ("loses", ("r",), ("competence >= 70 points",))
    assert "competence 65 points" in loss.example


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{when: service >= 4 years, then: promote}", "{when: service > 47 months, then: promote}"),
        (
            "{when: [grade == i_a, age >= 20 years], then: promote}",
            "{when: [age >= 20 years, grade <= i_a, grade != none], then: promote}",
        ),
        (
            "{when: time_in_grade >= 2 years, then: promote}",
            "{when: [time_in_grade >= 2 years, service >= 2 years], then: promote}",
        ),
    ],
)
def test_other_words_that_nobody_can_notice(folder: Folder, before: str, after: str) -> None:
    """Other conditions that the same people meet, by what is always so, affect nobody.

    The first is even the same rule: one month more than 47 is four years.
    """
    found = replaced(folder, before, after)
    assert found.changes == []
    assert not found.anybody
    assert found.extents[PROMOTION] in (Extent.NOBODY, Extent.SAME_RULES)


def test_a_source_alone_is_the_same_rule(folder: Folder) -> None:
    """Who states a rule asks no question of the solver."""
    old = folder.base("rules: {r: {when: service >= 1 year, then: promote, source: a}}\n").law()
    new = folder.base("rules: {r: {when: service >= 1 year, then: promote, source: b}}\n").law()
    found = affected(old, new, common_words(old.vocabulary, new.vocabulary), SINCE)
    assert (found.extents, found.questions) == ({PROMOTION: Extent.SAME_RULES}, 0)


def test_amounts_go_up_and_down(folder: Folder) -> None:
    """Pay that is higher for some and lower for others is told twice, with both amounts."""
    found = replaced(
        folder,
        "{then: {pay: Rp 100}}",
        "{then: {pay: if grade >= i_b then Rp 120 else Rp 90}}",
    )
    assert {(one.turn, one.before, one.after) for one in found.changes} == {
        ("higher", "100 money", "120 money"),
        ("lower", "100 money", "90 money"),
    }


def test_a_sanction_is_higher_and_lasts_longer(folder: Folder) -> None:
    """The strongest sanction counts, and so does how long it is in force."""
    found = replaced(
        folder,
        "{when: total(absence over this_year) >= 3 workdays,"
        " then: {sanction: oral, for: 3 months}}",
        "{when: total(absence over this_year) >= 3 workdays,"
        " then: {sanction: written, for: 6 months}}",
    )
    assert turns(found) == [
        ("higher", "sanction", ("r",)),
        ("higher", "for of sanction", ("r",)),
    ]
    assert (found.changes[0].before, found.changes[0].after) == ("oral", "written")


def test_only_the_rule_that_counts_says_how_long(folder: Folder) -> None:
    """How long a sanction lasts is what the rule of the strongest one says; others do not count."""
    absent = "when: total(absence over this_year) >= 3 workdays"
    folder.base(
        "rules:\n"
        f"  a: {{{absent}, then: {{sanction: oral, for: 9 months}}}}\n"
        f"  b: {{{absent}, then: {{sanction: written, for: 3 months}}}}\n"
    )
    weaker = f"a: {{{absent}, then: {{sanction: oral, for: 8 months}}}}"
    folder.amend("2027-01-01", f"replace: {{rules: {{{weaker}}}}}\n")
    found = compared(folder)
    assert (found.changes, found.anybody) == ([], False)


def test_a_bar_that_falls_lets_people_gain(folder: Folder) -> None:
    """The rule is the same in both laws; what kept its effect away is named."""
    folder.base(
        "rules:\n"
        "  r: {when: service >= 1 year, then: promote}\n"
        "  b: {when: in_force(sanction) >= oral, then: {bar: [promote]}}\n"
    )
    folder.amend("2027-01-01", "repeal: [{rule: b}]\n")
    (gain,) = compared(folder).changes
    assert (gain.turn, gain.rules, gain.unmet) == ("gains", ("r",), ("barred by b",))
    assert "sanction oral" in gain.example


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        ("{when: ever(sanction >= written over service), then: {bar: [promote]}}", "barred by b"),
        (
            "{when: ever(sanction >= written over service), then: nothing, overrides: [r]}",
            "overridden by b",
        ),
    ],
)
def test_what_keeps_an_effect_away_is_shown_of_the_person(
    folder: Folder, rule: str, way: str
) -> None:
    """Who loses by a new bar, or a new exception, is shown with what that rule reads."""
    folder.base("rules: {r: {when: service >= 1 year, then: promote}}\n")
    area = "" if "bar" in rule else "area: promotion, "
    folder.amend("2027-01-01", f"add: {{rules: {{b: {{{area}{rule[1:]}}}}}\n")
    (loss,) = compared(folder).changes
    assert (loss.turn, loss.rules, loss.unmet) == ("loses", ("r",), (way,))
    assert "sanction written" in loss.example


SELECT = "{when: service >= 1 year, then: promote, select: {rank_by: RANK}}"


def test_two_people_change_places(folder: Folder) -> None:
    """Another score is shown by a person and a rival, of whom each is ahead once."""
    found = replaced(
        folder, SELECT.replace("RANK", "service"), SELECT.replace("RANK", "competence")
    )
    (one,) = found.changes
    assert (one.turn, one.effect) == ("ranked", "promote")
    assert "beside the same with" in one.example


@pytest.mark.parametrize("turn", [Turn.RANKED, Turn.TIED])
def test_an_order_that_the_scores_do_not_bear_out_is_an_error(folder: Folder, turn: Turn) -> None:
    """Two people with the same record are no example of anything: it is refused, not shown."""
    old = folder.base(f"rules: {{r: {SELECT.replace('RANK', 'service')}}}\n").law()
    pair = Pair(old.on(SINCE), old.on(SINCE), old.vocabulary, *PROMOTION, SINCE, None)
    shown = pair.example(pair.decided[0].stands[0], rivals=True)
    way = Way(turn, "promote", ("r",), pair.solver.truth(True), successor=(0, 0))
    with pytest.raises(MisjudgedError, match="scores by r"):
        confirm_order(pair, way, shown)


def test_the_same_order_by_another_score_changes_no_places(folder: Folder) -> None:
    """A score that is doubled ranks everybody as before."""
    rank = "competence", "2 * competence + 1 points"
    found = replaced(folder, *(SELECT.replace("RANK", score) for score in rank))
    assert (found.changes, found.extents) == ([], {PROMOTION: Extent.NOBODY})


@pytest.mark.parametrize("back", [False, True])
def test_ties_that_fall_to_the_lot(folder: Folder, back: bool) -> None:
    """Where what breaks a tie is dropped, or added, nobody changes places, and the lot does."""
    rank = ["competence, ties: [service]", "competence"]
    found = replaced(
        folder, *(SELECT.replace("RANK", score) for score in rank[:: -1 if back else 1])
    )
    assert turns(found) == [("tied", "promote", ("r",))]


def test_reserves_are_told_without_an_example(folder: Folder) -> None:
    """Places that are shared out otherwise change decisions, though not of one person alone."""
    found = replaced(
        folder,
        SELECT.replace("RANK", "service"),
        SELECT.replace("RANK", "service, reserve: {share: 20%, for: zone == outer}"),
    )
    assert found.shared == {PROMOTION: ("r",)}
    assert found.anybody


@pytest.mark.parametrize("repealed", [False, True])
def test_a_second_competition_is_told_without_an_example(folder: Folder, repealed: bool) -> None:
    """Who may win by one rule already wins, or loses, a chance by another; nobody alone."""
    first, second = (SELECT.replace("RANK", rank) for rank in ("competence", "service"))
    folder.base(f"rules: {{r: {first}" + (f", s: {second}" if repealed else "") + "}\n")
    change = "repeal: [{rule: s}]" if repealed else f"add: {{rules: {{s: {second}}}}}"
    folder.amend("2027-01-01", change + "\n")
    found = compared(folder)
    assert (found.changes, found.shared) == ([], {PROMOTION: ("s",)})


def test_a_change_says_from_when_to_when(folder: Folder) -> None:
    """What lasts through later versions is told once; what ends, with its end."""
    folder.base(
        "parameters: {n: {values: {2020-01-01: 4 years, 2029-01-01: 3 years}}}\n"
        "rules:\n"
        "  r: {when: time_in_grade >= n, then: promote}\n"
        "  s: {when: age >= 60 years, then: retire}\n"
    )
    folder.amend(
        "2027-01-01",
        "keep_later: [n]\n"
        "replace:\n"
        "  parameters: {n: {value: 2 years}}\n"
        "  rules: {s: {when: age >= 58 years, then: retire}}\n",
    )
    found = compared(folder)
    spans = {one.effect: (one.begins, one.ends) for one in found.changes}
    assert spans == {
        "promote": (SINCE, date(2029, 1, 1)),
        "retire": (SINCE, None),
    }


def test_words_that_mean_something_else_are_not_compared(folder: Folder) -> None:
    """Where the vocabularies disagree about an attribute, what reads it stays undecided."""
    old = folder.base("rules: {r: {when: age >= 30 years, then: promote}}\n").law()
    town = folder.path / "town.yaml"
    text = town.read_text(encoding="utf-8").replace("range: 192..1000", "range: 200..1000")
    town.write_text(text, encoding="utf-8")
    new = folder.base("rules: {r: {when: age >= 31 years, then: promote}}\n").law()
    found = affected(old, new, common_words(old.vocabulary, new.vocabulary), SINCE)
    assert found.extents == {PROMOTION: Extent.UNDECIDED}
    assert "age" in found.unclear[PROMOTION]


def test_an_area_that_only_one_law_has(folder: Folder) -> None:
    """Rules about an area of which the other law says nothing give, or take away, everything."""
    folder.base("rules: {r: {when: service >= 1 year, then: promote}}\n")
    folder.amend("2027-01-01", "add: {rules: {s: {when: age >= 60 years, then: retire}}}\n")
    assert turns(compared(folder)) == [("gains", "retire", ("s",))]


MONTHS = st.integers(0, 6)


@settings(max_examples=12, deadline=None)
@given(MONTHS, MONTHS, MONTHS, MONTHS)
def test_no_answer_contradicts_enumeration(a: int, b: int, c: int, d: int) -> None:
    """Gains and losses are found exactly where counting through all small cases finds some."""
    with tempfile.TemporaryDirectory() as path:
        laws = []
        for grade, service in ((a, b), (c, d)):
            clauses = f"[time_in_grade >= {grade} months, service <= {service} months]"
            folder = Folder(Path(path))
            folder.base(f"rules: {{r: {{when: {clauses}, then: promote}}}}\n")
            laws.append(folder.law())
        old, new = laws
        found = affected(old, new, common_words(old.vocabulary, new.vocabulary), SINCE)
    before, after = (promoted(law) for law in laws)
    expected = {"gains": (after & ~before).any(), "loses": (before & ~after).any()}
    assert {turn for turn, wanted in expected.items() if wanted} == {
        str(one.turn) for one in found.changes
    }


def promoted(law: Law) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return whom a law promotes of everybody with up to eight months of service."""
    cases = np.array([(t, s) for s in range(9) for t in range(s + 1)], dtype=np.int64)
    columns = {"time_in_grade": cases[:, 0], "service": cases[:, 1]}
    past = HistoryLog.empty(law.vocabulary, len(cases), SINCE.toordinal()).past()
    frame = Frame(columns, past, SINCE, len(cases))
    decision = decide(compile_area(law.on(SINCE), "promotion"), frame, ColumnarEngine())
    return decision.given["promote"].mask


RISE = "{when: time_in_grade >= 3 years, then: %s}"


def test_a_rise_by_a_step_is_worth_where_it_leads(folder: Folder) -> None:
    """A rise without a grade is compared as the next grade: some rise higher now, some lower."""
    found = replaced(folder, RISE % "promote", RISE % "{promote: i_c}")
    assert {(one.turn, one.before, one.after) for one in found.changes} == {
        ("higher", "i_a", "i_c"),
        ("lower", "i_d", "i_c"),
    }


def test_the_next_grade_by_name_is_the_same_rise(folder: Folder) -> None:
    """That a rise names the grade which it leads to anyway is noticed by nobody."""
    found = replaced(folder, RISE % "promote", RISE % "{promote: one_above(grade)}")
    assert found.changes == []
    assert found.extents[PROMOTION] is Extent.NOBODY
