"""Skills: what fades lazily is what would fade month by month, whoever comes and goes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.workforce.skills import Skills

SIZE = 5
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("fade"), st.floats(0.1, 1.0)),
        st.tuples(st.just("put"), st.integers(0, SIZE - 1)),
        st.tuples(st.just("copy"), st.just(0)),
    ),
    max_size=30,
)


def skilled(*values: float, left: float = 1.0) -> Skills:
    """Return people with these amounts of ability, of which *left* is left."""
    return Skills(len(values), {"ability": np.array(values)}, left)


@given(STEPS)
def test_lazy_fading_is_fading_everybody_every_time(steps: list[tuple[str, float]]) -> None:
    """Against an array that is multiplied each month: the same skills, whatever happens when."""
    skills, plain = Skills(SIZE), np.zeros(SIZE)
    skills.begin(["ability"])
    for kind, value in steps:
        if kind == "fade":
            skills.fade(value)
            plain *= value
        elif kind == "put":
            row = np.array([int(value)])
            after = skills.at("ability", row) + 0.3
            skills.put("ability", row, after)
            plain[row] += 0.3
        else:
            skills = skills.copy()
    held = skills.of("ability")
    assert held is not None
    assert held == pytest.approx(plain, rel=1e-12)


def test_a_month_writes_no_column() -> None:
    """Until half is gone the amounts stay as they are; then they are settled once."""
    skills = skilled(1.0, 2.0)
    before = skills.amounts["ability"].copy()
    skills.fade(0.6)
    assert (skills.amounts["ability"] == before).all()
    skills.fade(0.6)
    assert skills.left == 1.0
    assert skills.amounts["ability"] == pytest.approx([0.36, 0.72])


def test_who_joins_brings_along_what_they_have() -> None:
    """Amounts of newcomers are told in those of the people joined, whose share left differs."""
    joined = skilled(1.0, left=0.5).joined(skilled(3.0, left=0.8))
    held = joined.of("ability")
    assert held is not None
    assert held == pytest.approx([0.5, 2.4])


def test_what_one_side_has_not_acquired_is_nothing() -> None:
    """Staff without courses and applicants begin at zero, on whichever side they stand."""
    others = Skills(2, {"leadership": np.array([0.1, 0.2])})
    joined = skilled(1.0).joined(others)
    assert joined.traits == ("ability", "leadership")
    assert joined.amounts["ability"].tolist() == [1.0, 0.0, 0.0]
    assert joined.amounts["leadership"].tolist() == [0.0, 0.1, 0.2]


def test_taking_people_takes_their_skills() -> None:
    """Somebody drawn twice has the skill twice; nothing is shared with those taken from."""
    skills = skilled(1.0, 2.0, left=0.9)
    taken = skills.take(np.array([1, 1]))
    taken.put("ability", np.array([0]), np.array([5.0]))
    held, whole = taken.of("ability"), skills.of("ability")
    assert held is not None
    assert whole is not None
    assert held == pytest.approx([5.0, 1.8])
    assert whole == pytest.approx([0.9, 1.8])


def test_a_trait_that_nobody_teaches_is_not_there() -> None:
    """Not zero but absent: so that without courses nothing is added to what people can do."""
    assert Skills(3).of("ability") is None
    assert Skills(3).traits == ()
