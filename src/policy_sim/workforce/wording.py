"""What profiles and organisations have in common: evidence, and the vocabulary's words.

Every number of such a document says where it comes from: a ``source`` with a ``mark``, or an
``assumption`` in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import model_validator

from policy_sim.catalogue.phrase import Words, phrase, reworded
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import Scalar, Shape, Text, place_of
from policy_sim.documents.fields import Title
from policy_sim.errors import DocumentError, ScenarioError
from policy_sim.policy.values import Kind
from policy_sim.policy.vocabulary import Attribute, Vocabulary

__all__ = ["MARKS", "Evidence", "EvidenceShape", "Wording"]

MARKS = ("quoted text", "secondary", "unconfirmed", "derived")
"""How a number was read, from the strongest evidence to the weakest."""

_RANGE = re.compile(r"(?P<low>[a-z0-9_]+)\.\.(?P<high>[a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a number comes from: *source* and *mark*, or *assumption* in a sentence."""

    source: str = ""
    mark: str = ""
    assumption: str = ""

    def __str__(self) -> str:
        return str(self.told)

    @property
    def told(self) -> Words:
        """The evidence in a line, in each language in which its document gives it."""
        if self.source:
            return reworded(self.source, lambda source: f"{source} ({self.mark})")
        return reworded(self.assumption, lambda sentence: f"assumption: {sentence}")


class EvidenceShape(Shape):
    """The keys with which a part of a document says where its numbers come from."""

    source: Title | None = None
    mark: Text | None = None
    assumption: Title | None = None

    @model_validator(mode="after")
    def _mark_is_known(self) -> EvidenceShape:
        if self.mark is not None and self.mark not in MARKS:
            values = {
                "seen": self.mark,
                "allowed": ", ".join(MARKS),
                "near": near(self.mark, MARKS),
            }
            raise DocumentError([Diagnostic("unknown-mark", place_of(self.mark), values)])
        return self

    @property
    def evidence(self) -> Evidence:
        """Return the evidence as the profile and its fit keep it."""
        source, sentence = self.source or "", self.assumption or ""
        return Evidence(source, str(self.mark or ""), reworded(sentence, _one_line))

    @property
    def is_evident(self) -> bool:
        """Whether there is a source with its mark, or an assumption; but not both."""
        sourced = self.source is not None and self.mark is not None
        return sourced != (self.assumption is not None)


@dataclass
class Wording:
    """Reads the words of one document against a vocabulary, and collects what is wrong.

    *where* is the place of findings about words that do not stand in the document themselves.
    """

    vocabulary: Vocabulary
    where: Place
    findings: list[Diagnostic] = field(default_factory=list)

    def find(self, code: str, where: Place, **values: str) -> None:
        """Note a finding."""
        self.findings.append(Diagnostic(code, where, values))

    def evidence(self, part: EvidenceShape, where: Place, inherited: Evidence | None) -> Evidence:
        """Return the evidence of *part*, or else the inherited one; having neither is a finding."""
        if part.is_evident:
            return part.evidence
        stated = part.source or part.mark or part.assumption
        if stated is not None or inherited is None:
            self.find("no-evidence", where, seen=str(stated or ""))
        return inherited or Evidence()

    def words(self, attribute: str, otherwise: str) -> tuple[str, ...]:
        """Return the words of an attribute's scale, or *otherwise* alone if it is not declared."""
        declared = self.vocabulary.attributes.get(attribute)
        if declared is None or declared.type.scale is None:
            return (otherwise,)
        return declared.type.scale.values

    def position(self, word: str, words: Iterable[str], what: str) -> int | None:
        """Return the position of *word* among *words*; None, with a finding, if it is not there."""
        allowed = tuple(words)
        if word in allowed:
            return allowed.index(word)
        values = {"seen": word, "what": what, "allowed": ", ".join(allowed)}
        self.find("not-among-words", place_of(word, self.where), **values, near=near(word, allowed))
        return None

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute of persons called *name*; None, with a finding, if undeclared."""
        persons = {n: a for n, a in self.vocabulary.attributes.items() if a.subject == "person"}
        if name not in persons:
            self.position(name, persons, "an attribute of the vocabulary")
        return persons.get(name)

    def interval(self, label: str, attribute: Attribute, unit: int = 1) -> tuple[int, int] | None:
        """Return the integers that *label* covers, inclusive: a word, a number or a range.

        *unit* is how many of the attribute's own units one of the label's is (12 for years of a
        number of months); ``21..30`` in years covers everyone from 21 up to the day before 31.
        """
        match = _RANGE.fullmatch(label)
        ends = (match["low"], match["high"]) if match else (label, label)
        if attribute.type.kind in (Kind.WHOLE, Kind.DECIMAL):
            return self._numbers(label, ends, attribute, unit)
        words = attribute.type.scale.values if attribute.type.scale else ("no", "yes")
        where = place_of(label, self.where)
        what = phrase("a word of {name}", name=attribute.name)
        codes = [self.position(Scalar(end, where), words, what) for end in dict.fromkeys(ends)]
        low, high = codes[0], codes[-1]
        if low is None or high is None:
            return None
        if low > high:
            self.find("band-reversed", place_of(label), seen=label)
        return low, high

    def _numbers(
        self, label: str, ends: tuple[str, str], attribute: Attribute, unit: int
    ) -> tuple[int, int] | None:
        if not all(end.isdecimal() for end in ends):
            self.find("not-a-band", place_of(label), seen=label, what=attribute.name)
            return None
        step = attribute.type.step
        low, high = (int(int(end) * unit / step) for end in ends)
        high += int(unit / step) - 1
        if low > high:
            self.find("band-reversed", place_of(label), seen=label)
        if low < attribute.type.low or high > attribute.type.high:
            self.find("band-outside-range", place_of(label), seen=label, what=attribute.name)
        return low, high

    def refuse(self) -> None:
        """Raise :exc:`ScenarioError` with all findings, if there are any."""
        if self.findings:
            raise ScenarioError(sorted(self.findings, key=lambda finding: finding.where))


def _one_line(text: str) -> str:
    return " ".join(text.split())
