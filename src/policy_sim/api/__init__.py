"""What a notebook uses: laws and studies that are asked, and answers that show themselves.

Every object has ``_repr_html_``, every table is a tidy polars frame (``.to_pandas()`` gives the
other kind), every plot takes and returns matplotlib Axes.
"""

from policy_sim.api.answers import CareerTold, CasesTried, Differences, Explanation
from policy_sim.api.assumptions import Assumptions
from policy_sim.api.findings import Findings
from policy_sim.api.questions import check, diff, explain, try_cases, why
from policy_sim.api.regulation import Policy, load_policy
from policy_sim.api.result import Result, load_result
from policy_sim.api.study import Study, load_scenario
from policy_sim.api.sweeps import Swept

__all__ = [
    "Assumptions",
    "CareerTold",
    "CasesTried",
    "Differences",
    "Explanation",
    "Findings",
    "Policy",
    "Result",
    "Study",
    "Swept",
    "check",
    "diff",
    "explain",
    "load_policy",
    "load_result",
    "load_scenario",
    "try_cases",
    "why",
]
