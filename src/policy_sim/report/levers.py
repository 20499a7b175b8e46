"""The law of a day as its levers were set in a run: told from the rows of the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from policy_sim.policy.expressions import parse_literal
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.transition import Membership
from policy_sim.policy.vintage import Setting, Vintage

__all__ = ["law_as_set"]

AREA, WHOLE = "steering", "organisation"
"""The area of the rows that tell of levers, and the cause of those that hold for everybody."""

_CHANGE = re.compile(r"(?P<lever>\w+): .* → (?P<value>.+)")


def law_as_set(
    law: Law, day: date, rows: Iterable[Mapping[str, Any]], within: Membership = NO_TRANSITION
) -> Vintage:
    """Return *law* as it was in force on *day* in the arm whose ledger has these *rows*.

    It is that of those *within* some transitions. A row tells of a lever that was set for the
    organisation at the end of its month, from the next on. Levers of units have the value that the
    law states.
    """
    stated = law.stated(day, within)
    if not stated.levers:
        return stated
    values: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row["date"]):
        found = _CHANGE.fullmatch(str(row["reason"]))
        told = row["area"] == AREA and row["cause"] == WHOLE and row["date"] < day.replace(day=1)
        parameter = stated.parameters.get(found["lever"]) if found and told else None
        if found is None or parameter is None or parameter.lever is None:
            continue
        value = parse_literal(found["value"], parameter.type, [])
        if value is not None:
            values[parameter.name] = value
    return stated.settled(Setting(tuple(sorted(values.items()))))
