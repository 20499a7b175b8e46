"""Where and how commands print: streams, colour, closed pipes, narrow encodings."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from command_line import GOLDEN, ROOT, Say
from policy_sim.cli import main, output
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import AuditError, EngineError, RunError
from policy_sim.proof import checkup

FAULTY = GOLDEN / "faulty.yaml"
FINDING = Diagnostic("is-a-folder", Place("x.yaml"), {"seen": "x.yaml"})


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say that somebody is looking."""
        return True


def policy_sim(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    """Start the command line as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "policy_sim", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | environment,
    )


def test_the_module_is_the_command_line() -> None:
    """``python -m policy_sim`` answers with the exit status of the command."""
    with policy_sim("check", FAULTY) as process:
        out, err = process.communicate()
    assert process.returncode == 1
    assert b"did you mean 'promotion'" in out
    assert err == b""


def test_a_reader_who_goes_away_is_no_traceback() -> None:
    """Output into a closed pipe ends quietly, with the status that a shell gives to it."""
    with policy_sim("check", FAULTY) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (141, b"")


def test_a_terminal_that_knows_few_characters_gets_escapes() -> None:
    """A name outside of the terminal's encoding is written as an escape."""
    with policy_sim("check", "rëgulation.yaml", PYTHONIOENCODING="ascii") as process:
        out, err = process.communicate()
    assert process.returncode == 2
    assert b"r\\xebgulation.yaml" in out
    assert err == b""


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(
    no_color: str | None, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal sees colour unless NO_COLOR says otherwise."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    terminal = Terminal()
    output.show_findings([FINDING], "text", stream=terminal)
    assert ("\033[31merror[is-a-folder]\033[0m" in terminal.getvalue()) is coloured


def test_a_file_never_gets_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written to a file or a pipe holds no escape."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = io.StringIO()
    output.show_findings([FINDING], "text", stream=stream)
    assert "\033" not in stream.getvalue()


def test_findings_come_in_the_order_of_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader goes through a document from its top, in whatever order it was checked."""
    places = [Place("b.yaml", 1), Place("a.yaml", 10), Place("a.yaml", 9)]
    findings = [Diagnostic("is-a-folder", place, {"seen": "x"}) for place in places]
    output.show_findings(findings, "text")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["a.yaml:9:1", "a.yaml:10:1", "b.yaml:1:1"]


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (AuditError("the engines disagree about 1 of 2000 decisions"), 1, "engines disagree"),
        (RunError("posts were filled twice"), 2, "posts were filled twice"),
        (EngineError("durable-rules is not installed"), 2, "durable-rules is not installed"),
        (BrokenProcessPool("gone"), 2, "a worker process was ended from outside"),
        (PermissionError(13, "Permission denied", "/locked/x"), 2, "Permission denied: /locked/x"),
        (OSError("the disk is gone"), 2, "the disk is gone"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_whatever_stops_a_command_is_told_in_one_line(
    error: BaseException, status: int, told: str, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Engines that disagree are a finding (1), all else is 2; the reason is one line."""

    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr(checkup, "check_policy", stop)
    answer = say("check", FAULTY)
    assert (answer.status, answer.out) == (status, "")
    assert told in answer.err
    assert answer.err.count("\n") == 1


def test_an_error_of_the_program_itself_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in policy-sim keeps its traceback: it must not look like bad input."""

    def stop(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(checkup, "check_policy", stop)
    with pytest.raises(ZeroDivisionError):
        main(["check", str(FAULTY)])


def test_warnings_fail_a_check_only_if_asked(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning is shown and passes; with ``--fail-level warning`` it fails the check."""
    warning = Diagnostic("is-a-folder", Place("x"), {"seen": "x"}, output.Severity.WARNING)
    monkeypatch.setattr(checkup, "check_policy", lambda *_: checkup.Checkup((warning,), None))
    plain = say("check", FAULTY)
    assert plain.status == 0
    assert "faulty.yaml: 1 warning\n" in plain.out
    assert say("check", FAULTY, "--fail-level", "warning").status == 1


def test_the_same_answer_comes_from_both_engines(say: Say) -> None:
    """What is explained does not depend on the engine that decides."""
    pytest.importorskip("durable.lang")
    case: tuple[Path | str, ...] = (GOLDEN / "rules.yaml", "--person", GOLDEN / "clerk.yaml")
    columnar = say("explain", *case, "--engine", "columnar")
    assert columnar.status == 0
    assert say("explain", *case, "--engine", "durable") == columnar
