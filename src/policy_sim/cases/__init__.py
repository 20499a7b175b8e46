"""Cases: what a regulation must decide about named persons, held against it before it is adopted.

:func:`~policy_sim.cases.loading.load_cases` reads documents of cases,
:func:`~policy_sim.cases.trial.tried` holds them against their laws.
"""

from __future__ import annotations

from policy_sim.cases.loading import case_files, load_cases
from policy_sim.cases.trial import Trial, Verdict, tried

__all__ = ["Trial", "Verdict", "case_files", "load_cases", "tried"]
