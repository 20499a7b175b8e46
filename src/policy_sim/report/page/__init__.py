"""The report of a run: one section a module, in the order in which they are read.

A mayor reads the first screen: whether the baseline looks like the place, the decision, the
headline, who gains and loses, what it hinges on, and what cannot be told. The rest is for whoever
wants to know more. :mod:`.html` shows it as one self-contained page, :mod:`.pdf` on paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from policy_sim.catalogue.language import Language
from policy_sim.report.page.assumptions import assumptions
from policy_sim.report.page.blocks import Section
from policy_sim.report.page.careers import careers, flow
from policy_sim.report.page.choice import choice
from policy_sim.report.page.decision import decision
from policy_sim.report.page.findings import findings
from policy_sim.report.page.headline import headline
from policy_sim.report.page.hinges import hinges
from policy_sim.report.page.likeness import likeness, published
from policy_sim.report.page.limits import limits
from policy_sim.report.page.material import Material
from policy_sim.report.page.outcomes import money, outcomes
from policy_sim.report.page.own_rules import own_rules
from policy_sim.report.page.precision import precision
from policy_sim.report.page.reproduce import reproduce
from policy_sim.report.page.split import split
from policy_sim.report.page.winners import winners
from policy_sim.report.page.workforce import workforce
from policy_sim.report.page.years import years
from policy_sim.report.wording import run_line, titled

__all__ = ["Report", "report_of"]

FIRST_SCREEN = (likeness, decision, headline, winners, hinges, limits)
FURTHER = (
    years,
    split,
    choice,
    precision,
    outcomes,
    money,
    careers,
    flow,
    published,
    own_rules,
    findings,
    workforce,
    assumptions,
    reproduce,
)


@dataclass(frozen=True)
class Report:
    """A report ready to be shown: its title, one line on the run, and its sections."""

    title: str
    run_line: str
    language: Language
    sections: tuple[Section, ...]


def report_of(material: Material) -> Report:
    """Return everything that the report says, in the language of *material*."""
    made = [section(material) for section in (*FIRST_SCREEN, *FURTHER)]
    return Report(
        titled(material.manifest["title"], material.language),
        run_line(material.manifest, material.language),
        material.language,
        tuple(section for section in made if section is not None),
    )
