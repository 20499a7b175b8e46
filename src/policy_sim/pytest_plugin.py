"""A plugin of pytest: every check of a file of cases is a test of its own.

Files ``*.cases.yaml`` are collected where a project asks for it, in its configuration::

    [tool.pytest.ini_options]
    policy_cases = ["*.cases.yaml"]

or where such a file is named on the command line. Elsewhere the plugin does nothing, and loads
nothing of policy-sim.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from policy_sim.cases import Trial, Verdict

__all__ = ["CasesFile", "CheckItem", "pytest_addoption", "pytest_collect_file"]

_SUFFIX = ".cases.yaml"
_INI = "policy_cases"


class NotAsExpectedError(AssertionError):
    """A law does not decide as a case expects; the text lays its decisions open."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting that says which files of cases are tests of a project."""
    parser.addini(_INI, "patterns of files of cases that are tests", type="args", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of cases if the project asks for it, or the command line names it."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    asked = any(file_path.match(pattern) for pattern in parent.config.getini(_INI))
    if asked or parent.session.isinitpath(file_path):
        return CasesFile.from_parent(parent, path=file_path)
    return None


class CasesFile(pytest.File):
    """One document of cases, held against its law when it is collected."""

    def collect(self) -> Iterator[CheckItem]:
        """Yield an item for each check; a document that cannot be used is an error of its own."""
        from policy_sim.cases import load_cases, tried
        from policy_sim.errors import BadInput
        from policy_sim.rules.engine import engine_named

        try:
            trial = tried(load_cases([_near(self.path)]), engine_named("columnar"))
        except BadInput as error:
            raise self.CollectError(str(error)) from error
        for verdict in trial.verdicts:
            check = verdict.check
            name = f"{check.test}[{check.on.isoformat()}]"
            yield CheckItem.from_parent(self, name=name, trial=trial, verdict=verdict)


def _near(path: Path) -> Path:
    """Return *path* from the working folder if it lies there, as findings are to name it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


class CheckItem(pytest.Item):
    """One check: it fails with what was expected, what was found, and the rules laid open."""

    def __init__(self, *, trial: Trial, verdict: Verdict, **others: Any) -> None:
        super().__init__(**others)
        self.trial = trial
        self.verdict = verdict

    def runtest(self) -> None:
        """Fail if anything is not as expected."""
        if self.verdict.passed:
            return
        from policy_sim.catalogue import sentence
        from policy_sim.report.cases import ruling_lines

        told = [sentence(finding) for finding in self.verdict.findings]
        told += ruling_lines(self.trial, self.verdict.check)
        raise NotAsExpectedError("\n".join(told))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what a failed check prints: no traceback, since no Python of theirs failed."""
        if isinstance(excinfo.value, NotAsExpectedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the test stands, for reports."""
        line = self.verdict.check.place.line - 1
        return self.path, line, self.name
