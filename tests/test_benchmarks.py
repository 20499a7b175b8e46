"""The benchmarks name only what the package has: they are run by hand, and would rot unseen."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = sorted((Path(__file__).parents[1] / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_every_imported_name_exists(path: Path) -> None:
    """What a benchmark takes from the package is still there, under that name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("policy_sim")
        for alias in node.names
    ]
    missing = [f"{module}.{name}" for module, name in imported if not _there(module, name)]
    assert missing == []


def _there(module: str | None, name: str) -> bool:
    return module is not None and hasattr(import_module(module), name)


def test_a_name_that_has_moved_is_noticed() -> None:
    """The check can fail."""
    assert not _there("policy_sim.chance", "Luck")
