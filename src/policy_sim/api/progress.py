"""A bar that shows how far a run is: in a notebook, or on a terminal that somebody looks at."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["Bar"]


class Bar:
    """Counts the tasks of a run; shown from the first of them on until it is closed."""

    def __init__(self) -> None:
        self.shown: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Move the bar to *done* of *total*."""
        if self.shown is None:
            # Here, since it looks for the parts of a notebook.
            from tqdm.auto import tqdm

            self.shown = tqdm(total=total, desc="tasks", unit="", disable=not _looked_at())
        self.shown.update(done - self.shown.n)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self.shown is not None:
            self.shown.close()


def _looked_at() -> bool:
    """Return whether a bar would be seen: not in a script whose output goes to a file."""
    return "ipykernel" in sys.modules or sys.stderr.isatty()
