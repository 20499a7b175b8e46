"""Who is governed: truth and record, organisation, synthesis from margins."""

from __future__ import annotations

from policy_sim.workforce.draw import draw
from policy_sim.workforce.fit import Fit, FittedCell
from policy_sim.workforce.organisation import NO_UNIT, Organisation
from policy_sim.workforce.organisation_document import load_organisation
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.profile_document import load_profile
from policy_sim.workforce.stock import raw_stock
from policy_sim.workforce.table import NO_POST, Workforce

__all__ = [
    "NO_POST",
    "NO_UNIT",
    "Fit",
    "FittedCell",
    "Organisation",
    "Profile",
    "Workforce",
    "draw",
    "load_organisation",
    "load_profile",
    "raw_stock",
]
