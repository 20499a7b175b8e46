"""Imports only point downward, so that a layer can be read, tested and replaced by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "policy_sim"

LAYERS = (
    ("diagnostics",),
    ("catalogue",),
    ("errors",),
    ("documents", "elementary"),
    ("chance", "shipped"),
    ("policy",),
    ("rules",),
    ("proof", "workforce"),
    ("cases",),
    ("simulation",),
    ("study",),
    ("sweep",),
    ("report",),
    ("cli", "pytest_plugin"),
    ("api",),
    ("__init__",),
    ("__main__",),
)
"""From the bottom up; the names of one layer do not import each other."""

HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}


def imported(tree: ast.Module, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of everything that a module of *package* imports, anywhere in it.

    ``from policy_sim import x`` yields ``policy_sim.x``, which may be a module.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *filter(None, [node.module])))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def layer_of(dotted: str) -> str | None:
    """Return the part of policy_sim that *dotted* names, or None for other packages."""
    first, *rest = dotted.split(".")
    if first != "policy_sim":
        return None
    return rest[0] if rest and rest[0] in HEIGHT else "__init__"


def upward(source: Path) -> list[str]:
    """Return every import under *source* that does not point to a lower layer or its own."""
    found = []
    for path in sorted(source.rglob("*.py")):
        inside = path.relative_to(source).with_suffix("").parts
        own = inside[0]
        package = ("policy_sim", *inside[:-1])
        for line, dotted in imported(ast.parse(path.read_text(encoding="utf-8")), package):
            other = layer_of(dotted)
            if other in (None, own):
                continue
            if HEIGHT[other] >= HEIGHT[own]:
                found.append(f"{'/'.join(inside)}.py:{line} imports {dotted}")
    return found


def test_every_module_has_a_layer() -> None:
    """A new package or module must be given its height before anything can use it."""
    present = {
        path.stem
        for path in SOURCE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert present - set(HEIGHT) == set()


def test_imports_only_point_downward() -> None:
    """No module imports from its own height or from above, inside functions included."""
    assert upward(SOURCE) == []


@pytest.mark.parametrize(
    "line",
    [
        "from policy_sim.study import Study",
        "import policy_sim.study.arms",
        "from policy_sim import study",
        "from policy_sim import load_scenario",
        "from ..study import arms",
        "from .. import study",
        "def f():\n    from policy_sim.report import html",
        "if TYPE_CHECKING:\n    import policy_sim.cli",
    ],
)
def test_an_upward_import_is_found_however_it_is_written(tmp_path: Path, line: str) -> None:
    """The test above can fail: one such line in a rules module is reported."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "sly.py").write_text(line + "\n", encoding="utf-8")
    assert len(upward(tmp_path)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from policy_sim.policy.ast import Term",
        "from . import frame",
        "from .frame import Frame",
        "from policy_sim.rules.frame import Frame",
        "import numpy as np",
    ],
)
def test_a_downward_import_is_not_reported(tmp_path: Path, line: str) -> None:
    """What lies below, in the same package or outside policy_sim is free to use."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "honest.py").write_text(line + "\n", encoding="utf-8")
    assert upward(tmp_path) == []


def test_the_durable_rules_library_stands_behind_one_module() -> None:
    """Only the adapter knows the library, which not every Python can import."""
    users = [
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        for _, dotted in imported(ast.parse(path.read_text(encoding="utf-8")), ("policy_sim",))
        if dotted.split(".")[0] == "durable"
    ]
    assert len(set(users)) <= 1, users
