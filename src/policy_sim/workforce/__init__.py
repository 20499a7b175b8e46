"""Who is governed: truth and record, organisation, synthesis from margins."""

from __future__ import annotations

from policy_sim.workforce.organisation import NO_UNIT, Organisation
from policy_sim.workforce.table import NO_POST, Workforce

__all__ = ["NO_POST", "NO_UNIT", "Organisation", "Workforce"]
