"""The range that a parameter states for itself: every value of it must lie inside, a draft's too.

A version that states none, as that of an amendment that only changes the value, has the range of
the version before it: who drafts is told without having to repeat it.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.expressions import parse_ranges
from policy_sim.policy.measures import implied_type, named_type
from policy_sim.policy.statute import Section, Statute, ValueForm
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["outside_their_range"]


def outside_their_range(statute: Statute, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Yield a finding for each value of a parameter of *statute* outside the range stated last.

    A range that cannot be read, or that is of another kind than the value, is a finding too. What
    is wrong with a value in itself is found where it is typed.
    """
    for item in statute.items.values():
        if item.section is not Section.PARAMETER:
            continue
        within: Scalar | None = None
        for version in item.versions:
            if isinstance(version.body, ValueForm):
                within = version.body.range or within
                if within is not None:
                    yield from _outside(item.name, version.body, within, vocabulary)


def _outside(
    name: Scalar, form: ValueForm, within: Scalar, vocabulary: Vocabulary
) -> Iterator[Diagnostic]:
    """Yield what is wrong with one value, or with the range *within* that it should lie in."""
    of_value: list[Diagnostic] = []
    found: list[Diagnostic] = []
    if _kind([form.text], form, vocabulary, of_value) is None:
        return
    kind = _kind([form.text, within], form, vocabulary, found)
    bounds = None if kind is None else parse_ranges(within, kind, found)
    yield from found
    if kind is None or not bounds:
        return
    (low, high), *others = bounds
    if others or not kind.numeric:
        yield Diagnostic("lever-range", within.place, {"seen": within})
        return
    ranges = parse_ranges(form.text, kind, of_value)
    if ranges and not (low <= ranges[0][0] and ranges[-1][1] <= high):
        values = {"seen": form.text, "name": name, "allowed": within}
        related = (("the range", within.place),)
        yield Diagnostic("parameter-outside", form.text.place, values, related=related)


def _kind(
    texts: list[Scalar], form: ValueForm, vocabulary: Vocabulary, findings: list[Diagnostic]
) -> ValueType | None:
    if form.of is not None:
        return named_type(form.of, vocabulary, findings)
    return implied_type(texts, vocabulary, texts[-1].place, findings)
