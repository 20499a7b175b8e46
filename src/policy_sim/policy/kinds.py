"""Which kinds of value may stand beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policy_sim.policy.site import Site
from policy_sim.policy.values import Kind, ValueType

__all__ = ["KIND_WORDS", "same_kind"]

KIND_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.FLAG: "yes or no",
        Kind.CATEGORY: "a word of a category",
        Kind.ORDERED: "a word of a scale",
        Kind.WHOLE: "a number",
        Kind.DECIMAL: "a number",
        Kind.DATE: "a date",
    }
)
"""How a finding speaks of a kind of value."""


def same_kind(seen: ValueType, needed: ValueType, site: Site) -> bool:
    """Return whether values of two types are of one kind, and words of one scale.

    Findings: ``kinds-differ``, ``scales-differ``. Units are not looked at.
    """
    if seen.kind is not needed.kind and not (seen.numeric and needed.numeric):
        site.refuse("kinds-differ", seen=KIND_WORDS[seen.kind], allowed=[KIND_WORDS[needed.kind]])
        return False
    if seen.scale != needed.scale:
        names = [scale.name for scale in (seen.scale, needed.scale) if scale is not None]
        site.refuse("scales-differ", seen=names[0], allowed=names[1:])
        return False
    return True
