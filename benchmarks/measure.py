"""How the cost of a study is made up, as ratios: between engines, sizes, parts, workers, models.

``python benchmarks/measure.py`` measures everything, and shows each ratio
beside the one in ``RESULTS.md``; ``measure.py engines`` (or ``sizes``, ``parts``, ``workers``,
``core``, ``every``, ``agents``, ``study``, ``importing``) measures one part, and ``--write``
writes the file anew. A ratio of two times measured on one machine holds on another; the times
themselves would not, so none is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from agents import compared_agents
from command import cost_of_command
from decisions import compared_engines
from importing import named, write
from prototype import rate_of_prototype

from policy_sim.chance import Chance
from policy_sim.report.illustrate import illustrate
from policy_sim.rules.audit import AuditSample, redecide
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.engine import engine_available
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.simulate import World, simulate
from policy_sim.study.arms import Arm
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import Start, start_of
from policy_sim.study.stock_cache import VARIABLE
from policy_sim.study.terms import settle

HERE = Path(__file__).resolve().parent
MEDAN = HERE.parent / "scenarios" / "medan.yaml"
EVERY = MEDAN.with_name("every_system.yaml")
RESULTS = HERE / "RESULTS.md"
SIZES = (2_300, 23_000, 230_000)
"""A tenth of Medan, Medan, and ten times Medan."""

MILLION = 1_000_000
FEW = 2_000
"""As many people as agents are asked about one by one."""

MOST_SECONDS, MOST_GIB = 240, 3
"""What the default study may cost on two cores."""
IMPORTED = 50_000
"""So many rows has the file of people that is imported."""

MONTHS = 12

T = TypeVar("T")


@dataclass(frozen=True)
class Ratio:
    """*what* was found to be *value*, a text such as ``"1.9"`` or ``"31 %"``, by *part*."""

    what: str
    value: str
    part: str

    @property
    def row(self) -> str:
        """The row of ``RESULTS.md``."""
        return f"| {self.what} | {self.value} | `python benchmarks/measure.py {self.part}` |"


def engines() -> Iterator[Ratio]:
    """Compare the time per decision of each engine, and of the slow evaluator of the tests."""
    scenario = load_scenario(MEDAN)
    people = _start(scenario, SIZES[1]).people
    vintage = scenario.laws["in-force"].on(scenario.stated.start)
    for name, times in compared_engines(people, vintage, scenario.stated.start).items():
        yield Ratio(
            f"time per decision on promotion: {name} / columnar", f"{times:,.0f}", "engines"
        )


def sizes() -> Iterator[Ratio]:
    """Compare the time of a simulated month per person at three sizes of the workforce."""
    scenario = load_scenario(MEDAN)
    cost = {}
    for people in SIZES:
        start = _start(scenario, people)
        cost[people] = min(_month(scenario, start) for _ in range(2)) / start.people.size
    for people in (SIZES[0], SIZES[2]):
        what = f"time of a month per person: {people:,} / {SIZES[1]:,} people"
        yield Ratio(what, f"{cost[people] / cost[SIZES[1]]:.1f}", "sizes")


def parts() -> Iterator[Ratio]:
    """Give the share of each part in Medan's study, decided by columns."""
    scenario = load_scenario(MEDAN)
    terms = settle(scenario, {})
    spent: dict[str, float] = {}
    start = _timed(spent, "history", lambda: start_of(scenario, terms, 0))
    bare = sum(_arm(scenario, start, arm.law, arm.practice) for arm in scenario.grid.arms)
    sample = AuditSample(Chance(terms.seed, 0))
    written = sum(
        _arm(scenario, start, arm.law, arm.practice, Keeping.ALL) for arm in scenario.grid.arms
    )
    sampled = sum(
        _arm(scenario, start, arm.law, arm.practice, sample=sample) for arm in scenario.grid.arms
    )
    audit = engine_available("durable") and _timed(spent, "again", lambda: redecide(sample))
    times = scenario.stated.replications
    whole = {
        "history": times * spent["history"],
        "arms": times * bare,
        "arms of the draws": scenario.stated.draws * bare,
        "ledger of the first replication": max(written - bare, 0.0),
        "audit sample of the first replication": max(sampled - bare, 0.0),
        "audit by durable-rules": spent["again"] if audit else 0.0,
        "figures and report": _reported(scenario),
    }
    for name, seconds in whole.items():
        share = seconds / sum(whole.values())
        yield Ratio(f"share of the default study: {name}", f"{share:.0%}", "parts")


def workers() -> Iterator[Ratio]:
    """Compare the time of a study with one worker and with two, and what they find."""
    found, waited, busy = {}, {}, {}
    with TemporaryDirectory() as folder:
        for number in (1, 2):
            begun, worked = perf_counter(), _busy()
            found[number] = _study(Path(folder) / str(number), number)
            waited[number], busy[number] = perf_counter() - begun, _busy() - worked
        same = len({(each.folder / "outcomes.parquet").read_bytes() for each in found.values()})
    cores = os.cpu_count()
    what = f"time of a study: one worker / two, on {cores} cores"
    yield Ratio(what, f"{waited[1] / waited[2]:.1f}", "workers")
    what = "processor time of a study: two workers / one"
    yield Ratio(what, f"{busy[2] / busy[1]:.1f}", "workers")
    yield Ratio("different outcome files of one worker and two", str(same - 1), "workers")


def core() -> Iterator[Ratio]:
    """Compare the core at a million people over ten years with the plain numpy prototype."""
    yield from _against_prototype("core", MEDAN, (Keeping.NONE, Keeping.ALL))


def every() -> Iterator[Ratio]:
    """Do the same with every system on, without a ledger."""
    yield from _against_prototype("every", EVERY, (Keeping.NONE,))


def _against_prototype(part: str, study: Path, kept: Iterable[Keeping]) -> Iterator[Ratio]:
    scenario = load_scenario(study)
    floor = rate_of_prototype(MILLION, 3 * MONTHS)
    start = _start(scenario, MILLION)
    months = scenario.horizon().months
    for keeping in kept:
        arm = scenario.grid.baseline
        seconds = _arm(scenario, start, arm.law, arm.practice, keeping)
        rate = MILLION * months / MONTHS / seconds
        words = "without" if keeping is Keeping.NONE else "with"
        sys.stdout.write(f"{rate:,.0f} person-years a second on one core, {words} ledger\n")
        systems = "core" if part == "core" else "every system"
        what = f"person-years a second {words} ledger: {systems} / plain numpy prototype"
        yield Ratio(what, f"{rate / floor:.2f}", part)


def agents() -> Iterator[Ratio]:
    """Compare the core with a process, or an agent, for each employee."""
    scenario = load_scenario(MEDAN)
    for people in (FEW, SIZES[1]):
        start = _start(scenario, people)
        arm = scenario.grid.baseline
        seconds = min(_arm(scenario, start, arm.law, arm.practice, months=MONTHS) for _ in range(3))
        few = _start(scenario, FEW)
        for name, ratio in compared_agents(_world(scenario, few, arm), MONTHS).items():
            times = ratio / FEW / (seconds / people)
            yield Ratio(f"time: {name} / core of {people:,} people", f"{times:,.0f}", "agents")


def study() -> Iterator[Ratio]:
    """Run the default study as a user does, and hold its time and memory against the limits."""
    seconds, peak = cost_of_command(["run", str(MEDAN)])
    for what, spent, most in (("seconds", seconds, MOST_SECONDS), ("GiB", peak, MOST_GIB)):
        yield Ratio(f"default study: {what} / {most} allowed", f"{spent / most:.2f}", "study")


def importing() -> Iterator[Ratio]:
    """Read 50,000 people with 200 faulty rows of ten kinds, and compare with one that has none."""
    with TemporaryDirectory() as folder:
        sound, _ = write(Path(folder) / "sound", IMPORTED, 0)
        faulty, expected = write(Path(folder) / "faulty", IMPORTED, 200)
        _, without = named(sound)
        found, seconds = named(faulty)
    right = sum(found.get(line) == code for line, code in expected.items())
    what = f"import of {IMPORTED:,} rows: faulty rows named for what they are"
    yield Ratio(what, f"{right} of {len(expected)}", "importing")
    what = f"time of an import of {IMPORTED:,} rows: 200 faulty / none faulty"
    yield Ratio(what, f"{seconds / without:.1f}", "importing")


def _study(folder: Path, number: int) -> Result:
    scenario = load_scenario(MEDAN)
    return run(
        scenario, out=folder, workers=number, people=6_000, replications=4, draws=0, ledger="none"
    )


def _reported(scenario: Scenario) -> float:
    """Return how long the figures and the page of a run of Medan take."""
    spent: dict[str, float] = {}

    def draw(result: Result) -> None:
        _timed(spent, "report", lambda: illustrate(result, scenario.register))

    run(scenario, workers=1, illustrate=draw, people=300, replications=2, draws=0)
    return spent["report"]


def _start(scenario: Scenario, people: int) -> Start:
    """Return a start of so many *people*, who have lived through one year only."""
    history = scenario.stated.history.model_copy(update={"years": 1})
    stated = scenario.stated.model_copy(update={"history": history})
    short = replace(scenario, stated=stated)
    return start_of(short, settle(short, {"people": people}), 0)


def _month(scenario: Scenario, start: Start) -> float:
    arm = scenario.grid.baseline
    return _arm(scenario, start, arm.law, arm.practice, months=MONTHS) / MONTHS


def _arm(
    scenario: Scenario,
    start: Start,
    law: str,
    practice: str,
    keeping: Keeping = Keeping.NONE,
    sample: AuditSample | None = None,
    months: int | None = None,
) -> float:
    """Return how long one arm takes."""
    world = replace(_world(scenario, start, Arm(law, practice)), keeping=keeping, audit=sample)
    begun = _busy()
    simulate(world, months or scenario.horizon().months)
    return _busy() - begun


def _world(scenario: Scenario, start: Start, arm: Arm) -> World:
    """Return what one arm starts from, with no ledger."""
    return World(
        people=start.people,
        organisation=start.organisation,
        law=scenario.laws[arm.law],
        practice=scenario.practices[arm.practice],
        systems=start.systems,
        engine=ColumnarEngine(),
        chance=Chance(scenario.stated.seed, 0),
        register=scenario.register,
        start=scenario.stated.start,
        groups=tuple(map(str, scenario.stated.groups)),
        keeping=Keeping.NONE,
    )


def _timed(spent: dict[str, float], name: str, work: Callable[[], T]) -> T:
    """Do *work*, and enter under *name* how long it took."""
    begun = _busy()
    done = work()
    spent[name] = _busy() - begun
    return done


def _busy() -> float:
    """Return how long this process and those it waited for have kept a processor busy."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


PARTS: dict[str, Callable[[], Iterator[Ratio]]] = {
    "engines": engines,
    "sizes": sizes,
    "parts": parts,
    "workers": workers,
    "core": core,
    "every": every,
    "agents": agents,
    "study": study,
    "importing": importing,
}


def main() -> None:
    """Measure what was asked for, and compare or write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], help="all of them by default")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md anew")
    asked = parser.parse_args()
    os.environ[VARIABLE] = ""  # a history kept from another day would cost nothing
    known = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    for name in asked.part or PARTS:
        for ratio in PARTS[name]():
            known = _shown(ratio, known)
    if asked.write:
        RESULTS.write_text("\n".join(known) + "\n", encoding="utf-8")


def _shown(ratio: Ratio, known: list[str]) -> list[str]:
    """Print *ratio* beside its row among the *known* lines; return them with the new row."""
    start = f"| {ratio.what} |"
    places = [n for n, line in enumerate(known) if line.startswith(start)]
    before = known[places[0]].split("|")[2].strip() if places else "not measured"
    sys.stdout.write(f"{ratio.what}: {ratio.value} (RESULTS.md: {before})\n")
    sys.stdout.flush()
    if not places:
        return [*known, ratio.row]
    return [ratio.row if n == places[0] else line for n, line in enumerate(known)]


if __name__ == "__main__":
    main()
