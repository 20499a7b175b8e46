"""A draft that makes people wait longer for a rise, with those who are near it in transition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from pyramid_world import POLICIES

__all__ = ["EFFECTIVE", "UNTIL", "amended_law", "amendment", "near"]

EFFECTIVE, UNTIL = date(2026, 4, 1), date(2026, 8, 1)


def near(
    whom: str = "time_in_grade >= 40 months", keep: str = "years_in_rank", name: str = "near"
) -> str:
    """Return a transition of those *whom* it is for, who keep an item until August."""
    return f"  {name}: {{for: '{whom}', keep: [{keep}], until: {UNTIL}}}\n"


def amendment(folder: Path, transition: str = "", changes: str = "", name: str = "draft") -> Path:
    """Write a draft, effective in April, by which a rise takes six years instead of four."""
    said = (
        changes or "replace: {parameters: {years_in_rank: {value: 6 years, authority: national}}}"
    )
    path = folder / f"{name}.yaml"
    path.write_text(
        f"policy: {name}\namends: {POLICIES / 'asn' / 'promotion'}\neffective: {EFFECTIVE}\n"
        f"authority: national\n{said}\n" + (f"transition:\n{transition}" if transition else ""),
        encoding="utf-8",
    )
    return path


def amended_law(folder: Path, transition: str = "", changes: str = "") -> Law:
    """Return the law of rank promotion with that draft."""
    return load_law(POLICIES / "asn" / "promotion.yaml", [amendment(folder, transition, changes)])
