"""Names in practices and settings that must be names of the vocabulary or of the workforce."""

from __future__ import annotations

from collections.abc import Iterable

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.policy.effects import AREAS
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.simulation.practices.practice import LOTTERY, ORACLE, DatedPractice
from policy_sim.workforce.organisation import Organisation

__all__ = [
    "BY_PLACES",
    "practice_findings",
    "unknown_attributes",
    "unknown_elements",
    "unknown_events",
    "unknown_figures",
    "unknown_rules",
    "unknown_series",
    "unknown_shares",
    "unknown_tracks",
    "unknown_traits",
    "unknown_words",
    "unknown_words_among",
]


BY_PLACES = ("recruitment", "regularisation")
"""The areas whose places a practice may give to others than the law does."""


def practice_findings(
    practice: DatedPractice,
    vocabulary: Vocabulary,
    traits: Iterable[str],
    organisation: Organisation | None = None,
) -> list[Diagnostic]:
    """Return what in *practice* names no figure, office, area, or part of the *organisation*.

    *traits* are the people's.
    """
    figures = {*traits, *vocabulary.attributes}
    findings: list[Diagnostic] = []
    for _, part in practice.stretches:
        if part.order is not None:
            findings += _unknown("unknown-figure", [part.order.by], {*figures, LOTTERY, ORACLE})
            if "office" in vocabulary.attributes:
                findings += unknown_words(part.order.offices, vocabulary, "office")
            if organisation is not None:
                findings += unknown_words_among(part.order.units, organisation.kinds)
                findings += unknown_words_among(part.order.zones, organisation.zones)
        findings += unknown_words_among(part.undone, AREAS)
        findings += unknown_words_among(part.places, BY_PLACES)
        by = [places.by for places in part.places.values()]
        findings += _unknown("unknown-figure", by, {*figures, LOTTERY, ORACLE})
    return findings


def unknown_attributes(names: Iterable[str], vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return a finding for each of *names* that is no attribute of the vocabulary."""
    return _unknown("unknown-attribute", names, vocabulary.attributes)


def unknown_events(names: Iterable[str], vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return a finding for each of *names* that is no event of the vocabulary."""
    return _unknown("unknown-event", names, vocabulary.events)


def unknown_tracks(names: Iterable[str], vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return a finding for each of *names* that is no track of the vocabulary."""
    return _unknown("unknown-track", names, vocabulary.tracks)


def unknown_elements(names: Iterable[str], elements: Iterable[str]) -> list[Diagnostic]:
    """Return a finding for each of *names* that is no element (rule) of pay."""
    return _unknown("unknown-element", names, elements)


def unknown_rules(names: Iterable[str], rules: Iterable[str]) -> list[Diagnostic]:
    """Return a finding for each of *names* that is the id of no rule."""
    return _unknown("unknown-rule", names, set(rules))


def unknown_shares(names: Iterable[str], shares: Iterable[str]) -> list[Diagnostic]:
    """Return a finding for each of *names* that is no parameter holding a share."""
    return _unknown("unknown-share", names, shares)


def unknown_series(names: Iterable[str], vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return a finding for each of *names* that is no series of the vocabulary."""
    return _unknown("unknown-series", names, vocabulary.series_of("person"))


def unknown_traits(names: Iterable[str], traits: Iterable[str]) -> list[Diagnostic]:
    """Return a finding for each of *names* that is no trait of the people."""
    return _unknown("unknown-trait", names, traits)


def unknown_figures(names: Iterable[str], figures: Iterable[str]) -> list[Diagnostic]:
    """Return a finding for each of *names* that is no figure of people."""
    return _unknown("unknown-figure", names, figures)


def unknown_words(words: Iterable[str], vocabulary: Vocabulary, attribute: str) -> list[Diagnostic]:
    """Return a finding for each of *words* that is no value of *attribute*."""
    known = vocabulary.attributes.get(attribute)
    scale = None if known is None else known.type.scale
    return unknown_words_among(words, () if scale is None else scale.values)


def unknown_words_among(words: Iterable[str], known: Iterable[str]) -> list[Diagnostic]:
    """Return a finding for each of *words* that is not among the *known* ones."""
    return _unknown("unknown-word", words, known)


def _unknown(code: str, names: Iterable[str], known: Iterable[str]) -> list[Diagnostic]:
    allowed = sorted(known)
    return [
        Diagnostic(
            code,
            getattr(name, "place", Place("")),
            {
                "seen": f"'{name}'" if code == "unknown-word" else str(name),
                "allowed": ", ".join(allowed),
                "near": near(name, allowed),
            },
        )
        for name in names
        if name not in allowed
    ]
