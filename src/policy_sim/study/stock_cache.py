"""Stocks kept on disk: a history is simulated once, and read back when it is asked for again.

A stock is kept as plain arrays under the digest of everything that it was made of. What is
read back is the same to the last bit; nothing of it is executed. The folder lies outside every
run folder: deleting it costs time and changes no result.
"""

from __future__ import annotations

import os
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.history import HistoryLog, Periods
from policy_sim.rules.trail import Entries, Trail
from policy_sim.rules.trails import Trails
from policy_sim.workforce.skills import Skills
from policy_sim.workforce.table import Workforce

__all__ = ["cache_folder", "keep", "recall"]

VARIABLE = "POLICY_SIM_CACHE"
"""The environment variable that names the folder; empty keeps nothing."""

Arrays = dict[str, NDArray[Any]]


def cache_folder() -> Path | None:
    """Return the folder of kept stocks, or None if none shall be kept."""
    stated = os.environ.get(VARIABLE)
    if stated is not None:
        return Path(stated) if stated else None
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "policy-sim" / "stocks"


def keep(folder: Path, digest: str, people: Workforce) -> None:
    """Keep *people* under *digest*; a folder that cannot be written to keeps nothing."""
    draft = folder / f".{digest}.{os.getpid()}.npz"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(draft, allow_pickle=False, **_arrays(people))
        draft.replace(folder / f"{digest}.npz")
    except OSError:
        with suppress(OSError):
            draft.unlink()


def recall(folder: Path, digest: str, vocabulary: Vocabulary) -> Workforce | None:
    """Return the people kept under *digest*, or None if there are none that can be read."""
    try:
        with (folder / f"{digest}.npz").open("rb") as stream:
            file = np.load(stream, allow_pickle=False)
            return _people({name: file[name] for name in file.files}, vocabulary)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def _arrays(people: Workforce) -> Arrays:
    """Return every array of a workforce, by the part that it belongs to and its name."""
    arrays: Arrays = {"ids": people.ids, "keys": people.keys, "post": people.post}
    arrays |= {f"record/{name}": column for name, column in people.record.items()}
    arrays |= {f"truth/{name}": column for name, column in people.truth.items()}
    skills = people.acquired
    arrays |= {f"acquired/{trait}": amounts for trait, amounts in skills.amounts.items()}
    arrays["left"] = np.array(skills.left)
    arrays["entered"] = people.history.entered
    for name, periods in people.history.periods.items():
        arrays |= {f"ring/{name}": periods.ring, f"known/{name}": periods.known}
    for name, trail in people.history.trails.items():
        entries = trail.entries
        parts = (entries.row, entries.day, entries.value, entries.until)
        arrays[f"trail/{name}"] = np.stack(parts)
    return arrays


def _people(arrays: Arrays, vocabulary: Vocabulary) -> Workforce:
    """Return the workforce made of *arrays*; raise :exc:`KeyError` if one is missing."""
    periods = {
        name: Periods(series, arrays[f"ring/{name}"], arrays[f"known/{name}"])
        for name, series in vocabulary.series_of("person").items()
    }
    trails = {name: Trail(Entries(*arrays[f"trail/{name}"])) for name in vocabulary.events}
    size = len(arrays["ids"])
    return Workforce(
        vocabulary=vocabulary,
        ids=arrays["ids"],
        keys=arrays["keys"],
        record=_part(arrays, "record/"),
        truth=_part(arrays, "truth/"),
        post=arrays["post"],
        history=HistoryLog(vocabulary, arrays["entered"], periods, Trails(trails, size)),
        acquired=Skills(size, _part(arrays, "acquired/"), float(arrays["left"])),
    )


def _part(arrays: Arrays, prefix: str) -> Arrays:
    return {k.removeprefix(prefix): v for k, v in arrays.items() if k.startswith(prefix)}
