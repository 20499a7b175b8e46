"""Who tells of a sweep: in which language and currency, and what the study calls its things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import amount, change, difference
from policy_sim.report.page.words import group_words, law_words
from policy_sim.report.voice import Voice
from policy_sim.report.wording import arm_title, labelled_words, symbol_of, titled
from policy_sim.simulation.books.yearbook import EVERYBODY
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.points import ASSUME, LAWS
from policy_sim.study.scenario import Scenario

__all__ = ["ENGLISH_TELLER", "Teller"]

_QUANTITY = re.compile(r"(?P<before>[^0-9-]*)(?P<number>-?[0-9]+(\.[0-9]+)?)(?P<after>[^0-9]*)")


@dataclass(frozen=True)
class Teller:
    """Speaks *language*; *manifest* is that of what was swept, and names its arms.

    *titles* are what readers call the assumptions, *words* what the laws call their names.
    """

    language: Language = ENGLISH
    manifest: Mapping[str, Any] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario, manifest: Mapping[str, Any], language: Language) -> Self:
        """Return who tells of a sweep of *scenario*."""
        titles = {name: one.title for name, one in scenario.register.assumptions.items()}
        return cls(language, manifest, titles, law_words(scenario.laws.values(), language))

    @property
    def symbol(self) -> str:
        """The symbol of the currency, empty if there is none."""
        return symbol_of(self.manifest)

    def arm(self, name: str) -> str:
        """Return an arm by its titles; what is hypothetical says so."""
        return arm_title(name, self.manifest, self.language) if self.manifest else name

    def outcome(self, name: str) -> str:
        """Return what an outcome is called within a sentence, labelled if it is of placeholders."""
        return labelled_words(name, self.manifest, self.language)

    def subject(self, arm: str, outcome: str) -> str:
        """Return what a difference is of: an arm and an outcome."""
        return f"{self.arm(arm)}: {self.outcome(outcome)}"

    def figure(self, outcome: str, group: str) -> str:
        """Return an outcome, and the group whose it is: ``headcount (age: 20 to 29 years)``."""
        if group == EVERYBODY:
            return self.outcome(outcome)
        return f"{self.outcome(outcome)} ({group_words(group, Voice(self.language, self.words))})"

    def assumption(self, name: str) -> str:
        """Return an assumption by its title, and by the name that a command knows it by."""
        return self._named(name, name, titled(self.titles.get(name, ""), self.language))

    def lever(self, what: str) -> str:
        """Return what is varied, as the study calls it, and by the name that a command knows."""
        root, _, rest = what.partition(".")
        name = rest.rpartition(".")[2]
        if root == ASSUME:
            return self._named(name, what, titled(self.titles.get(name, ""), self.language))
        return self._named(name, what, self.words.get(name, "") if root == LAWS else "")

    def parameter(self, name: str) -> str:
        """Return a parameter of a law, as the law calls it, and by its name."""
        return self._named(name, name, self.words.get(name, ""))

    def value(self, text: str) -> str:
        """Return a value of a document in the language: ``60 points`` as ``60 poin``."""
        found = _QUANTITY.fullmatch(text)
        if found is None:
            return self.language.text(text)
        unit = found["after"].strip()
        after = found["after"].replace(unit, self.language.text(unit)) if unit else ""
        return f"{found['before']}{self.language.written(found['number'])}{after}"

    def number(self, value: float) -> str:
        """Return a number of a register, with four significant figures."""
        return self.language.written(f"{value:.4g}")

    def interval(self, low: str, high: str) -> str:
        """Return two ends as an interval."""
        return self.language.say("[{low}, {high}]", low=low, high=high)

    def difference(self, mean: float, low: float | None, high: float | None, outcome: str) -> str:
        """Return a difference of *outcome* with its interval."""
        return difference(mean, low, high, OUTCOMES[outcome].unit, self.symbol, self.language)

    def change(self, value: float, outcome: str) -> str:
        """Return a difference of *outcome* alone."""
        return change(value, OUTCOMES[outcome].unit, self.symbol, self.language)

    def amount(self, value: float, outcome: str) -> str:
        """Return a value of *outcome* in its unit."""
        return amount(value, OUTCOMES[outcome].unit, self.symbol, self.language)

    @staticmethod
    def _named(name: str, known: str, told: str) -> str:
        """Return *told* with the name by which it is *known*, unless it says no more than that."""
        return known if told in ("", name.replace("_", " ")) else f"{told} ({known})"


ENGLISH_TELLER = Teller()
"""English, of a study that is not known."""
