"""The assumptions of a study: those of the registers that it names, as it sets them."""

from __future__ import annotations

from pathlib import Path

from policy_sim.simulation.assumptions.register import Register, load_register
from policy_sim.study.named_files import beside
from policy_sim.study.scenario_document import AssumedShape, ScenarioShape

__all__ = ["register_of"]


def register_of(stated: ScenarioShape, path: Path) -> Register:
    """Return the assumptions of all registers that the scenario at *path* names, as it sets them.

    Raises :exc:`~policy_sim.errors.BadInput` for a register that cannot be read.
    """
    register = load_register(*(beside(text, path) for text in stated.assumptions))
    return register.assuming(
        {
            name: (assumed.value, assumed.range or (assumed.value, assumed.value))
            if isinstance(assumed, AssumedShape)
            else (assumed, (assumed, assumed))
            for name, assumed in stated.assume.items()
        }
    )
