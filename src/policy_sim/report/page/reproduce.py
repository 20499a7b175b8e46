"""How to reproduce the run, and what identifies it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_sim.report.page.blocks import Cell, Column, Command, Folded, Paragraph, Section, Table
from policy_sim.report.page.material import Material

__all__ = ["reproduce"]


def reproduce(material: Material) -> Section:
    """Return the commands that check and repeat the run, and everything that decides it."""
    say, manifest = material.language.say, material.manifest
    heading = say("How to reproduce it")
    asked = manifest.get("precision")  # the scenario says how precise; it is not a number
    again = [f"policy-sim run inputs/{name}" for name in manifest["digests"].get("scenario", {})]
    options = [
        f"--{name} {manifest[name]}"
        for name in ("replications", "draws", "years", "people", "seed", "workforce")
        if manifest.get(name) is not None and not (name == "replications" and asked)
    ]
    rows = tuple((Cell(name), Cell(value, foreign=True)) for name, value in _record(material))
    caption = say("For the record")
    columns = (Column(say("what")), Column(say("value")))
    return Section(
        "reproduce",
        heading,
        (
            Paragraph(
                say(
                    "The run folder holds every document that it was made from. The first command "
                    "checks offline that no file of it was changed; the second makes it again."
                )
            ),
            Command("policy-sim verify RUN"),
            *(Command(" ".join([command, *options])) for command in again),
            Paragraph(_audit(material)),
            Folded(caption, (Table(caption, columns, rows),)),
        ),
    )


def _audit(material: Material) -> str:
    say, audit = material.language.say, material.manifest["audit"]
    if audit.get("skipped_reason"):
        reason = audit["skipped_reason"]
        return say("The audit of decisions was not done: {reason}.", reason=reason)
    return say(
        "{confirmed} of {checked} decisions confirmed on {engine}, the other rules engine.",
        confirmed=material.language.number(audit["confirmed"]),
        checked=material.language.number(audit["checked"]),
        engine=audit["engine"],
    )


def _record(material: Material) -> Iterator[tuple[str, str]]:
    """Yield what identifies the run: digest, versions, divergence dates, digests of documents."""
    say, language, manifest = material.language.say, material.language, material.manifest
    yield say("digest of the run"), manifest["digest"]
    yield say("seed"), str(manifest["seed"])
    for arm, day in manifest["divergence"].items():
        told = (
            language.day(date.fromisoformat(day))
            if day
            else say("never: it is the baseline by another name")
        )
        yield say("{arm} may differ from", arm=material.arm(arm)), told
    yield from ((name, str(number)) for name, number in manifest["versions"].items())
    for kind, digests in manifest["digests"].items():
        for name, digest in digests.items():
            yield f"{language.text(kind)}: {name}", digest
