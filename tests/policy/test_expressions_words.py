"""Words, flags, dates and sets: what compares with what, and how ties count."""

from __future__ import annotations

import pytest

from policy_sim.policy.ast import ALWAYS, NEVER, Choice, Const, Moved
from policy_sim.policy.values import FLAG, Kind
from strategies_expressions import (
    EDUCATION,
    ZONE,
    codes,
    holds,
    on,
    refused,
    refused_term,
    term,
    typed,
)

CODES = range(len(EDUCATION.values))
TIED = [(word, code) for code, word in enumerate(EDUCATION.values)]


def true_of(text: str) -> list[str]:
    """Return the degrees for which a condition on education is true."""
    condition = typed(text)
    return [word for word, code in TIED if holds(condition, {"education": code})]


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("education >= s2", "s2 physician s3"),
        ("education >= physician", "s2 physician s3"),
        ("education > s2", "s3"),
        ("education > physician", "s3"),
        ("education <= s2", "school s1 s2 physician"),
        ("education < physician", "school s1"),
        ("education == s2", "s2"),
        ("education == physician", "physician"),
        ("education != s2", "school s1 physician s3"),
        ("s2 <= education", "s2 physician s3"),
        ("education in physician..", "s2 physician s3"),
        ("education in s1..s2", "s1 s2 physician"),
        ("education in ..physician", "school s1 s2 physician"),
        ("education in (s2 | school)", "school s2"),
        ("education in (physician)", "physician"),
        ("education not in (s2 | school)", "s1 physician s3"),
        ("education in either_degree", "s1 s3"),
        ("education not in either_degree", "school s2 physician"),
        ("education in any", "school s1 s2 physician s3"),
        ("education in (school | s2..)", "school s2 physician s3"),
    ],
)
def test_tied_words_share_a_rank_but_not_an_identity(text: str, degrees: str) -> None:
    """Orders and ranges compare ranks, ``==`` and sets compare words."""
    assert true_of(text) == degrees.split()


@pytest.mark.parametrize("sign", ["<", "<=", "==", "!=", ">=", ">"])
@pytest.mark.parametrize("mine", CODES)
@pytest.mark.parametrize("theirs", CODES)
def test_two_people_compare_by_rank(sign: str, mine: int, theirs: int) -> None:
    """With a person on either side ties count just as with a word written out."""
    record = {"education": mine, "superior.education": theirs}
    both = holds(typed(f"education {sign} superior.education"), record)
    assert both == holds(typed(f"education {sign} {EDUCATION.values[theirs]}"), record)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("married", "married == 1"),
        ("not married", "not married == 1"),
        ("married == yes", "married == 1"),
        ("no == married", "married == 0"),
        ("married != superior.married", "married != superior.married"),
        ("zone == outer", "zone == 1"),
        ("outer != zone", "zone != 1"),
        ("zone in (inner | outer)", "always"),
        ("zone in (outer)", "zone in (1)"),
        ("born < 1990-01-01", "born < 726468"),
        ("born in 1990-01-01..1990-12-31", "born in (726468..726832)"),
        ("superior.born <= born", "superior.born <= born"),
        ("today.month in windows", "today.month in (4 | 10)"),
        ("today.month not in (1..3 | 12 | 2..5)", "not today.month in (1..5 | 12)"),
        ("share in (0.5 | 25%..0.3)", "share in (25..30 | 50)"),
        ("age in 60 years..", "age in (720..840)"),
        ("age in ..2 years", "never"),
        ("age in 90 years..", "never"),
        ("age in 18 years..", "always"),
        ("competence in min_competence..80 points", "competence in (705..800)"),
        ("last(predikat) == floor", "last(predikat) == 3"),
        (
            "if married then zone == outer else share > 0.5",
            "((married == 1 and zone == 1) or (not married == 1 and share > 50))",
        ),
        (
            "education == (if married then s1 else s2)",
            "education == (if married == 1 then 1 else 2)",
        ),
        ("one_below(education) >= s1", "one_below(education) >= 1"),
        (
            "education > one_above(superior.education)",
            "rank(education) > rank(one_above(superior.education))",
        ),
        (
            "married or not (zone == inner and share > 0)",
            "(married == 1 or not (zone == 0 and share > 0))",
        ),
        ("married == (share > 0.5)", "married == (if share > 50 then 1 else 0)"),
    ],
)
def test_what_conditions_become(text: str, meaning: str) -> None:
    """Words are codes of the scale of the other side, days are ordinals, sets are ranges."""
    assert str(typed(text)) == meaning


def test_what_is_the_same_for_everyone_is_decided() -> None:
    """A condition of fixed values is always or never true."""
    assert typed("yes") == ALWAYS
    assert typed("no") == NEVER
    assert typed("min_competence >= 70 points") == ALWAYS
    assert typed("floor < good") == NEVER


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zone >= outer", "not-ordered"),
        ("zone in inner..outer", "not-ordered"),
        ("married > no", "not-ordered"),
        ("one_above(zone) == outer", "not-ordered"),
        ("one_above(share) > 1", "not-ordered"),
        ("zone == outr", "unknown-value"),
        ("zone == 4", "wrong-value"),
        ("4 < education", "wrong-value"),
        ("good > 3", "number-needed"),
        ("zone in (outer | outr)", "unknown-value"),
        ("zone == good", "unknown-value"),
        ("zone == yes", "unknown-value"),
        ("married == outer", "wrong-value"),
        ("education == last(predikat)", "scales-differ"),
        ("education in windows", "kinds-differ"),
        ("today.month in either_degree", "kinds-differ"),
        ("last(predikat) in either_degree", "scales-differ"),
        ("education == floor", "scales-differ"),
        ("zone == education", "kinds-differ"),
        ("born == education", "kinds-differ"),
        ("born > 3", "wrong-value"),
        ("education + 1 > 3", "number-needed"),
        ("good + 1 > 3", "number-needed"),
        ("born in 2001-01-01..2000-01-01", "range-reversed"),
        ("today.month in 6..4", "range-reversed"),
        ("share in 0.001..", "finer-than-step"),
        ("today.month == windows", "set-not-value"),
        ("today.month in windows..12", "set-not-value"),
        ("education in (s1 | 4)", "wrong-value"),
        ("share in (0.5 | zone)", "wrong-value"),
        ("share in (0.5 | share)", "wrong-value"),
        ("(4 | 10)", "set-not-value"),
        ("4..10 == today.month", "set-not-value"),
        ("any", "set-not-value"),
        ("share", "not-a-condition"),
        ("education", "not-a-condition"),
        ("4", "not-a-condition"),
        ("good", "not-a-condition"),
        ("not share", "not-a-condition"),
        ("married and age", "not-a-condition"),
        ("(share > 0) + 1 > 2", "number-needed"),
        ("good in (good | poor)", "word-without-scale"),
        ("good == good", "word-without-scale"),
        ("(if married then 1 else good) > 3", "number-needed"),
        ("(if married then share > 1 else 4)", "number-needed"),
        ("(if married then share > 1 else good)", "not-a-condition"),
        ("last(predikat) == (if married then good else s1)", "unknown-value"),
        ("max(education, s2) == s2", "number-needed"),
    ],
)
def test_what_cannot_be_asked_is_a_finding(text: str, found: str) -> None:
    """Each fault has its own code, and no tree comes back."""
    assert found in codes(refused(text))


def test_a_near_word_of_the_scale_is_offered() -> None:
    """The finding lists the scale and the word that was probably meant, in sets and beside any
    comparison.
    """
    for before in (
        "education in (s1 | ",
        "education in (s1 | s2 | ",
        "last(predikat) == good and education >= ",
    ):
        close = ")" if "(s1" in before else ""
        (finding,) = refused(f"{before}physicain{close}")
        assert finding.values["near"] == "physician"
        assert finding.values["allowed"] == "school, s1, s2, physician, s3"
        assert finding.where.column == len(before) + 1


def test_an_attribute_misspelt_beside_a_scale_is_offered_too() -> None:
    """Where a word may stand a name may stand as well."""
    (finding,) = refused("education >= superior.education and education == educaton")
    assert (finding.code, finding.values["near"]) == ("unknown-value", "education")


def test_one_above_and_below_move_on_the_scale() -> None:
    """Moving keeps the scale; the direction is a number of ranks."""
    above, below = term("one_above(education)"), term("one_below(one_below(education))")
    assert isinstance(above, Moved)
    assert isinstance(below, Moved)
    assert isinstance(below.term, Moved)
    assert (above.by, below.by, below.term.by) == (1, -1, -1)
    assert above.type == below.type == on(EDUCATION)


def test_bare_words_are_of_the_expected_scale() -> None:
    """What an effect gives needs no other side to know its scale."""
    assert term("outer", on(ZONE, Kind.CATEGORY)) == Const(on(ZONE, Kind.CATEGORY), 1)
    chosen = term("if married then s1 else s3", on(EDUCATION))
    assert isinstance(chosen, Choice)
    assert (chosen.chosen, chosen.other) == (Const(on(EDUCATION), 1), Const(on(EDUCATION), 4))
    assert term("yes", FLAG) == Const(FLAG, 1)
    assert isinstance(term("share > 0.5", FLAG), Choice)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("good", "unknown-value"),
        ("zone", "kinds-differ"),
        ("last(predikat)", "scales-differ"),
        ("4", "kinds-differ"),
        ("married", "kinds-differ"),
        ("yes", "unknown-value"),
    ],
)
def test_another_scale_does_not_fit(text: str, found: str) -> None:
    """Where a degree is expected nothing else passes."""
    assert codes(refused_term(text, on(EDUCATION))) == [found]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today.month in window", "windows"),
        ("age in (3 months | lookback)", "look_back"),
        ("education in either_degre", "either_degree"),
        ("education in (S1 | s2)", "s1"),
        ("zone == Outer", "outer"),
    ],
)
def test_a_slip_in_a_parameter_or_in_capitals_is_told(text: str, meant: str) -> None:
    """Where a fixed value stands, the name of a parameter may have been meant; capitals are the
    commonest slip in a word.
    """
    (finding,) = refused(text)
    assert finding.values["near"] == meant
