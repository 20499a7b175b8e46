"""What can be asked of regulations, cases and careers in one call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeVar, runtime_checkable

from policy_sim.api.answers import Answer, CareerTold, CasesTried, Differences, Explanation
from policy_sim.api.findings import Findings
from policy_sim.api.given import (
    Amendments,
    Day,
    amendments_named,
    day_named,
    file_named,
    number_named,
)
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import BadInput

__all__ = ["check", "diff", "explain", "try_cases", "why"]

Told = TypeVar("Told", bound=Answer)


@runtime_checkable
class Run(Protocol):
    """A run that is at hand, such as a result: it stands in a folder."""

    @property
    def folder(self) -> Path:
        """Where it stands."""


def check(
    policy: str | Path,
    amended_by: Amendments = (),
    *,
    on: Day = None,
    conforms_to: str | Path | None = None,
    proof: bool = True,
) -> Findings:
    """Return everything found in a regulation, by place.

    It is looked at from the day *on* (None: today) to its last version, by proof over everybody
    who could exist; of an amendment only what is not found without it is told. *conforms_to* is a
    statute whose promises it must keep. Without *proof* only what loading finds is returned.

    Raises :exc:`~policy_sim.errors.DocumentError` only for a file that cannot be read.
    """
    # Here, since the solver takes longer to load than all the rest.
    from policy_sim.proof.checkup import Asked, check_policy

    asked = Asked(
        since=day_named(on) or date.today(),  # noqa: DTZ011 - a user's today
        statute=None if conforms_to is None else file_named(conforms_to, "conforms_to"),
        proof=proof,
    )
    return Findings(
        check_policy(
            file_named(policy, "policy"), list(amendments_named(amended_by)), asked
        ).findings
    )


def diff(
    old: str | Path,
    new: str | Path | None = None,
    amended_by: Amendments = (),
    *,
    on: Day = None,
    proof: bool = True,
    scenario: str | Path | None = None,
    people: int | None = None,
) -> Differences:
    """Return what is said otherwise, and who of all possible people is treated otherwise.

    An amendment alone is compared with what it amends. With a *scenario* its people (or so many
    *people*) are counted, too: who would be eligible on the first day.

    Raises :exc:`~policy_sim.errors.BadInput` for a document that cannot be used.
    """
    named = [str(file_named(old, "old"))]
    if new is not None:
        named.append(str(file_named(new, "new")))
    options = {"--on": day_named(on), "--scenario": scenario, "--people": people}
    flags = [] if proof else ["--no-proof"]
    return _answered(Differences, "diff", *named, *_amended(amended_by), *_given(options), *flags)


def explain(
    policy: str | Path,
    person: str | Path | dict[str, Any],
    amended_by: Amendments = (),
    *,
    on: Day = None,
    area: str | None = None,
) -> Explanation:
    """Return why something is or is not given to *person*, and the nearest way to it.

    *person* is a file with one case, or the case itself: ``{"case": "Adi", "on": "2027-06-01",
    "record": {"grade": "iii_c", "time_in_grade": "40 months"}}``. Nothing is guessed: what a rule
    reads and the case does not give is named.

    Raises :exc:`~policy_sim.errors.BadInput` for a document that cannot be used.
    """
    with _written(person) as file:
        options = {"--person": file, "--on": day_named(on), "--area": area}
        given = [*_amended(amended_by), *_given(options)]
        named = str(file_named(policy, "policy"))
        found = _answered(Explanation, "explain", named, *given)
        _ = found.values  # while the file is there
    return found


def why(
    run: Run | str | Path,
    person: int,
    *,
    arm: str | None = None,
    against: str | None = None,
    replication: int = 0,
) -> CareerTold:
    """Return the simulated career of *person*, a number of the ledger, in one arm of a run.

    With *against* the careers in two arms are told from the first decision that differs.

    Raises :exc:`~policy_sim.errors.ScenarioError` for an arm, a replication or a person that the
    ledger does not know, with those that it does.
    """
    folder = run.folder if isinstance(run, Run) else file_named(run, "run")
    numbers = {
        "--person": number_named(person, "person"),
        "--replication": number_named(replication, "replication"),
    }
    options = {**numbers, "--arm": arm, "--against": against}
    return _answered(CareerTold, "why", str(folder), *_given(options))


def try_cases(cases: str | Path, amended_by: Amendments = ()) -> CasesTried:
    """Return which cases of a file or folder are decided as expected, and of the others why not.

    Raises :exc:`~policy_sim.errors.BadInput` for a document that cannot be used.
    """
    return _answered(CasesTried, "test", str(file_named(cases, "cases")), *_amended(amended_by))


def _answered(kind: type[Told], *arguments: str) -> Told:
    """Return an answer that has been given, so that what cannot be used is told at once."""
    found = kind(arguments)
    _ = found.text
    return found


def _given(options: Mapping[str, object]) -> list[str]:
    """Return the options that have a value, as words of a command."""
    return [
        word for name, value in options.items() if value is not None for word in (name, str(value))
    ]


def _amended(amendments: Amendments) -> list[str]:
    named = amendments_named(amendments)
    return [word for one in named for word in ("--amended-by", str(one))]


@contextmanager
def _written(person: str | Path | dict[str, Any]) -> Iterator[str]:
    """Give the file of a case, of one that is none yet as long as it is needed."""
    if not isinstance(person, dict):
        yield str(person)
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / "case.yaml"
        file.write_text(json.dumps(person, default=str), encoding="utf-8")
        try:
            yield str(file)
        except BadInput as error:
            raise type(error)([_in_case(one, str(file)) for one in error.findings]) from None


def _in_case(finding: Diagnostic, file: str) -> Diagnostic:
    """Return a finding about a case that stands in no file, without the place in one."""
    in_it = finding.where.file == file
    return replace(finding, where=Place("person", 0, 0)) if in_it else finding
