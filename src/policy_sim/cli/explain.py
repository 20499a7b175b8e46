"""explain a decision about one person: why, why not, and the nearest change as a dated plan

A case is a document with the person's record, past and, for an appointment, the post:
  case: supervisor with three good years
  on: 2027-06-01
  record: {employment: pns, grade: iii_c, office: supervisor, time_in_office: 40 months}
  series: {predikat: [good, very_good, good]}      # the newest first
  events: {promoted: [{on: 2023-10-01}]}
  post: {office: administrator}
Nothing is guessed: what a rule reads and the case does not give is named, with what may
stand there.
Where nothing is given, the nearest change is sought: waiting first, then better ratings, then what
the person can raise or pass, month by month for ten years under the law of each day.

examples:
  policy-sim explain policies/medan/in-force.yaml --person scenarios/cases/supervisor.yaml
  policy-sim explain policies/medan/drafts/merit-reform.yaml --person case.yaml --area appointment
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from policy_sim.catalogue import phrase
from policy_sim.catalogue.language import Language
from policy_sim.cli.arguments import a_day, a_path, add_amendments, add_engine
from policy_sim.cli.output import FINE, findings_values, print_json, show_findings
from policy_sim.diagnostics import Diagnostic, Place, Severity, near
from policy_sim.errors import DocumentError, PolicyError
from policy_sim.policy import load_law
from policy_sim.policy.effects import AREAS
from policy_sim.policy.law import Law
from policy_sim.policy.vintage import Vintage
from policy_sim.report.case_lines import lines_lacking
from policy_sim.report.decisions import trace_lines, trace_values
from policy_sim.report.meanings import Meanings
from policy_sim.report.sentences import AREAS as SPOKEN_AREAS
from policy_sim.report.spoken_decisions import Spoken
from policy_sim.report.spoken_plan import SpokenPlan
from policy_sim.report.voice import Voice
from policy_sim.rules.case import Case, CaseError, load_case
from policy_sim.rules.engine import Engine, engine_named
from policy_sim.rules.nearest import nearest_plan, wished
from policy_sim.rules.programs import compile_area
from policy_sim.rules.trace import Trace, trace

__all__ = ["add_arguments", "call"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``explain`` takes."""
    parser.add_argument("policy", type=a_path, help="a policy or amendment file")
    parser.add_argument(
        "--person", type=a_path, required=True, metavar="FILE", help="a file with one case"
    )
    parser.add_argument(
        "--on", type=a_day, metavar="DATE", help="the date of the decision (default: the case's)"
    )
    parser.add_argument(
        "--area",
        choices=AREAS,
        metavar="AREA",
        help=f"one area only (default: all with rules): {', '.join(AREAS)}",
    )
    parser.add_argument(
        "--transition",
        action="append",
        default=[],
        metavar="NAME",
        help="the person is in this transition of an amendment; repeatable",
    )
    parser.add_argument(
        "--clauses",
        action="store_true",
        help="the clauses as the law writes them, and what each read, instead of sentences",
    )
    add_amendments(parser)
    add_engine(parser, "columnar", "what decides (default: columnar)")


def call(options: Namespace) -> int:
    """Print, for each area, what is decided about the person and why."""
    law = _law_of(load_law(options.policy, options.amended_by), options.transition)
    case = load_case(options.person, law.vocabulary)
    case = replace(case, on=options.on or case.on)
    awaited = list(_awaited(law, case.on))
    language = options.language
    voice = Voice.of(law, language)
    asked = _Question(law, case, _vintage(law, case.on), engine_named(options.engine), voice)
    meanings = Meanings(asked.vintage, case.frame(), law.vocabulary.currency.symbol, voice)
    areas = asked.areas(options.area)
    told = [asked.answer(area) for area in areas]
    found = [answer for answer in told if isinstance(answer, Trace)]
    lacking = [answer for answer in told if isinstance(answer, Diagnostic)]
    if lacking and not found:
        if options.format == "text":
            _show_lines(lacking, case, language)
        raise DocumentError([replace(finding, severity=Severity.ERROR) for finding in lacking])
    if options.format == "json":
        decisions = [asked.values(answer, meanings) for answer in found]
        told_of = {"case": case.name, "on": case.on.isoformat(), "law": law.title}
        findings = findings_values([*awaited, *lacking], language)
        print_json(told_of | {"decisions": decisions, "findings": findings})
        return FINE
    print(voice.said("heading", case=case.name, day=language.day(case.on), law=law.title))
    if options.transition:
        names = language.listed(options.transition)
        print(language.say("in the transition {names}", names=names))
    show_findings(awaited, "text", language, stream=sys.stdout)
    if not areas:
        print(f"\n{_no_rules(options.area, language)}")
    for answer in found:
        lines = trace_lines(answer, meanings) if options.clauses else asked.lines(answer)
        print("\n".join(("", *lines)))
    if lacking:
        print()
        show_findings(lacking, "text", language, stream=sys.stdout)
        _show_lines(lacking, case, language)
    return FINE


def _show_lines(lacking: Sequence[Diagnostic], case: Case, language: Language) -> None:
    """Print once what all areas lack, as it is written in a case."""
    names = [name for finding in lacking for name in finding.values["seen"].split(", ")]
    print(language.text("To see them, add this to the case; on the right is what may stand there:"))
    print("\n".join(f"  {line}" for line in lines_lacking(names, case.vocabulary)))


def _law_of(law: Law, within: Sequence[str]) -> Law:
    """Return the law of a person *within* some transitions."""
    known = [one.name for one in law.transitions]
    unknown = [
        Diagnostic(
            "bad-option",
            Place("--transition", 0),
            {"seen": name, "allowed": ", ".join(known) or "none", "near": near(name, known)},
        )
        for name in within
        if name not in known
    ]
    if unknown:
        raise PolicyError(unknown)
    return law.of(frozenset(within)) if within else law


@dataclass(frozen=True)
class _Question:
    """One case under the law of its day; *law* is that of all days."""

    law: Law
    case: Case
    vintage: Vintage
    engine: Engine
    voice: Voice

    def areas(self, asked: str | None) -> list[str]:
        """Return the areas that have rules, or the one asked for if it has."""
        return [area for area in AREAS if asked in (None, area) and self.vintage.area(area)]

    def answer(self, area: str) -> Trace | Diagnostic:
        """Return what is decided in *area*, or everything that the case would have to give."""
        program = compile_area(self.vintage, area)
        case, lacking = self.case, []
        while True:
            try:
                found = trace(program, case.frame(), 0, self.engine)
            except CaseError as missing:
                name = str(missing.args[0])
                lacking.append(name)
                case = case.supposing(name)
                continue
            if not lacking:
                return found
            values = {
                "seen": ", ".join(lacking),
                "area": phrase(SPOKEN_AREAS[area]),
                "lines": "\n".join(lines_lacking(lacking, case.vocabulary)),
            }
            return Diagnostic("case-lacks", case.place, values, Severity.INFO)

    def lines(self, found: Trace) -> Iterator[str]:
        """Yield the decision and the plan in sentences."""
        yield from self.spoken.lines(found)
        yield from (f"  {sentence}" for sentence in self.planned(found).get("sentences", ()))

    def values(self, found: Trace, meanings: Meanings) -> dict[str, Any]:
        """Return the decision and the plan for programs, with the same sentences."""
        told = trace_values(found, meanings)
        told["sentences"] = [line.strip() for line in self.spoken.lines(found)]
        return told | ({"plan": plan} if (plan := self.planned(found)) else {})

    @property
    def spoken(self) -> Spoken:
        """What speaks the decisions of the day."""
        symbol = self.law.vocabulary.currency.symbol
        return Spoken(self.vintage, self.case.frame(), symbol, self.voice)

    def planned(self, found: Trace) -> dict[str, Any]:
        """Return the nearest plan, empty where none is of use."""
        if not wished(found):
            return {}
        plan = nearest_plan(self.law, self.case, found.area, self.engine)
        return SpokenPlan(self.law, self.case, self.voice).values(plan)


def _no_rules(area: str | None, language: Language) -> str:
    if area is None:
        return language.text("no rules are in force on this day")
    return language.say("no rules of {area} are in force on this day", area=area)


def _awaited(law: Law, day: date) -> Iterator[Diagnostic]:
    """Yield a note for each amendment that is not in force on *day*: it decides nothing then."""
    for amended in law.amendments:
        if amended.effective > day:
            values = {
                "seen": amended.title,
                "effective": amended.effective.isoformat(),
                "day": day.isoformat(),
            }
            yield Diagnostic("not-yet-effective", amended.place, values, Severity.WARNING)


def _vintage(law: Law, day: date) -> Vintage:
    try:
        return law.on(day).apart
    except ValueError as error:
        begins = law.vintages[0].begins.isoformat()
        values = {"seen": day.isoformat(), "law": law.title, "begins": begins}
        place = Place(law.files[0] if law.files else "", 0, 0)
        raise PolicyError([Diagnostic("no-law-yet", place, values)]) from error
