"""prepare the hearing on a draft: one folder with one page of all that can be shown of it

DRAFT amends the law that is the baseline of the scenario. The folder holds dossier.html (what is
proposed and who may decide it, findings, what was proved, who wins and loses, cases, simulated
outcomes, what each article brings, assumptions, limits), the same as JSON, the run folder of the
study, and every document. A dossier that was broken off goes on where it was.

examples:
  policy-sim dossier policies/medan/drafts/merit-reform.yaml --scenario scenarios/small.yaml
  policy-sim dossier draft.yaml --scenario city.yaml --statute statute.yaml --cases draft.cases.yaml
  policy-sim dossier draft.yaml --scenario city.yaml --lang id --draws 20 --out hearing
exit status: 0 no grave finding and all cases as expected, 1 otherwise, 2 a file that cannot be used
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path

from policy_sim.cli.arguments import a_day, a_path, add_engine, add_mapping
from policy_sim.cli.output import FINE, FOUND, print_json, warn
from policy_sim.cli.progress import Bar

__all__ = ["add_arguments", "call"]

_NUMBERS = {
    "--replications": "how often every arm of the study is run",
    "--draws": "how often the assumptions are drawn from their ranges (0: never)",
    "--years": "the years simulated",
    "--people": "people at the start; posts and budgets scale along",
    "--seed": "the seed of all chance, from 0",
    "--workers": "processes side by side (default: one a core)",
}
_DOCUMENTS = (".yaml", ".yml")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``dossier`` takes."""
    parser.add_argument("draft", type=a_path, help="an amendment of the law of the scenario")
    parser.add_argument(
        "--scenario", type=a_path, required=True, metavar="FILE", help="the study of the draft"
    )
    parser.add_argument(
        "--statute", type=a_path, metavar="FILE", help="a law whose promises the draft must keep"
    )
    parser.add_argument(
        "--cases", type=a_path, metavar="PATH", help="cases of the draft: a file, or a folder"
    )
    parser.add_argument(
        "--on",
        type=a_day,
        metavar="DATE",
        help="the day from which on the law is looked at (default: the first day of the draft)",
    )
    parser.add_argument(
        "--out", type=a_path, metavar="FOLDER", help="the folder (default: runs/DRAFT-dossier)"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace a folder that holds another dossier"
    )
    for name, meaning in _NUMBERS.items():
        parser.add_argument(name, type=int, metavar="N", help=meaning)
    add_engine(parser, None, "what decides in the study window (default: the scenario's)")
    parser.add_argument(
        "--workforce",
        type=a_path,
        metavar="FILE",
        help="another profile of the people (YAML), or a file of real people (CSV, Parquet, Excel)",
    )
    add_mapping(parser)


def call(options: Namespace) -> int:
    """Make the dossier, and print it in a few lines; 1 if something grave was found."""
    # Here, since the solver takes longer to load than the other commands take in all.
    from policy_sim.report.dossier import Asked, make_dossier
    from policy_sim.report.dossier.making import PAGE, Watch
    from policy_sim.report.dossier.page import glance
    from policy_sim.report.dossier.proposed_words import proposal_words

    names = ("replications", "draws", "years", "people", "seed", "engine")
    people = options.workforce
    real = people is not None and people.suffix.lower() not in _DOCUMENTS
    asked = Asked(
        draft=options.draft,
        scenario=options.scenario,
        statute=options.statute,
        cases=options.cases,
        on=options.on,
        profile=None if real else people,
        workforce=people if real else None,
        mapping=options.mapping,
        terms={name: getattr(options, name) for name in names},
        workers=options.workers,
    )
    out = options.out or Path("runs") / f"{options.draft.stem}-dossier"
    language = options.language
    with closing(Bar(options.language)) as bar:
        made = make_dossier(
            asked,
            out,
            overwrite=options.overwrite,
            language=language,
            watch=Watch(lambda part: warn(f"{part} …"), bar.progress),
        )
    if options.format == "json":
        print_json({"folder": str(out), "stored": made.stored, **made.parts})
    else:
        print(proposal_words(made.parts["proposal"], language))
        for name, value in glance(made.parts, language):
            print(f"{name}: {value}")
        print(f"{language.say('dossier')}: {out / PAGE}")
    return FOUND if made.grave else FINE
