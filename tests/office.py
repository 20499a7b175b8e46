"""A study that is simulated in an instant, for sweeps: five grades, a hundred people, one year."""

from __future__ import annotations

from pathlib import Path

from small_study import ROOT

__all__ = ["office_in"]

OFFICE = f"""\
scenario: office
title: A hundred people
based_on: {ROOT}/scenarios/five_grades.yaml
years: 1
replications: 3
people: 100
history: {{years: 1}}
outcomes: {{primary: [service_quality, promotions], window: first-year}}
windows:
  from-2028: off
  year-10: off
  first-year: {{year: 1}}
laws:
  seniority: off
  generous:
    title: Half are promoted
    policy: {ROOT}/policies/five_grades/rules.yaml
    amendments: [generous.yaml]
arms: {{laws: [rules, generous]}}
"""

GENEROUS = f"""\
policy: generous
title: Half are promoted
amends: {ROOT}/policies/five_grades/rules
authority: national
source: "invented example"
effective: 2026-06-01
status: assumption
replace:
  parameters:
    promoted_share: {{value: 50%}}
"""


def office_in(folder: Path) -> Path:
    """Write the study into *folder*, with a reform that promotes half of those who may be."""
    (folder / "generous.yaml").write_text(GENEROUS, encoding="utf-8")
    path = folder / "office.yaml"
    path.write_text(OFFICE, encoding="utf-8")
    return path
