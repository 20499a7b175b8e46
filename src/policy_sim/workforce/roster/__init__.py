"""A real workforce: read from a file with a mapping, checked row by row, and let serve."""

from __future__ import annotations

from policy_sim.workforce.roster.column_mapping import ColumnMapping
from policy_sim.workforce.roster.enlist import enlist, others
from policy_sim.workforce.roster.mapping import load_mapping
from policy_sim.workforce.roster.people_on_file import Roster
from policy_sim.workforce.roster.reading import read_roster

__all__ = ["ColumnMapping", "Roster", "enlist", "load_mapping", "others", "read_roster"]
