"""Amounts of a regulation that are written in another currency than the vocabulary's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.documents.fields import SYMBOL
from policy_sim.policy.statute import Statute
from policy_sim.policy.texts import texts_of
from policy_sim.policy.vocabulary import Currency

__all__ = ["other_currencies"]

_AMOUNT = re.compile(rf"(?<!\w)({SYMBOL}) ?[0-9]")


def other_currencies(statute: Statute, currency: Currency) -> Iterator[Diagnostic]:
    """Yield a finding for each text of *statute* with an amount in another currency."""
    if not currency.symbol:
        return
    for item in statute.items.values():
        for version in item.versions:
            for text in texts_of(version.body):
                for symbol in {match[1] for match in _AMOUNT.finditer(text)} - {currency.symbol}:
                    place = text.place if isinstance(text, Scalar) else version.place
                    values = {"seen": symbol, "allowed": currency.symbol, "name": currency.name}
                    yield Diagnostic("other-currency", place, values)
