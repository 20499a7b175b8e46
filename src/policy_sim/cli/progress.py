"""How far a study has come: a bar on standard error, or in a notebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from policy_sim.catalogue.language import ENGLISH, Language

__all__ = ["Bar"]


@dataclass
class Bar:
    """A bar that appears with the first task; closed when the study has ended, however.

    A *hidden* one counts and shows nothing.
    """

    language: Language = ENGLISH
    hidden: bool = False
    bar: Any = field(default=None)

    def progress(self, done: int, total: int) -> None:
        """Move the bar to *done* of *total*."""
        if self.bar is None and total:
            # Here, since it looks for the parts of a notebook.
            from tqdm.auto import tqdm

            words = self.language.text("tasks")
            self.bar = tqdm(total=total, desc=words, unit="", disable=self.hidden)
        if self.bar is None:
            return
        # Of a sweep some tasks follow from what others have found.
        self.bar.total = total
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self.bar is not None:
            self.bar.close()
