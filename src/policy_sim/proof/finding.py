"""What a proof finds in one version of the law, before versions are put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from policy_sim.catalogue import both as all_of
from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.policy import wording
from policy_sim.policy.rule import Rule
from policy_sim.policy.transition import Membership, Transition

__all__ = [
    "CONSTANTLY",
    "SEVERITY",
    "Finding",
    "Places",
    "article",
    "moved",
    "placed_in",
    "span_words",
    "transition_words",
]

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

SEVERITY: Mapping[str, Severity] = {
    "always-true": _WARNING,
    "beyond-authority": _ERROR,
    "cliff": _WARNING,
    "conflict": _ERROR,
    "dead-clause": _WARNING,
    "dead-rule": _WARNING,
    "declared-distinction": _INFO,
    "discriminates": _ERROR,
    "gap": _ERROR,
    "gaming": _WARNING,
    "impossible-quota": _ERROR,
    "invariant-breach": _ERROR,
    "left-to-lot": _INFO,
    "no-effect": _WARNING,
    "not-monotone": _ERROR,
    "redundant": _WARNING,
    "reserve-of-nobody": _WARNING,
    "silent": _INFO,
    "trap": _ERROR,
    "undecided": _WARNING,
    "unlawful": _ERROR,
}
"""How grave each finding of a proof is."""

CONSTANTLY = frozenset({"always-true", "dead-clause", "dead-rule", "no-effect", "redundant"})
"""What is only worth saying if it is so in every version of the law that has the item."""


Places = tuple[tuple[str, Place], ...]
"""Places beside a finding, each with a label."""

_MAIN = {"conflict": "the other rule", "gap": "the promise", "trap": "the promise"}
"""What stands at the place of a finding, where that is no rule or part of one."""


def moved(code: str, where: Place, related: Places, to: Place) -> tuple[Place, Places]:
    """Return that what stands at *where* stands at *to*, and that the old place is beside it."""
    others = tuple((label, place) for label, place in related if place != to)
    return to, ((_MAIN.get(code, "the rule"), where), *others)


@dataclass(frozen=True)
class Finding:
    """One thing found: *code*, where, the *values* of its sentence.

    *subject* names what it is about (rules, a promise, an attribute), so that the same finding
    in another version is known for the same. *related* are further places.
    """

    code: str
    place: Place
    subject: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    related: Places = ()
    severity: Severity | None = None

    @property
    def grave(self) -> Severity:
        """How grave it is."""
        return self.severity or SEVERITY[self.code]

    @property
    def constant(self) -> bool:
        """Whether it is only worth saying if it is so wherever the item is in force."""
        return self.code in CONSTANTLY or self.subject[-1] == "nobody"

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What makes it the same finding in another version of the law."""
        return self.code, self.subject


def article(rule: Rule) -> str:
    """Return how a finding names the article that a rule is: its id, and its source if stated."""
    return wording.article(rule.id, rule.source)


def transition_words(names: Membership, begins: date, ends: date | None) -> str:
    """Return for whom, and from when to when, something is so that is not so of others."""
    values = {"names": all_of(sorted(names)), "begins": begins}
    if ends is None:
        return phrase("in transition {names}, from {begins}", **values)
    return phrase("in transition {names}, from {begins} until {ends}", ends=ends, **values)


def placed_in(
    transitions: Iterable[Transition], within: Membership, finding: Diagnostic
) -> Diagnostic:
    """Return what is found only of those *within* some transitions, where these stand.

    What stands in the document of one of them already stays there.
    """
    mine = [one for one in transitions if one.name in within]
    where = finding.where
    if not mine or where.file in {one.place.file for one in mine}:
        return finding
    place, related = moved(finding.code, where, finding.related, mine[-1].place)
    return replace(finding, where=place, related=related)


def span_words(begins: date, ends: date | None, since: date) -> str:
    """Return from when to when something is so; nothing, if it is from *since* on for good."""
    if begins > since and ends is not None:
        return phrase("from {begins} until {ends}", begins=begins, ends=ends)
    if ends is not None:
        return phrase("until {ends}", ends=ends)
    return phrase("from {begins}", begins=begins) if begins > since else ""
