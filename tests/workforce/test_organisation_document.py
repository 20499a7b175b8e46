"""Organisations as documents: what is read, and every way in which one does not hold together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from policy_sim.errors import BadInput, DocumentError, ScenarioError
from policy_sim.policy.values import Kind, Scale, ValueType
from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.workforce import load_organisation
from policy_sim.workforce.organisation_document import load_plan
from strategies_workforce import ORGANISATION, VOCABULARY


def _file(folder: Path, text: str) -> Path:
    path = folder / "town.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _numbering(low: int, high: int) -> Vocabulary:
    """Return the words with an attribute ``unit`` that holds *low* to *high*."""
    stated = VOCABULARY.attributes["unit"]
    unit = replace(stated, type=replace(stated.type, low=low, high=high))
    return replace(VOCABULARY, attributes={**VOCABULARY.attributes, "unit": unit})


def _codes(folder: Path, old: str, new: str) -> list[tuple[str, int]]:
    """Return code and line of each finding of the document with *old* replaced by *new*."""
    assert old in ORGANISATION
    path = _file(folder, ORGANISATION.replace(old, new))
    with pytest.raises(BadInput) as raised:
        load_organisation(path, VOCABULARY)
    return [(finding.code, finding.where.line) for finding in raised.value.findings]


def test_a_document_becomes_an_organisation(tmp_path: Path) -> None:
    """Thirteen units with eleven posts and 380 places, classes by office and family."""
    organisation = load_organisation(_file(tmp_path, ORGANISATION), VOCABULARY)
    assert organisation.name == "town"
    assert organisation.kinds == ("hall", "bureau", "school")
    assert (organisation.units, organisation.posts) == (13, 11)
    assert organisation.establishment.sum(axis=0).tolist() == [80, 300]
    assert organisation.office_class.tolist() == [0, 9, 12]
    assert organisation.staff_class.tolist() == [8, 0]


def test_the_scale_is_applied(tmp_path: Path) -> None:
    """Half the people get half the places."""
    organisation = load_organisation(_file(tmp_path, ORGANISATION), VOCABULARY, Fraction(1, 2))
    assert organisation.establishment.sum(axis=0).tolist() == [40, 150]


@pytest.mark.parametrize(("low", "high"), [(0, 11), (1, 99)])
def test_more_units_than_the_record_can_tell_apart_are_refused(
    tmp_path: Path, low: int, high: int
) -> None:
    """Thirteen units are numbered 0 to 12; a number beyond the range would become another unit."""
    path = _file(tmp_path, ORGANISATION)
    with pytest.raises(ScenarioError) as raised:
        load_organisation(path, _numbering(low, high))
    (finding,) = raised.value.findings
    assert (finding.code, finding.where.file) == ("units-beyond-range", str(path))
    assert finding.values == {"seen": "13", "allowed": f"{low}..{high}"}


def test_as_many_units_as_the_record_can_tell_apart_are_laid_out(tmp_path: Path) -> None:
    """Thirteen units fit into 0 to 12."""
    assert load_organisation(_file(tmp_path, ORGANISATION), _numbering(0, 12)).units == 13


def test_a_count_without_zones_stands_in_the_first(tmp_path: Path) -> None:
    """A plain number needs no zone."""
    plan = load_plan(_file(tmp_path, ORGANISATION), VOCABULARY)
    assert [kind.count for kind in plan.kinds] == [(1, 0), (6, 2), (3, 1)]


def test_a_vocabulary_without_families_and_offices(tmp_path: Path) -> None:
    """Another country's organisation needs neither: all its places are of staff."""
    kept = {n: a for n, a in VOCABULARY.attributes.items() if n in ("unit", "sex")}
    bare: Vocabulary = replace(VOCABULARY, attributes=kept)
    text = (
        "organisation: bare\ntitle: Bare\nassumption: invented\n"
        "establishment: {staff: {places: 30}}\n"
        "units: {office: {count: 3, staff: {staff: 100%}}}\n"
    )
    organisation = load_organisation(_file(tmp_path, text), bare)
    assert organisation.families == ("staff",)
    assert organisation.zones == ("all",)
    assert organisation.posts == 0
    assert organisation.establishment.tolist() == [[10], [10], [10]]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("posts: {head: 1}", "posts: {haed: 1}", ("not-among-words", 17)),
        ("{core: 6, outer: 2}", "{core: 6, outher: 2}", ("not-among-words", 15)),
        ("under: bureau", "under: buraeu", ("not-among-words", 21)),
        ("  clerk: {places: 300}", "  clark: {places: 300}", ("not-among-words", 6)),
        ("offices: {head: 9", "offices: {hed: 9", ("not-among-words", 7)),
        ("staff: {teacher: 8}}", "staff: {techer: 8}}", ("not-among-words", 7)),
        ("posts: {head: 1}", "posts: {none: 1}", ("post-of-no-office", 14)),
        ("{core: 6, outer: 2}", "0", ("no-units", 14)),
        ("staff: {clerk: 60%}", "staff: {clerk: 50%}", ("shares-not-whole", 6)),
        ("assumption: invented\n", "", ("no-evidence", 1)),
        ("assumption: invented\n", "source: a book\n", ("no-evidence", 1)),
        ("assumption: invented\n", "source: a book\nmark: hearsay\n", ("unknown-mark", 4)),
        ("count: {core: 3, outer: 1}", "count: -3", ("out-of-range", 20)),
        ("weight: 5", "wieght: 5", ("unknown-key", 11)),
        ("title: A town hall and its schools\n", "", ("missing-key", 1)),
        ("places: 80", "places: many", ("not-whole", 5)),
    ],
)
def test_what_does_not_hold_together_is_found(
    tmp_path: Path, old: str, new: str, expected: tuple[str, int]
) -> None:
    """Each mistake has its code and its line."""
    assert expected in _codes(tmp_path, old, new)


def test_units_cannot_stand_under_themselves(tmp_path: Path) -> None:
    """A circle of units is found, however long."""
    found = _codes(tmp_path, "    count: 1\n", "    count: 1\n    under: school\n")
    assert [code for code, _ in found] == ["unit-under-itself"] * 3


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    """Three mistakes are three findings, in the order of the document."""
    text = ORGANISATION.replace("posts: {head: 1}", "posts: {haed: 1}")
    text = text.replace("under: bureau", "under: buraeu").replace("clerk: 60%", "clerk: 61%")
    with pytest.raises(ScenarioError) as raised:
        load_organisation(_file(tmp_path, text), VOCABULARY)
    codes = [finding.code for finding in raised.value.findings]
    assert codes == ["shares-not-whole", "not-among-words", "not-among-words"]
    assert "did you mean 'head'?" in str(raised.value)


def test_a_file_that_is_no_organisation(tmp_path: Path) -> None:
    """A list, or nothing at all, is refused as a document."""
    for text in ("- 1\n", "", "organisation: [\n"):
        with pytest.raises(DocumentError):
            load_organisation(_file(tmp_path, text), VOCABULARY)
    with pytest.raises(DocumentError):
        load_organisation(tmp_path / "missing.yaml", VOCABULARY)


def _with_fields(*fields: str) -> Vocabulary:
    """Return the vocabulary with an attribute ``field`` of these words beside none."""
    words = ("none", *fields)
    scale = Scale("fields", words, tuple(range(len(words))))
    kind = ValueType(Kind.CATEGORY, 0, len(fields), scale=scale)
    attributes = {**VOCABULARY.attributes, "field": Attribute("field", kind)}
    return replace(VOCABULARY, attributes=attributes)


ASKING = ORGANISATION.replace("{places: 80}", "{places: 80, field: pedagogy}").replace(
    "    posts: {chief: 1, head: 2}\n", "    posts: {chief: 1, head: 2}\n    field: law\n"
)


def test_families_and_units_may_ask_for_a_field_of_study(tmp_path: Path) -> None:
    """Teachers are asked for pedagogy, the hall's posts for law, all others for nothing."""
    organisation = load_organisation(_file(tmp_path, ASKING), _with_fields("law", "pedagogy"))
    assert organisation.fields.families.tolist() == [2, 0]
    posts = organisation.fields.of_posts(organisation.post_unit)
    assert posts[organisation.post_unit == 0].tolist() == [1, 1, 1]
    assert not posts[organisation.post_unit > 0].any()


def test_without_fields_on_record_nothing_is_asked_for(tmp_path: Path) -> None:
    """The same organisation serves a vocabulary that knows no fields."""
    organisation = load_organisation(_file(tmp_path, ASKING), VOCABULARY)
    assert not organisation.fields.units.any()
    assert not organisation.fields.families.any()


def test_a_field_that_there_is_not_is_a_finding(tmp_path: Path) -> None:
    """A word that the attribute does not have is told where it stands."""
    with pytest.raises(BadInput) as raised:
        load_organisation(_file(tmp_path, ASKING), _with_fields("law"))
    assert [finding.code for finding in raised.value.findings] == ["not-among-words"]
