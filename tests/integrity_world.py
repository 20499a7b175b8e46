"""The hamlet of the tests of conduct, where misconduct may come to light and costs the post."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from conduct_world import POLICY, VOCABULARY, conduct_people, conduct_world
from policy_sim.chance import Chance
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.simulation.simulate import World
from policy_sim.workforce.table import Workforce
from pyramid_world import system

REGISTER: Mapping[str, float] = {
    "audit_detection": 0.5,
    "audit_deterrence": 0.7,
    "complaint_detection": 0.2,
    "meeting_deterrence": 0.9,
    "misconduct_integrity_ratio": 0.5,
    "misconduct_loss": 0.25,
    "misconduct_rate": 0.6,
}

WORDS = """  absence: {of: workdays}
  misconduct: {values: [none, petty, abuse], type: ordered}
"""
RULES = """parameters:
  audit_share: {value: 30%}
"""
FOUND = """rules:
  found-out:
    area: discipline
    when: highest(misconduct over 1 month) == abuse
    then: [{sanction: out, for: 12 months}, {release: yes}]
"""


@cache
def integrity_law() -> Law:
    """Return the law of the hamlet with misconduct in it."""
    words = VOCABULARY.replace("  absence: {of: workdays}\n", WORDS)
    policy = POLICY.replace("parameters:\n", RULES).replace("rules:\n", FOUND)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "hamlet.yaml").write_text(words, encoding="utf-8")
        Path(folder, "hamlet-rules.yaml").write_text(policy, encoding="utf-8")
        return load_law(Path(folder, "hamlet-rules.yaml"))


def villagers(size: int = 400, heads: int = 2, **truth: list[float]) -> Workforce:
    """Return average people, of whom the first *heads* hold an office; clerks and crew in turn."""
    record = {"family": np.arange(size) % 2}
    return conduct_people(size, integrity_law(), record, truth, heads)


def integrity_world(
    people: Workforce, settings: str, *more: str, seed: int = 4, **register: float
) -> World:
    """Return the hamlet with the system of integrity under *settings*, and *more* systems."""
    systems = [system("integrity", settings)] if settings else []
    systems += [system(*text.split(": ", 1)) for text in more]
    return conduct_world(
        people,
        *systems,
        "outcomes",
        register={**REGISTER, **register},
        law=integrity_law(),
        chance=Chance(seed, 0),
        groups=("family",),
    )
