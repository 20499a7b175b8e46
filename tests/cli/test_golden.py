"""What the commands print, held against files.

``pytest tests/cli/test_golden.py --update`` writes them anew; read the diff.
"""

from __future__ import annotations

import pytest

from command_line import GOLDEN, Say

_CASES = "tests/golden/cli"
_COLUMNAR = ("--engine", "columnar")
COMMANDS: dict[str, tuple[int, list[str]]] = {
    "help": (0, ["--help"]),
    "help-run": (0, ["run", "--help"]),
    "help-check": (0, ["check", "--help"]),
    "help-diff": (0, ["diff", "--help"]),
    "help-test": (0, ["test", "--help"]),
    "help-explain": (0, ["explain", "--help"]),
    "help-why": (0, ["why", "--help"]),
    "help-verify": (0, ["verify", "--help"]),
    "help-dossier": (0, ["dossier", "--help"]),
    "help-init": (0, ["init", "--help"]),
    "help-schema": (0, ["schema", "--help"]),
    "check": (0, ["check", f"{_CASES}/rules.yaml", "--on", "2026-12-01"]),
    "check-draft": (0, ["check", f"{_CASES}/draft.yaml", "--on", "2026-12-01"]),
    "check-idle": (0, ["check", f"{_CASES}/idle.yaml", "--on", "2026-12-01"]),
    "check-faulty": (1, ["check", f"{_CASES}/faulty.yaml"]),
    "check-faulty-json": (1, ["check", f"{_CASES}/faulty.yaml", "--format", "json"]),
    "check-draft-id": (
        0,
        ["check", f"{_CASES}/draft.yaml", "--on", "2026-12-01", "--lang", "id"],
    ),
    "check-medan-id": (
        0,
        [
            "check",
            "policies/medan/drafts/merit-reform.yaml",
            "--on",
            "2026-12-01",
            "--lang",
            "id",
        ],
    ),
    "check-faulty-id": (1, ["check", f"{_CASES}/faulty.yaml", "--lang", "id"]),
    "check-missing-id": (2, ["check", f"{_CASES}/ruels.yaml", "--lang=id"]),
    "check-language": (2, ["check", f"{_CASES}/rules.yaml", "--lang", "in"]),
    "check-missing": (2, ["check", f"{_CASES}/ruels.yaml"]),
    "diff": (1, ["diff", f"{_CASES}/draft.yaml"]),
    "diff-json": (1, ["diff", f"{_CASES}/draft.yaml", "--format", "json"]),
    "diff-id": (1, ["diff", f"{_CASES}/draft.yaml", "--lang", "id"]),
    "diff-transition": (1, ["diff", f"{_CASES}/kept.yaml"]),
    "diff-nobody-id": (1, ["diff", f"{_CASES}/idle.yaml", "--lang", "id"]),
    "explain-clerk-id": (
        0,
        [
            *("explain", "policies/medan/in-force.yaml", "--lang", "id"),
            *("--person", "scenarios/cases/clerk.yaml"),
        ],
    ),
    "explain-supervisor-id": (
        0,
        [
            *("explain", "policies/medan/in-force.yaml", "--lang", "id"),
            *("--person", "scenarios/cases/supervisor.yaml"),
        ],
    ),
    "explain-clauses-id": (
        0,
        [
            *("explain", f"{_CASES}/rules.yaml", "--person", f"{_CASES}/clerk.yaml"),
            *("--area", "promotion", "--clauses", "--lang", "id"),
        ],
    ),
    "diff-same": (
        0,
        ["diff", f"{_CASES}/rules.yaml", f"{_CASES}/rules.yaml", "--on", "2026-12-01"],
    ),
    "diff-of-one": (2, ["diff", f"{_CASES}/rules.yaml"]),
    "diff-nobody": (1, ["diff", f"{_CASES}/idle.yaml"]),
    "diff-people-of-nothing": (2, ["diff", f"{_CASES}/draft.yaml", "--people", "10"]),
    "diff-text": (1, ["diff", f"{_CASES}/idle.yaml", "--no-proof"]),
    "explain-refused": (
        0,
        ["explain", f"{_CASES}/rules.yaml", "--person", f"{_CASES}/clerk.yaml"],
    ),
    "explain-granted": (
        0,
        [
            *("explain", f"{_CASES}/rules.yaml", "--amended-by", f"{_CASES}/draft.yaml"),
            *("--person", f"{_CASES}/clerk.yaml", "--on", "2027-06-01", "--area", "promotion"),
        ],
    ),
    "explain-clauses": (
        0,
        [
            *("explain", f"{_CASES}/rules.yaml", "--person", f"{_CASES}/clerk.yaml"),
            *("--area", "promotion", "--clauses"),
        ],
    ),
    "explain-json": (
        0,
        [
            *("explain", f"{_CASES}/rules.yaml", "--person", f"{_CASES}/clerk.yaml"),
            *("--area", "promotion", "--format", "json"),
        ],
    ),
    "explain-sparse": (
        0,
        ["explain", f"{_CASES}/rules.yaml", "--person", f"{_CASES}/sparse.yaml"],
    ),
    "explain-lacks": (
        2,
        [
            *("explain", f"{_CASES}/rules.yaml", "--person", f"{_CASES}/sparse.yaml"),
            *("--area", "promotion"),
        ],
    ),
    "explain-wrong-case": (
        2,
        ["explain", f"{_CASES}/rules.yaml", "--person", f"{_CASES}/wrong-case.yaml"],
    ),
    "test": (0, ["test", f"{_CASES}/library.cases.yaml", *_COLUMNAR]),
    "test-coverage": (
        1,
        [
            *("test", f"{_CASES}/library.cases.yaml", *_COLUMNAR),
            *("--coverage", "--fail-under", "70"),
        ],
    ),
    "test-coverage-json": (
        0,
        [
            *("test", f"{_CASES}/library.cases.yaml", *_COLUMNAR, "--coverage"),
            *("--of", f"{_CASES}/rules.yaml", "--fail-under", "50", "--format", "json"),
        ],
    ),
    "test-mutate": (0, ["test", f"{_CASES}/library.cases.yaml", *_COLUMNAR, "--mutate"]),
    "test-mutate-json": (
        0,
        [
            *("test", f"{_CASES}/library.cases.yaml", *_COLUMNAR, "--mutate"),
            *("--of", f"{_CASES}/rules.yaml", "--format", "json"),
        ],
    ),
    "test-percentage": (2, ["test", f"{_CASES}/library.cases.yaml", "--fail-under", "all"]),
    "test-draft": (
        1,
        [
            *("test", f"{_CASES}/library.cases.yaml", *_COLUMNAR),
            *("--amended-by", f"{_CASES}/draft.yaml"),
        ],
    ),
    "test-failing": (
        1,
        ["test", f"{_CASES}/failing.cases.yaml", *_COLUMNAR, "--fail-under", "100"],
    ),
    "test-failing-json": (
        1,
        ["test", f"{_CASES}/failing.cases.yaml", *_COLUMNAR, "--format", "json"],
    ),
    "test-failing-id": (
        1,
        [
            *("test", f"{_CASES}/failing.cases.yaml", *_COLUMNAR),
            *("--coverage", "--fail-under", "100", "--lang", "id"),
        ],
    ),
    "test-wrong": (2, ["test", f"{_CASES}/wrong.cases.yaml"]),
    "test-nothing": (2, ["test", f"{_CASES}/no.cases.yaml"]),
    "verify-nothing": (2, ["verify", f"{_CASES}/no-such-run"]),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_what_its_file_says(name: str, say: Say, update: bool) -> None:
    """Standard output and errors of a command are exactly those that were read and approved."""
    status, arguments = COMMANDS[name]
    answer = say(*arguments)
    assert answer.status == status
    text = answer.out + (f"--- standard error\n{answer.err}" if answer.err else "")
    expected = GOLDEN / f"{name}.txt"
    if update:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_no_file_is_held_that_no_command_prints() -> None:
    """Every golden file belongs to a command that is tested."""
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(COMMANDS)
