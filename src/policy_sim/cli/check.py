"""check a regulation: what it says, and what is proved of everybody who could exist

Every finding has its place (file, line and column), its article, an example person that both
engines confirm, and how to mend it. Of an amendment only what is not found without it is told.

examples:
  policy-sim check policies/medan/drafts/merit-reform.yaml
  policy-sim check draft.yaml --format json --fail-level warning
exit status: 0 no grave finding, 1 a grave finding, 2 a file that cannot be read
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from policy_sim.catalogue.language import Language
from policy_sim.cli.arguments import a_day, a_path, add_amendments
from policy_sim.cli.output import BAD_INPUT, FINE, FOUND, show_findings
from policy_sim.cli.sarif import write_sarif
from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.errors import DocumentError
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.finding_words import in_words
from policy_sim.report.sentences import AREAS
from policy_sim.report.voice import Voice

if TYPE_CHECKING:
    from policy_sim.proof.checkup import Checkup
    from policy_sim.proof.examination import Examined

__all__ = ["add_arguments", "call"]

_GRAVE = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``check`` takes."""
    parser.add_argument("policy", type=a_path, help="a policy, amendment or vocabulary file")
    add_amendments(parser)
    parser.add_argument(
        "--on",
        type=a_day,
        metavar="DATE",
        help="the day from which on it is looked at (default: today)",
    )
    parser.add_argument(
        "--conforms-to",
        type=a_path,
        metavar="STATUTE",
        help="a law whose promises the regulation must keep",
    )
    parser.add_argument(
        "--confirmed-since",
        type=a_day,
        metavar="DATE",
        help="tell what was last confirmed ('checked') before this day",
    )
    parser.add_argument(
        "--no-proof",
        action="store_true",
        help="only what loading finds: text, types, units, tables, dates",
    )
    parser.add_argument(
        "--sarif",
        type=a_path,
        metavar="FILE",
        help="also write the findings as SARIF 2.1, which code review services show in place",
    )
    parser.add_argument(
        "--fail-level",
        choices=tuple(_GRAVE),
        default="error",
        help="the least grave finding that makes the check fail (default: error)",
    )


def call(options: Namespace) -> int:
    """Print the findings of a regulation; 1 if one of them is grave, 2 if it is unreadable."""
    # Here, since the solver takes longer to load than the other commands take in all.
    from policy_sim.proof.checkup import Asked, check_policy

    asked = Asked(
        since=options.on or date.today(),  # noqa: DTZ011 - a user's today
        statute=options.conforms_to,
        confirmed=options.confirmed_since,
        proof=not options.no_proof,
    )
    try:
        checkup = check_policy(options.policy, options.amended_by, asked)
    except DocumentError as unreadable:
        if options.sarif is not None:
            write_sarif(unreadable.findings, options.sarif, options.language)
        show_findings(unreadable.findings, options.format, options.language, stream=sys.stdout)
        return BAD_INPUT
    findings = checkup.findings
    if options.sarif is not None:
        write_sarif(findings, options.sarif, options.language)
    shown = findings if options.format == "json" else _in_words(checkup, options.language)
    show_findings(shown, options.format, options.language)
    grave = [f for f in findings if f.severity in _GRAVE[options.fail_level]]
    if options.format == "text":
        print(f"{options.policy}: {_counted(findings, options.language)}")
        print(_scope(checkup.examined, options.language))
    return FOUND if grave else FINE


def _in_words(checkup: Checkup, language: Language) -> list[Diagnostic]:
    """Return the findings in the words of the law; of what is none yet, as the document has them.

    What is called something keeps the name under which it stands in the document.
    """
    if checkup.law is None:
        return list(checkup.findings)
    words = ExampleWords(checkup.law, Voice.of(checkup.law, language))
    return [in_words(finding, words) for finding in checkup.findings]


_COUNTED = {
    Severity.ERROR: ("{number} error", "{number} errors"),
    Severity.WARNING: ("{number} warning", "{number} warnings"),
    Severity.INFO: ("{number} note", "{number} notes"),
}


def _counted(findings: Sequence[Diagnostic], language: Language) -> str:
    """Return how many findings of each gravity there are, such as ``1 error, 2 notes``."""
    counts = Counter(finding.severity for finding in findings)
    words = [
        language.count(counts[severity], *forms)
        for severity, forms in _COUNTED.items()
        if counts[severity]
    ]
    return ", ".join(words) or language.text("no findings")


def _scope(examined: Examined | None, language: Language) -> str:
    """Return what the findings are about: what was proved, and of whom."""
    if examined is None:
        return language.text("nothing was proved: the findings above are those of loading")
    if not examined.versions:
        return language.text("proved of the vocabulary: whom what is 'always' so in it leaves out")
    if not examined.areas:
        return language.text("nothing was proved: no rule decides anything")
    days = ", ".join(map(language.day, examined.versions))
    return language.say(
        "proved for everybody within the ranges and what is 'always' so in the vocabulary, "
        "in the law from {days}: {areas}",
        days=days,
        areas=", ".join(language.text(AREAS.get(one, one)) for one in examined.areas),
    )
