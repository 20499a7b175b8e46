from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases_world import town
from policy_sim.cases import load_cases, tried
from policy_sim.rules.columnar import ColumnarEngine

PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["none", "i_a", "i_b", "ii_a", "ii_b"]),
        st.one_of(st.integers(34, 38), st.integers(46, 50)),
        st.sampled_from(["poor", "fair", "good"]),
        st.dates(date(2019, 11, 1), date(2020, 2, 28)),
    ),
    min_size=1,
    max_size=12,
)
"""Grade, months waited beside the thresholds of both versions, rating, day beside the change."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the law of the town."""
    return tmp_path_factory.mktemp("town")


@settings(max_examples=25)
@given(people=PEOPLE)
def test_of_a_case_and_its_opposite_one_is_as_expected(
    folder: Path, people: list[tuple[str, int, str, date]]
) -> None:
    """Whoever is asked about, on and beside the thresholds and the day of a change: what the
    articles say, reckoned here by hand, is as expected, and the opposite is not.
    """
    lines = []
    for number, (grade, waited, mark, day) in enumerate(people):
        years = 48 if day < date(2020, 1, 1) else 36
        # Nobody is the superior, whose grade is then none.
        rises = grade not in ("none", "ii_b") and waited >= years and mark != "poor"
        words = ("yes", "no") if rises else ("no", "yes")
        person = f"{{grade: {grade}, waited: {waited}, mark: {mark}}}"
        for name, word in zip(("so", "not-so"), words, strict=True):
            case = f"person: {person}, on: {day}, expect: {{promote: {word}}}"
            lines.append(f"t{number}-{name}: {{{case}}}")
    held = tried(load_cases([town(folder, "\n".join(lines))]), ColumnarEngine())
    failed = [verdict.check.test for verdict in held.failed]
    assert failed == [f"t{number}-not-so" for number in range(len(people))]
