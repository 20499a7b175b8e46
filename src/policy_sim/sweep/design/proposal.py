"""A proposal: other values of a law's parameters, as amendments that anybody can read and check.

A value that an amendment of the law states is changed in a copy of that amendment, since nothing
can be amended twice on one day; any other by a further amendment, which begins when the law of the
study begins to differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from os.path import relpath
from pathlib import Path

from policy_sim.documents import MappingNode, Scalar, read_document
from policy_sim.documents.nodes import Node, SequenceNode
from policy_sim.policy.loading import Regulation
from policy_sim.policy.rule import Authority
from policy_sim.policy.statute import Item, Section, ValueForm, Version
from policy_sim.sweep.design.in_vain import without_what_changes_nothing

__all__ = ["Proposed", "authority_of", "in_force", "stated_again", "written_out"]

FILES = ("amends", "csv")
"""The keys of an amendment that name a file beside it."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The law to be changed: a *policy* with *amendments*, *since* the day on which it differs.

    *authority* is that of those who propose.
    """

    policy: Path
    amendments: tuple[Path, ...]
    since: date
    authority: str


def authority_of(regulation: Regulation, policy: Path) -> str:
    """Return who would enact the law: its last amendment's authority, else that of its *policy*.

    A document that says nothing is a city's.
    """
    amendments = regulation.law.amendments
    if amendments:
        return amendments[-1].authority or Authority.CITY
    root = read_document(policy).root
    stated = dict(root.items()).get(Scalar("authority")) if isinstance(root, MappingNode) else None
    return str(stated or Authority.CITY)


def in_force(regulation: Regulation, since: date) -> Iterator[tuple[Item, Version]]:
    """Yield each parameter with the version that holds on *since*, or first after it."""
    seen: set[str] = set()
    for item, version in regulation.statute.versions():
        held = version.ends is None or version.ends > since
        name = str(item.name)
        if item.section is Section.PARAMETER and held and name not in seen:
            seen.add(name)
            yield item, version


def stated_again(
    regulation: Regulation, proposed: Proposed, names: Collection[str]
) -> dict[str, list[Scalar]]:
    """Return, of the parameters *names*, those that several amendments state, with the texts.

    One value from the first day on would leave nothing for the later ones to change.
    """
    found: dict[str, list[Scalar]] = {}
    for texts in _stated_in(regulation, proposed, names).values():
        for name, text in texts:
            found.setdefault(name, []).append(text)
    return {name: texts for name, texts in found.items() if len(texts) > 1}


def written_out(
    regulation: Regulation,
    proposed: Proposed,
    values: Mapping[str, str],
    title: str,
    stem: Path,
) -> tuple[Path, ...]:
    """Write a proposal, and return the amendments of which it consists, in order.

    *stem* is the path of its files without their ending. Amendments that it does not change are
    named as they are. Whatever the law said before, it says the *values* from the day on; what it
    says so already is not said again.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    stated = _stated_in(regulation, proposed, values)
    files, own_files = [], []
    for number, path in enumerate(proposed.amendments):
        own = {text: values[name] for name, text in stated.get(path.resolve(), ())}
        if not own:
            files.append(path)
            continue
        copy = stem.with_name(f"{stem.name}-draft{number + 1 if number else ''}.yaml")
        copy.write_text(_rewritten(path, own, copy), encoding="utf-8")
        files.append(copy)
        own_files.append(copy)
    elsewhere = {name for texts in stated.values() for name, _ in texts}
    further = {name: value for name, value in values.items() if name not in elsewhere}
    if further:
        added = stem.with_name(f"{stem.name}.yaml")
        text = _amendment(regulation, proposed, further, (title, added))
        added.write_text(text, encoding="utf-8")
        files.append(added)
        own_files.append(added)
    return without_what_changes_nothing(proposed.policy, files, own_files)


def _stated_in(
    regulation: Regulation, proposed: Proposed, values: Collection[str]
) -> dict[Path, list[tuple[str, Scalar]]]:
    """Return, by amendment, the texts of the values that it states from the day on."""
    own = {path.resolve() for path in proposed.amendments}
    found: dict[Path, list[tuple[str, Scalar]]] = {}
    for item, version in regulation.statute.versions():
        body = version.body
        held = version.ends is None or version.ends > proposed.since
        if str(item.name) in values and held and isinstance(body, ValueForm):
            path = Path(body.text.place.file).resolve()
            if path in own:
                found.setdefault(path, []).append((str(item.name), body.text))
    return found


def _rewritten(path: Path, values: Mapping[Scalar, str], copy: Path) -> str:
    """Return the text of an amendment with other values, and its files named from *copy*."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changes = {(text.place.line, text.place.column): (text, new) for text, new in values.items()}
    for name in _files_named(read_document(path).root):
        place = (name.place.line, name.place.column)
        changes[place] = (name, _from(path.parent / name, copy))
    for (line, column), (old, new) in sorted(changes.items(), reverse=True):
        text = lines[line - 1]
        start = column - 1 + old.quoted
        lines[line - 1] = text[:start] + new + text[start + len(old) :]
    return "".join(lines)


def _files_named(node: Node) -> Iterator[Scalar]:
    """Yield each text of a document that names a file beside it."""
    if isinstance(node, MappingNode):
        for key, part in node.items():
            if key in FILES and isinstance(part, Scalar):
                yield part
            else:
                yield from _files_named(part)
    elif isinstance(node, SequenceNode):
        for part in node:
            yield from _files_named(part)


def _from(named: Path, copy: Path) -> str:
    """Return how *named* is called from the folder of *copy*."""
    return Path(relpath(named.resolve(), copy.parent.resolve())).as_posix()


def _amendment(
    regulation: Regulation,
    proposed: Proposed,
    values: Mapping[str, str],
    told: tuple[str, Path],
) -> str:
    """Return an amendment that replaces the *values* of parameters."""
    title, path = told
    base = _from(proposed.policy.with_suffix(""), path)
    lines = [
        "# Found by a search: read it, and run check and diff on it, before you rely on it.",
        f"policy: {path.stem}",
        f'title: "{title}"',
        f"amends: {base}",
        f"authority: {proposed.authority}",
        'source: "found by policy-sim sweep design"',
        f"effective: {proposed.since.isoformat()}",
        "status: hypothetical",
    ]
    later = sorted(_scheduled(regulation, proposed.since) & values.keys())
    lines += [f"drop_later: [{', '.join(later)}]"] if later else []
    lines += ["", "replace:", "  parameters:"]
    return "\n".join([*lines, *_replaced(regulation, proposed.since, values)]) + "\n"


def _replaced(regulation: Regulation, since: date, values: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each value; scale and lever of a parameter stay as they are."""
    for item, version in in_force(regulation, since):
        name, form = str(item.name), version.body
        if name not in values or not isinstance(form, ValueForm):
            continue
        parts = [f"value: {values[name]}"]
        parts += [f"of: {form.of}"] if form.of else []
        if form.lever is not None:
            lever = [f"range: {form.lever.range}", f"subject: {form.lever.subject}"]
            lever += [f"step: {form.lever.step}"] if form.lever.step else []
            parts.append(f"lever: {{{', '.join(lever)}}}")
        yield f"    {name}: {{{', '.join(parts)}}}"


def _scheduled(regulation: Regulation, since: date) -> set[str]:
    """Return the parameters that the law would change after *since*."""
    return {
        str(item.name) for item, version in regulation.statute.versions() if version.begins > since
    }
