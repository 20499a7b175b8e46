"""Whom a definition is about: people, units or the organisation, told from what it reads."""

from __future__ import annotations

from collections.abc import Mapping

from policy_sim.policy.names import GROUPS, Scope, told_of
from policy_sim.policy.syntax import Syntax, names_of

__all__ = ["GROUPS", "PERSON", "read_by"]

PERSON = "person"
_ALL = frozenset((PERSON, *GROUPS))
_OF_UNITS = frozenset((PERSON, "unit"))


def read_by(
    trees: Mapping[str, Syntax], reads: Mapping[str, list[str]], scope: Scope
) -> dict[str, frozenset[str]]:
    """Return for each definition the subjects whose rules can read it.

    *trees* are in an order in which each reads only earlier ones, those that *reads* names. What
    reads nothing of anybody is for all; what mixes subjects is taken to be about people, whose
    rules then say what is wrong with it.
    """
    found: dict[str, frozenset[str]] = {}
    for name, tree in trees.items():
        own = frozenset(_ALL)
        for read in names_of(tree):
            own &= _readers(read, scope)
        for other in reads[name]:
            own &= found.get(other, _ALL)
        found[name] = own or frozenset((PERSON,))
    return found


def _readers(name: str, scope: Scope) -> frozenset[str]:
    """Return the subjects whose rules can read *name*; all if it is nobody's."""
    vocabulary = scope.vocabulary
    parameter = scope.parameters.get(name)
    if parameter is not None and parameter.lever is not None:
        return _ALL if parameter.lever.subject == "organisation" else _OF_UNITS
    if name in vocabulary.attributes:
        attribute = vocabulary.attributes[name]
        return frozenset(subject for subject in _ALL if told_of(attribute, subject))
    if name in vocabulary.series:
        return frozenset((vocabulary.series[name].subject,))
    if name in vocabulary.events:
        return frozenset((PERSON,))
    first, dot, _ = name.partition(".")
    if not dot or first == "today":
        return _ALL
    relation = vocabulary.relations.get(first)
    to_all = relation is not None and relation.to == "organisation"
    return _OF_UNITS if to_all else frozenset((PERSON,))
