from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from policy_sim.policy.values import Kind, ValueType
from policy_sim.policy.vocabulary import Attribute, Event, Series, Vocabulary
from policy_sim.study.stock_cache import cache_folder, keep, recall
from policy_sim.workforce.table import Workforce

WHOLE = ValueType(Kind.WHOLE, 0, 1000)
WORDS = Vocabulary(
    attributes={"grade": Attribute("grade", WHOLE), "age": Attribute("age", WHOLE)},
    scales={},
    series={"rating": Series("rating", WHOLE, keep=3)},
    events={"promoted": Event("promoted"), "sanction": Event("sanction", WHOLE, expires=True)},
)


def stock(size: int = 7) -> Workforce:
    """Return a few people with a record, traits, a series and events."""
    ids = np.arange(size, dtype=np.int64)
    people = Workforce.enter(
        WORDS,
        ids,
        (ids * 977).astype(np.uint64),
        {"grade": ids % 3, "age": ids + 300},
        {"ability": np.sin(ids.astype(np.float64))},
        np.full(size, date(2000, 1, 1).toordinal(), np.int64),
    )
    people.history.record_period("rating", ids[:4], ids[:4] + 1)
    people.history.record_event("promoted", ids[1:3], date(2010, 4, 1))
    people.history.record_event(
        "sanction", ids[2:3], date(2011, 5, 1), np.array([4]), date(2012, 5, 1)
    )
    people.post[3] = 11
    people.acquired.begin(["ability"])
    people.acquired.put("ability", ids[2:4], np.array([0.25, 0.125]))
    people.acquired.fade(0.9)
    return people


def same(one: Workforce, other: Workforce) -> bool:
    """Return whether two workforces are the same to the last bit."""
    pairs = [
        (one.ids, other.ids),
        (one.keys, other.keys),
        (one.post, other.post),
        (one.history.entered, other.history.entered),
        *((one.record[name], other.record[name]) for name in WORDS.attributes),
        (one.truth["ability"], other.truth["ability"]),
        (one.acquired.amounts["ability"], other.acquired.amounts["ability"]),
        (np.array(one.acquired.left), np.array(other.acquired.left)),
        (one.history.periods["rating"].ring, other.history.periods["rating"].ring),
        (one.history.periods["rating"].known, other.history.periods["rating"].known),
    ]
    for name in WORDS.events:
        a, b = one.history.trails[name].entries, other.history.trails[name].entries
        pairs += [(a.row, b.row), (a.day, b.day), (a.value, b.value), (a.until, b.until)]
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


def test_what_is_kept_comes_back_to_the_last_bit(tmp_path: Path) -> None:
    """Record, truth, posts, series and events return with the same values and types."""
    keep(tmp_path / "stocks", "abc", stock())
    back = recall(tmp_path / "stocks", "abc", WORDS)
    assert back is not None
    assert same(stock(), back)


def test_what_comes_back_can_live_on(tmp_path: Path) -> None:
    """A recalled stock is a workforce like any other: it can record, leave and be copied."""
    keep(tmp_path, "abc", stock())
    back = recall(tmp_path, "abc", WORDS)
    assert back is not None
    back.history.record_event("promoted", np.array([0]), date(2020, 1, 1))
    back.drop(np.arange(7) == 2)
    assert back.size == 6
    assert list(back.history.trails["promoted"].entries.row) == [1, 0]


def test_another_digest_is_not_kept(tmp_path: Path) -> None:
    """Nothing comes back for a digest under which nothing was kept."""
    keep(tmp_path, "abc", stock())
    assert recall(tmp_path, "xyz", WORDS) is None
    assert recall(tmp_path / "nowhere", "abc", WORDS) is None


@pytest.mark.parametrize("content", [b"", b"rubbish", b"PK\x03\x04 half a file"])
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    """A truncated or foreign file costs the time of a new history, and raises nothing."""
    (tmp_path / "abc.npz").write_bytes(content)
    assert recall(tmp_path, "abc", WORDS) is None


def test_a_file_of_another_vocabulary_is_as_good_as_none(tmp_path: Path) -> None:
    """A stock that lacks a series of the vocabulary is not half read."""
    keep(tmp_path, "abc", stock())
    more = Vocabulary(WORDS.attributes, {}, {"other": Series("other", WHOLE)}, WORDS.events)
    assert recall(tmp_path, "abc", more) is None


def test_objects_are_never_loaded(tmp_path: Path) -> None:
    """A file with a pickled object inside is refused: a cache must not run code."""
    np.savez(tmp_path / "abc.npz", ids=np.array([{"a": 1}], dtype=object))
    assert recall(tmp_path, "abc", WORDS) is None


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path: Path) -> None:
    """Where a file stands in the way of the folder, a run goes on without keeping."""
    (tmp_path / "stocks").write_text("in the way")
    keep(tmp_path / "stocks", "abc", stock())
    assert recall(tmp_path / "stocks", "abc", WORDS) is None


def test_the_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment names the folder, or forbids it; by default it is the user's cache."""
    monkeypatch.setenv("POLICY_SIM_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv("POLICY_SIM_CACHE", "")
    assert cache_folder() is None
    monkeypatch.delenv("POLICY_SIM_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "policy-sim" / "stocks"
