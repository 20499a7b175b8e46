from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.catalogue.language import language_named
from policy_sim.policy.loading import load_law
from policy_sim.report.page import report_of
from policy_sim.report.page.blocks import Picture, Table
from policy_sim.report.page.headline import summed_up
from policy_sim.report.page.html import html_of
from policy_sim.report.page.material import Material
from policy_sim.report.page.winners import _net
from policy_sim.simulation.assumptions.register import Assumption, Mark, Register
from policy_sim.study.own_rules import AtWork
from small_study import ROOT

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
        "standing": "primary",
        "p_holm": 0.01,
    }
    return plain | changed


ROWS = [
    row("total", "merit+habit"),
    row("law", "merit+habit"),
    row("law", "merit+closeness"),
    row("law", "merit+habit", outcome="hires", unit="persons", better="neutral", p_holm=None),
]


FIGURE = Picture("f", "<svg></svg>", "a line rises", "a figure", Table("data", (), ()))


def html(
    manifest: dict[str, Any] = MANIFEST,
    rows: Sequence[Mapping[str, Any]] = ROWS,
    code: str = "en",
    **further: Any,
) -> str:
    """Return the page of the toy run."""
    language, pictures = language_named(code), {"years": [FIGURE]}
    told = Material(manifest, rows, REGISTER, language, pictures=pictures, **further)
    return html_of(report_of(told)).replace("\N{NO-BREAK SPACE}%", " %")


class Outline(HTMLParser):
    """Collects what a page asks for from outside, and whether its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links to elsewhere, and the tag."""
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_fetches_nothing() -> None:
    """One file holds everything, so that it can be mailed and archived."""
    outline = Outline()
    outline.feed(html())
    assert outline.open == []
    assert all(link.startswith(("#", "data:image/svg+xml;base64,")) for link in outline.fetched)


def test_words_of_documents_cannot_become_markup() -> None:
    """A title with angle brackets is shown, not interpreted."""
    assert "<h1>Merit &lt;or&gt; not</h1>" in html()


def test_the_first_screen_says_what_the_model_cannot_tell() -> None:
    """Limits stand before everything that a reader may leave out."""
    text = html()
    assert text.index('id="limits"') < text.index("Further on in this report")
    assert "1 of 2 coefficients are assumptions" in text


def test_a_law_has_one_tile_however_many_arms_share_it() -> None:
    """The effect of a law at unchanged practice is shown once."""
    assert html().count('<article class="tile">') == 1


def test_a_study_of_practices_does_not_speak_of_laws() -> None:
    """Where no law differs, the headline is what practice changes, under the practice's name."""
    rows = [row(effect, "in-force+closeness") for effect in ("total", "practice")]
    text = html(rows=rows)
    assert "What practice changes, at unchanged law" in text
    assert "What the law changes" not in text
    assert "Closeness (hypothetical) (on 31 December 2029): " in text
    assert "What the law changes, at unchanged practice" in html()


def test_hypothetical_practices_are_labelled() -> None:
    """The arms of a hypothetical practice never stand without the word."""
    cells = re.findall(r"<t[hd][^>]*>([^<]*Closeness[^<]*)</t[hd]>", html())
    assert cells
    assert all("hypothetical" in cell for cell in cells)


def test_a_margin_without_a_source_is_called_an_assumption() -> None:
    """What the profile assumes never stands in the table as if it were known."""
    fit = deepcopy(MANIFEST["start_fit"])
    fit["cells"][0] |= {"source": "", "mark": "", "assumption": "half and half"}
    assumed, mark = html(MANIFEST | {"start_fit": fit}), '<td data-of="mark">'
    assert f">half and half</td>{mark}assumption</td>" in assumed
    assert f">yearbook</td>{mark}secondary</td>" in html()


def test_what_was_not_named_beforehand_is_called_exploratory() -> None:
    """Other outcomes stand under their own heading."""
    text = html()
    assert text.index("exploratory") < text.index(">Hires</th>")


@pytest.mark.parametrize(
    ("audit", "words"),
    [
        ({"checked": 20, "confirmed": 20, "engine": "durable"}, "20 of 20 decisions confirmed"),
        (
            {"checked": 0, "confirmed": 0, "skipped_reason": "no compiler"},
            "was not done: no compiler",
        ),
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
    told = html(manifest, [*ROWS, *ranges], hinges=hinges, attainable=attainable)
    assert "plausible -0.80 to +5.90; better in" in told
    assert "It hangs on leader weight (+0.80)" in told
    assert "Talent pool · Habit 31 % [24, 38]" in told
    assert "5 to 95 % of 20 draws" in told
    assert "They were drawn 20 times from their ranges" in told
    assert "has not been run" not in told
    assert "has not been run" in html()


def test_the_indonesian_page_leaves_nothing_of_the_tool_in_english() -> None:
    """Headings, verdicts, numbers and dates are Indonesian; the page says that it is."""
    text = html(code="id")
    assert '<html lang="id">' in text
    assert "+0,50 [+0,25; +0,75] poin" in text
    assert "pada 31 Desember 2029" in text
    assert "lebih baik" in text
    for english in ("Does the baseline", "no clear difference", "paired replications", "Who gains"):
        assert english not in text


def test_headings_follow_each_other() -> None:
    """No level of headings is left out: a reader who hears the page can walk through it."""
    levels = [int(level) for level in re.findall(r"<h([1-6])", html())]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_figure_says_what_it_shows_and_has_its_data() -> None:
    """Who does not see a figure has its words and its table."""
    text = html()
    assert 'alt="a line rises"' in text
    assert text.count("<img") == text.count("<figure") == text.count("data as a table")


CLAIMS = {"better", "worse", "higher", "lower", "more gain", "more lose"}


@given(
    st.floats(-9, 9, allow_nan=False),
    st.floats(0, 9),
    st.sampled_from(["higher", "lower", "neutral"]),
)
def test_no_sentence_claims_more_than_the_interval_allows(
    middle: float, half: float, better: str
) -> None:
    """Where the interval holds zero, the headline and the tile say so, and have no tone."""
    ends = {"low": middle - half, "high": middle + half}
    one = row("law", "merit+habit", difference=middle, better=better, **ends)
    material = Material(MANIFEST, [one], REGISTER)
    (told,) = summed_up(material)
    holds_zero = ends["low"] <= 0 <= ends["high"]
    claimed = [word for word in CLAIMS if f": {word} in " in told]
    assert bool(claimed) is not holds_zero
    assert material.tone(one) == "" or not holds_zero


@given(st.one_of(st.none(), st.tuples(st.floats(-9, 9), st.floats(0, 9))))
def test_more_gain_only_where_it_is_clear(net: tuple[float, float] | None) -> None:
    """Who are more, those who gain or those who lose, is said only off zero."""
    told: dict[str, Any] = {"gains": None, "loses": None, "people": 40.0, "net": None}
    if net is not None:
        middle, half = net
        told["net"] = {"mean": middle, "low": middle - half, "high": middle + half}
    word = _net(told)
    clear = net is not None and not net[0] - net[1] <= 0 <= net[0] + net[1]
    assert (word in CLAIMS) is clear


def test_the_decision_names_who_enacts_it_and_whose_consent_it_needs() -> None:
    """What would be signed, by whom, from when; a change above that authority is not silent."""
    act = {"title": "Draft", "effective": "2027-01-01", "authority": "city", "source": "draft"}
    stated = {"merit": {"acts": [act], "consent": ["national"]}}
    text = html(MANIFEST | {"instruments": stated})
    assert "You would sign: “Draft”" in text
    assert "enacted by: city; in force from 1 January 2027" in text
    assert "needs the consent of national" in text
    assert "needs the consent" not in html()


def test_what_another_level_is_asked_for_is_nothing_to_sign() -> None:
    """Advocacy changes nothing by itself, whatever it touches."""
    act = {"title": "Draft", "effective": "2027-01-01", "authority": "national", "source": "draft"}
    stated = {"merit": {"acts": [act | {"advocacy": True}], "consent": ["national"]}}
    text = html(MANIFEST | {"instruments": stated})
    assert "You would ask this level to enact it: national; “Draft”" in text
    assert "By itself it changes nothing" in text
    assert "You would sign" not in text
    assert "needs the consent" not in text


def test_a_rule_of_the_reform_says_what_it_decided() -> None:
    """Beside what it gave and refused each condition stands, also one that was never in the way."""
    law = load_law(ROOT / "policies" / "five_grades" / "rules.yaml").vintages[-1]
    (rule,) = [one for one in law.rules if one.id == "examination"]
    first, *others = [clause.text for clause in rule.clauses]
    clauses = ((first, 1200), *((text, 0) for text in others))
    one = AtWork("merit+habit", rule, law, {"granted": 30, "refused": 1200}, clauses)
    text = html(at_work=[one])
    section = text.partition("What the rules of the reform decided</h2>")[2].partition("<h2")[0]
    assert ">1,200</td>" in section
    assert "September (examination month) (1,200)" in section
    assert "time in grade at least 2 years (0)" in section
    assert "others came first" not in section
    assert "What the rules of the reform decided" not in html()
    # Of real people, few are not told, nor what would give them away; that nobody was is told.
    imported = {"people": 40, "as_of": "2025-12-31", "digest": "0" * 64, "from_profile": []}
    clauses = ((first, 3), (others[0], 1197), *((text, 0) for text in others[1:]))
    few = replace(one, in_the_way=clauses)
    real = html(MANIFEST | {"imported": imported}, at_work=[few])
    assert "September (examination month) (…)" in real
    assert "1,197" not in real
    assert "time in grade at least 2 years (0)" in real


def test_numbers_that_could_tell_who_somebody_is_are_not_shown() -> None:
    """A hidden number stands as dots, and the page says why."""
    cell = {"policy": "merit+habit", "measure": "pay", "attribute": "sex", "cell": "f"}
    whole = cell | {"attribute": "", "cell": "", "people": 250.0}
    count = {"mean": 20.0, "low": 18.0, "high": 22.0}
    turns = [
        whole | {"gains": count, "loses": count, "net": count},
        cell | {"people": 40.0, "gains": None, "loses": None, "net": None},
    ]
    text = html(careers={"turns": turns})
    row = re.search(r"monthly pay</th>.*?</tr>", text, re.DOTALL)
    assert row is not None
    assert row[0].count("20 [18, 22]") == 2
    assert ">…</td>" in text
    assert "Numbers under 5" in text


def test_the_first_screen_shows_more_than_was_named_beforehand() -> None:
    """A tile of another outcome is exploratory; what the study does not count has none; the window
    chosen beforehand stands first, and in full.
    """
    design = deepcopy(MANIFEST["design"])
    design["windows"].append({"name": "tenth", "reach": "year", "day": None, "number": 10})
    shown = {"service_quality": ["all"], "hires": ["all", "zone=outer"], "exits": ["all"]}
    design["tiles"] = [{"outcome": name, "groups": by} for name, by in shown.items()]
    later = [one | {"window": "tenth"} for one in ROWS]
    text = html(MANIFEST | {"design": design}, [*later, *ROWS])
    tiles = re.findall(r'<article class="tile">.*?</article>', text, re.DOTALL)
    titles = [re.search("<h3>(.*?)</h3>", tile)[1] for tile in tiles]  # type: ignore[index]
    assert titles == ["Service quality", "Hires"]
    assert "50 is average staff (primary; higher is better)<" in tiles[0]
    assert "(exploratory; neither way is better)<" in tiles[1]
    assert tiles[0].index("on 31 December 2029") < tiles[0].index("in year 10")
    assert tiles[0].count("baseline ") == 1


def test_windows_of_the_same_year_are_shown_once() -> None:
    """The fourth year of four is the end of the term: a tile and a table say it once."""
    design = deepcopy(MANIFEST["design"])
    design["windows"].append({"name": "fourth", "reach": "year", "day": None, "number": 4})
    study = MANIFEST | {"design": design, "years": 4, "start": "2026-01-01"}
    text = html(study, [*ROWS, *(one | {"window": "fourth"} for one in ROWS)])
    assert "on 31 December 2029" in text
    assert "in year 4" not in text


def test_what_never_moves_is_one_line() -> None:
    """A difference of nothing in every window is not repeated window by window."""
    nothing = {"low": 0.0, "high": 0.0, "difference": 0.0}
    design = deepcopy(MANIFEST["design"])
    design["windows"].append({"name": "tenth", "reach": "year", "day": None, "number": 10})
    still = [one | nothing for one in ROWS]
    text = html(MANIFEST | {"design": design}, [*still, *(o | {"window": "tenth"} for o in still)])
    tile = text[text.index('<article class="tile">') : text.index("</article>")]
    assert "in every window" in tile
    assert tile.count("<dt>") == 1


def test_the_share_stands_beside_its_ceiling() -> None:
    """Where the law sets a ceiling, the tile of the share names it."""
    share, gap = (
        {"outcome": n, "unit": "per cent"} for n in ("personnel_share", "personnel_share_gap")
    )
    law = next(
        one for one in ROWS if one["effect"] == "law" and one["outcome"] == "service_quality"
    )
    rows = [law | share | {"baseline_mean": 21.25}, law | gap | {"baseline_mean": -8.75}]
    design = MANIFEST["design"] | {"primary": ["personnel_share"]}
    assert "baseline 21.25 %; ceiling 30.00 %" in html(MANIFEST | {"design": design}, rows)


def test_a_tile_without_a_figure_is_not_left_out_in_silence() -> None:
    """An outcome, or a group of one, that was to be shown and was not there is named."""
    tiles = [{"outcome": "pay_bill", "groups": ["all", "sex=f"]}]
    told = html(MANIFEST | {"design": MANIFEST["design"] | {"tiles": tiles}})
    assert "No figure in this run of: Pay bill" in told
    assert "(sex: f)" in told
