"""What a name stands for where it is used: a column, a definition, a parameter or a word."""

from __future__ import annotations

from policy_sim.diagnostics import Diagnostic, near
from policy_sim.policy.ast import Column, Const
from policy_sim.policy.functions import FUNCTIONS
from policy_sim.policy.history import HISTORY_OPERATORS
from policy_sim.policy.names import (
    Scope,
    Word,
    column_of,
    fitting_names,
    known_names,
    refuse_other,
    refuse_unknown,
    words_of,
)
from policy_sim.policy.operands import Operand, operand_of
from policy_sim.policy.site import Site
from policy_sim.policy.syntax import Name
from policy_sim.policy.values import ValueType
from policy_sim.policy.vintage import Lever, Parameter

__all__ = ["resolved"]


def resolved(
    node: Name, scope: Scope, findings: list[Diagnostic], expected: ValueType | None
) -> Operand | None:
    """Return what a name stands for: first a column, then a definition, a parameter, a word.

    None, with a finding that says what may stand there, if it stands for nothing; where a word of
    the *expected* scale may stand, those are offered.
    """
    name, site = node.name, Site.of(node, findings)
    before = len(findings)
    column = column_of(name, scope, site)
    if column is not None:
        return operand_of(column)
    if len(findings) > before:
        return None
    if name in scope.definitions:
        return operand_of(scope.definitions[name])
    if name in scope.parameters:
        return _value(scope.parameters[name], scope.subject, site)
    if name in scope.elsewhere:
        refuse_other(scope.elsewhere[name], name, scope, site)
        return None
    if name in words_of(scope.vocabulary):
        return Word(name)
    _unknown(name, scope, site, expected)
    return None


def _value(parameter: Parameter, subject: str, site: Site) -> Operand | None:
    if parameter.lever is not None:
        return _lever(parameter, parameter.lever, subject, site)
    if parameter.single is None:
        site.refuse("set-not-value", seen=parameter.name, allowed=[f"in {parameter.name}"])
        return None
    return operand_of(Const(parameter.type, parameter.single))


def _lever(parameter: Parameter, lever: Lever, subject: str, site: Site) -> Operand | None:
    """Return a lever as the column that it is, until the law is settled on what it is set to."""
    name = parameter.name
    if lever.subject == "unit" and subject == "organisation":
        site.refuse("lever-of-units", seen=name)
        return None
    of_own_unit = lever.subject == "unit" and subject == "person"
    return operand_of(Column(parameter.type, f"unit.{name}" if of_own_unit else name))


def _unknown(name: str, scope: Scope, site: Site, expected: ValueType | None) -> None:
    vocabulary = scope.vocabulary
    series = vocabulary.series.get(name)
    if series is not None and series.subject != scope.subject:
        refuse_other(series.subject, name, scope, site)
    elif series is not None:
        site.refuse("history-bare", seen=name, allowed=[f"last({name})"])
    elif name in vocabulary.events:
        site.refuse("history-bare", seen=name, allowed=[f"ever({name} over service)"])
    elif name in scope.tables or name in FUNCTIONS or name in HISTORY_OPERATORS:
        site.refuse("not-applied", seen=name, allowed=[f"{name}(…)"])
    elif expected is not None and expected.scale is not None:
        words = expected.scale.values
        meant = near(name, words) or near(name, known_names(scope))
        site.refuse("unknown-value", seen=name, allowed=words, mend=meant)
    else:
        refuse_unknown(name, known_names(scope), fitting_names(scope, expected), site)
