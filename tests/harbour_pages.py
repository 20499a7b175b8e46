"""The harbour of the chapters on scenarios and systems: its documents, with or without a part."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from pages import ROOT, Block, blocks, chapter

__all__ = ["PAGE", "PARTS", "VARIANTS", "described", "harbour", "replaced"]

PAGE = chapter("scenarios") + chapter("systems")
"""The chapter on scenarios, and that on systems, whose blocks are parts of its example."""

YAML = [block for block in blocks(PAGE) if block.language == "yaml"]
DOCUMENTS = {block.info.removeprefix("file="): block.text for block in YAML if block.info}
PARTS = [block for block in YAML if not block.info]
SCENARIO = "scenarios/harbour.yaml"
VARIANTS = sorted(name for name in DOCUMENTS if name.startswith("scenarios/harbour-"))
"""The studies that are based on the harbour."""

_SECTION = re.compile(r"^([a-z]+):.*\n(?:[ -].*\n)*", re.MULTILINE)


def harbour(folder: Path, part: str = "") -> Path:
    """Write the documents of the page below *folder*; return the scenario, with *part* replaced.

    The register is the shipped one that the page says to copy.
    """
    shutil.copytree(ROOT / "scenarios" / "assumptions", folder / "scenarios" / "assumptions")
    for name, text in DOCUMENTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(replaced(text, part) if name == SCENARIO else text, encoding="utf-8")
    return folder / SCENARIO


def replaced(text: str, part: str) -> str:
    """Return the document *text* with the sections of *part* in place of those of their names."""
    sections = {match[1]: match[0] for match in _SECTION.finditer(text)}
    return "".join((sections | {m[1]: m[0] for m in _SECTION.finditer(part)}).values())


def described(block: Block) -> str:
    """Return what a part is about, for the name of its test."""
    return f"{block.text.split(':')[0]}-line-{block.line}" if block.text else "whole"
