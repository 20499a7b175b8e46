"""What integers and names mean to a reader: a grade, an amount, a parameter, a definition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from policy_sim.catalogue.language import ENGLISH
from policy_sim.policy.ast import Term
from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.writing import written_ranges
from policy_sim.report.voice import PLAIN, Voice
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame

__all__ = ["Meanings", "value_words"]

_NAME = re.compile(r"[A-Za-z_]\w*")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")


def value_words(value: int, kind: ValueType, symbol: str = "", voice: Voice = PLAIN) -> str:
    """Return the integer *value* as a person would write it: ``iii_c``, ``48 months``, ``71.5``.

    *symbol* is that of the currency, for money.
    """
    if kind.scale is not None:
        return kind.scale.values[value]
    if kind.kind is Kind.FLAG:
        return voice.said("yes" if value else "no")
    if kind.kind is Kind.DATE:
        day = date.fromordinal(value)
        return day.isoformat() if voice.language == ENGLISH else voice.language.day(day)
    number = voice.language.number(value)
    if kind.step != 1:
        plain = f"{float(value * kind.step):g}"
        decimals = len(plain.partition(".")[2])
        number = plain if voice.language == ENGLISH else _decimal(plain, decimals, voice)
    if kind.unit is Unit.MONEY and symbol:
        return voice.language.say("{symbol} {number}", symbol=symbol, number=number)
    return number if kind.unit is Unit.NONE else f"{number} {voice.language.text(kind.unit)}"


def _decimal(plain: str, decimals: int, voice: Voice) -> str:
    return plain if not _PLAIN.fullmatch(plain) else voice.language.number(float(plain), decimals)


@dataclass(frozen=True)
class Meanings:
    """The parameters and definitions of *vintage*, read for the one subject of *frame*.

    *symbol* is that of the vocabulary's currency.
    """

    vintage: Vintage
    frame: Frame
    symbol: str = ""
    voice: Voice = PLAIN

    def of(self, text: str) -> dict[str, str]:
        """Return what each name in *text* stands for, in the order in which they occur.

        Attributes, tables and conditions are left out: the trace of a clause shows what they
        read.
        """
        named = {name: self._meaning(name) for name in _NAME.findall(text)}
        return {name: words for name, words in named.items() if words}

    def _meaning(self, name: str) -> str:
        parameter = self.vintage.parameters.get(name)
        if parameter is not None:
            if parameter.single is not None:
                return value_words(parameter.single, parameter.type, self.symbol, self.voice)
            return written_ranges(parameter.ranges, parameter.type)
        defined = self.vintage.definitions.get(name)
        if isinstance(defined, Term):
            number = int(Features(self.frame).column(defined)[0])
            return value_words(number, defined.type, self.symbol, self.voice)
        return ""
