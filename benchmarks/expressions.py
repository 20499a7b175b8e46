"""The same rules for engines that read expressions: zen-engine, and rule-engine.

They are given the features of each case (history, tables and relations already looked up, as
durable-rules is), and say of each rule whether it holds. Overriding, values and reasons are left
out, in their favour. rule-engine needs another python-dateutil than policy-sim, and gets an
environment of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags
from policy_sim.rules.normal_form import Atom, Every, Form, Some, Within, every, feature_names
from policy_sim.rules.programs import Program

__all__ = ["Expressions", "engines_of_expressions"]

HERE = Path(__file__).resolve().parent
OWN_ENVIRONMENT = HERE.parent / "build" / "rule-engine"
RULE_ENGINE = "rule-engine==5.1.0"


@dataclass(frozen=True)
class Expressions:
    """Rules as *texts* over the features *names*."""

    texts: Sequence[str]
    names: Mapping[str, str]

    @classmethod
    def of(cls, program: Program) -> Expressions:
        """Return scope and conditions of each rule of *program* as one text."""
        logic = program.logic
        forms = [every(pair) for pair in zip(logic.scopes, logic.conditions, strict=True)]
        features = sorted({name for form in forms for name in feature_names(form)})
        names = {feature: f"f{number}" for number, feature in enumerate(features)}
        return cls([_text(form, names) for form in forms], names)

    def cases(self, features: Features) -> list[dict[str, int]]:
        """Return what each of the subjects of *features* is like."""
        columns = {own: features.named(name).tolist() for name, own in self.names.items()}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def asked(self, engine: str, python: Path, features: Features) -> tuple[Flags, float]:
        """Return which rules hold for whom, by *engine* under *python*, and the seconds it took."""
        told = json.dumps({"rules": self.texts, "cases": self.cases(features)})
        command = [str(python), str(HERE / "asked.py"), engine]
        done = subprocess.run(command, input=told, capture_output=True, text=True, check=True)
        answer = json.loads(done.stdout)
        return np.array(answer["holds"]), float(answer["seconds"])


def engines_of_expressions() -> Iterator[tuple[str, str, Path]]:
    """Yield the name of each engine, what ``asked.py`` calls it, and where it is installed."""
    yield "zen-engine", "zen", Path(sys.executable)
    python = OWN_ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(OWN_ENVIRONMENT)], check=True)
        install = [str(python), "-m", "pip", "-q", "install", "--disable-pip-version-check"]
        subprocess.run([*install, RULE_ENGINE], check=True)
    yield "rule-engine", "rule", python


def _text(form: Form, names: Mapping[str, str]) -> str:
    """Return *form* in the words that both engines know."""
    match form:
        case Every(items):
            return " and ".join(_text(item, names) for item in items) or "1 == 1"
        case Some(items):
            return f"({' or '.join(_text(item, names) for item in items) or '1 == 0'})"
        case Atom(operator, left, right):
            other = names[right] if isinstance(right, str) else str(right)
            return f"{names[left]} {operator.value} {other}"
        case Within(left, ranges):
            own = names[left]
            return f"({' or '.join(f'({own} >= {a} and {own} <= {b})' for a, b in ranges)})"
