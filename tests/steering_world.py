"""A tiny place with units, an organisation and levers, for tests of steering and of limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from policy_sim.chance import Chance
from policy_sim.policy.law import Law
from policy_sim.rules.audit import AuditSample
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.engine import Engine
from policy_sim.simulation.books.flows import Flows
from policy_sim.simulation.books.ledger import Keeping, Ledger
from policy_sim.simulation.posts import Posts
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Workforce
from small_office import MONTH, REGISTER, organisation

__all__ = ["place"]


def place(
    law: Law,
    record: Mapping[str, Sequence[int]],
    engine: Engine | None = None,
    audit: AuditSample | None = None,
) -> State:
    """Return people with *record* in the three units of the small office, in January 2026.

    Units 0 and 1 lie in the core, unit 2 outside.
    """
    size = len(next(iter(record.values())))
    people = Workforce.enter(
        law.vocabulary,
        np.arange(size),
        np.arange(size, dtype=np.uint64) * np.uint64(7919) + np.uint64(13),
        {name: np.asarray(values) for name, values in record.items()},
        {name: np.zeros(size) for name in ("ability", "integrity", "leadership", "motivation")},
        np.full(size, date(2016, 1, 1).toordinal()),
    )
    places = organisation()
    return State(
        people=people,
        posts=Posts.founded(places.post_office, places.post_unit, MONTH),
        organisation=places,
        law=law,
        practices=DatedPractice("test", ()),
        engine=engine or ColumnarEngine(),
        chance=Chance(1, 0),
        register=REGISTER,
        ledger=Ledger(Keeping.ALL),
        flows=Flows({"zone": 2}),
        month=MONTH,
        next_id=size,
        audit=audit,
    )
