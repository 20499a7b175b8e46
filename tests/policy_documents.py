"""Small regulations for the tests, written to a folder and loaded from there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy import check_law, load_law
from policy_sim.policy.law import Law

__all__ = ["TOWN", "Folder", "codes"]

TOWN = Path(__file__).parent / "golden" / "good" / "town.yaml"
"""The vocabulary that the small regulations use."""


def codes(findings: Sequence[Diagnostic]) -> list[str]:
    """Return the codes of findings."""
    return [finding.code for finding in findings]


class Folder:
    """A folder with the small town's vocabulary, a base regulation and amendments."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.paths: list[Path] = []
        (path / "town.yaml").write_text(TOWN.read_text(encoding="utf-8"), encoding="utf-8")

    def base(self, text: str, begins: str = "2020-01-01") -> Folder:
        """Write the base regulation with *text* after its opening."""
        opening = f"policy: base\nfrom: {begins}\nuses: [town]\n"
        (self.path / "base.yaml").write_text(opening + text, encoding="utf-8")
        return self

    def amend(self, effective: str, text: str) -> Folder:
        """Write one more amendment of the base."""
        path = self.path / f"amendment{len(self.paths)}.yaml"
        opening = f"policy: {path.stem}\namends: base\neffective: {effective}\n"
        path.write_text(opening + text, encoding="utf-8")
        self.paths.append(path)
        return self

    def law(self) -> Law:
        """Load the base with its amendments."""
        return load_law(self.path / "base.yaml", self.paths)

    def findings(self) -> list[Diagnostic]:
        """Check the base with its amendments."""
        return check_law(self.path / "base.yaml", self.paths)
