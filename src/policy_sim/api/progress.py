"""Who is told how far a study has come: a bar to look at, or a call."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from policy_sim.api.given import call_named
from policy_sim.catalogue.asked import language
from policy_sim.cli.progress import Bar

__all__ = ["Progress", "Tell", "telling"]

Tell = Callable[[int, int], None]
"""Is called with the tasks done and their number."""

Progress = bool | Tell
"""Whether a bar is shown, or who is told in its place."""


@contextmanager
def telling(progress: Progress) -> Iterator[Tell | None]:
    """Have whoever is told as long as something is made.

    Raises :exc:`~policy_sim.errors.BadInput` for what cannot be told anything.
    """
    if not isinstance(progress, bool):
        yield call_named(progress, "progress")
        return
    with closing(Bar(language(), hidden=not _looked_at())) as bar:
        yield bar.progress if progress else None


def _looked_at() -> bool:
    """Return whether a bar would be seen: not in a script whose output goes to a file."""
    return "ipykernel" in sys.modules or sys.stderr.isatty()
