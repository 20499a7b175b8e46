"""Entrants: what applicants are like before anybody has chosen among them.

An applicant's key comes from the month in which the place was opened, the unit and a number, so
that every arm of a replication meets the same applicants. What they are like is drawn from
distributions that the scenario states, attribute by attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.diagnostics import Diagnostic, near
from policy_sim.documents.fields import read_share
from policy_sim.documents.nodes import MappingNode, Node, Scalar, place_of
from policy_sim.elementary import round_half_away
from policy_sim.policy.expressions import parse_ranges
from policy_sim.policy.values import ValueType
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Integers

__all__ = ["Bell", "Distribution", "Likely", "distributions"]

Keys = NDArray[np.uint64]

_IN_ORDER = ("mean", "spread", "within")
_BELL = set(_IN_ORDER)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The values of one attribute among applicants: closed integer ranges and their shares."""

    ranges: tuple[tuple[int, int], ...]
    shares: tuple[Fraction, ...]

    def draw(self, chance: Chance, purpose: str, keys: Keys) -> Integers:
        """Return one value for each of *keys*; *purpose* names the draw."""
        if len(self.ranges) == 1:
            (least, most), *_ = self.ranges
            if least == most:
                return np.full(len(keys), least, np.int64)
        limits = np.cumsum([float(share) for share in self.shares])
        which = np.searchsorted(limits, chance.uniform(purpose, keys, 0), side="right")
        low, high = np.array(self.ranges, dtype=np.int64).T
        chosen = np.minimum(which, len(self.ranges) - 1)
        width = high[chosen] - low[chosen] + 1
        within = chance.uniform(purpose, keys, 1) * width
        return np.asarray(low[chosen] + np.minimum(within.astype(np.int64), width - 1))


@dataclass(frozen=True, slots=True)
class Bell:
    """Values of one attribute that are normal among applicants, in integers of its step.

    Whoever would be beyond *low* or *high* stands at that end.
    """

    mean: int
    spread: int
    low: int
    high: int

    def draw(self, chance: Chance, purpose: str, keys: Keys) -> Integers:
        """Return one value for each of *keys*; *purpose* names the draw."""
        luck = chance.normal(purpose, keys, 0)
        return np.clip(round_half_away(self.mean + self.spread * luck), self.low, self.high)


Likely = Distribution | Bell
"""How the values of an attribute are distributed."""


def distributions(
    stated: Mapping[str, Node], vocabulary: Vocabulary, findings: list[Diagnostic]
) -> dict[str, Likely]:
    """Return the distribution of each attribute in *stated*; add what is wrong to *findings*.

    A text is one value or a range, all of whose values are as likely (``22 years..34 years``); a
    mapping gives a share for each value or range, the shares adding to 100 %, or says with
    ``mean``, ``spread`` (one SD) and ``within`` that it is normal, clipped to a range.
    """
    known: dict[str, Likely] = {}
    for name, node in stated.items():
        attribute = vocabulary.attributes.get(name)
        if attribute is None:
            allowed = ", ".join(sorted(vocabulary.attributes))
            values = {"seen": name, "allowed": allowed, "near": near(name, vocabulary.attributes)}
            findings.append(Diagnostic("unknown-attribute", place_of(name), values))
            continue
        distribution = _distribution(node, attribute.type, findings)
        if distribution is not None:
            known[name] = distribution
    return known


def _distribution(node: Node, kind: ValueType, findings: list[Diagnostic]) -> Likely | None:
    if isinstance(node, MappingNode) and set(node) == _BELL:
        return _bell(node, kind, findings)
    if isinstance(node, MappingNode):
        return _by_share(node, kind, findings)
    if isinstance(node, Scalar):
        return _mixed([(node, Fraction(1))], kind, findings)
    findings.append(Diagnostic("not-a-distribution", place_of(node)))
    return None


def _by_share(
    node: MappingNode, kind: ValueType, findings: list[Diagnostic]
) -> Distribution | None:
    parts = [(text, read_share(share)) for text, share in node.items()]
    total = sum(share for _, share in parts)
    if total != 1:
        seen = f"{float(100 * total):g}%"
        findings.append(Diagnostic("shares-do-not-add", node.place, {"seen": seen}))
        return None
    return _mixed(parts, kind, findings)


def _bell(node: MappingNode, kind: ValueType, findings: list[Diagnostic]) -> Bell | None:
    """Return the normal distribution that *node* states, None if a part of it is no value."""
    spans = {
        name: parse_ranges(text, kind, findings)
        for name, text in node.items()
        if isinstance(text, Scalar)
    }
    if len(spans) < len(node):
        findings.append(Diagnostic("not-a-distribution", place_of(node)))
        return None
    if any(span is None for span in spans.values()):
        return None
    (mean, _), (spread, _), (low, high) = (span[0] for name in _IN_ORDER if (span := spans[name]))
    return Bell(mean, spread, low, high)


def _mixed(
    parts: Iterable[tuple[str, Fraction]], kind: ValueType, findings: list[Diagnostic]
) -> Distribution | None:
    ranges: list[tuple[int, int]] = []
    shares: list[Fraction] = []
    for text, share in parts:
        spans = parse_ranges(text, kind, findings)
        if spans is None:
            continue
        width = sum(high - low + 1 for low, high in spans)
        ranges += spans
        shares += [share * (high - low + 1) / width for low, high in spans]
    return Distribution(tuple(ranges), tuple(shares)) if ranges else None
