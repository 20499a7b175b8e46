"""Amounts that a scenario states itself, or leaves to a parameter of the law.

``seats: 40`` is the scenario's own; ``seats: leader_seats`` is whatever the law in force says, so
that an amendment can change it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Annotated

from pydantic import PlainValidator

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import read_money, read_months, read_share, read_whole
from policy_sim.documents.nodes import place_of
from policy_sim.errors import DocumentError
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Parameter, Vintage
from policy_sim.policy.wording import unknown_parameter

__all__ = [
    "Amount",
    "Count",
    "Duration",
    "Money",
    "Part",
    "Proportion",
    "amount",
    "amount_findings",
    "part",
    "proportion",
    "proportion_findings",
]

Amount = int | str
"""A whole number, or the name of a parameter of the law."""

_MEND = phrase("Correct the name, declare the parameter in a policy, or write the amount itself")

_PARAMETER = re.compile(r"[a-z][a-z0-9_]*")


def _or_parameter(read: Callable[[object], int | Fraction]) -> PlainValidator:
    def reader(node: object) -> Amount | Fraction:
        if isinstance(node, str) and _PARAMETER.fullmatch(node):
            return node
        number = read(node)
        if number < 0:
            values = {"seen": str(node), "reason": "it is below zero"}
            raise DocumentError([Diagnostic("bad-value", place_of(node), values)])
        return number

    return PlainValidator(reader, json_schema_input_type=str)


Count = Annotated[Amount, _or_parameter(read_whole)]
"""So many, or a parameter."""


def _read_part(node: object) -> int | Fraction:
    return read_share(node) if isinstance(node, str) and _is_share(node) else read_whole(node)


def _is_share(text: str) -> bool:
    return text.endswith("%")


Part = Annotated[Amount | Fraction, _or_parameter(_read_part)]
"""So many, or a share of some people, or a parameter that holds either."""

Proportion = Annotated[str | Fraction, _or_parameter(read_share)]
"""A share between 0 and 1, or a parameter that holds one."""

Duration = Annotated[Amount, _or_parameter(read_months)]
"""A duration in months, or a parameter."""

Money = Annotated[Amount, _or_parameter(read_money)]
"""An amount of money in whole units, or a parameter."""


def amount(stated: Amount, law: Vintage) -> int:
    """Return the whole number that is *stated*, or that the parameter of *law* holds."""
    if isinstance(stated, int):
        return stated
    parameter = law.parameters[stated]
    return int((parameter.single or 0) * parameter.type.step)


def part(stated: Amount | Fraction, law: Vintage) -> int | Fraction:
    """Return the number, or the share between 0 and 1, that is *stated* or a parameter's."""
    if isinstance(stated, Fraction):
        return stated
    if isinstance(stated, str) and _is_share(law.parameters[stated].text):
        parameter = law.parameters[stated]
        return (parameter.single or 0) * parameter.type.step
    return amount(stated, law)


def proportion(stated: Fraction | str, law: Vintage) -> Fraction:
    """Return the share between 0 and 1 that is *stated*, or that the parameter of *law* holds."""
    return Fraction(part(stated, law))


def amount_findings(
    stated: Amount | Fraction,
    units: Iterable[Unit],
    laws: Iterable[Vintage],
    share: bool = False,
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the name of a parameter: it must be in force in all *laws*.

    Its value must be a single whole one in one of *units*, or where a *share* may stand one of
    0 to 100 per cent.
    """
    if not isinstance(stated, str):
        return
    allowed = tuple(units)
    for law in laws:
        parameter = law.parameters.get(stated)
        if parameter is None:
            yield unknown_parameter(stated, law.begins, law.parameters, place_of(stated), _MEND)
            return
        if parameter.unit not in allowed or not _fits(parameter, share):
            values = {"seen": str(stated), "text": parameter.text, "allowed": ", ".join(allowed)}
            yield Diagnostic("parameter-of-other-unit", place_of(stated), values)
            return


def proportion_findings(stated: Fraction | str, laws: Iterable[Vintage]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the name of a parameter: in all *laws* it must hold a share."""
    laws = tuple(laws)
    yield from amount_findings(stated, (Unit.NONE,), laws, share=True)
    for law in laws:
        parameter = law.parameters.get(str(stated))
        if parameter is not None and not _is_share(parameter.text):
            values = {"seen": str(stated), "text": parameter.text, "allowed": "0% to 100%"}
            yield Diagnostic("parameter-of-other-unit", place_of(stated), values)
            return


def _fits(parameter: Parameter, share: bool) -> bool:
    """Whether *parameter* holds one amount: a whole number, or a share if that may stand."""
    if parameter.single is None or parameter.single < 0:
        return False
    value = parameter.single * parameter.type.step
    return share and value <= 1 if _is_share(parameter.text) else value.denominator == 1
