"""Amounts that a scenario states itself, or leaves to a parameter of the law.

``seats: 40`` is the scenario's own; ``seats: leader_seats`` is whatever the law in force says, so
that an amendment can change it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated

from pydantic import PlainValidator

from policy_sim.diagnostics import Diagnostic, near
from policy_sim.documents.fields import read_money, read_months, read_whole
from policy_sim.documents.nodes import place_of
from policy_sim.errors import DocumentError
from policy_sim.policy.law import Vintage
from policy_sim.policy.values import Unit

__all__ = ["Amount", "Count", "Duration", "Money", "amount", "amount_findings"]

Amount = int | str
"""A whole number, or the name of a parameter of the law."""

_PARAMETER = re.compile(r"[a-z][a-z0-9_]*")


def _or_parameter(read: Callable[[object], int]) -> PlainValidator:
    def reader(node: object) -> Amount:
        if isinstance(node, str) and _PARAMETER.fullmatch(node):
            return node
        number = read(node)
        if number < 0:
            values = {"seen": str(node), "reason": "it is below zero"}
            raise DocumentError([Diagnostic("bad-value", place_of(node), values)])
        return number

    return PlainValidator(reader)


Count = Annotated[Amount, _or_parameter(read_whole)]
"""So many, or a parameter."""

Duration = Annotated[Amount, _or_parameter(read_months)]
"""A duration in months, or a parameter."""

Money = Annotated[Amount, _or_parameter(read_money)]
"""An amount of money in whole units, or a parameter."""


def amount(stated: Amount, law: Vintage) -> int:
    """Return the whole number that is *stated*, or that the parameter of *law* holds."""
    if isinstance(stated, int):
        return stated
    parameter = law.parameters[stated]
    return max(int((parameter.single or 0) * parameter.type.step), 0)


def amount_findings(
    stated: Amount, units: Iterable[Unit], laws: Iterable[Vintage]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the name of a parameter: it must be in force in all *laws*.

    Its value must be a single one, in one of *units*.
    """
    if isinstance(stated, int):
        return
    allowed = tuple(units)
    for law in laws:
        parameter = law.parameters.get(str(stated))
        if parameter is None:
            values = {
                "seen": str(stated),
                "day": law.begins.isoformat(),
                "near": near(stated, law.parameters),
            }
            yield Diagnostic("unknown-parameter", place_of(stated), values)
            return
        if parameter.single is None or parameter.unit not in allowed:
            values = {"seen": str(stated), "text": parameter.text, "allowed": ", ".join(allowed)}
            yield Diagnostic("parameter-of-other-unit", place_of(stated), values)
            return
