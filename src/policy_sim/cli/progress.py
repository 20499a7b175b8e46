"""How far a study has come, as a bar on standard error."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from policy_sim.catalogue.language import ENGLISH, Language

__all__ = ["Bar"]


@dataclass
class Bar:
    """A bar that appears with the first task; closed when the study has ended, however."""

    language: Language = ENGLISH
    bar: Any = field(default=None)

    def progress(self, done: int, total: int) -> None:
        """Move the bar."""
        if self.bar is None:
            self.bar = tqdm(total=total, desc=self.language.text("tasks"), unit="")
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self.bar is not None:
            self.bar.close()
