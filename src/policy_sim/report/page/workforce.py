"""The workforce that the study was run on."""

from __future__ import annotations

from policy_sim.catalogue.language import Language
from policy_sim.report.page.blocks import Block, Cell, Column, Folded, Paragraph, Section, Table
from policy_sim.report.page.material import Material
from policy_sim.report.page.words import word_of
from policy_sim.report.wording import is_told, titled

__all__ = ["workforce"]


def workforce(material: Material) -> Section:
    """Return where the people of the first day come from, and how well they fit the margins."""
    say, fit = material.language.say, material.manifest["start_fit"]
    blocks: list[Block] = [Paragraph(_imported_line(material) or _fit_line(material))]
    if fit is not None:
        summary = say("Margins: asked for and reached")
        blocks.append(Folded(summary, (_margins(material, summary),)))
    return Section("workforce", say("The workforce it was run on"), tuple(blocks))


def _imported_line(material: Material) -> str:
    """Return what is told of a file of real people, empty if the people are synthetic."""
    imported, language = material.manifest.get("imported"), material.language
    if not imported:
        return ""
    line = language.say(
        "The records of {people} people come from a file of {day} (SHA-256 {digest}), without "
        "names or numbers; what nobody records of them, such as ability, was drawn given their "
        "records.",
        people=language.number(imported["people"]),
        day=imported["as_of"],
        digest=imported["digest"][:12],
    )
    if not imported["from_profile"]:
        return line
    kinds = ", ".join(word_of(kind, material) for kind in imported["from_profile"])
    return f"{line} {language.say('Made from the profile: {kinds}.', kinds=kinds)}"


def _fit_line(material: Material) -> str:
    fit, language = material.manifest["start_fit"], material.language
    if fit is None:
        return language.say("The people of the start were not fitted to margins.")
    line = language.say(
        "People were drawn from a simulated history so that their margins match what is known. "
        "The largest error of a margin is {error} % of its kind of employment.",
        error=language.number(fit["largest_error"] * 100, 2),
    )
    worst = fit["largest_error_at"]
    if worst is None:
        return line
    cell = word_of(str(worst["cell"]), material, worst["attribute"])
    where = ", ".join((*(word_of(worst[name], material) for name in ("kind", "attribute")), cell))
    return f"{line} {language.say('It is that of {where}.', where=where)}"


def _margins(material: Material, caption: str) -> Table:
    """Return the margins asked for and reached, each with its authority."""
    say, number = material.language.say, material.language.number
    columns = (
        Column(say("margin")),
        Column(say("cell")),
        Column(say("asked"), figures=True),
        Column(say("reached"), figures=True),
        Column(say("source")),
        Column(say("mark")),
    )
    rows = tuple(
        (
            f"{word_of(cell['kind'], material)}: {word_of(cell['attribute'], material)}",
            word_of(str(cell["cell"]), material, cell["attribute"]),
            number(cell["target"]),
            number(cell["achieved"]),
            _evidence(cell["source"] or cell["assumption"], material.language),
            material.language.text(cell["mark"] or "assumption"),
        )
        for cell in material.manifest["start_fit"]["cells"]
    )
    return Table(caption, columns, rows)


def _evidence(text: str, language: Language) -> Cell:
    return Cell(titled(text, language), foreign=not is_told(text, language))
