"""What is shown of a run: figures, the page, and the table of a terminal."""

from __future__ import annotations

from policy_sim.report.assurance import assurance_lines
from policy_sim.report.illustrate import illustrate, plot_outcome
from policy_sim.report.summary import comparison_table

__all__ = ["assurance_lines", "comparison_table", "illustrate", "plot_outcome"]
