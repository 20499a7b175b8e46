"""What ``sweep`` is asked, read from its options."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from policy_sim.cli.arguments import Misuse
from policy_sim.report.sweep.inquiries import (
    CANDIDATES,
    RUNS,
    Calibrate,
    FindThreshold,
    Inquiry,
    Screen,
    SearchPolicies,
    Vary,
)

__all__ = ["inquiry_of"]


def inquiry_of(options: Namespace) -> Inquiry:
    """Return what is asked; raise :exc:`Misuse` for what has not the form of it."""
    outcomes = tuple(options.outcome or ())
    assumptions = tuple(options.assumption or ())
    if options.vary:
        return Vary(tuple(options.vary), outcomes)
    if options.threshold:
        return FindThreshold(options.threshold, outcomes)
    if options.sensitivity:
        runs = RUNS if options.runs is None else options.runs
        return Screen(runs, assumptions, outcomes)
    if options.calibrate:
        return Calibrate(Path(options.calibrate), assumptions, options.hold_out)
    return SearchPolicies(
        law=options.design,
        parameters=dict(text.partition("=")[::2] for text in options.parameter or ()),
        objectives=tuple(options.objective or ()),
        limits=_limits(options.limit or ()),
        candidates=CANDIDATES if options.candidates is None else options.candidates,
        statute=options.statute,
        authority=options.authority or "",
    )


def _limits(stated: Sequence[str]) -> Mapping[str, float]:
    """Return the limits, by outcome."""
    limits = {}
    for text in stated:
        name, _, most = text.partition("=")
        try:
            limits[name] = float(most)
        except ValueError:
            msg = f"--limit: '{text}' is not OUTCOME=MOST, such as pay_bill=0"
            raise Misuse(msg, "") from None
    return limits
