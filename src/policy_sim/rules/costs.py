"""In which order conditions are read: what costs least, and leaves fewest to be asked, first.

What stands for the day or the post is one integer for all. Attributes are compared as they lie in
the record; look-ups and reckoning make a column first, and the past is gone through for it. The
order changes no answer: every condition is true or false of everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from policy_sim.policy.ast import Column, History, Term
from policy_sim.rules.normal_form import Atom, Every, Form, Some, Within, feature_names
from policy_sim.rules.reading import nodes_in

__all__ = ["cheapest_first"]

_SAME_FOR_ALL = ("post.", "today.")
_DEAREST = 3


def cheapest_first(form: Form, terms: Mapping[str, Term]) -> Form:
    """Return *form* with the items of each conjunction in the order of what it takes to read them.

    *terms* gives the terms by their texts. Items that take as much stay in their order.
    """
    if isinstance(form, Atom | Within):
        return form
    items = tuple(cheapest_first(item, terms) for item in form.items)
    if isinstance(form, Some):
        return Some(items)
    return Every(tuple(sorted(items, key=lambda item: _cost(item, terms))))


def _cost(form: Form, terms: Mapping[str, Term]) -> tuple[int, int]:
    names = tuple(feature_names(form))
    return max((_dearest(terms[name]) for name in names), default=0), len(names)


def _dearest(term: Term) -> int:
    """Return what it takes to make the column of *term*: 0 if it is one integer, up to 3."""
    read = [node for node in nodes_in([term]) if isinstance(node, Column | History)]
    if all(isinstance(node, Column) and node.name.startswith(_SAME_FOR_ALL) for node in read):
        return 0
    if any(isinstance(node, History) or "." in node.name for node in read):
        return _DEAREST
    return 1 if isinstance(term, Column) else 2
