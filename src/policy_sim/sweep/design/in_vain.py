"""What of a proposal would change nothing is left out of it: a value that the law has already.

An amendment that says again what the law says is an error of its own; but to leave a parameter as
it is may well be the best candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from policy_sim.documents import MappingNode, Scalar, read_document
from policy_sim.policy.loading import read_regulation

__all__ = ["without_what_changes_nothing"]

_SECTIONS = ("add", "replace")
_PARAMETERS = "parameters"


def without_what_changes_nothing(
    policy: Path, amendments: Sequence[Path], own: Collection[Path]
) -> tuple[Path, ...]:
    """Return *amendments* of *policy*, those of them that are *own* without idle parameters.

    They are written anew; one of which nothing is left is removed. What cannot be taken out of
    the text of a document line by line stays, and is found by ``check``.
    """
    _, findings = read_regulation(policy, amendments)
    idle: dict[Path, set[str]] = {}
    for one in findings:
        path = Path(one.where.file)
        if one.code == "changes-nothing" and path in own:
            idle.setdefault(path, set()).add(one.values["seen"])
    left = []
    for path in amendments:
        if path not in idle or _rewritten(path, idle[path]):
            left.append(path)
        else:
            path.unlink()
    return tuple(left)


def _rewritten(path: Path, names: Collection[str]) -> bool:
    """Take parameters out of a document; return whether anything is left that it changes."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    root = read_document(path).root
    if not isinstance(root, MappingNode):
        return True
    gone: set[int] = set()
    sections = [section for section in _SECTIONS if section in root]
    emptied = []
    for section in sections:
        acts = root[section]
        held = acts.get(_PARAMETERS) if isinstance(acts, MappingNode) else None
        if not isinstance(acts, MappingNode) or not isinstance(held, MappingNode):
            continue
        for name in names:
            gone |= _lines_of(held, name, lines)
        if set(held) <= set(names):
            gone |= _lines_of(acts, _PARAMETERS, lines)
            if len(acts) == 1:
                gone |= _lines_of(root, section, lines)
                emptied.append(section)
    path.write_text("".join(t for n, t in enumerate(lines, 1) if n not in gone), encoding="utf-8")
    return emptied != sections or "repeal" in root or "transition" in root


def _lines_of(mapping: MappingNode, name: str, lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines of an entry; none if it shares one with something else."""
    key = next((key for key in mapping if key == name), None)
    if not isinstance(key, Scalar) or lines[key.place.line - 1][: key.place.column - 1].strip():
        return set()
    last = key.place.line
    for number in range(key.place.line + 1, len(lines) + 1):
        text = lines[number - 1]
        indent = len(text) - len(text.lstrip())
        if text.strip() and indent < key.place.column:
            break
        last = number if text.strip() else last
    return set(range(key.place.line, last + 1))
