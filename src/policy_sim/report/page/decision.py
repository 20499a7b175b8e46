"""The decision: what would be signed, by whom, with whose consent, and from when it matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policy_sim.report.page.blocks import Block, Paragraph, Section
from policy_sim.report.page.material import Material
from policy_sim.report.wording import ASKED_OF_OTHERS, titled
from policy_sim.study.arms import Arm

__all__ = ["decision"]


def decision(material: Material) -> Section:
    """Return what would be decided, against what."""
    say = material.language.say
    base = Arm.of(material.manifest["baseline"])
    blocks: list[Block] = []
    for law in _others(material, "law", base.law):
        blocks += [Paragraph(line) for line in _law_lines(material, law)]
    for name in _others(material, "practice", base.practice):
        blocks.append(Paragraph(_practice_line(material, name)))
    against = say(
        "Held against it: {law}, in the practice {practice}.",
        law=_quoted(material, material.manifest["laws"][base.law]),
        practice=_quoted(material, material.manifest["practices"][base.practice]["title"]),
    )
    return Section("decision", say("The decision"), (*blocks, Paragraph(against)))


def _others(material: Material, part: str, base: str) -> list[str]:
    """Return the laws (or practices) that some arm was run under, but for the baseline's."""
    stated = material.manifest[f"{part}s"]
    run = {getattr(Arm.of(arm), part) for arm in material.manifest["arms"]}
    return [name for name in stated if name in run and name != base]


def _quoted(material: Material, title: str) -> str:
    return material.language.say("“{title}”", title=titled(title, material.language))


def _law_lines(material: Material, law: str) -> Iterator[str]:
    """Yield what would be enacted for a law, whose consent it needs, and from when it differs."""
    say, manifest = material.language.say, material.manifest
    instruments = manifest.get("instruments", {}).get(law, {"acts": [], "consent": []})
    title = _quoted(material, manifest["laws"][law])
    if not instruments["acts"]:
        yield say("{law} would stand in place of the law in force.", law=title)
    for act in instruments["acts"]:
        yield _act_line(material, title, act)
    if any(act.get("advocacy") for act in instruments["acts"]):
        yield say(ASKED_OF_OTHERS)
    elif instruments["consent"]:
        levels = material.language.listed(
            [material.language.text(c) for c in instruments["consent"]]
        )
        yield say(
            "It changes what is reserved to another authority: it needs the consent of {levels}.",
            levels=levels,
        )
    elif instruments["acts"]:
        yield say(
            "It changes no rule of a higher authority, as far as the documents state authority; "
            "consent that another law asks for is not looked at."
        )
    yield _since(material, manifest["divergence"].get(_alone(material, law=law)))


def _act_line(material: Material, law: str, act: Mapping[str, Any]) -> str:
    say, language = material.language.say, material.language
    day = language.day(date.fromisoformat(act["effective"]))
    told = _quoted(material, act["title"])
    if act["authority"]:
        authority = language.text(act["authority"])
        if act.get("advocacy"):
            return say(
                "You would ask this level to enact it: {authority}; {act}, for {law}; shown as if "
                "in force from {day}.",
                act=told,
                law=law,
                authority=authority,
                day=day,
            )
        return say(
            "You would sign: {act}, for {law}; enacted by: {authority}; in force from {day}.",
            act=told,
            law=law,
            authority=authority,
            day=day,
        )
    return say("You would sign: {act}, for {law}; in force from {day}.", act=told, law=law, day=day)


def _practice_line(material: Material, name: str) -> str:
    practice = material.manifest["practices"][name]
    since = _since(material, material.manifest["divergence"].get(_alone(material, practice=name)))
    title = _quoted(material, practice["title"])
    say = material.language.say
    if practice["hypothetical"]:
        shown = say("Also shown: the hypothetical practice {practice}.", practice=title)
    else:
        shown = say("Also shown: the practice {practice}.", practice=title)
    return f"{shown} {since}"


def _alone(material: Material, law: str = "", practice: str = "") -> str:
    base = Arm.of(material.manifest["baseline"])
    return Arm(law or base.law, practice or base.practice).name


def _since(material: Material, day: str | None) -> str:
    if day is None:
        return material.language.say("It never makes a difference to the baseline.")
    told = material.language.day(date.fromisoformat(day))
    return material.language.say("It can make a difference from {day} on.", day=told)
