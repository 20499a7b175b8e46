"""Organisations as documents: kinds of unit, their posts, the establishment and its sources."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Discriminator, Field, Tag

from policy_sim.diagnostics import Place
from policy_sim.documents import Text, kind_tag, place_of, read_document, shape
from policy_sim.documents.fields import Exact, Name, Share, Whole
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.levels import Carried, Levels, Turnover
from policy_sim.workforce.organisation import Organisation, Plan, UnitKind
from policy_sim.workforce.wording import Evidence, EvidenceShape, Wording

__all__ = ["OrganisationShape", "load_organisation", "load_plan"]

FIELD, UNIT = "field", "unit"
"""The attribute that holds the field in which somebody has studied."""

Count = Annotated[Whole, Field(ge=0, le=1_000_000)]
Counts = Annotated[
    Annotated[Count, Tag("scalar")] | Annotated[dict[Name, Count], Tag("mapping")],
    Discriminator(kind_tag),
]


class _Places(EvidenceShape):
    noun: ClassVar[str] = "the places of a family"

    places: Count
    field: Name | None = None


class _Classes(EvidenceShape):
    noun: ClassVar[str] = "the job classes"

    offices: dict[Name, Count] = {}
    staff: dict[Name, Count] = {}


class _UnitKind(EvidenceShape):
    noun: ClassVar[str] = "a kind of unit"

    title: Text | None = None
    count: Counts
    under: Name | None = None
    weight: Annotated[Whole, Field(ge=0, le=1000)] = 1
    posts: dict[Name, Count] = {}
    field: Name | None = None
    staff: dict[Name, Share] = {}


class _Carried(EvidenceShape):
    noun: ClassVar[str] = "what is carried over to another level"

    correlation: Name | None = None
    shift: Name | None = None


class _Responsibility(EvidenceShape):
    noun: ClassVar[str] = "the responsibility of the levels"

    of: Name
    levels: dict[Name, Annotated[Exact, Field(ge=0)]]


class OrganisationShape(EvidenceShape):
    """What the document of an organisation holds."""

    noun: ClassVar[str] = "an organisation"

    organisation: Name
    title: Text
    turnover: Turnover = Turnover.TOGETHER
    responsibility: _Responsibility | None = None
    carried_over: dict[Name, _Carried] = {}
    establishment: dict[Name, _Places] = {}
    job_classes: _Classes | None = None
    units: dict[Name, _UnitKind]


def load_organisation(
    path: Path, vocabulary: Vocabulary, scale: Fraction = Fraction(1)
) -> Organisation:
    """Return the organisation of the document at *path*, laid out at *scale*.

    Raises :exc:`DocumentError` if the file is not such a document and :exc:`ScenarioError` with
    every finding if it does not hold together or does not fit the vocabulary.
    """
    return lay_out(load_plan(path, vocabulary), scale)


def load_plan(path: Path, vocabulary: Vocabulary) -> Plan:
    """Return the organisation of the document at *path* as it is stated, at full size."""
    document = read_document(path)
    stated = shape(document.root, OrganisationShape)
    wording = Wording(vocabulary, Place(document.file))
    plan = _plan(stated, wording)
    wording.refuse()
    return plan


def _plan(stated: OrganisationShape, wording: Wording) -> Plan:
    where = wording.where
    evidence = wording.evidence(stated, where, None)
    zones = wording.words("zone", "all")
    offices = wording.words("office", "none")
    families = wording.words("family", "staff")
    if not stated.units:
        wording.find("no-units", where)
    kinds = tuple(
        _unit_kind(name, kind, wording, evidence, (zones, offices, families))
        for name, kind in stated.units.items()
    )
    _check_parents(stated.units, wording)
    places = _by_word(
        {family: part.places for family, part in stated.establishment.items()},
        families,
        wording,
        "a family",
    )
    for family, part in stated.establishment.items():
        wording.evidence(part, place_of(family), evidence)
    for number, word in enumerate(families):
        at = next((place_of(key) for key in stated.establishment if key == word), where)
        _check_shares(kinds, number, word, places[number], wording, at)
    classes = stated.job_classes or _Classes()
    wording.evidence(classes, where, evidence)
    return Plan(
        name=str(stated.organisation),
        title=str(stated.title),
        zones=zones,
        offices=offices,
        families=families,
        kinds=kinds,
        places=places,
        office_class=_by_word(classes.offices, offices, wording, "an office"),
        staff_class=_by_word(classes.staff, families, wording, "a family"),
        family_fields=_by_word(
            {family: _field(part.field, wording) for family, part in stated.establishment.items()},
            families,
            wording,
            "a family",
        ),
        levels=_levels(stated, offices, wording, evidence),
        numbers=_numbers(wording.vocabulary),
        where=where,
    )


def _numbers(vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Return the numbers that a person's attribute for the unit can hold; None without one."""
    unit = vocabulary.attributes.get(UNIT)
    return None if unit is None else (unit.type.low, unit.type.high)


def _levels(
    stated: OrganisationShape, offices: tuple[str, ...], wording: Wording, inherited: Evidence
) -> Levels:
    """Return how people leave, rise and count level by level."""
    counts, weights, weighed = stated.responsibility, [Fraction(0)] * len(offices), ""
    if counts is not None:
        weighed = str(counts.of)
        wording.evidence(counts, place_of(counts.of), inherited)
        for office, weight in counts.levels.items():
            at = wording.position(office, offices, "an office")
            if at is not None:
                weights[at] = weight
    for trait, part in stated.carried_over.items():
        wording.evidence(part, place_of(trait), inherited)
        if part.correlation is None and part.shift is None:
            wording.find("correlation-or-shift", place_of(trait), seen=trait)
    return Levels(
        turnover=stated.turnover,
        responsibility=tuple(weights) if counts is not None else (),
        weighed=weighed,
        carried=tuple(
            Carried(str(trait), part.correlation or "", part.shift or "")
            for trait, part in stated.carried_over.items()
        ),
    )


def _field(stated: str | None, wording: Wording) -> int:
    """Return the code of a field of study; 0 for none, and where people have no field on record."""
    if stated is None or FIELD not in wording.vocabulary.attributes:
        return 0
    return wording.position(stated, wording.words(FIELD, "none"), "a field of study") or 0


def _unit_kind(
    name: str,
    kind: _UnitKind,
    wording: Wording,
    inherited: Evidence,
    words: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
) -> UnitKind:
    zones, offices, families = words
    wording.evidence(kind, place_of(name), inherited)
    if isinstance(kind.count, Mapping):
        count = _by_word(kind.count, zones, wording, "a zone")
    else:
        count = (kind.count, *[0] * (len(zones) - 1))
    if not any(count):
        wording.find("no-units", place_of(name), seen=name)
    posts = _by_word(kind.posts, offices, wording, "an office")
    if posts[0]:
        wording.find("post-of-no-office", place_of(name), seen=offices[0])
    shares = [Fraction(0)] * len(families)
    for family, share in kind.staff.items():
        at = wording.position(family, families, "a family")
        if at is not None:
            shares[at] = share
    under, field = str(kind.under or ""), _field(kind.field, wording)
    return UnitKind(str(name), count, under, kind.weight, posts, tuple(shares), field)


def _by_word(
    stated: Mapping[str, int], words: tuple[str, ...], wording: Wording, what: str
) -> tuple[int, ...]:
    numbers = [0] * len(words)
    for word, number in stated.items():
        at = wording.position(word, words, what)
        if at is not None:
            numbers[at] = number
    return tuple(numbers)


def _check_parents(units: Mapping[str, _UnitKind], wording: Wording) -> None:
    """Each kind stands under a declared one, and none under itself by any way."""
    for name, kind in units.items():
        if kind.under is None:
            continue
        if wording.position(kind.under, units, "a kind of unit") is None:
            continue
        above, seen = str(kind.under), {str(name)}
        while above in units and above not in seen and units[above].under is not None:
            seen.add(above)
            above = str(units[above].under)
        if above == name:
            wording.find("unit-under-itself", place_of(kind.under), seen=name)


def _check_shares(
    kinds: tuple[UnitKind, ...], family: int, word: str, places: int, wording: Wording, at: Place
) -> None:
    """The staff shares of a family with places make exactly the whole."""
    total = sum((kind.staff[family] for kind in kinds), Fraction(0))
    if total != (1 if places else 0):
        wording.find("shares-not-whole", at, seen=f"{float(total * 100):g} %", what=word)
