"""The page of a hearing: everything that a dossier holds, as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Template

from policy_sim.catalogue import finding_of
from policy_sim.catalogue import parts as told_parts
from policy_sim.catalogue.language import Language
from policy_sim.catalogue.stored import text_of
from policy_sim.policy.law import Law
from policy_sim.report.dossier.figures import Figures
from policy_sim.report.dossier.limits import limits
from policy_sim.report.dossier.outcome_words import (
    article_tables,
    assumption_rows,
    hinge_words,
    outcome_rows,
    study_words,
    window_name,
)
from policy_sim.report.dossier.proposed_words import (
    article_name,
    authority_words,
    item_rows,
    mark_line,
    mark_rows,
    proposal_words,
)
from policy_sim.report.dossier.proved_words import (
    affected_rows,
    conformity_words,
    domain_words,
    finding_line,
    finding_rows,
    reach_rows,
    text_rows,
)
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.templates import pages_in
from policy_sim.report.voice import Voice
from policy_sim.study.statistics import FEWEST_DRAWS

__all__ = ["dossier_page", "glance"]

Values = Mapping[str, Any]


def dossier_page(
    manifest: Values, parts: Mapping[str, Values], language: Language, law: Law | None = None
) -> str:
    """Return the page for the *parts* of a dossier; *manifest* gives what identifies it.

    People are told of in the words of the *law* that is proposed, if it is given.
    Of a draft that does not hold together there are only proposal, marks and findings.
    """
    proposal, findings, marks = parts["proposal"], parts["findings"], parts["marks"]
    names = ExampleWords(law, Voice(language) if law is None else Voice.of(law, language))
    return _template().render(
        say=language.say,
        lang=language.code,
        title=language.told(text_of(proposal["title"])),
        proposal=proposal_words(proposal, language),
        glance=list(glance(parts, language)),
        authority=authority_words(proposal, language),
        items=list(item_rows(proposal, names)),
        conformity=conformity_words(findings, language),
        finding_line=finding_line(findings, language),
        findings=list(finding_rows(findings, names)),
        domain=domain_words(findings, language),
        changed=_changed(parts, names),
        cases=_cases(parts, language),
        study=_study(parts, language),
        mark_line=mark_line(marks, language),
        marks=mark_rows(marks, language),
        limits=limits(parts, language),
        record=list(_record(manifest, parts, language)),
    )


@cache
def _template() -> Template:
    return pages_in("dossier").get_template("dossier.html")


def glance(parts: Mapping[str, Values], language: Language) -> Iterator[tuple[str, str]]:
    """Yield the dossier in a few lines: what is asked, and the answer."""
    yield language.say("Findings of the check"), finding_line(parts["findings"], language)
    if "differences" in parts:
        yield language.say("Who is treated otherwise"), _noticed(parts, language)
    cases = parts.get("cases")
    if cases:
        yield language.say("Test cases"), _case_line(cases, language)
    study = parts.get("outcomes")
    if study:
        figures = Figures(language, _symbol(study))
        window = window_name(_primary_window(study), language)
        for row in outcome_rows(study, figures):
            if row["window"] == window:
                yield f"{row['outcome']}, {row['window']}", _in_short(row, language)
    yield language.say("Confirmed against the text"), _confirmed(parts["marks"], language)


def _in_short(row: Mapping[str, str], language: Language) -> str:
    """Return a difference with its simulation error, and how it reads."""
    if not row["error"]:
        return f"{row['difference']}: {row['reads']}"
    return language.say(
        "{difference} (simulation error: {error}): {reads}",
        difference=row["difference"],
        error=row["error"],
        reads=row["reads"],
    )


def _confirmed(marks: Values, language: Language) -> str:
    draft = marks["draft"]
    return language.say(
        "{mine} of {own} items of the draft",
        mine=language.number(draft.get(marks["confirmed"], 0)),
        own=language.number(sum(draft.values())),
    )


def _noticed(parts: Mapping[str, Values], language: Language) -> str:
    """Return how many ways there are to win or lose by the draft, and how many people do."""
    found = parts["differences"]
    if not found["anybody"]:
        return language.say("Nobody who could exist: no decision becomes another one.")
    words = ExampleWords(None, Voice(language))
    tones = [row["tone"] for row in affected_rows(found, words)]
    won, lost, else_ = (tones.count(tone) for tone in ("won", "lost", ""))
    counted = (
        (won, language.count(won, "{number} way to win", "{number} ways to win")),
        (lost, language.count(lost, "{number} way to lose", "{number} ways to lose")),
        (else_, language.count(else_, "{number} other way", "{number} other ways")),
    )
    told = [words for number, words in counted if number]
    if not told:
        return language.say("Places are shared out otherwise among those eligible.")
    return language.listed(told) + "."


def _symbol(study: Values) -> str:
    return str(study["run"].get("currency", {}).get("symbol", ""))


def _primary_window(study: Values) -> Values:
    """Return the window in which the outcomes named beforehand are read."""
    name = study["primary_window"]
    found: Values = next(one for one in study["windows"] if one["name"] == name)
    return found


def _changed(parts: Mapping[str, Values], names: ExampleWords) -> dict[str, Any] | None:
    language = names.voice.language
    found, reach = parts.get("differences"), parts.get("reach")
    if found is None or reach is None:
        return None
    shared = [
        language.say(
            "{area}: places by {rules} are shared out otherwise among those eligible.",
            area=language.text(one["area"]),
            rules=names.rules(tuple(one["places_shared_otherwise"])),
        )
        for one in found["areas"]
        if one["places_shared_otherwise"]
    ]
    return {
        "text": list(text_rows(found, names)),
        "noticed": _noticed(parts, language),
        "affected": list(affected_rows(found, names)),
        "shared": shared,
        "people": language.number(reach["people"]),
        "reach": list(reach_rows(reach, names)),
        "left_out": [
            language.say(
                "{area}: not counted ({why}).", area=language.text(area), why=language.text(why)
            )
            for area, why in reach["left_out"].items()
        ],
    }


def _case_line(cases: Values, language: Language) -> str:
    if cases["failed"]:
        return language.say(
            "{failed} of {checks} checks not as expected.",
            failed=language.number(cases["failed"]),
            checks=language.number(cases["checks"]),
        )
    return language.count(
        cases["checks"], "{number} check, as expected.", "{number} checks, all as expected."
    )


def _cases(parts: Mapping[str, Values], language: Language) -> dict[str, Any] | None:
    """Return what the cases show; None if no law could be asked, *none* if there were no cases."""
    cases = parts.get("cases")
    if cases is None:
        return None
    if not cases:
        return {"none": True}
    names = {
        "rules": language.say("rules seen standing, failing and defeated"),
        "clauses": language.say("clauses that decided alone"),
        "cells": language.say("cells of tables looked up"),
        "versions": language.say("versions of rules asked"),
        "articles": language.say("articles of whose rules everything was seen"),
        "transitions": language.say("transitions of which everything was seen"),
    }
    return {
        "none": False,
        "line": _case_line(cases, language),
        "confirmed": cases["confirmed"],
        "coverage": [
            {
                "what": names[name],
                "seen": language.say(
                    "{seen} of {all}",
                    seen=language.number(share["seen"]),
                    all=language.number(share["of"]),
                ),
                "percent": f"{language.number(share['percent'], 1)} %",
            }
            for name, share in sorted(
                cases["coverage"].items(), key=lambda pair: list(names).index(pair[0])
            )
        ],
        "failed": [
            {
                "test": check["test"],
                "on": check["on"],
                "message": told_parts(finding_of(finding["told"]), language)["message"],
            }
            for document in cases["documents"]
            for check in document["checks"]
            for finding in check.get("findings", ())
        ],
    }


def _study(parts: Mapping[str, Values], language: Language) -> dict[str, Any] | None:
    part = parts.get("outcomes")
    if part is None:
        return None
    figures = Figures(language, _symbol(part))
    return {
        "words": study_words(part, language),
        "outcomes": list(outcome_rows(part, figures)),
        "plausible": part["run"]["draws"] >= FEWEST_DRAWS,
        "articles": list(article_tables(part, figures)),
        "window": window_name(_primary_window(part), language),
        "apart": list(_apart(parts["proposal"], language)),
        "hinges": hinge_words(part, language),
        "assumed": _assumed(part, language),
        "assumptions": list(assumption_rows(part, language)),
    }


def _apart(proposal: Values, language: Language) -> Iterator[str]:
    """Yield which articles could not be left out by themselves, and what stayed or fell with some.

    Items without an article that only are read need no line.
    """
    for one in proposal["left_out"]:
        names = {"article": article_name(one["article"], language)}
        others = ", ".join(article_name(other, language) for other in one["others"])
        if one["stays"]:
            stays = ", ".join(one["stays"])
            yield language.say(
                "{article}: what it only states for others to read stays ({names}).",
                names=stays,
                **names,
            )
        if one["falls"]:
            falls = ", ".join(article_name(other, language) for other in one["falls"])
            yield language.say(
                "{article}: left out together with what hangs on it ({others}).",
                others=falls,
                **names,
            )
        if one["because"] == "read":
            yield language.say(
                "{article}: decides nothing by itself; it is read by {others}.",
                others=others,
                **names,
            )
        elif one["because"] == "decides nothing":
            yield language.say("{article}: decides nothing by itself.", **names)
        elif one["because"]:
            yield language.say(
                "{article}: cannot be left out by itself, so that its effect is part of the "
                "interaction.",
                **names,
            )


def _assumed(part: Values, language: Language) -> str:
    marks = part["assumptions"]["marks"]
    return language.say(
        "{assumed} of {all} coefficients of the study are assumptions without published support; "
        "the others carry a source.",
        assumed=language.number(marks.get("assumption", 0)),
        all=language.number(sum(marks.values())),
    )


def _record(
    manifest: Values, parts: Mapping[str, Values], language: Language
) -> Iterator[tuple[str, str]]:
    """Yield what identifies the dossier: digests, versions, seed, audit."""
    yield language.say("digest of the dossier"), manifest["digest"]
    study = parts.get("outcomes")
    if study:
        run = study["run"]
        yield language.say("digest of the study"), run["digest"]
        yield language.say("seed"), str(run["seed"])
        audit = run["audit"]
        yield (
            language.say("audit of the simulated decisions"),
            language.say("not done: {why}", why=audit["skipped_reason"])
            if audit.get("skipped_reason")
            else language.say(
                "{confirmed} of {checked} confirmed on the other engine ({engine})",
                confirmed=language.number(audit["confirmed"]),
                checked=language.number(audit["checked"]),
                engine=audit["engine"],
            ),
        )
    for name, number in manifest["versions"].items():
        yield name, str(number)
    for name, digest in manifest["documents"].items():
        yield name, digest
