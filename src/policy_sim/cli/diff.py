"""compare two regulations: what is said otherwise, and who is treated otherwise

OLD and NEW are policies or amendments; an amendment alone is compared with what it amends, and
OLD --amended-by FILE with what FILE makes of it. The text is compared item by item. Then it is
proved, over everybody who could exist, who gains or loses what, each by an example that both
engines confirm under both laws; or that nobody does.

With --scenario the people of a study are counted, too: who of them would be eligible on the first
day, by group, as they are recorded at its start. --workforce names others, as for 'run'.

examples:
  policy-sim diff policies/medan/drafts/merit-reform.yaml
  policy-sim diff policies/medan/drafts/merit-reform.yaml --scenario scenarios/small.yaml
  policy-sim diff policies/medan/drafts/pay-flat.yaml policies/medan/drafts/pay-on-rating.yaml
exit status: 0 nothing differs, 1 something does, if only a word, 2 a file that cannot be used
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policy_sim.catalogue.language import Language
from policy_sim.cli.arguments import Misuse, a_day, a_path, add_amendments, add_mapping
from policy_sim.cli.output import FINE, FOUND, print_json, show_findings
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import PolicyError
from policy_sim.policy.common_words import CommonWords, common_words
from policy_sim.policy.differences import Difference, differences, readers
from policy_sim.policy.loading import Regulation, amended_by, load_regulation
from policy_sim.policy.transition_differences import transition_differences
from policy_sim.report.differences import difference_lines, difference_values, word_lines
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.voice import Voice

if TYPE_CHECKING:
    from policy_sim.proof.affected import Affected
    from policy_sim.proof.in_transition import Beside
    from policy_sim.study.reach import Reach

__all__ = ["add_arguments", "call"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``diff`` takes."""
    parser.add_argument("old", type=a_path, help="a policy, or the amendment alone")
    parser.add_argument("new", type=a_path, nargs="?", help="a policy or amendment")
    add_amendments(parser)
    parser.add_argument(
        "--on",
        type=a_day,
        metavar="DATE",
        help="the day from which on they are compared (default: the first day of what amends "
        "only one of the two, else today)",
    )
    parser.add_argument(
        "--no-proof", action="store_true", help="only what is said otherwise, not who notices"
    )
    parser.add_argument(
        "--scenario",
        type=a_path,
        metavar="FILE",
        help="a study whose people at the start are counted",
    )
    parser.add_argument(
        "--workforce",
        type=a_path,
        metavar="FILE",
        help="other people for the study: a profile (YAML), or real people (CSV, Parquet, Excel)",
    )
    add_mapping(parser)
    parser.add_argument("--people", type=int, metavar="N", help="so many people are drawn")


@dataclass(frozen=True)
class _Compared:
    """Two regulations from a day on, and what was found between them."""

    names: tuple[str, str]
    old: Regulation
    new: Regulation
    since: date
    words: CommonWords
    found: list[Difference]
    affected: Affected | None
    beside: tuple[Beside, ...] = ()
    reach: Reach | None = None

    @property
    def same(self) -> bool:
        """Whether the two say the same, word for word."""
        return self.words.same and not self.found

    @property
    def read_by(self) -> dict[str, tuple[str, ...]]:
        """The rules that read each name, under either law, on the first day or later."""
        days = {self.since, *(one.begins for one in self.found)}
        read: dict[str, set[str]] = {}
        for statute in (self.old.statute, self.new.statute):
            for day in days:
                for name, rules in readers(statute, day).items():
                    read.setdefault(name, set()).update(rules)
        return {name: tuple(sorted(rules)) for name, rules in read.items()}

    @property
    def verdict(self) -> str:
        """How far the difference reaches."""
        if self.same:
            return "same text"
        if self.affected is None:
            return "text differs"
        if not (self.affected.anybody or any(one.anybody for one in self.beside)):
            return "no possible person"
        return "nobody in this workforce" if self._nobody_counted else "somebody"

    @property
    def _nobody_counted(self) -> bool:
        """Whether nobody of the people counted is treated otherwise, nor placed otherwise."""
        counted, affected = self.reach, self.affected
        if counted is None or counted.anybody or affected is None:
            return False
        placed = affected.shared or any(one.turn in ("ranked", "tied") for one in affected.changes)
        return not placed

    @property
    def first_day(self) -> date:
        """The first day, of those asked about, on which anything is said otherwise."""
        return max(self.since, min((one.begins for one in self.found), default=self.since))


def call(options: Namespace) -> int:
    """Print what differs; 1 if anything does."""
    if options.scenario is None and (options.workforce or options.mapping or options.people):
        usage = "usage: policy-sim diff OLD NEW --scenario FILE [--workforce FILE]\n"
        msg = "--workforce, --mapping and --people need a --scenario"
        raise Misuse(msg, usage)
    compared = _compared(options)
    if compared.found and options.scenario is not None:
        compared = replace(compared, reach=_counted(options, compared))
    if options.format == "json":
        print_json(_values(compared))
    else:
        for line in _lines(compared, options.language):
            print(line)
    return FINE if compared.same else FOUND


def _compared(options: Namespace) -> _Compared:
    files = _files(options)
    old, new = load_regulation(files[0]), load_regulation(files[1], options.amended_by)
    since = options.on or _first_day(old, new)
    words = common_words(old.law.vocabulary, new.law.vocabulary)
    found = differences(old.statute, new.statute, since)
    found += transition_differences(old.law.transitions, new.law.transitions, since)
    affected: Affected | None = None
    beside: tuple[Beside, ...] = ()
    if (found or not words.same) and not options.no_proof:
        # Here, since only two regulations that differ are worth the time to load the solver.
        from policy_sim.proof.affected import affected as whom
        from policy_sim.proof.in_transition import in_transitions

        affected = whom(old.law, new.law, words, since)
        beside = tuple(in_transitions(old, new, found, words, since))
    names = str(files[0]), " + ".join(map(str, (files[1], *options.amended_by)))
    return _Compared(names, old, new, since, words, found, affected, beside)


def _files(options: Namespace) -> tuple[Path, Path]:
    """Return the old and the new file: of one that is amended here, twice the same."""
    if options.new is not None:
        return options.old, options.new
    if options.amended_by:
        return options.old, options.old
    base = amended_by(options.old)
    if base is None:
        place = Place(str(options.old), 0, 0)
        raise PolicyError([Diagnostic("nothing-to-compare", place)])
    return base, options.old


def _counted(options: Namespace, compared: _Compared) -> Reach:
    """Return how many people of a study are treated otherwise on the first day."""
    from policy_sim.cli.people import load_peopled
    from policy_sim.study.reach import reach
    from policy_sim.study.terms import settle

    scenario = load_peopled(options.scenario, options.workforce, options.mapping)
    show_findings(scenario.findings, "text", options.language, stream=sys.stderr)
    terms = settle(scenario, {"people": options.people})
    return reach(scenario, terms, compared.old.law, compared.new.law, compared.first_day)


def _first_day(old: Regulation, new: Regulation) -> date:
    """Return the first day of what amends only one of the two, or today."""
    own = {*old.law.amendments} ^ {*new.law.amendments}
    today = date.today()  # noqa: DTZ011 - a user's today
    return min((amended.effective for amended in own), default=today)


def _lines(compared: _Compared, language: Language) -> Iterator[str]:
    (old, new), say = compared.names, language.say
    yield say("{old} → {new}, from {begins}", old=old, new=new, begins=compared.since)
    if compared.same:
        yield say("the same text: nothing is said otherwise")
        return
    yield f"\n{say('What is said otherwise')}"
    yield from word_lines(compared.words, language)
    yield from difference_lines(
        compared.found, compared.read_by, compared.since, _words(compared, language)
    )
    if compared.affected is not None:
        yield from _proved(compared, compared.affected, language)
        yield from _parted(compared, language)
    if compared.reach is not None:
        yield from _reached(compared, compared.reach, language)


def _words(compared: _Compared, language: Language) -> ExampleWords:
    """Return what both laws call their names; what is said in both ways is told as in the new."""
    old, new = compared.old.law, compared.new.law
    called = {**old.words.get(language.code, {}), **new.words.get(language.code, {})}
    return ExampleWords(new, Voice(language, called))


def _proved(compared: _Compared, affected: Affected, language: Language) -> Iterator[str]:
    from policy_sim.report.affected import affected_lines

    yield f"\n{language.text('Who is treated otherwise, of everybody who could exist')}"
    yield from affected_lines(affected, compared.since, compared.new.law, language)
    if not affected.anybody:
        yield f"  {language.text('no possible person: no rule gives anybody anything else')}"
    if any(one.until > compared.since for one in compared.new.law.transitions):
        yield f"  {language.text('of those in no transition')}"
    days = ", ".join(map(language.day, affected.versions))
    told = language.say(
        "proved for all within the ranges and what is 'always' so, in the law from {days}",
        days=days,
    )
    yield f"  {told}"


def _parted(compared: _Compared, language: Language) -> Iterator[str]:
    from policy_sim.report.in_transition import beside_lines

    for one in compared.beside:
        yield ""
        yield from beside_lines(one, compared.new.law, language)


def _reached(compared: _Compared, reach: Reach, language: Language) -> Iterator[str]:
    from policy_sim.report.reach import reach_lines

    told = language.say(
        "How many of {people} people, recorded on {recorded}, by the law of {law}",
        people=language.number(reach.people),
        recorded=reach.recorded,
        law=reach.law,
    )
    yield f"\n{told}"
    symbol = compared.words.vocabulary.currency.symbol
    yield from reach_lines(reach, symbol, _words(compared, language))


def _values(compared: _Compared) -> dict[str, object]:
    old, new = compared.names
    values: dict[str, object] = {
        "old": old,
        "new": new,
        "from": compared.since.isoformat(),
        "reaches": compared.verdict,
        "words": {
            "added": list(compared.words.added),
            "removed": list(compared.words.removed),
            "declared_otherwise": list(compared.words.changed),
        },
        "text": difference_values(compared.found, compared.read_by),
    }
    if compared.affected is not None:
        from policy_sim.report.affected import affected_values
        from policy_sim.report.in_transition import beside_values

        values |= affected_values(compared.affected)
        values["transitions"] = [beside_values(one) for one in compared.beside]
    if compared.reach is not None:
        from policy_sim.report.reach import reach_values

        values["workforce"] = reach_values(compared.reach)
    return values
