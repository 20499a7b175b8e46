"""Funding: money for a programme beside its own budget, and which source has paid for what.

A programme spends its own budget first, then the other sources in the order in which they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Date
from policy_sim.documents.shape import Shape
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Vintage
from policy_sim.simulation.amounts import Money, amount, amount_findings
from policy_sim.simulation.books.flows import Flows

__all__ = ["ELSEWHERE", "Fund", "Funds", "fund_findings", "note_sources", "raised", "sources"]

ELSEWHERE = "funded by "
"""What the flows of money by source begin with."""


class Fund(Shape):
    """So much a year from another source, from the day on which it *begins*.

    The *amount* may be a parameter of the law. What is not spent in a year is gone.
    """

    noun = "other funding"

    amount: Money
    begins: Date | None = None

    def begun(self, day: date) -> bool:
        """Whether it gives anything on *day*."""
        return self.begins is None or self.begins <= day


Funds = Mapping[str, Fund]
"""Other funding, by source."""


def raised(funds: Funds, law: Vintage, day: date, scale: Fraction) -> dict[str, int]:
    """Return what each source gives in the year of *day*: nothing before it has begun."""
    return {
        source: round(amount(fund.amount, law) * scale) if fund.begun(day) else 0
        for source, fund in funds.items()
    }


def sources(spent: int, own: int, others: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield which other source has paid how much of *spent*, beyond the *own* budget."""
    left = max(spent - own, 0)
    for source, most in others.items():
        paid = min(left, most)
        left -= paid
        yield source, paid


def note_sources(flows: Flows, spent: int, own: int, others: Mapping[str, int]) -> None:
    """Count what the other sources have paid this year, each under its name."""
    for source, paid in sources(spent, own, others):
        flows.tally(f"{ELSEWHERE}{source}", paid)


def fund_findings(funds: Funds, laws: Iterable[Vintage]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the parameters that *funds* name."""
    laws = tuple(laws)
    for fund in funds.values():
        yield from amount_findings(fund.amount, (Unit.MONEY,), laws)
