"""Profiles as documents: margins, tables, tenure, traits and scores, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import isclose
from pathlib import Path

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Place
from policy_sim.documents import Text, place_of, read_document, shape
from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.workforce.bell import normal_cells
from policy_sim.workforce.profile import (
    Career,
    Cell,
    Drift,
    EmploymentKind,
    Leaders,
    Margin,
    Profile,
    Score,
    Table,
    Traits,
    TraitScale,
    Values,
)
from policy_sim.workforce.profile_form import (
    CareerForm,
    DriftForm,
    KindForm,
    LeadersForm,
    MarginForm,
    NormalForm,
    ProfileForm,
    ScaleForm,
    ScoreForm,
    TableForm,
    TraitsForm,
    ValuesForm,
)
from policy_sim.workforce.traits import cholesky
from policy_sim.workforce.wording import Evidence, Wording

__all__ = ["load_profile"]

_UNITS = {"months": 1, "years": 12}
_TOLERANCE = Fraction(1, 100)
"""Published percentages are rounded: a margin may miss the whole by this much."""


def load_profile(path: Path, vocabulary: Vocabulary, people: int | None = None) -> Profile:
    """Return the profile of the document at *path*, scaled to *people* if given.

    Raises :exc:`DocumentError` if the file is not such a document and :exc:`ScenarioError` with
    every finding if it does not hold together or does not fit the vocabulary.
    """
    document = read_document(path)
    stated = shape(document.root, ProfileForm)
    reading = _Reading(vocabulary, Place(document.file))
    profile = reading.profile(stated, document.text_digest)
    reading.refuse()
    return profile if people is None else profile.scaled(people)


def _drift(stated: DriftForm) -> Drift:
    return Drift(tuple(stated.outcomes), stated.because)


class _Reading(Wording):
    """Turns the shape of one document into a profile, collecting findings."""

    def profile(self, stated: ProfileForm, digest: str) -> Profile:
        stated_once = stated.source or stated.mark or stated.assumption
        evidence = self.evidence(stated, self.where, None) if stated_once else None
        kinds = tuple(self.kind(name, kind, evidence) for name, kind in stated.kinds.items())
        if not kinds:
            self.find("no-kinds", self.where)
        traits = self.traits(stated.traits, evidence)
        return Profile(
            name=str(stated.profile),
            title=str(stated.title),
            as_of=stated.as_of,
            kinds=kinds,
            traits=traits,
            scores=tuple(
                self.score(name, score, traits, evidence) for name, score in stated.scores.items()
            ),
            leaders=self.leaders(stated.leaders, stated.kinds, evidence),
            drifts=tuple(map(_drift, stated.expected_drifts)),
            digest=digest,
        )

    def kind(self, name: str, stated: KindForm, inherited: Evidence | None) -> EmploymentKind:
        own = self.evidence(stated, place_of(name), inherited)
        code = None
        if "employment" in self.vocabulary.attributes:
            code = self.position(name, self.words("employment", ""), "an employment")
        if (stated.entry_age is None) == (stated.tenure is None):
            self.find("entry-or-tenure", place_of(name), seen=name)
        self.check_given(stated)
        return EmploymentKind(
            name=str(name),
            code=code,
            people=stated.people,
            from_history=stated.made_from == "history",
            youngest=stated.youngest,
            margins=tuple(
                m for n, part in stated.margins.items() if (m := self.margin(n, part, own))
            ),
            tables=tuple(t for n, part in stated.tables.items() if (t := self.table(n, part, own))),
            values=tuple(v for n, part in stated.values.items() if (v := self.follow(n, part))),
            entry_age=self.margin("age", stated.entry_age, own),
            tenure=self.margin("service", stated.tenure, own),
            career=self.career(stated.career, place_of(name), own),
            evidence=own,
        )

    def check_given(self, stated: KindForm) -> None:
        """Whatever something is given by must be a word, and made before it."""
        made = {str(name) for name in stated.margins}
        conditions = [(name, table.by) for name, table in stated.tables.items()]
        conditions += [("", values.by) for values in stated.values.values()]
        if stated.career is not None and stated.career.by is not None:
            conditions.append(("", stated.career.by))
        for name, by in conditions:
            declared = self.vocabulary.attributes.get(by)
            if declared is not None and (by not in made or declared.type.scale is None):
                self.find("given-not-made", place_of(by), seen=by)
            made.add(str(name))

    def margin(self, name: str, stated: MarginForm | None, inherited: Evidence) -> Margin | None:
        attribute = self.attribute(name) if stated is not None else None
        if attribute is None or stated is None:
            return None
        where = place_of(name, place_of(next(iter(stated.cells), "")))
        evidence = self.evidence(stated, where, inherited)
        if (stated.normal is None) == (not stated.cells):
            self.find("cells-or-normal", where, seen=str(name))
        if stated.normal is not None:
            cells = self.bell(stated.normal, attribute, stated.unit)
        else:
            cells = self.cells(stated.cells, attribute, stated.unit, where)
        return Margin(str(name), cells, evidence)

    def bell(self, stated: NormalForm, attribute: Attribute, unit: str | None) -> tuple[Cell, ...]:
        """Return the cells of a normal distribution: one of each unit, and the clipped ends."""
        size = _UNITS[unit or "months"]
        step = attribute.type.step
        ends = self.interval(stated.within, attribute, size)
        width = int(size / step)
        if ends is None:
            return ()
        scale = float(size / step)
        return normal_cells(
            stated.mean * scale, stated.sd * scale, (ends[0], ends[1] - width + 1), width
        )

    def table(self, name: str, stated: TableForm, inherited: Evidence) -> Table | None:
        attribute, by = self.attribute(name), self.attribute(stated.by)
        if attribute is None or by is None or by.type.scale is None:
            return None
        evidence = self.evidence(stated, place_of(name), inherited)
        margins: dict[int, Margin] = {}
        for word, cells in stated.cells.items():
            codes = self.interval(word, by)
            read = self.cells(cells, attribute, stated.unit, place_of(word))
            for code in range(codes[0], codes[1] + 1) if codes else ():
                margins[code] = Margin(str(name), read, evidence)
        return Table(str(name), str(stated.by), margins, evidence)

    def cells(
        self, stated: Mapping[Text, Fraction], attribute: Attribute, unit: str | None, where: Place
    ) -> tuple[Cell, ...]:
        total = sum(stated.values(), Fraction(0))
        cells = []
        for label, amount in stated.items():
            ends = self.interval(label, attribute, _UNITS[unit or "months"])
            if amount < 0:
                self.find("negative-share", place_of(label), seen=str(label))
            if ends is not None and total > 0:
                cells.append(Cell(str(label), *ends, amount / total))
        if not self._is_whole(stated, total):
            self.find(
                "shares-not-whole", where, seen=f"{float(total * 100):g} %", what=attribute.name
            )
        self._check_overlap(cells, where)
        return tuple(cells)

    @staticmethod
    def _is_whole(stated: Mapping[Text, Fraction], total: Fraction) -> bool:
        """Heads may make any total; percentages make the whole but for published rounding."""
        heads = all(amount.denominator == 1 for amount in stated.values()) and total > 1
        return heads or abs(total - 1) <= _TOLERANCE

    def _check_overlap(self, cells: list[Cell], where: Place) -> None:
        ordered = sorted(cells, key=lambda cell: cell.low)
        for first, second in pairwise(ordered):
            if second.low <= first.high:
                self.find("cells-overlap", where, seen=f"{first.label}, {second.label}")

    def follow(self, name: str, stated: ValuesForm) -> Values | None:
        attribute, by = self.attribute(name), self.attribute(stated.by)
        if attribute is None or by is None or by.type.scale is None:
            return None
        codes = [attribute.before_first] * (by.type.high + 1)
        for word, value in stated.cells.items():
            keys, ends = self.interval(word, by), self.interval(value, attribute)
            for code in range(keys[0], keys[1] + 1) if keys and ends else ():
                codes[code] = ends[0] if ends else 0
        return Values(str(name), str(stated.by), tuple(codes))

    def career(self, stated: CareerForm | None, where: Place, inherited: Evidence) -> Career | None:
        if stated is None or self.attribute(stated.ladder) is None:
            return None
        self.evidence(stated, place_of(stated.ladder, where), inherited)
        if stated.by is not None and self.attribute(stated.by) is None:
            return None
        by_words = self.words(str(stated.by), "all") if stated.by else ("all",)
        steps = self.words(str(stated.ladder), "")
        ends = []
        for stated_codes in (stated.entry, stated.ceiling):
            codes: list[int | None] = [None] * len(by_words)
            for word, step in stated_codes.items():
                what = phrase("a word of {name}", name=stated.by or "all")
                at = self.position(word, by_words, what)
                if at is not None:
                    codes[at] = self.position(step, steps, "a step of the ladder")
            if None in codes:
                missing = [w for w, code in zip(by_words, codes, strict=True) if code is None]
                self.find("career-incomplete", where, seen=", ".join(missing))
            ends.append(tuple(code or 0 for code in codes))
        return Career(str(stated.ladder), str(stated.by or ""), ends[0], ends[1], stated.every)

    def traits(self, stated: TraitsForm, inherited: Evidence | None) -> Traits:
        names = [str(name) for name in stated.names]
        place = place_of(stated.names[0]) if stated.names else self.where
        evidence = self.evidence(stated, place, inherited)
        matrix = [[1.0 if a == b else 0.0 for b in names] for a in names]
        for first, row in stated.correlations.items():
            i = self.position(first, names, "a trait")
            for second, value in row.items():
                j = self.position(second, names, "a trait")
                if i is not None and j is not None and i != j:
                    matrix[i][j] = matrix[j][i] = value
        correlations = tuple(map(tuple, matrix))
        if cholesky(correlations) is None:
            self.find("impossible-correlations", place)
        scales = {name: self.scale(name, part, names) for name, part in stated.scales.items()}
        return Traits(tuple(names), correlations, evidence, scales)

    def scale(self, name: str, stated: ScaleForm, names: list[str]) -> TraitScale:
        """Return the scale of a trait, whose mean lies within its range."""
        self.position(name, names, "a trait")
        low, high = stated.within
        if not low < high or not low <= stated.mean <= high:
            self.find("scale-turned-round", place_of(name), seen=f"{stated.mean:g}")
        return TraitScale(stated.mean, stated.sd, low, high)

    def score(
        self, name: str, stated: ScoreForm, traits: Traits, inherited: Evidence | None
    ) -> Score:
        attribute = self.attribute(name)
        self.position(stated.of, traits.names, "a trait")
        evidence = self.evidence(stated, place_of(name), inherited)
        if attribute is not None:
            step = float(attribute.type.step)
            low, high = attribute.type.low * step, attribute.type.high * step
            if not (low <= stated.mean <= high or isclose(stated.mean, high)):
                self.find("band-outside-range", place_of(name), seen=str(stated.mean), what=name)
        return Score(
            str(name), str(stated.of), stated.reliability, stated.mean, stated.sd, evidence
        )

    def leaders(
        self,
        stated: LeadersForm | None,
        kinds: Mapping[str, KindForm],
        inherited: Evidence | None,
    ) -> Leaders | None:
        if stated is None:
            return None
        evidence = self.evidence(stated, place_of(stated.kind), inherited)
        self.position(stated.kind, kinds, "a kind of employment")
        if stated.kind in kinds and kinds[stated.kind].made_from != "history":
            self.find("leaders-without-history", place_of(stated.kind), seen=stated.kind)
        families = [
            self.position(f, self.words("family", "staff"), "a family") for f in stated.families
        ]
        offices = self.words("office", "none")
        vacant = [Fraction(0)] * len(offices)
        for office, share in stated.vacant.items():
            at = self.position(office, offices, "an office")
            if at is not None:
                vacant[at] = share
        sets: dict[str, int] = {}
        for name, value in stated.sets.items():
            attribute = self.attribute(name)
            ends = attribute and self.interval(value, attribute)
            if ends:
                sets[str(name)] = ends[0]
        return Leaders(
            kind=str(stated.kind),
            families=tuple(f for f in families if f is not None),
            vacant=tuple(vacant),
            held=stated.held,
            sets=sets,
            evidence=evidence,
        )
