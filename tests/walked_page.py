"""Does what a page tells its reader to do: writes files, runs commands, compares outputs."""

from __future__ import annotations

import io
import os
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from pages import Block, blocks
from policy_sim.cli import main

__all__ = ["Walk", "shows"]

ELSEWHERE = ("make ", "python3 ", ". ", "git ", ".venv")
"""How commands begin that a test need not do again: what installs, and what opens a window."""


def shows(shown: str, printed: str) -> bool:
    """Return whether *shown* is what was *printed*; a line of three dots stands for any others."""
    lines = [".*" if line == "…" else re.escape(line) for line in shown.rstrip().splitlines()]
    return re.fullmatch("\n".join(lines), printed.rstrip(), re.DOTALL) is not None


@dataclass
class Walk:
    """A page that is followed from top to bottom in the current folder.

    *wrong* keeps, by the line of a block, what was printed in place of what is shown.
    """

    text: str
    printed: str = ""
    statuses: list[tuple[str, int]] = field(default_factory=list)
    wrong: dict[int, str] = field(default_factory=dict)

    def follow(self) -> None:
        """Do everything that the page says."""
        known: dict[str, object] = {}
        for block in blocks(self.text):
            if block.info.startswith("file="):
                _write(block)
            elif block.language == "python":
                exec(compile(block.text, f"line {block.line}", "exec"), known)  # noqa: S102  (ours)
            elif block.language == "text":
                if not shows(block.text, self.printed):
                    self.wrong[block.line] = self.printed
            elif not block.language:
                for line in block.text.replace("\\\n", " ").splitlines():
                    self.run(line)

    def run(self, line: str) -> None:
        """Run one command line, in this process."""
        if line.startswith(ELSEWHERE):
            return
        program, *arguments = shlex.split(line, comments=True)
        if program == "cd":
            os.chdir(arguments[0])
            return
        assert program == "policy-sim", line
        with redirect_stdout(io.StringIO()) as printed, redirect_stderr(io.StringIO()):
            self.statuses.append((line, main(arguments)))
        self.printed = printed.getvalue()

    def mended(self) -> str:
        """Return the page with what was printed in place of what is shown."""
        text = self.text
        for block in blocks(self.text):
            if block.line in self.wrong:
                shown = f"```text\n{self.wrong[block.line].rstrip()}\n```"
                text = text.replace(f"```text\n{block.text}```", shown)
        return text


def _write(block: Block) -> None:
    path = Path(block.info.removeprefix("file="))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")
