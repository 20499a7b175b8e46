"""tell one simulated career from a run folder: what was decided about a person, and why

The person is a number of the ledger, told of under a pseudonym. With --against the careers of the
same person in two arms stand side by side from the first decision that differs: its reason, and
what came after it, each with the earlier decision that it follows from.

examples:
  policy-sim why runs/medan --person 93
  policy-sim why runs/medan --person 93 --against merit+seniority
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from policy_sim.cli.arguments import a_path
from policy_sim.cli.output import FINE, print_json
from policy_sim.report.career import Career, career
from policy_sim.report.parting import Parting, Step
from policy_sim.report.parting_words import spoken
from policy_sim.report.spoken import spoken_day
from policy_sim.study.result import load_result

__all__ = ["add_arguments", "call"]

_DRAWN = (
    "This study started from real records, but what decides such a career was drawn by chance: it "
    "tells of no real person, and may not be used about one."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``why`` takes."""
    parser.add_argument("folder", type=a_path, metavar="run", help="a run folder")
    parser.add_argument(
        "--person", type=int, required=True, metavar="ID", help="a number of the ledger"
    )
    parser.add_argument("--arm", metavar="NAME", help="the arm (default: the baseline)")
    parser.add_argument(
        "--against", metavar="NAME", help="another arm, to see from where on the careers differ"
    )
    parser.add_argument(
        "--replication", type=int, default=0, metavar="N", help="the replication (default: 0)"
    )


def call(options: Namespace) -> int:
    """Print the career, or where two of them part."""
    result = load_result(options.folder)
    told = career(result, options.person, options.arm, options.replication)
    other = None
    if options.against is not None:
        other = career(result, options.person, options.against, options.replication)
    if options.format == "json":
        print_json(_values(told, other))
        return FINE
    print(f"{told.name} (a pseudonym for person {told.person}), replication {told.replication}")
    for line in _alone(told) if other is None else _both(Parting(told, other)):
        print(line)
    if result.manifest.get("imported"):
        print(f"\n{_DRAWN}")
    return FINE


def _values(told: Career, other: Career | None) -> dict[str, object]:
    return told.as_dict() if other is None else Parting(told, other).as_dict()


def _heading(told: Career) -> str:
    return f"{told.arm} ({told.title})"


def _alone(told: Career) -> list[str]:
    heading = f"in {_heading(told)}:"
    if not told.events:
        return [heading, "  No decision about this person was written down."]
    return [heading, *(f"  {event.sentence}" for event in told.events)]


def _both(parting: Parting) -> list[str]:
    told, other, same = parting.first, parting.second, parting.in_common
    if parting.same:
        return [spoken("same", first=told.arm, second=other.arm), *_alone(told)[1:]]
    lines = [
        spoken("none-common")
        if not same
        else spoken("one-common")
        if same == 1
        else spoken("common", number=same)
    ]
    if same:
        lines.append(f"  {spoken('last-common', sentence=told.events[same - 1].sentence)}")
    lines += ["", *(f"  {_heading(one)}" for one in (told, other)), ""]
    first, *later = parting.steps
    lines += [spoken("parts", day=spoken_day(first.day)), *_arms(first), f"  {parting.cause()}", ""]
    lines.append(spoken("follows" if later else "follows-not"))
    for step in later:
        day = spoken("day-and-area", day=spoken_day(step.day), area=step.area)
        lines += [f"  {day}", *(f"  {line}" for line in _arms(step)), *_link(step)]
    if standing := parting.standing():
        lines += ["", spoken("end"), *(f"  {sentence}" for sentence in standing)]
    return lines


def _arms(step: Step) -> list[str]:
    """Return what was decided in each arm, side by side."""
    day = f"{spoken_day(step.day)}: "
    return [
        f"  {arm}: {sentence.removeprefix(day)}"
        for arm, events in step.events.items()
        for sentence in ([event.sentence for event in events] or [spoken("nothing")])
    ]


def _link(step: Step) -> list[str]:
    if step.link is None:
        return []
    row, names = step.link.event.row, ", ".join(step.link.names).replace("_", " ")
    day = spoken_day(row["date"])
    return [f"    {spoken('link', day=day, arm=step.link.arm, area=row['area'], names=names)}"]
