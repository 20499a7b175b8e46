"""The sentences at the top of a report and of a run's printed summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policy_sim.simulation.assumptions.register import Register
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm

__all__ = [
    "arm_words",
    "decision_lines",
    "limit_lines",
    "outcome_words",
    "practice_words",
    "run_line",
    "symbol_of",
    "window_words",
]

_IMPORTED_LIMITS = (
    "What this cannot tell: it says what follows from the rules and assumptions shown, not what "
    "will happen. It starts from real records, but ability, motivation and closeness are drawn by "
    "chance: it evaluates no person, unit or official, and no line of it may be used about one."
)

_LIMITS = (
    "What this cannot tell: it is a model of synthetic people. It says what follows from the "
    "rules and assumptions shown, not what will happen; it evaluates no real person, unit or "
    "official."
)


def run_line(manifest: Mapping[str, Any]) -> str:
    """Return what was run, in one line."""
    return (
        f"{manifest['scenario']}: {_counted(manifest['years'], 'year')} from "
        f"{manifest['start']}, {manifest['people_at_start']:,} people, "
        f"{_counted(len(manifest['arms']), 'arm')}, "
        f"{_counted(manifest['replications'], 'replication')}, "
        f"seed {manifest['seed']}, {manifest['engine']} engine, "
        f"policy-sim {manifest['versions']['policy-sim']}, run {manifest['digest'][:12]}"
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def decision_lines(manifest: Mapping[str, Any]) -> list[str]:
    """Return what would be decided, against what, and from when it can matter."""
    base = Arm.of(manifest["baseline"])
    lines = [f"Baseline: {_law(base.law, manifest)}, {_practice(base.practice, manifest)}."]
    laws, practices = _compared(manifest)
    for name in laws:
        if name != base.law:
            since = _since(manifest["divergence"].get(Arm(name, base.practice).name))
            lines.append(f"Compared with it: {_law(name, manifest)}, {since}.")
    for name in practices:
        if name != base.practice:
            since = _since(manifest["divergence"].get(Arm(base.law, name).name))
            lines.append(f"Compared with it: {_practice(name, manifest)}, {since}.")
    return lines


def _compared(manifest: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the names of the laws and of the practices that some arm has been run under.

    A scenario may state more of both; nothing is known of those.
    """
    arms = [Arm.of(name) for name in manifest["arms"]]
    laws, practices = {arm.law for arm in arms}, {arm.practice for arm in arms}
    return (
        [name for name in manifest["laws"] if name in laws],
        [name for name in manifest["practices"] if name in practices],
    )


def _since(day: str | None) -> str:
    return f"which can differ from {day} on" if day else "which never differs"


def limit_lines(manifest: Mapping[str, Any], register: Register) -> list[str]:
    """Return what the model cannot tell, which no reader should have to look for."""
    assumed = sum(entry.mark == "assumption" for entry in register.assumptions.values())
    lines = [
        _IMPORTED_LIMITS if manifest.get("imported") else _LIMITS,
        f"{assumed} of {len(register)} coefficients are assumptions without published support.",
    ]
    practices = _compared(manifest)[1]
    hypothetical = [name for name in practices if manifest["practices"][name]["hypothetical"]]
    if hypothetical:
        names = ", ".join(hypothetical)
        lines.append(
            f"Hypothetical practice, shown to compare and no finding about any place: {names}."
        )
    return [*lines, *_placeholder_lines(manifest), *_rest_lines(manifest.get("rest", {}))]


def _placeholder_lines(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what of the law's amounts only holds a place, if anything does."""
    held = manifest.get("placeholders", {})
    if held:
        names = "; ".join(held[rule] for rule in sorted(held))
        yield (
            f"Contains placeholder amounts: {names}. Until the true ones are imported, no total of "
            "money is a finding; what is reckoned with them is labelled."
        )


def _rest_lines(rest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the rest test of the baseline found, if it was made."""
    if rest.get("at_rest") is True:
        yield (
            "The start is at rest: no outcome of the baseline moves more early on than later, "
            "but for what the profile expects."
        )
    elif rest.get("at_rest") is False:
        yield f"The start is not at rest: {'; '.join(_unrest(rest))}."
    yield from _drift_lines(rest)


def _unrest(rest: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a start is not at rest."""
    jumps = {jump["outcome"] for jump in rest["jumps"] if not jump["expected"]}
    if jumps:
        moved = ", ".join(sorted(name.replace("_", " ") for name in jumps))
        yield f"{moved} move more in the first two years than later"
    if rest["flows_missed"]:
        missed = ", ".join(name.replace("_", " ") for name in rest["flows_missed"])
        yield f"the first year misses what is published of {missed}"


def _drift_lines(rest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the drifts that were expected and came: outcomes, and why."""
    came = {jump["outcome"] for jump in rest.get("jumps", ()) if jump["expected"]}
    for drift in rest.get("expected_drifts", ()):
        moved = [name.replace("_", " ") for name in drift["outcomes"] if name in came]
        if moved:
            yield f"Expected to move early on: {', '.join(moved)}, because {drift['because']}."


def _law(name: str, manifest: Mapping[str, Any]) -> str:
    return _titled("law", str(manifest["laws"][name]), name)


def _practice(name: str, manifest: Mapping[str, Any]) -> str:
    practice = manifest["practices"][name]
    title = practice["title"]
    labelled = "hypothetical" in title.lower() or not practice["hypothetical"]
    shown = title if labelled else f"{title} (hypothetical)"
    return _titled("practice", str(shown), name)


def _titled(what: str, title: str, name: str) -> str:
    """Return a title with the name that tables use, unless that is all there is."""
    return f"{what} '{title}'" if title == name else f"{what} '{title}' ({name})"


def arm_words(arm: str, manifest: Mapping[str, Any]) -> str:
    """Return an arm by name, labelled where its practice is hypothetical."""
    way = Arm.of(arm)
    return Arm(way.law, practice_words(way.practice, manifest)).name


def practice_words(name: str, manifest: Mapping[str, Any]) -> str:
    """Return a practice by name, labelled if it is hypothetical."""
    return f"{name} (hypothetical)" if manifest["practices"][name]["hypothetical"] else name


def outcome_words(name: str, manifest: Mapping[str, Any]) -> str:
    """Return what an outcome is called, labelled where placeholders of the law are part of it."""
    words = name.replace("_", " ").capitalize()
    return f"{words} (placeholder amounts)" if _holds_place(name, manifest) else words


def symbol_of(manifest: Mapping[str, Any]) -> str:
    """Return the symbol of the currency of a run, empty if its vocabulary declares none."""
    return str(manifest.get("currency", {}).get("symbol", ""))


def _holds_place(name: str, manifest: Mapping[str, Any]) -> bool:
    return bool(manifest.get("placeholders")) and name in OUTCOMES and OUTCOMES[name].of_money


def window_words(window: Mapping[str, Any]) -> str:
    """Return a window in words: ``mean from 2027-01-01``, ``at 2029-12-31``, ``year 10``."""
    return " ".join(_window(window))


def _window(window: Mapping[str, Any]) -> Iterator[str]:
    reach = str(window["reach"])
    if reach == "year":
        yield f"year {window['number']}"
    else:
        yield reach.replace("_", " ")
        yield str(window["day"])
