"""A design: candidates of a law judged by simulation, and the front estimated a second time.

Every candidate meets the people and the luck of the same replications. Whoever comes out best of
many has been lucky too (the winner's curse): so the front is run again in replications that had no
part in the search, and both values are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.policy.loading import Regulation, load_law, load_regulation
from policy_sim.proof.checkup import Asked
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm
from policy_sim.study.at_point import since
from policy_sim.study.points import LAWS, STATED, Point
from policy_sim.study.statistics import Paired, paired
from policy_sim.sweep.design.admissible import ALWAYS
from policy_sim.sweep.design.proposal import Proposed, authority_of, stated_again, written_out
from policy_sim.sweep.design.search import Values, Worth, front, search
from policy_sim.sweep.design.space import space_of
from policy_sim.sweep.design.verdicts import Fault, Verdicts
from policy_sim.sweep.evaluation import Evaluated, Sweep

__all__ = ["Candidate", "Design", "Wanted", "design"]

CANDIDATES = "candidates"
"""The folder of the proposals."""


@dataclass(frozen=True)
class Wanted:
    """What is searched for.

    *parameters* of the *law* with their ranges (empty: as documents state); the *objectives*,
    outcomes of which more or less is better; *limits* that a mean difference may not exceed;
    *candidates* at most, each in so many *replications*, and the front in so many *fresh* ones.
    *statute* is a law whose promises a candidate must keep; without *proof* only what loading
    finds excludes one. *authority* is that of those who propose: of whoever would enact the law
    that is searched, if nothing is said.
    """

    law: str
    parameters: Mapping[str, str]
    objectives: tuple[str, ...]
    candidates: int
    replications: int
    fresh: int
    limits: Mapping[str, float] = field(default_factory=dict)
    authority: str = ""
    statute: Path | None = None
    proof: bool = True


@dataclass(frozen=True)
class Candidate:
    """One candidate: its *values*, the *amendments* that make it, and what was found.

    *excluded* are the reasons for which it may not be. *found* are its differences by objective
    in the search, *fresh* those in fresh replications, if it is on the front; both empty if it
    was not run. The law as it stands has the number 0; what *excluded* would say of it is not held
    against candidates, as long as it is none of what nobody may do.
    """

    number: int
    values: Values
    amendments: tuple[Path, ...]
    excluded: tuple[str, ...] = ()
    found: tuple[Paired, ...] = ()
    fresh: tuple[Paired, ...] = ()


@dataclass(frozen=True)
class Design:
    """What a search found: the law *stated*, every candidate, and the numbers of the *front*.

    *authority* is that with which was proposed, *size* that of the space. *kept* are those of the
    front that, in fresh replications, no other of it dominates and that exceed no limit.
    """

    wanted: Wanted
    arm: Arm
    baseline: Arm
    authority: str
    size: int
    stated: Candidate
    candidates: tuple[Candidate, ...]
    front: tuple[int, ...]
    kept: tuple[int, ...]

    def candidate(self, number: int) -> Candidate:
        """Return a candidate by its number."""
        return next(one for one in self.candidates if one.number == number)


def design(sweep: Sweep, wanted: Wanted, folder: Path) -> Design:
    """Search, and leave every proposal that was judged in *folder*.

    Raises :exc:`~policy_sim.errors.ScenarioError` for a law that is no reform of the study, an
    outcome that is no objective, and a parameter that cannot be searched, and
    :exc:`~policy_sim.errors.BadInput` for a statute that cannot be read.
    """
    arm = _arm(sweep, wanted)
    if wanted.statute is not None:
        # A statute that does not hold together must not look like one that forbids nothing.
        load_law(wanted.statute)
    work = _Search(sweep, wanted, folder, arm)
    space = space_of(work.regulation, work.proposed, wanted.parameters)
    _refuse_stages(work, [one.name for one in space.dimensions])
    judged = search(space, len(wanted.objectives), wanted.candidates, sweep.terms.seed, work.judge)
    best = front([one.worth for one in judged])
    numbers = tuple(work.tried[i].number for i in best)
    fresh = range(wanted.replications, wanted.replications + wanted.fresh)
    again = work.estimates([work.tried[i].values for i in best], fresh)
    for i, values in zip(best, again, strict=True):
        work.tried[i] = _with(work.tried[i], values)
    (stated,) = work.estimates([{}], range(wanted.replications))
    (anew,) = work.estimates([{}], fresh)
    return Design(
        wanted=wanted,
        arm=arm,
        baseline=sweep.grid.baseline,
        authority=work.proposed.authority,
        size=space.size,
        stated=Candidate(0, {}, work.proposed.amendments, work.stated_faults(), stated, anew),
        candidates=tuple(work.tried),
        front=numbers,
        kept=tuple(numbers[i] for i in front([work.worth_within(values) for values in again])),
    )


def _refuse_stages(work: _Search, names: Sequence[str]) -> None:
    """Raise for parameters of which the law has several values, one after the other."""
    again = stated_again(work.regulation, work.proposed, names)
    findings = [
        Diagnostic("stated-in-stages", texts[-1].place, {"seen": name, "number": str(len(texts))})
        for name, texts in again.items()
    ]
    if findings:
        raise ScenarioError(findings)


def _with(candidate: Candidate, fresh: tuple[Paired, ...]) -> Candidate:
    one = candidate
    return Candidate(one.number, one.values, one.amendments, one.excluded, one.found, fresh)


class _Search:
    """A search under way: what has been tried, in order."""

    def __init__(self, sweep: Sweep, wanted: Wanted, folder: Path, arm: Arm) -> None:
        part = sweep.scenario.stated.laws[wanted.law]
        policy, *amendments = map(sweep.scenario.beside, (part.policy, *part.amendments))
        day = since(sweep.scenario, wanted.law)
        self.sweep, self.wanted, self.folder, self.arm = sweep, wanted, folder, arm
        self.regulation: Regulation = load_regulation(policy, amendments)
        authority = wanted.authority or authority_of(self.regulation, policy)
        self.proposed = Proposed(policy, tuple(amendments), day, authority)
        self.tried: list[Candidate] = []
        asked = Asked(since=day, statute=wanted.statute, proof=wanted.proof)
        self.verdicts = Verdicts(sweep.store.folder, policy, self.regulation, asked)
        self._before: tuple[Fault, ...] | None = None

    def judge(self, asked: Sequence[Values]) -> list[Worth | None]:
        """Return what candidates are worth; those that may not be are not run."""
        written = [self._written(values, len(self.tried) + 1 + i) for i, values in enumerate(asked)]
        allowed = [one for one in written if not one.excluded]
        found = self.estimates([one.values for one in allowed], range(self.wanted.replications))
        by_number = {one.number: values for one, values in zip(allowed, found, strict=True)}
        worths: list[Worth | None] = []
        for one in written:
            values = by_number.get(one.number, ())
            over = self._over(values) if values else ()
            self.tried.append(
                Candidate(one.number, one.values, one.amendments, one.excluded or over, values)
            )
            worths.append(None if one.excluded else self.worth_within(values))
        return worths

    def estimates(
        self, asked: Sequence[Values], numbers: Sequence[int]
    ) -> list[tuple[Paired, ...]]:
        """Return the differences of candidates in the replications of *numbers*."""
        points = [self._point(values) for values in asked]
        return [
            self._differences(one, (*self.wanted.objectives, *self.wanted.limits))
            for one in self.sweep.evaluate(points, numbers)
        ]

    def worth_within(self, found: Sequence[Paired]) -> Worth | None:
        """Return the mean differences by objective, turned so that more is better.

        None if a limit is exceeded.
        """
        if self._over(found):
            return None
        return tuple(
            -one.mean if OUTCOMES[name].better == "lower" else one.mean
            for name, one in zip(self.wanted.objectives, found, strict=False)
        )

    def _point(self, values: Values) -> Point:
        law = self.wanted.law
        named = {f"{LAWS}.{law}.{name}": value for name, value in values.items()}
        return Point.of(named) if named else STATED

    def _differences(self, found: Evaluated, outcomes: Iterable[str]) -> tuple[Paired, ...]:
        told = []
        for name in outcomes:
            differences = found.differences(self.arm, name)
            if not differences:
                place = Place(f"--objective {name}", 0)
                raise ScenarioError([Diagnostic("objective-without-value", place, {"seen": name})])
            told.append(paired(differences))
        return tuple(told)

    def _over(self, found: Sequence[Paired]) -> tuple[str, ...]:
        """Return the limits that a candidate exceeds."""
        start = len(self.wanted.objectives)
        limits = zip(self.wanted.limits.items(), found[start:], strict=True)
        return tuple(f"{name} > {limit:g}" for (name, limit), one in limits if one.mean > limit)

    def _written(self, values: Values, number: int) -> Candidate:
        """Write a proposal, and say why it may not be."""
        stem = self.folder / CANDIDATES / f"candidate-{number:03d}"
        title = f"Candidate {number} of a search over {self.wanted.law}"
        files = written_out(self.regulation, self.proposed, values, title, stem)
        known = {one.about for one in self._stated()}
        new = [
            one.words
            for one in self.verdicts.of(files)
            if one.code in ALWAYS or one.about not in known
        ]
        return Candidate(number, values, files, tuple(new))

    def stated_faults(self) -> tuple[str, ...]:
        """Return what the law as it stands is found guilty of."""
        return tuple(one.words for one in self._stated())

    def _stated(self) -> tuple[Fault, ...]:
        if self._before is None:
            self._before = self.verdicts.of(self.proposed.amendments)
        return self._before


def _arm(sweep: Sweep, wanted: Wanted) -> Arm:
    """Return the reform that is searched; raise all that cannot be searched for."""
    base = sweep.grid.baseline
    laws = sorted({arm.law for arm in sweep.grid.reforms() if arm.practice == base.practice})
    findings = []
    if wanted.law not in laws:
        values = {"seen": wanted.law, "allowed": ", ".join(laws), "near": near(wanted.law, laws)}
        findings.append(Diagnostic("no-reform", Place("--design", 0), values))
    directed = sorted(name for name, one in OUTCOMES.items() if one.better != "neutral")
    for name in wanted.objectives:
        if name not in directed:
            place = Place(f"--objective {name}", 0)
            values = {"seen": name, "near": near(name, directed)}
            findings.append(Diagnostic("no-objective", place, values))
    for name in wanted.limits:
        if name not in OUTCOMES:
            allowed = ", ".join(sorted(OUTCOMES))
            values = {"seen": name, "allowed": allowed, "near": near(name, OUTCOMES)}
            findings.append(Diagnostic("bad-option", Place("--limit", 0), values))
    if findings:
        raise ScenarioError(findings)
    return Arm(wanted.law, base.practice)
