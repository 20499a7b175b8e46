"""The dossier of a draft: everything that can be shown of it before it is adopted, in one folder.

:func:`~policy_sim.report.dossier.making.make_dossier` makes it, part by part.
"""

from __future__ import annotations

from policy_sim.report.dossier.making import Dossier, make_dossier
from policy_sim.report.dossier.question import Asked

__all__ = ["Asked", "Dossier", "make_dossier"]
