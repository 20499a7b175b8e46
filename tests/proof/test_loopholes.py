"""Traps, cliffs, quotas, dates and invariants: what a regulation lets happen unseen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.diagnostics import Diagnostic
from policy_sim.policy import load_law, load_vocabulary
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.proof.examination import examine
from policy_sim.proof.invariants import invariant_breaches
from policy_sim.proof.replay import MisjudgedError
from policy_sim.rules.durable import DurableEngine
from policy_sim.rules.engine import engine_available

SINCE = date(2026, 1, 1)
GOLDEN = Path(__file__).parents[1] / "golden" / "proof"


def found(folder: Folder, code: str) -> list[Diagnostic]:
    """Return the findings of one kind in the law of *folder*."""
    return [one for one in examine(folder.law(), SINCE).findings if one.code == code]


PRESENT = "{r: {area: pay, when: total(absence over 1 months) <= 2 workdays, then: {pay: Rp 9}}}\n"
PATH = "{when: grade < highest_possible(education), path: {predikat: good.., sanction: none}, %s}"
PROMISE = f"promises: {{open: {PATH % 'reach: promote, within: 6 years'}}}\n"


def test_a_path_that_everybody_can_go_is_no_trap(folder: Folder) -> None:
    """Waiting and good ratings lead to a promotion, whatever the past was."""
    folder.base(
        PROMISE
        + "rules: {r: {when: [time_in_grade >= 4 years, lowest(predikat over 2 years) >= good],"
        " then: promote}}\n"
    )
    assert found(folder, "trap") == []


@pytest.mark.parametrize(
    "clause",
    ["competence >= 70 points", "time_in_grade >= 80 months", "not ever(promoted over service)"],
)
def test_what_no_waiting_mends_is_a_trap(folder: Folder, clause: str) -> None:
    """A mark that nothing raises, too long a wait and a past that stays keep somebody for ever."""
    folder.base(PROMISE + f"rules: {{r: {{when: {clause}, then: promote}}}}\n")
    (finding,) = found(folder, "trap")
    assert finding.where.line == 4
    assert "within 72 months" in finding.values["what"]


def test_a_path_asks_for_more_if_it_says_so(folder: Folder) -> None:
    """What the conduct demands of an attribute is true of whoever goes the path."""
    folder.base(
        "promises: {open: {path: {competence: 70..}, reach: promote, within: 1 years}}\n"
        "rules: {r: {when: competence >= 70 points, then: promote}}\n"
    )
    assert found(folder, "trap") == []


LADDER_OF_ONE_STEP = "rules: {up: {when: [grade == i_a, service >= 2 years], then: promote}%s}\n"


@pytest.mark.parametrize(
    ("others", "stuck"),
    [
        (", top: {when: grade == ii_a, then: promote}", True),
        (", top: {when: grade >= i_b, then: promote}", False),
        (", top: {when: [grade == ii_a, service < 0 months], then: promote}", False),
        ("", False),
    ],
)
def test_where_nothing_is_promised_no_step_of_the_ladder_is_left_out(
    folder: Folder, others: str, stuck: bool
) -> None:
    """A step between two from which people rise leads on for somebody; the highest is a ceiling.

    A rule that is about nobody is told by itself.
    """
    folder.base(LADDER_OF_ONE_STEP % others)
    traps = found(folder, "trap")
    assert [one.values["what"].split(",")[0] for one in traps] == [
        "nobody in i_b or i_c or i_d"
    ] * stuck


def test_a_promise_takes_the_place_of_what_is_asked_without_one(folder: Folder) -> None:
    """Who says who rises is not asked about the steps that are left out."""
    rules = LADDER_OF_ONE_STEP % ", top: {when: grade == ii_a, then: promote}"
    folder.base("promises: {p: {when: grade == ii_a, always: promote}}\n" + rules)
    assert found(folder, "trap") == []


def test_a_path_can_be_one_of_no_absence(folder: Folder) -> None:
    """``none`` of an event with amounts is that there is none of it, as of any other event."""
    path = "{path: {absence: %s}, reach: promote, within: 1 years}"
    rules = "rules: {r: {when: total(absence over service) <= 5 workdays, then: promote}}\n"
    folder.base(f"promises: {{open: {path % 'none'}}}\n{rules}")
    assert found(folder, "trap") == []
    folder.base(f"promises: {{open: {path % '0 workdays..9 workdays'}}}\n{rules}")
    assert len(found(folder, "trap")) == 1


def test_a_trap_stands_at_what_the_draft_changes(folder: Folder) -> None:
    """The promise is the base's; what closes its way is the parameter of the amendment."""
    folder.base(
        "parameters: {mark: {value: 50 points}}\n"
        "promises: {open: {path: {competence: 50..}, reach: promote, within: 1 years}}\n"
        "rules: {r: {when: competence >= mark, then: promote}}\n"
    )
    folder.amend("2027-06-01", "replace: {parameters: {mark: {value: 70 points}}}\n")
    checked = check_policy(folder.path / "base.yaml", folder.paths, Asked(SINCE))
    (trap,) = (one for one in checked.findings if one.code == "trap")
    assert (Path(trap.where.file).name, trap.where.line) == ("amendment0.yaml", 4)
    assert [label for label, _ in trap.related] == ["the promise", "the rule"]


def test_a_path_goes_through_the_law_of_each_month(folder: Folder) -> None:
    """A later amendment opens, or closes, the way."""
    folder.base(
        "promises: {open: {reach: promote, within: 2 years, path: {predikat: good..}}}\n"
        "rules: {r: {when: competence >= 70 points, then: promote}}\n"
    )
    assert len(found(folder, "trap")) == 1
    folder.amend("2027-06-01", "replace: {rules: {r: {then: promote}}}\n")
    assert [one.values["span"] for one in found(folder, "trap")] == []


def test_time_moves_other_people_too(folder: Folder) -> None:
    """What a rule reads of the superior grows older on the path as well."""
    folder.base(
        "promises: {open: {path: {predikat: good..}, reach: promote, within: 5 years}}\n"
        "rules: {r: {when: superior.time_in_grade >= 4 years, then: promote}}\n"
    )
    assert found(folder, "trap") == []


def test_a_path_to_a_value_is_not_gone_by_another(folder: Folder) -> None:
    """Whoever rises to a lower grade than the one promised is in a trap; at least it, is none."""
    rules = "rules: {r: {when: time_in_grade >= 1 years, then: {promote: i_c}}}\n"
    promise = "promises: {open: {path: {predikat: good..}, reach: promote %s, within: 2 years}}\n"
    folder.base(promise % ">= i_d" + rules)
    assert len(found(folder, "trap")) == 1
    folder.base(promise % ">= i_b" + rules)
    assert found(folder, "trap") == []


@pytest.mark.durable
@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules is not importable")
@pytest.mark.parametrize("rules", ["trap", "gaming", "in all"])
def test_an_engine_that_decides_otherwise_is_an_error_of_ours(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, rules: str
) -> None:
    """Paths and schedules are shown only if every engine bears them out."""
    trap = PROMISE + "rules: {r: {when: competence >= 70 points, then: promote}}\n"
    texts = {"trap": trap, "gaming": LADDER % (("this_year",) * 2), "in all": f"rules: {PRESENT}"}
    code = "trap" if rules == "trap" else "gaming"
    folder.base(texts[rules])
    assert len(found(folder, code)) == 1
    monkeypatch.setattr(DurableEngine, "survivors", lambda self, levels, overriders, holds: ~holds)
    with pytest.raises(MisjudgedError):
        found(folder, code)


def test_a_step_up_that_costs_pay_is_a_cliff(folder: Folder) -> None:
    """An allowance that ends above a grade lowers pay in all, unless the base makes it good."""
    text = (
        "rules:\n"
        "  base: {area: pay, then: {pay: if grade >= i_c then Rp %s else Rp 1000}}\n"
        "  help: {area: pay, applies_to: grade < i_c, then: {pay: Rp 300}}\n"
    )
    folder.base(text % 1200)
    (finding,) = found(folder, "cliff")
    assert (finding.where.line, finding.values["attribute"]) == (6, "grade")
    assert finding.values["what"] == "lowers pay in all from 1300 money to 1200 money"
    folder.base(text % 1300)
    assert found(folder, "cliff") == []


def of_the_brigade(folder: Path, rules: str, code: str) -> list[Diagnostic]:
    """Return the findings of one kind in *rules* of the fire brigade of the drafts."""
    vocabulary = (GOLDEN / "brigade.yaml").read_text(encoding="utf-8")
    (folder / "brigade.yaml").write_text(vocabulary, encoding="utf-8")
    path = folder / "draft.yaml"
    path.write_text(f"policy: draft\nfrom: 2024-01-01\nuses: [brigade]\nrules: {rules}\n")
    return [one for one in examine(load_law(path), SINCE).findings if one.code == code]


@pytest.mark.parametrize(
    ("rule", "step"),
    [
        ("{when: courses <= 10, then: {award: cross}}", "courses"),
        ("{when: schooling <= technical, then: promote}", "schooling"),
        ("{when: schooling >= technical and courses >= 3, then: {award: cross}}", None),
        ("{when: in_rank <= 4 years, then: {award: cross}}", None),
        ("{when: exam <= 5 points, then: {award: cross}}", None),
        ("{when: grade <= firefighter, then: {award: cross}}", "grade"),
        ("{when: grade == firefighter, then: {award: cross}}", None),
        ("{applies_to: grade <= firefighter, then: {award: cross}}", None),
        ("{when: grade < chief, then: promote}", None),
    ],
)
def test_what_a_step_up_takes_away(tmp_path: Path, rule: str, step: str | None) -> None:
    """A limit from above on what people raise is a cliff; a threshold, what grows by itself, what
    is assessed, the scope of the rule and the end of a ladder are none.
    """
    found = of_the_brigade(tmp_path, f"{{r: {rule}}}", "cliff")
    assert [one.values["attribute"] for one in found] == ([] if step is None else [step])
    assert all("away" in one.values["what"] for one in found)


def test_a_tie_is_no_step_up(folder: Folder) -> None:
    """A diploma ranks like a bachelor: that it earns less is no cliff of education."""
    folder.base(
        "rules:\n"
        "  base: {area: pay, then: {pay: if education >= bachelor then Rp 1000 else Rp 500}}\n"
        "  more: {area: pay, when: education != diploma, then: {pay: Rp 100}}\n"
    )
    assert found(folder, "cliff") == []


def quotas(folder: Folder, select: str) -> list[tuple[str, str]]:
    """Return what is found of a selection's quotas, with what the sentence shows."""
    folder.base(f"rules: {{r: {{then: promote, select: {{rank_by: competence, {select}}}}}}}\n")
    codes = ("impossible-quota", "reserve-of-nobody", "left-to-lot")
    findings = examine(folder.law(), SINCE).findings
    return [
        (one.code, one.values.get("why", one.values.get("places", "")))
        for one in findings
        if one.code in codes
    ]


def test_reserves_that_round_up_can_be_more_than_all(folder: Folder) -> None:
    """Two halves rounded up are two of one place: one place is the smallest example."""
    halves = "[{share: 50%, round: up, for: sex == f}, {share: 50%, round: up, for: sex == m}]"
    assert quotas(folder, f"ties: [service], reserve: {halves}") == [
        ("impossible-quota", "its reserves are 1 and 1 of 1 place")
    ]
    thirds = "[{share: 34%, round: up, for: zone == outer}]"
    assert quotas(folder, f"ties: [service], reserve: {thirds}") == []


def test_a_cap_below_a_reserve_is_impossible(folder: Folder) -> None:
    """A cap on people among whom all those in the reserve are stands against it."""
    select = (
        "ties: [service], reserve: [{share: 30%, round: up, for: sex == f and zone == outer}], "
        "cap: [{share: 20%, round: up, for: sex == f}]"
    )
    assert quotas(folder, select) == [
        ("impossible-quota", "reserve 1 is 2 of 4 places of a competition where a cap on them is 1")
    ]


@pytest.mark.parametrize(
    ("cap", "found"), [(4, ["reserve 1 and 2 is 5 of 5 places of a competition"]), (5, [])]
)
def test_reserves_together_can_be_more_than_a_cap(
    folder: Folder, cap: int, found: list[str]
) -> None:
    """Two and three reserved places are more than a cap of four on everybody."""
    reserve = "[{count: 2, for: zone == outer}, {count: 3, for: sex == f}]"
    told = quotas(folder, f"ties: [service], reserve: {reserve}, cap: {{count: {cap}}}")
    assert [why.partition(" where")[0] for _, why in told] == found


@pytest.mark.parametrize(
    ("select", "mend"),
    [
        (
            "reserve: {share: 50%, for: sex == f}, cap: {share: 20%}",
            "raise the cap or round it up",
        ),
        ("reserve: {share: 50%, round: up}, cap: {share: 20%, round: up}", "or raise the cap"),
        ("reserve: {share: 50%}, cap: {share: 20%, round: up}", "Lower the reserve, or raise the"),
        ("reserve: [{share: 60%}, {share: 60%, for: sex == f}]", "must not be more than 100 %"),
        ("reserve: [{share: 60%, round: up}, {share: 60%}]", "round it down, or count them over"),
    ],
)
def test_what_is_rounded_down_already_is_not_to_be_rounded_down(
    folder: Folder, select: str, mend: str
) -> None:
    """The mend is one that would help: of the reserve, or of the cap that is below it."""
    folder.base(f"rules: {{r: {{then: promote, select: {{rank_by: competence, {select}}}}}}}\n")
    told = [one.values["mend"] for one in examine(folder.law(), SINCE).findings
            if one.code == "impossible-quota"]  # fmt: skip
    assert len(told) == 1
    assert mend in told[0]


def test_a_reserve_that_rounds_down_is_nobody_of_few(folder: Folder) -> None:
    """20 % rounded down is nobody up to four places; counted over a year it is not asked."""
    down = "reserve: [{share: 20%, round: down, for: zone == outer}]"
    assert quotas(folder, f"ties: [service], {down}") == [("reserve-of-nobody", "4 places")]
    yearly = down.replace("for:", "counted: year, for:")
    assert quotas(folder, f"ties: [service], {yearly}") == []


def test_a_selection_without_ties_is_left_to_the_lot(folder: Folder) -> None:
    """People of one score are told apart by nothing that the regulation says."""
    assert quotas(folder, "within: city") == [("left-to-lot", "")]


LADDER = """\
tables:
  ladder: {input: workdays, bands: {0: none, 3: oral, 11: cut_6m, 28: dismissal}}
rules:
  absent:
    area: discipline
    when: total(absence over %s) >= 3 workdays
    then: {sanction: ladder(total(absence over %s)), for: 6 months}
"""


def test_new_year_divides_an_absence(folder: Folder) -> None:
    """Counted by the year, days before and after New Year are punished less than together."""
    folder.base(LADDER % (("this_year",) * 2))
    (finding,) = found(folder, "gaming")
    assert finding.values["together"] == "sanction oral"
    assert finding.values["split"] == "no sanction"


def test_months_that_roll_are_not_divided(folder: Folder) -> None:
    """Counted over 24 months, it does not matter when the days lie."""
    folder.base(LADDER % (("24 months",) * 2))
    assert found(folder, "gaming") == []


@pytest.mark.parametrize(
    ("rule", "played"),
    [
        ("{when: ever(leave >= 10 workdays over service), then: {sanction: reprimand}}", True),
        ("{when: count(leave over 12 months) >= 3, then: {sanction: reprimand}}", True),
        ("{when: count(leave over 24 months) >= 1, then: {sanction: reprimand}}", False),
        ("{when: total(leave over service) >= 9 workdays, then: {sanction: reprimand}}", False),
        ("{when: total(leave over 18 months) >= 9 workdays, then: {sanction: reprimand}}", True),
        ("{when: total(standby over 24 months) >= 90 days, then: {sanction: reprimand}}", False),
        ("{when: months_since(late) >= 2 years, then: {award: cross}}", False),
        ("{when: not ever(leave over 12 months), then: {award: cross}}", False),
        ("{when: count(late over this_year) <= 2, then: {award: cross}}", True),
        (
            "{when: longest(leave over service) > 6 workdays, then: {award: cross}}",
            True,
        ),
    ],
)
def test_what_hangs_on_how_a_total_is_spread(tmp_path: Path, rule: str, played: bool) -> None:
    """A division, and dates further apart than a window is long, decide; mere waiting does not."""
    found = of_the_brigade(tmp_path, f"{{r: {rule}}}", "gaming")
    levels = {(one.values["together"].split()[0], one.values["split"].split()[0]) for one in found}
    given = "award" if "award" in rule else "sanction"
    assert levels == ({(given, "no")} if played else set())


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("pay: EUR 2 * count(late over 3 months)", []),
        ("pay: 'EUR 9 - EUR 1 * min(count(late over 1 months), 1)'", ["224", "223"]),
        ("pay: EUR 5 * count(drill over 12 months)", ["120", "60"]),
        ("pay: if total(drill over 12 months) >= 9 points then EUR 5 else EUR 0", ["60", "55"]),
        ("pay: if total(drill over service) >= 9 points then EUR 5 else EUR 0", []),
        ("pay: if highest(drill over service) >= 9 points then EUR 5 else EUR 0", ["60", "no"]),
        ("pay: EUR 1 * count(drill over service) * count(drill over this_year)", []),
        ("pay: round(EUR 3 * total(standby over 2 months) / 7 days)", []),
        ("pay: ceil(EUR 3 * total(standby over 2 months) / 100 days)", []),
        ("pay: if today.month == 6 then EUR 1 * count(late over 1 months) else EUR 0", ["1", "no"]),
    ],
)
def test_what_brings_more_in_all(tmp_path: Path, rule: str, told: list[str]) -> None:
    """A maximum, a threshold and a single entry can be played; so much for each is no finding,
    nor is what rounding makes of it.
    """
    found = of_the_brigade(tmp_path, f"{{r: {{area: pay, then: {{{rule}}}}}}}", "gaming")
    amounts = [one.values[which].split() for one in found for which in ("together", "split")]
    assert [words[2] if words[0] == "pay" else words[0] for words in amounts] == told


@pytest.mark.parametrize(("month", "told"), [("", []), ("when: today.month == 6, ", ["gaming"])])
def test_awards_are_added_up_by_the_year(tmp_path: Path, month: str, told: list[str]) -> None:
    """A year's points are all seen in December; in June only those of half a year are."""
    paid = "round(EUR 9 * total(drill over this_year) / 1 points)"
    rules = f"{{r: {{area: rewards, {month}then: {{pay: {paid}}}}}}}"
    assert [one.code for one in of_the_brigade(tmp_path, rules, "gaming")] == told


def test_what_a_draft_gives_beside_is_not_added_up(folder: Folder) -> None:
    """Pay that does not hang on absence is the same for both schedules, and not told."""
    base = "b: {area: pay, then: {pay: 'if grade >= i_c then Rp 900 else Rp 700'}}, "
    folder.base(f"rules: {PRESENT}".replace("{r:", "{" + base + "r:"))
    (finding,) = found(folder, "gaming")
    assert finding.where.line == 4
    assert finding.values["together"] == "pay 216 money in all"


def test_a_bar_by_the_year_lets_who_spreads_rise(folder: Folder) -> None:
    """The same days of absence bar a promotion in one year, and not in two: the bar is named."""
    folder.base(
        "rules:\n"
        "  rise: {when: time_in_grade >= 4 years, then: promote}\n"
        "  bar: {when: total(absence over this_year) >= 10 workdays, then: {bar: [promote]}}\n"
    )
    (finding,) = found(folder, "gaming")
    assert (finding.where.line, finding.values["together"]) == (6, "promote")


def test_nobody_under_contradicting_sentences(folder: Folder) -> None:
    """A sentence that nobody fulfils beside the others is named, where it stands."""
    path = folder.path / "town.yaml"
    town = path.read_text(encoding="utf-8")
    path.write_text(town.replace("always:\n", "always:\n  - age < service\n"), encoding="utf-8")
    (finding,) = invariant_breaches(load_vocabulary(path), SINCE)
    assert "age >= service + 16 years" in finding.values["why"]
    assert finding.where.line > town[: town.index("always:")].count("\n")


def test_a_word_that_nobody_can_have_is_named(folder: Folder) -> None:
    """A grade above what every education allows is possible for nobody."""
    path = folder.path / "town.yaml"
    town = path.read_text(encoding="utf-8")
    assert list(invariant_breaches(load_vocabulary(path), SINCE)) == []
    path.write_text(town.replace("always:\n", "always:\n  - grade <= i_c\n"), encoding="utf-8")
    (finding,) = invariant_breaches(load_vocabulary(path), SINCE)
    assert finding.values["why"] == "nobody can have 'grade' i_d, ii_a under 'always'"
    written = path.read_text(encoding="utf-8").splitlines()
    assert written[finding.where.line - 1] == "  - grade <= i_c"
    ((label, declared),) = finding.related
    assert label == "the attribute"
    assert "grade" in written[declared.line - 1]
