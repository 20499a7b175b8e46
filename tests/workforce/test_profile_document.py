"""Profiles as documents: what is read, and every way in which one does not hold together."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.catalogue import sentence
from policy_sim.chance import Chance
from policy_sim.errors import BadInput, DocumentError
from policy_sim.workforce import Profile, draw, load_organisation, load_profile, raw_stock
from strategies_workforce import ORGANISATION, PROFILE, VOCABULARY


def _load(folder: Path, text: str, people: int | None = None) -> Profile:
    path = folder / "town.yaml"
    path.write_text(text, encoding="utf-8")
    return load_profile(path, VOCABULARY, people)


def _codes(folder: Path, old: str, new: str) -> list[str]:
    assert old in PROFILE
    with pytest.raises(BadInput) as raised:
        _load(folder, PROFILE.replace(old, new))
    return [finding.code for finding in raised.value.findings]


def test_kinds_and_their_people(tmp_path: Path) -> None:
    """Two kinds of employment: one with a history, one from margins."""
    profile = _load(tmp_path, PROFILE)
    assert profile.people == 400
    assert profile.as_of == date(2025, 12, 31)
    permanent, contract = profile.kinds
    assert (permanent.name, permanent.code, permanent.from_history) == ("permanent", 0, True)
    assert (contract.name, contract.code, contract.from_history) == ("contract", 1, False)
    assert profile.kind("contract") is contract


def test_shares_from_percentages_and_from_heads(tmp_path: Path) -> None:
    """60 % is three fifths; 70 of 300 heads are seven thirtieths."""
    sex, family, *_ = _load(tmp_path, PROFILE).kinds[0].margins
    assert [cell.share for cell in sex.cells] == [Fraction(3, 5), Fraction(2, 5)]
    assert [cell.share for cell in family.cells] == [Fraction(7, 30), Fraction(23, 30)]


def test_bands_of_years_are_months(tmp_path: Path) -> None:
    """20..39 covers everyone from 20 up to the month before turning 40."""
    age = _load(tmp_path, PROFILE).kinds[0].margins[2]
    assert [(cell.low, cell.high) for cell in age.cells] == [(240, 479), (480, 719)]


def test_ranges_of_words_are_positions(tmp_path: Path) -> None:
    """A cell may hold several grades."""
    grade = _load(tmp_path, PROFILE).kinds[0].margins[3]
    assert [(cell.label, cell.low, cell.high) for cell in grade.cells] == [
        ("low", 1, 1),
        ("middle..high", 2, 3),
    ]


def test_tables_values_and_careers_are_in_codes(tmp_path: Path) -> None:
    """Words become the integers of the vocabulary."""
    permanent, contract = _load(tmp_path, PROFILE).kinds
    (education,) = permanent.tables
    assert education.by == "family"
    assert [c.label for c in education.margins[1].cells] == ["school", "college"]
    (job_class,) = contract.values
    assert job_class.codes == (8, 5)
    assert permanent.career is not None
    assert (permanent.career.entry, permanent.career.ceiling) == ((1, 1), (2, 3))
    assert permanent.career.every == 72


def test_leaders_traits_and_scores(tmp_path: Path) -> None:
    """Vacancies by office, a symmetric matrix, and a score with its reliability."""
    profile = _load(tmp_path, PROFILE)
    assert profile.leaders is not None
    assert profile.leaders.families == (1,)
    assert profile.leaders.vacant == (0, Fraction(1, 4), 0)
    assert profile.traits.correlations == ((1.0, 0.5), (0.5, 1.0))
    assert profile.scores[0].reliability == pytest.approx(0.64)


def test_evidence_is_inherited_until_stated(tmp_path: Path) -> None:
    """A margin without a source of its own has its kind's."""
    sex, _, age, _ = _load(tmp_path, PROFILE).kinds[0].margins
    assert str(sex.evidence) == "Yearbook of the town (secondary)"
    assert str(age.evidence) == "assumption: half are under 40"


def test_the_number_of_people_scales_the_kinds(tmp_path: Path) -> None:
    """Forty of four hundred people are thirty and ten; nobody's kind vanishes."""
    assert [kind.people for kind in _load(tmp_path, PROFILE, 40).kinds] == [30, 10]
    assert [kind.people for kind in _load(tmp_path, PROFILE, 2).kinds] == [1, 1]
    assert [kind.people for kind in _load(tmp_path, PROFILE, 4_000).kinds] == [3_000, 1_000]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  contract:\n", "  contrakt:\n", "not-among-words"),
        ("      sex: {cells: {f: 60%", "      seks: {cells: {f: 60%", "not-among-words"),
        ("{f: 60%, m: 40%}", "{f: 60%, x: 40%}", "not-among-words"),
        ("{f: 60%, m: 40%}", "{f: 60%, m: 30%}", "shares-not-whole"),
        ("{f: 60%, m: 40%}", "{f: 140%, m: -40%}", "negative-share"),
        ("{f: 60%, m: 40%}", "{f: sixty, m: 40%}", "not-a-number"),
        ("20..39: 50%, 40..59", "20..40: 50%, 40..59", "cells-overlap"),
        ("20..39: 50%", "39..20: 50%", "band-reversed"),
        ("20..39: 50%", "young: 50%", "not-a-band"),
        ("40..59: 50%", "40..99: 50%", "band-outside-range"),
        ("middle..high: 50%", "high..middle: 50%", "band-reversed"),
        (
            "by: family\n        cells: {teacher",
            "by: famly\n        cells: {teacher",
            "not-among-words",
        ),
        ("        by: family\n", "        by: age\n", "given-not-made"),
        ("      family: {cells: {teacher: 70, clerk: 230}}\n", "", "given-not-made"),
        ("by: education", "by: zone", "given-not-made"),
        ("by: education", "by: educaton", "not-among-words"),
        ("kind: permanent", "kind: contract", "leaders-without-history"),
        ("ladder: grade", "ladder: grad", "not-among-words"),
        ("entry: {school: low, college: low}", "entry: {school: low}", "career-incomplete"),
        ("college: high}", "college: higher}", "not-among-words"),
        ("    entry_age: {unit: years, cells: {19..24: 100%}}\n", "", "entry-or-tenure"),
        ("kind: permanent", "kind: permanen", "not-among-words"),
        ("families: [clerk]", "families: [clark]", "not-among-words"),
        ("vacant: {head", "vacant: {hed", "not-among-words"),
        ("vacant: {head: 25%}", "vacant: {head: 125%}", "not-a-share"),
        ("{motivation: 0.5}", "{motivatoin: 0.5}", "not-among-words"),
        ("{motivation: 0.5}", "{motivation: 1.5}", "out-of-range"),
        ("of: ability", "of: abilty", "not-among-words"),
        ("mean: 70", "mean: 700", "band-outside-range"),
        ("  performance: {of", "  performence: {of", "not-among-words"),
        ("    mark: secondary\n", "", "no-evidence"),
        ("mark: secondary", "mark: second", "unknown-mark"),
        ("    assumption: about a hundred\n", "", "no-evidence"),
        ("people: 300", "people: 0", "out-of-range"),
        ("as_of: 2025-12-31", "as_of: 31-12-2025", "not-a-date"),
        ("made_from: margins", "made_from: magic", "unknown-word"),
        ("people: 300", "peopel: 300", "unknown-key"),
    ],
)
def test_what_does_not_hold_together_is_found(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    """Each mistake has its code, and none ends in a traceback."""
    assert code in _codes(tmp_path, old, new)


def test_a_word_that_a_scale_has_not_is_no_word_of_it(tmp_path: Path) -> None:
    """Of a word it is said of what it is none, whether a margin or a career names it."""
    for old, new, what in (
        ("{f: 60%, m: 40%}", "{f: 60%, x: 40%}", "'x' is not a word of sex"),
        ("college: high}", "colege: high}", "'colege' is not a word of education"),
    ):
        with pytest.raises(BadInput) as raised:
            _load(tmp_path, PROFILE.replace(old, new))
        assert any(what in sentence(finding) for finding in raised.value.findings)


def test_three_traits_that_cannot_go_together(tmp_path: Path) -> None:
    """Two traits alike and a third that goes with one and against the other do not exist."""
    names = "names: [ability, motivation, third]"
    text = PROFILE.replace("names: [ability, motivation]", names)
    stated = "{motivation: 0.9, third: 0.9}, motivation: {third: 0.7}"
    possible = text.replace("{motivation: 0.5}", stated)
    assert _load(tmp_path, possible).traits.names == ("ability", "motivation", "third")
    text = text.replace("{motivation: 0.5}", stated.replace("0.7", "-0.9"))
    with pytest.raises(BadInput, match="impossible-correlations"):
        _load(tmp_path, text)


def test_a_profile_without_anybody(tmp_path: Path) -> None:
    """Kinds may not be empty."""
    head, tail = PROFILE.split("kinds:\n")[0], PROFILE[PROFILE.index("traits:") :]
    with pytest.raises(BadInput, match="no-kinds"):
        _load(tmp_path, f"{head}kinds: {{}}\n{tail}")


def test_findings_name_the_place_and_the_near_word(tmp_path: Path) -> None:
    """A finding leads to the line and column of the word, and to the word that was meant."""
    with pytest.raises(BadInput) as raised:
        _load(tmp_path, PROFILE.replace("families: [clerk]", "families: [clark]"))
    (finding,) = raised.value.findings
    line = PROFILE.splitlines()[finding.where.line - 1]
    assert line[finding.where.column - 1 :].startswith("clerk")
    assert finding.values["near"] == "clerk"


LINES = PROFILE.splitlines()
WORDS = sorted(set(re.findall(r"[a-z_]+|[0-9]+%?", PROFILE)))


@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(WORDS), st.sampled_from(WORDS)),
        min_size=1,
        max_size=4,
    ),
    st.sets(st.integers(0, len(LINES) - 1), max_size=2),
)
def test_a_garbled_profile_is_refused_or_makes_people(
    tmp_path_factory: pytest.TempPathFactory,
    swaps: list[tuple[int, str, str]],
    dropped: set[int],
) -> None:
    """Words exchanged and lines lost: findings or a start, never a traceback."""
    lines = list(LINES)
    for at, old, new in swaps:
        lines[at] = lines[at].replace(old, new)
    text = "\n".join(line for n, line in enumerate(lines) if n not in dropped)
    folder = tmp_path_factory.getbasetemp()
    (folder / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    organisation = load_organisation(folder / "organisation.yaml", VOCABULARY)
    try:
        profile = _load(folder, text, 60)
    except BadInput:
        return
    stock = raw_stock(profile, organisation, VOCABULARY, Chance(0, 0))
    people, _ = draw(stock, profile, organisation, Chance(0, 0))
    assert people.size <= 60


def test_a_file_that_is_no_profile(tmp_path: Path) -> None:
    """A text where a profile should be is refused as a document."""
    with pytest.raises(DocumentError):
        _load(tmp_path, "just words\n")
