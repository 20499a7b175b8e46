"""Input that nobody should give: always findings and exit status 2, never a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import GOLDEN, Say

RULES = GOLDEN / "rules.yaml"
CASE = GOLDEN / "clerk.yaml"
SMALL = "scenarios/small.yaml"


def _bomb() -> bytes:
    """Return the document that would grow to a thousand million words."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    return "\n".join(lines).encode()


def _large(path: Path) -> None:
    """Make a file of 50 MB that takes no room."""
    with path.open("wb") as stream:
        stream.truncate(50_000_000)


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "alias-bomb": lambda path: path.write_bytes(_bomb()),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 20),
    "deep": lambda path: path.write_text("a: " + "[" * 10_000 + "]" * 10_000),
    "empty": lambda path: path.write_text(""),
    "fifty-megabytes": _large,
    "folder": lambda path: path.mkdir(),
    "link-to-itself": lambda path: path.symlink_to(path),
    "missing": lambda path: None,
    "not-yaml": lambda path: path.write_text("a: [b\nc: }\n"),
    "pipe": os.mkfifo,
    "tag": lambda path: path.write_text("a: !!python/object/apply:os.system [ls]\n"),
    "wrong-encoding": lambda path: path.write_bytes("a: café".encode("latin-1")),
}


@pytest.fixture(params=UNREADABLE)
def unreadable(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A document that cannot be read, of every sort."""
    path = tmp_path / "document.yaml"
    UNREADABLE[str(request.param)](path)
    return path


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ("check", "{}"),
        ("check", RULES, "--amended-by", "{}"),
        ("explain", "{}", "--person", CASE),
        ("explain", RULES, "--person", "{}"),
        ("verify", "{}"),
        ("run", "{}"),
    ],
    ids=["check", "amendment", "explain", "case", "verify", "run"],
)
def test_a_document_that_cannot_be_read_is_a_finding(
    unreadable: Path, command: tuple[object, ...], form: str, say: Say
) -> None:
    """Every command says what is wrong with an unreadable document, and ends with 2."""
    answer = say(*(str(part).format(unreadable) for part in command), "--format", form)
    assert answer.status == 2
    if form == "json":
        assert answer.values["findings"]
        assert all(found["severity"] == "error" for found in answer.values["findings"])
    else:
        assert ": error[" in answer.out + answer.err
    assert "Traceback" not in answer.out + answer.err


@pytest.mark.parametrize("name", ["alias-bomb", "binary", "fifty-megabytes", "folder", "missing"])
def test_a_profile_that_cannot_be_read_is_a_finding(name: str, say: Say, tmp_path: Path) -> None:
    """The profile given in place of the scenario's is read as carefully as any other."""
    path = tmp_path / "profile.yaml"
    UNREADABLE[name](path)
    answer = say("run", SMALL, "--workforce", path, "--out", tmp_path / "run")
    assert (answer.status, answer.out) == (2, "")
    assert str(path) in answer.err
    assert not (tmp_path / "run").exists()


def test_a_profile_of_another_kind_is_a_finding(say: Say, tmp_path: Path) -> None:
    """A scenario given as the profile is refused with what a profile needs."""
    answer = say("run", SMALL, "--workforce", SMALL, "--out", tmp_path / "run")
    assert answer.status == 2
    assert "error[missing-key]: a profile needs the key 'as_of'" in answer.err


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("(" * 10_000 + "age > 1 year" + ")" * 10_000, "expression-too-long"),
        ("(" * 400 + "age > 1 year" + ")" * 400, "expression-too-deep"),
        ("not " * 400 + "age > 1 year", "expression-too-deep"),
        ("__import__('os').system('ls')", "unknown-character"),
    ],
    ids=["long", "brackets", "negations", "python"],
)
def test_an_expression_never_exhausts_or_escapes(
    expression: str, code: str, say: Say, tmp_path: Path
) -> None:
    """An expression 10,000 deep, or one in Python, is a finding at its place: exit status 1."""
    draft = tmp_path / "rules.yaml"
    whole = RULES.read_text(encoding="utf-8")
    assert "age >= retirement_age" in whole
    draft.write_text(whole.replace("age >= retirement_age", expression), encoding="utf-8")
    (tmp_path / "library.yaml").write_bytes((GOLDEN / "library.yaml").read_bytes())
    answer = say("check", draft, "--format", "json")
    assert answer.status == 1
    found = answer.values["findings"]
    assert {finding["file"] for finding in found} == {str(draft)}
    assert all(finding["line"] > 1 for finding in found)
    assert code in {finding["code"] for finding in found}


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--people", 0),
        ("--people", -1),
        ("--people", 10**30),
        ("--replications", 0),
        ("--replications", -1),
        ("--replications", 10**9),
        ("--years", 0),
        ("--years", 10_000),
        ("--seed", -1),
        ("--seed", 2**64),
        ("--workers", 0),
        ("--workers", -3),
    ],
)
def test_a_number_that_cannot_be_run_is_a_finding(
    option: str, value: int, say: Say, tmp_path: Path
) -> None:
    """The finding names the option and what it takes; nothing is run."""
    answer = say("run", SMALL, option, value, "--out", tmp_path / "run")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"{option}: error[bad-option]: '{value}' cannot stand here")
    assert list(tmp_path.iterdir()) == []


def test_all_unusable_options_are_named_at_once(say: Say, tmp_path: Path) -> None:
    """Three numbers that cannot be run are three findings."""
    numbers = ("--people", 0, "--seed", -1, "--workers", 0)
    answer = say("run", SMALL, *numbers, "--out", tmp_path / "run", "--format", "json")
    assert answer.status == 2
    named = {found["file"] for found in answer.values["findings"]}
    assert named == {"--people", "--seed", "--workers"}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["run"],
        ["run", SMALL, "--people", "many"],
        ["run", SMALL, "--engine", "steam"],
        ["run", SMALL, "--out", ""],
        ["check", "a\0b"],
        ["explain", RULES],
        ["explain", RULES, "--person", CASE, "--on", "2027-02-30"],
        ["explain", RULES, "--person", CASE, "--area", "parking"],
        ["init", ""],
        ["check", RULES, "--nonsense"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments))[-30:].replace("\0", "0") or "nothing",
)
def test_misuse_is_told_with_the_usage(arguments: list[object], say: Say) -> None:
    """A command that makes no sense ends with 2, its usage on standard error, nothing on out."""
    answer = say(*arguments)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("usage: policy-sim")
    assert "\nerror: " in answer.err


@pytest.mark.parametrize("form", [["--format", "json"], ["--format=json"]])
def test_misuse_is_json_where_json_was_asked_for(form: list[str], say: Say) -> None:
    """A program that reads the output finds the error there, however the form was written."""
    answer = say("run", SMALL, "--people", "many", *form)
    assert answer.status == 2
    assert "many" in answer.values["error"]


def test_a_law_that_does_not_yet_exist_is_a_finding(say: Say) -> None:
    """Asking about a day before the first law names the day on which it begins."""
    answer = say("explain", RULES, "--person", CASE, "--on", "2019-12-31")
    assert answer.status == 2
    assert "no law on 2019-12-31; its first begins on 2020-01-01" in answer.err


def test_a_draft_that_is_not_yet_in_force_is_told(say: Say) -> None:
    """Who asks a draft about a day before it takes effect is told that it decided nothing."""
    asked = ("explain", GOLDEN / "draft.yaml", "--person", CASE)
    before = say(*asked, "--on", "2026-12-31")
    assert "takes effect on 2027-01-01" in before.out
    assert "not-yet-effective" not in say(*asked, "--on", "2027-01-01").out
    told = say(*asked, "--on", "2026-12-31", "--format", "json").values
    assert [finding["code"] for finding in told["findings"]] == ["not-yet-effective"]


def test_an_area_without_rules_is_said(say: Say) -> None:
    """Nothing is decided where the law has no rules, which is an answer and no error."""
    answer = say("explain", RULES, "--person", CASE, "--area", "training")
    assert answer.status == 0
    assert "no rules of training are in force on this day" in answer.out


@pytest.mark.parametrize("overwrite", [[], ["--overwrite"]])
def test_a_run_never_replaces_what_is_no_run(
    overwrite: list[str], say: Say, tmp_path: Path
) -> None:
    """A file where the run folder should be stays as it is."""
    path = tmp_path / "thesis.doc"
    path.write_text("years of work", encoding="utf-8")
    answer = say("run", SMALL, "--out", path, *overwrite)
    assert answer.status == 2
    assert path.read_text(encoding="utf-8") == "years of work"
    inside = say("run", SMALL, "--people", 20, "--years", 1, "--out", path / "run", *overwrite)
    assert inside.status == 2
    assert path.read_text(encoding="utf-8") == "years of work"
