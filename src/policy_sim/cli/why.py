"""tell one simulated career from a run folder: what was decided about a person, and why

The person is a number of the ledger, told of under a pseudonym. With --against the careers of the
same person in two arms are told from the first decision that differs.

examples:
  policy-sim why runs/medan --person 93
  policy-sim why runs/medan --person 93 --against merit+seniority
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from policy_sim.cli.arguments import a_path
from policy_sim.cli.output import FINE, print_json
from policy_sim.report.career import Career, career, parting
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
    for line in _alone(told) if other is None else _both(told, other):
        print(line)
    if result.manifest.get("imported"):
        print(f"\n{_DRAWN}")
    return FINE


def _values(told: Career, other: Career | None) -> dict[str, object]:
    if other is None:
        return told.as_dict()
    return {
        "careers": [told.as_dict(), other.as_dict()],
        "in_common": parting(told, other),
    }


def _heading(told: Career) -> str:
    return f"{told.arm} ({told.title})"


def _alone(told: Career) -> list[str]:
    heading = f"in {_heading(told)}:"
    if not told.events:
        return [heading, "  No decision about this person was written down."]
    return [heading, *(f"  {event.sentence}" for event in told.events)]


def _both(told: Career, other: Career) -> list[str]:
    same = parting(told, other)
    if same == len(told.events) == len(other.events):
        lines = [f"The careers in {told.arm} and in {other.arm} are the same throughout:"]
        return lines + _alone(told)[1:]
    common = "decision is" if same == 1 else f"{same} decisions are"
    lines = [f"The first {common} the same in both arms." if same else
             "The careers differ from the first decision on."]  # fmt: skip
    if same:
        lines.append(f"  Last of them: {told.events[same - 1].sentence}")
    for one in (told, other):
        rest = one.events[same:]
        lines += ["", f"From there on in {_heading(one)}:"]
        lines += [f"  {event.sentence}" for event in rest] or ["  Nothing more was written down."]
    return lines
