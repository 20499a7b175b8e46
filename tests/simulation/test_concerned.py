"""Whom a decision can concern: asking fewer people changes neither careers nor rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from five_grades_world import five_grades_world
from policy_sim.chance import Chance
from policy_sim.rules.audit import AuditSample
from policy_sim.rules.engine import Engine
from policy_sim.simulation import promotion
from policy_sim.simulation.books.ledger import SAMPLED, Keeping
from policy_sim.simulation.careers.concerned import concerned
from policy_sim.simulation.simulate import Record, simulate
from promotion_world import APPRAISAL, EXAMS, crowd, promotion_world

SYSTEMS = {"appraisal": APPRAISAL, "exams": EXAMS, "promotion": "{}"}


def lived(keeping: Keeping, seed: int, months: int = 14) -> Record:
    """Return the record of a crowd over some months."""
    return simulate(promotion_world(crowd(seed=seed), SYSTEMS, keeping=keeping), months)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_careers_are_the_same_whoever_is_asked(seed: int) -> None:
    """With nobody's rows kept few are asked, and every column of the record is the same."""
    whole, few = lived(Keeping.ALL, seed), lived(Keeping.NONE, seed)
    for name, column in whole.state.people.record.items():
        assert few.state.people.record[name].tolist() == column.tolist(), name
    assert whole.state.flows.total("promoted") == few.state.flows.total("promoted")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_sampled_ledger_is_a_part_of_the_whole(seed: int) -> None:
    """Rows of every twentieth person are exactly those of the whole ledger."""
    whole, part = lived(Keeping.ALL, seed).ledger, lived(Keeping.SAMPLE, seed).ledger
    kept = whole[whole["person"] % SAMPLED == 0].astype(str).reset_index(drop=True)
    assert len(kept) > 10
    pd.testing.assert_frame_equal(part.astype(str), kept)


def test_few_are_concerned() -> None:
    """Where no row is kept, exactly those are asked to whom the law gives something."""
    state = promotion_world(crowd(), SYSTEMS, keeping=Keeping.NONE).state()
    rows = concerned(state, promotion.AREA)
    assert rows is not None
    given_to = state.decide(promotion.AREA).decision.anything
    assert rows.tolist() == np.flatnonzero(given_to).tolist()
    assert 0 < len(rows) < state.people.size // 2


def test_everybody_is_asked_where_everything_is_written_down() -> None:
    """A full ledger, an audit, or another engine: everybody."""
    world = promotion_world(crowd(), SYSTEMS, keeping=Keeping.NONE)
    audit = AuditSample(Chance(1, 0))
    other = cast("Engine", object())
    changes: list[dict[str, Any]] = [{"keeping": Keeping.ALL}, {"audit": audit}, {"engine": other}]
    for changed in changes:
        everybody = replace(world, **changed)
        assert concerned(everybody.state(), promotion.AREA) is None


@given(st.integers(0, 4), st.integers(0, 60))
def test_a_competition_is_the_same(grade: int, waited: int) -> None:
    """Five grades with a quota: the same people rise with and without a ledger."""
    world = five_grades_world()
    world.people.record["grade"][::2] = grade
    world.people.record["time_in_grade"][::3] = waited
    risen = [
        simulate(replace(world, keeping=keeping), 1).state.people.record["grade"].tolist()
        for keeping in (Keeping.ALL, Keeping.NONE)
    ]
    assert risen[0] == risen[1]
