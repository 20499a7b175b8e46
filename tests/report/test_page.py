from __future__ import annotations

import re
from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

import pytest

from policy_sim.report.page import Beyond, Illustration, page
from policy_sim.simulation.assumptions.register import Assumption, Mark, Register

REGISTER = Register(
    [
        Assumption("a", 0.5, 0.4, 0.6, "SD", "service", Mark.SECONDARY, "Sackett et al. 2022"),
        Assumption("b", 0.1, 0.0, 0.2, "SD", "service", Mark.ASSUMPTION),
    ]
)
MANIFEST: dict[str, Any] = {
    "title": "Merit <or> not",
    "scenario": "toy",
    "start": "2026-01-01",
    "years": 10,
    "people_at_start": 300,
    "replications": 4,
    "seed": 0,
    "engine": "columnar",
    "digest": "0123456789abcdef",
    "versions": {"policy-sim": "0.1.0"},
    "arms": ["in-force+habit", "in-force+closeness", "merit+closeness", "merit+habit"],
    "baseline": "in-force+habit",
    "laws": {"in-force": "Rules in force", "merit": "Talent pool"},
    "practices": {
        "habit": {"title": "Habit", "hypothetical": False},
        "closeness": {"title": "Closeness", "hypothetical": True},
    },
    "divergence": {"merit+habit": "2027-01-01", "merit+closeness": "2026-01-01"},
    "design": {
        "windows": [{"name": "end", "reach": "at", "day": "2029-12-31", "number": 0}],
        "primary": ["service_quality"],
        "primary_window": "end",
    },
    "start_fit": {
        "largest_error": 0.001,
        "largest_error_at": {"kind": "pns", "attribute": "sex", "cell": "f"},
        "cells": [
            {
                "kind": "pns",
                "attribute": "sex",
                "cell": "f",
                "target": 100,
                "achieved": 101,
                "source": "yearbook",
                "mark": "secondary",
                "assumption": "",
            }
        ],
    },
    "audit": {"checked": 20, "confirmed": 20, "engine": "durable"},
    "digests": {"scenario": {"toy.yaml": "abc"}},
    "findings": [],
}


def row(effect: str, policy: str, **changed: object) -> dict[str, object]:
    """Return one row of a comparison."""
    law, _, practice = policy.partition("+")
    plain = {
        "policy": policy,
        "law": law,
        "practice": practice,
        "effect": effect,
        "outcome": "service_quality",
        "unit": "points",
        "group": "all",
        "kind": "simulation",
        "window": "end",
        "baseline_mean": 48.0,
        "difference": 0.5,
        "low": 0.25,
        "high": 0.75,
        "n": 4,
        "share_better": 1.0,
        "better": "higher",
        "p_holm": 0.01,
    }
    return plain | changed


ROWS = [
    row("total", "merit+habit"),
    row("law", "merit+habit"),
    row("law", "merit+closeness"),
    row("law", "merit+habit", outcome="hires", unit="persons", better="neutral", p_holm=None),
]


def html(manifest: dict[str, Any] = MANIFEST) -> str:
    """Return the page of the toy run."""
    return page(manifest, ROWS, REGISTER, [Illustration("<svg></svg>", "a figure")])


class Outline(HTMLParser):
    """Collects what a page asks for from outside, and whether its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links to elsewhere, and the tag."""
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_fetches_nothing() -> None:
    """One file holds everything, so that it can be mailed and archived."""
    outline = Outline()
    outline.feed(html())
    assert outline.open == []
    assert outline.fetched == []


def test_words_of_documents_cannot_become_markup() -> None:
    """A title with angle brackets is shown, not interpreted."""
    assert "<h1>Merit &lt;or&gt; not</h1>" in html()


def test_the_first_screen_says_what_the_model_cannot_tell() -> None:
    """Limits stand before the first number."""
    text = html()
    assert text.index("What this cannot tell") < text.index("+0.50 [+0.25, +0.75] points")
    assert "1 of 2 coefficients are assumptions" in text


def test_a_law_has_one_tile_however_many_arms_share_it() -> None:
    """The effect of a law at unchanged practice is shown once."""
    assert html().count('<article class="tile">') == 1


def test_a_study_of_practices_does_not_speak_of_laws() -> None:
    """Where no law differs, the headline is what practice changes, under the practice's name."""
    rows = [row(effect, "in-force+closeness") for effect in ("total", "practice")]
    text = page(MANIFEST, rows, REGISTER, [])
    assert "What practice changes, at unchanged law" in text
    assert "What the law changes" not in text
    assert "<h3>Service quality: closeness (hypothetical)</h3>" in text
    assert "What the law changes, at unchanged practice" in html()


def test_hypothetical_practices_are_labelled() -> None:
    """The arms of a hypothetical practice never stand without the word."""
    cells = re.findall(r"<td[^>]*>([^<]*closeness[^<]*)</td>", html())
    assert cells
    assert all("hypothetical" in cell for cell in cells)


def test_a_margin_without_a_source_is_called_an_assumption() -> None:
    """What the profile assumes never stands in the table as if it were known."""
    fit = deepcopy(MANIFEST["start_fit"])
    fit["cells"][0] |= {"source": "", "mark": "", "assumption": "half and half"}
    assert "<td>half and half</td><td>assumption</td>" in html(MANIFEST | {"start_fit": fit})
    assert "<td>yearbook</td><td>secondary</td>" in html()


def test_what_was_not_named_beforehand_is_called_exploratory() -> None:
    """Other outcomes stand under their own heading."""
    text = html()
    assert text.index("exploratory") < text.index("<td>Hires</td>")


@pytest.mark.parametrize(
    ("audit", "words"),
    [
        ({"checked": 20, "confirmed": 20, "engine": "durable"}, "20 of 20 decisions confirmed"),
        ({"checked": 0, "confirmed": 0, "skipped_reason": "no compiler"}, "not done: no compiler"),
    ],
)
def test_the_audit_says_what_was_done(audit: dict[str, object], words: str) -> None:
    """An audit that was not done is never silent."""
    assert words in html(deepcopy(MANIFEST) | {"audit": audit})


def test_draws_and_reference_arms_are_told_on_the_first_screen() -> None:
    """A tile gives both uncertainties and what the conclusion hangs on; the share stands below."""
    ranges = [row_ | {"kind": "plausible", "low": -0.8, "high": 5.9, "n": 20} for row_ in ROWS]
    hinges = [
        {
            "policy": "merit+habit",
            "effect": "law",
            "outcome": "service_quality",
            "assumption": "leader_weight",
            "correlation": 0.8,
            "n": 20,
            "stands_out": True,
        }
    ]
    attainable = [
        {"policy": "merit+habit", "outcome": "service_quality", "share": 0.31}
        | {"low": 0.24}
        | {"high": 0.38}
    ]
    manifest = MANIFEST | {"draws": 20}
    told = page(manifest, [*ROWS, *ranges], REGISTER, [], Beyond(hinges, attainable))
    assert "plausible -0.80 to +5.90; better in" in told
    assert "It hangs on leader weight (+0.80)" in told
    assert "merit+habit 31 % [24, 38]" in told
    assert "5 to 95 % of 20 draws" in told
    assert "They were drawn 20 times from their ranges" in told
    assert "has not been run" not in told
    assert "has not been run" in html()
