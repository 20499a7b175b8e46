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

from policy_sim.catalogue.language import Language
from policy_sim.cli.arguments import a_path
from policy_sim.cli.output import FINE, print_json
from policy_sim.report.career import Career, career
from policy_sim.report.parting import Parting, Step
from policy_sim.report.parting_words import spoken
from policy_sim.report.sentences import AREAS
from policy_sim.report.voice import Voice
from policy_sim.study.result import load_result

__all__ = ["add_arguments", "call"]

_HEADING = "{name} (a pseudonym for person {person}), replication {replication}"
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
    language = options.language
    told = career(result, options.person, options.arm, options.replication, language)
    other = None
    if options.against is not None:
        other = career(result, options.person, options.against, options.replication, language)
    if options.format == "json":
        print_json(_values(told, other))
        return FINE
    values = {"name": told.name, "person": told.person, "replication": told.replication}
    print(language.say(_HEADING, **values))
    for line in _alone(told) if other is None else _both(Parting(told, other)):
        print(line)
    if result.manifest.get("imported"):
        print(f"\n{language.text(_DRAWN)}")
    return FINE


def _values(told: Career, other: Career | None) -> dict[str, object]:
    return told.as_dict() if other is None else Parting(told, other).as_dict()


def _heading(told: Career) -> str:
    return f"{told.arm} ({told.title})"


def _alone(told: Career) -> list[str]:
    say = told.voice.language.say
    heading = say("in {arm}:", arm=_heading(told))
    if not told.events:
        return [heading, f"  {say('No decision about this person was written down.')}"]
    return [heading, *(f"  {event.sentence}" for event in told.events)]


def _both(parting: Parting) -> list[str]:
    told, other, same = parting.first, parting.second, parting.in_common
    language = parting.language
    if parting.same:
        return [spoken("same", language, first=told.arm, second=other.arm), *_alone(told)[1:]]
    lines = [
        spoken("none-common", language)
        if not same
        else spoken("one-common", language)
        if same == 1
        else spoken("common", language, number=language.number(same))
    ]
    if same:
        lines.append(
            f"  {spoken('last-common', language, sentence=told.events[same - 1].sentence)}"
        )
    lines += ["", *(f"  {_heading(one)}" for one in (told, other)), ""]
    first, *later = parting.steps
    lines += [
        spoken("parts", language, day=language.day(first.day)),
        *_arms(first, language),
        f"  {parting.cause()}",
        "",
    ]
    lines.append(spoken("follows" if later else "follows-not", language))
    for step in later:
        area = language.text(AREAS.get(step.area, step.area))
        day = spoken("day-and-area", language, day=language.day(step.day), area=area)
        lines += [
            f"  {day}",
            *(f"  {line}" for line in _arms(step, language)),
            *_link(step, told.voice),
        ]
    if standing := parting.standing():
        lines += ["", spoken("end", language), *(f"  {sentence}" for sentence in standing)]
    return lines


def _arms(step: Step, language: Language) -> list[str]:
    """Return what was decided in each arm, side by side."""
    day = f"{language.day(step.day)}: "
    return [
        f"  {arm}: {sentence.removeprefix(day)}"
        for arm, events in step.events.items()
        for sentence in ([event.sentence for event in events] or [spoken("nothing", language)])
    ]


def _link(step: Step, voice: Voice) -> list[str]:
    if step.link is None:
        return []
    row, language = step.link.event.row, voice.language
    told = spoken(
        "link",
        language,
        day=language.day(row["date"]),
        arm=step.link.arm,
        area=language.text(AREAS.get(row["area"], row["area"])),
        names=", ".join(voice.named(name) for name in step.link.names),
    )
    return [f"    {told}"]
