"""Whom to ask again: whoever could be answered otherwise, whatever happens to the record."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.policy import ast
from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.policy.vocabulary import Event, Series, Vocabulary
from policy_sim.rules.classed import Input
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame
from policy_sim.rules.history import HistoryLog
from policy_sim.rules.staying import Staying
from policy_sim.rules.watch import Watch, months_to_change

GRADE = ValueType(Kind.ORDERED, 0, 3)
MONTHS = ValueType(Kind.WHOLE, 0, 120, Unit.MONTHS)
grade, service = ast.Column(GRADE, "grade"), ast.Column(MONTHS, "service")
rating = ast.History(GRADE, "last", "rating")
sanction = ast.History(GRADE, "in_force", "sanction")

WORDS = Vocabulary(
    {}, {}, {"rating": Series("rating", GRADE)}, {"sanction": Event("sanction", GRADE)}
)
TOLD = (
    Input(grade, None),
    Input(service, (6, 24, 25)),
    Input(rating, (2,)),
    Input(sanction, (1, 3)),
    Input(ast.Sum(MONTHS, ((1, grade), (1, service))), (20,)),
)
START = 2026 * 12

happening = st.tuples(
    st.sampled_from(["grade", "service", "rating", "sanction", "leave", "enter", "quiet"]),
    st.integers(0, 9),
    st.integers(0, 3),
)


class Office:
    """A few people, their past, and what a watch says of them."""

    def __init__(self, size: int) -> None:
        self.record = {
            "grade": np.arange(size, dtype=np.int8) % 4,
            "service": (np.arange(size, dtype=np.int8) * 7) % 120,
        }
        self.log = HistoryLog.empty(WORDS, size, date(2020, 1, 1).toordinal())
        self.month = START

    def frame(self) -> Frame:
        """Return the record of this month."""
        today = date(self.month // 12, self.month % 12 + 1, 1)
        return Frame(self.record, self.log.past(), today, self.log.size)

    def happens(self, what: str, who: int, value: int, watch: Watch) -> None:
        """Let one thing happen to somebody."""
        size = self.log.size
        rows = np.array([who % size]) if size else np.zeros(0, np.int64)
        if what in self.record:
            self.record[what][rows] = value
        elif what == "rating":
            self.log.record_period("rating", rows, value)
        elif what == "sanction":
            begins, ends = self.frame().today, date(2026 + value, 3, 1)
            self.log.record_event("sanction", rows, begins, np.full(len(rows), value), ends)
        elif what == "leave" and size:
            leaving = np.arange(size) == rows[0]
            staying = Staying(leaving)
            self.record = {name: staying.of(column) for name, column in self.record.items()}
            self.log.drop(staying)
            watch.keep(staying)
        elif what == "enter":
            self.record = {
                name: np.concatenate([column, np.array([value], np.int8)])
                for name, column in self.record.items()
            }
            self.log.append(HistoryLog.empty(WORDS, 1, date(2026, 1, 1).toordinal()))

    def passes(self) -> None:
        """End the month: service grows."""
        self.month += 1
        self.record["service"] = np.minimum(self.record["service"] + 1, 120).astype(np.int8)


@settings(max_examples=200, deadline=None)
@given(st.lists(happening, min_size=1, max_size=30))
def test_nobody_in_another_class_is_missed(events: list[tuple[str, int, int]]) -> None:
    """In every month, who is in another class of any input than when last asked is asked."""
    office, watch = Office(4), Watch(TOLD, {"service": 1}, ("grade", "service"))
    asked: list[list[int]] = []
    for what, who, value in [("quiet", 0, 0), *events]:
        if what == "leave" and asked:
            asked[who % len(asked)] = asked[-1]
            asked.pop()
        office.happens(what, who, value, watch)
        features = Features(office.frame())
        classes = [np.broadcast_to(t.classed(features), (office.log.size,)) for t in TOLD]
        now = [[int(c[row]) for c in classes] for row in range(office.log.size)]
        rows = set(watch.changed(features, office.month).tolist())
        assert {
            row for row in range(len(now)) if now[row : row + 1] != asked[row : row + 1]
        } <= rows
        asked = now
        office.passes()


def test_who_only_serves_on_is_asked_where_it_matters() -> None:
    """From 3 months of service on: asked at 3 because new, at 6, 24 and 25, and never else."""
    office = Office(1)
    office.record["service"][:] = 3
    watch = Watch(TOLD[:2], {"service": 1}, ("grade", "service"))
    asked = []
    for _ in range(60):
        if len(watch.changed(Features(office.frame()), office.month)):
            asked.append(int(office.record["service"][0]))
        office.passes()
    assert asked == [3, 6, 24, 25]


def test_doubt_and_note() -> None:
    """Who is noted as they stand is not asked for it; who is doubted is, although nothing moves."""
    office = Office(3)
    watch = Watch(TOLD, {"service": 1}, ("grade", "service"))
    watch.changed(Features(office.frame()), office.month)
    office.record["grade"][1] = 3
    rows = np.array([1])
    part = {name: column[rows] for name, column in office.record.items()}
    today = office.frame().today
    watch.note(Frame(part, office.log.past(rows), today, 1), rows, office.month, ("grade",))
    watch.doubt(np.array([2]), office.month + 1)
    office.passes()
    assert watch.changed(Features(office.frame()), office.month).tolist() == [2]


def test_months_to_change_by_hand() -> None:
    """From 0 months it takes 6 to the first cut; from 25 on nothing changes any more."""
    months = months_to_change(TOLD[1], (("service", 1),)).tolist()
    assert (months[0], months[5], months[6], months[24]) == (6, 1, 18, 1)
    assert set(months[25:]) == {2**30}
