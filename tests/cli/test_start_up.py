"""What a command loads: nothing heavy before it is used."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from policy_sim.cli import _COMMANDS, _told

HEAVY = {
    "distributed",
    "durable",
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
    "simpy",
    "tqdm",
    "yaml",
    "z3",
}
DECIDING = {"numpy", "pydantic", "yaml"}
"""What a regulation needs to be read and held against its vocabulary."""

SMALL = "policies/five_grades/rules.yaml"


def loaded(*arguments: str) -> set[str]:
    """Return which heavy packages a command has loaded when it ends."""
    program = (
        "import sys\n"
        "from policy_sim.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print('loaded', *{name.partition('.')[0] for name in sys.modules})\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    return set(ended.stdout.splitlines()[-1].split()) & HEAVY


def test_help_loads_nothing_heavy() -> None:
    """Whoever asks what there is waits for no library: summaries are read, not imported."""
    assert loaded("--help") == set()


def test_a_misspelt_command_is_told_as_fast_as_help() -> None:
    """No command is loaded to say that there is none of that name."""
    assert loaded("chek", SMALL) == set()


def test_checking_loads_what_proves_and_nothing_that_simulates() -> None:
    """A small regulation is checked without frames, figures, tables, statistics and calendar."""
    assert loaded("check", SMALL) - {"durable"} == DECIDING | {"z3"}


def test_the_summary_of_each_command_is_read_as_it_would_be_imported() -> None:
    """What the general help says of a command is what its module says."""
    for name in _COMMANDS:
        module = import_module(f"policy_sim.cli.{name}")
        assert _told(name).partition("\n\n")[0] == (module.__doc__ or "").partition("\n\n")[0]
        assert _told(name).partition("\n\n")[0]


@pytest.mark.parametrize("name", sorted(HEAVY - {"durable", "distributed"}))
def test_the_list_of_heavy_packages_names_real_ones(name: str) -> None:
    """A misspelt package would be absent for ever."""
    assert import_module(name).__name__ == name
