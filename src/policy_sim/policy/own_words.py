"""What documents call the things that they name, in the languages in which decisions are told.

``words: {id: {time_in_grade: masa kerja dalam golongan, predikat_scale.good: baik}}`` stands in a
vocabulary, a regulation or an amendment. A word of a scale may be given alone, or after its scale
if it means something else on another one. What a document does not call anything keeps its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from policy_sim.catalogue.language import LANGUAGES
from policy_sim.diagnostics import Diagnostic, near
from policy_sim.documents import Text
from policy_sim.policy.statute import Section, Statute
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.wording import undeclared

__all__ = ["OwnWords", "own_words"]

OwnWords = Mapping[str, Mapping[str, str]]
"""By language: what each name is called."""


class _Speaking(Protocol):
    """A document that may say what its names are called."""

    @property
    def words(self) -> dict[Text, dict[Text, Text]]:
        """By language and name."""


def own_words(
    forms: Iterable[_Speaking],
    vocabulary: Vocabulary,
    statute: Statute | None,
    findings: list[Diagnostic],
) -> OwnWords:
    """Return what *forms* call the names of *vocabulary* and *statute*; a later form wins.

    A language that is not spoken here, and a name that nothing has, is a finding.
    """
    known = _names(vocabulary, statute)
    found: dict[str, dict[str, str]] = {}
    for form in forms:
        for language, called in form.words.items():
            if language not in LANGUAGES:
                values = {"seen": f"'{language}'", "allowed": ", ".join(LANGUAGES)}
                values["near"] = near(language, LANGUAGES)
                findings.append(Diagnostic("unknown-word", language.place, values))
                continue
            for name, words in called.items():
                if name not in known:
                    findings.append(undeclared("a name of this law", name, known, name.place))
                found.setdefault(str(language), {})[str(name)] = str(words)
    return MappingProxyType({code: MappingProxyType(told) for code, told in found.items()})


def _names(vocabulary: Vocabulary, statute: Statute | None) -> set[str]:
    """Return every name that may be called something."""
    names = {
        *vocabulary.attributes,
        *vocabulary.series,
        *vocabulary.events,
        *vocabulary.relations,
        *vocabulary.groups,
        *vocabulary.tables,
        *vocabulary.tracks,
    }
    for scale in vocabulary.scales.values():
        names |= {*scale.values, *(f"{scale.name}.{word}" for word in scale.values)}
    if statute is not None:
        told = (Section.PARAMETER, Section.TABLE, Section.DEFINITION, Section.RULE)
        names |= {name for section, name in statute.items if section in told}
    return names
