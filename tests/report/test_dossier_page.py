"""The page of a hearing: complete, self-contained, readable without seeing it, in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from policy_documents import Folder
from policy_sim.catalogue import parts as message_parts
from policy_sim.catalogue import phrase, stored, stored_finding
from policy_sim.catalogue.language import ENGLISH, Language, language_named
from policy_sim.catalogue.phrase import Words
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.report.dossier.figures import Figures
from policy_sim.report.dossier.limits import limits
from policy_sim.report.dossier.outcome_words import outcome_rows, study_words
from policy_sim.report.dossier.page import dossier_page, glance
from policy_sim.report.dossier.proposed_words import article_name, authority_words, item_rows
from policy_sim.report.dossier.proved import finding_breaks
from policy_sim.report.dossier.proved_words import conformity_words, reach_rows
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.voice import Voice

INDONESIAN = language_named("id")
CALLED = {
    "sex": "jenis kelamin",
    "sex.f": "perempuan",
    "sex.m": "laki-laki",
    "bonus": "tunjangan khusus",
}
INDONESIAN_NAMES = ExampleWords(None, Voice(INDONESIAN, CALLED))
MANIFEST = {"digest": "abc", "versions": {"policy-sim": "1"}, "documents": {"draft.yaml": "def"}}

CONFLICT = Diagnostic(
    "conflict",
    Place("drafts/draft.yaml", 3, 5),
    {
        "rule": "<b>late</b>",
        "effect": "promote",
        "other": "early",
        "against": "dismiss",
        "example": phrase("on {day}: {person}", day="2027-01-01", person=phrase("anybody")),
    },
)
FINDING = {**message_parts(CONFLICT), "told": stored_finding(CONFLICT)}


CHANGE = {
    "act": "add",
    "section": "rule",
    "name": "bonus",
    "title": "",
    "authority": "city",
    "status": "assumption",
}
ARTICLE = {"label": "art. 1", "changes": [CHANGE]}


def row(**values: Any) -> dict[str, Any]:
    """Return a difference of service quality."""
    return {
        "outcome": "service_quality",
        "unit": "points",
        "better": "higher",
        "window": "late",
        "kind": "simulation",
        "difference": 1.25,
        "low": 0.5,
        "high": 2.0,
        "baseline_mean": 50.0,
        "policy_mean": 51.25,
        **values,
    }


def parts(**others: Any) -> dict[str, Any]:
    """Return the parts of a dossier, as they lie in its folder."""
    change = {
        **CHANGE,
        "checked": None,
        "source": "art. 1",
        "line": 4,
    }
    left = {"article": "annex", "left_out": False, "stays": [], "falls": [], "because": "read"}
    proposal = {
        "title": "A <draft>",
        "policy": "draft",
        "amends": "The law",
        "effective": "2027-01-01",
        "authority": "city",
        "source": "",
        "status": "",
        "checked": None,
        "advocacy": False,
        "articles": [{"label": "art. 1", "changes": [change]}],
        "reserved": [],
        "left_out": [left | {"others": ["art. 1"]}],
    }
    examined = {"versions": ["2027-01-01"], "areas": ["pay"], "questions": 1200}
    differences = {
        "since": "2027-01-01",
        "anybody": True,
        "versions": ["2027-01-01"],
        "text": [
            {
                "section": "rule",
                "name": "bonus",
                "kind": "added",
                "from": "2027-01-01",
                "until": None,
                "parts": [
                    {"part": "when", "before": "", "after": "grade < c"},
                    {"part": "when", "before": "", "after": "age > 30 years"},
                    {"part": "source", "before": "", "after": "art. 1"},
                ],
                "before": None,
                "after": "draft.yaml:4:1",
                "read_by": None,
            }
        ],
        "areas": [],
        "changes": [
            {
                "area": "discipline",
                "subject": "person",
                "turn": "gains",
                "effect": "sanction",
                "rules": ["late"],
                "from": "2027-01-01",
                "until": None,
                "example": "on 2027-01-01: grade d",
                "before": None,
                "after": None,
                "unmet": [],
                "told": {
                    "example": stored(
                        phrase("on {day}: {person}", day="2027-01-01", person="grade d")
                    ),
                    "unmet": [],
                },
            }
        ],
        "transitions": [],
    }
    counts = {"area": "pay", "turn": "gains", "effect": "pay", "people": None, "groups": {}}
    outcomes = {
        "run": {
            "digest": "123",
            "seed": 5,
            "replications": 4,
            "draws": 20,
            "years": 3,
            "start": "2026-01-01",
            "people_at_start": 1200,
            "baseline": "law+habit",
            "practices": {"habit": {"title": "What is usual"}},
            "currency": {"symbol": "Cr"},
            "audit": {"confirmed": 10, "checked": 10, "engine": "durable"},
        },
        "primary": ["service_quality"],
        "windows": [{"name": "late", "reach": "mean_from", "day": "2027-01-01", "number": 0}],
        "primary_window": "late",
        "outcomes": [row(), row(kind="plausible", low=-1.0, high=3.0)],
        "articles": [
            row(part="article", article="art. 1"),
            row(part="article", article="art. 1", kind="plausible", low=-2.0, high=3.0),
            row(part="remainder", article="", difference=0.0, low=0.0, high=0.0),
            row(part="whole", article=""),
        ],
        "hinges": [
            {"outcome": "service_quality", "assumption": "learning_gain", "correlation": 0.7}
        ],
        "assumptions": {
            "marks": {"assumption": 3, "secondary": 1},
            "varied": [
                {
                    "name": "learning_gain",
                    "value": 0.1,
                    "low": 0.0,
                    "high": 0.2,
                    "unit": "points a year",
                    "drives": "ability",
                    "source": "",
                    "mark": "assumption",
                }
            ],
        },
    }
    made = {
        "proposal": proposal,
        "marks": {
            "confirmed": "quoted text",
            "draft": {"assumption": 1},
            "law": {"quoted text": 6, "": 2},
        },
        "findings": {"findings": [FINDING], "statute": "The statute", "examined": examined},
        "differences": differences,
        "reach": {
            "people": 1200,
            "counts": [counts],
            "left_out": {},
            "sums": {},
            "transitions": [],
        },
        "cases": {},
        "outcomes": outcomes,
    }
    return {name: part for name, part in (made | others).items() if part is not None}


def unloaded() -> dict[str, Any]:
    """Return the parts of a dossier on a draft that does not hold together."""
    whole = parts()
    return {
        "proposal": {"title": "draft", "amends": "The law"},
        "marks": whole["marks"] | {"draft": {}},
        "findings": whole["findings"] | {"examined": None, "statute": None},
    }


def page(told: Mapping[str, Any] | None = None, language: Language = ENGLISH) -> str:
    """Return the page of a dossier."""
    return dossier_page(MANIFEST, told or parts(), language)


class Seen(HTMLParser):
    """What of a page matters to who does not see it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag, its attributes, and the level of a heading."""
        self.tags.append(tag)
        self.attributes += attrs
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))


def plain(text: str) -> str:
    """Return the words of a page without its tags."""
    body = text[text.index("<body>") :]
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


@pytest.mark.parametrize("language", [ENGLISH, INDONESIAN], ids=["en", "id"])
@pytest.mark.parametrize("made", [parts, unloaded])
def test_a_page_can_be_heard(made: Any, language: Language) -> None:
    """Headings go down a level at a time, each table has a caption, and ids lead somewhere."""
    text = page(made(), language)
    seen = Seen(text)
    assert f'<html lang="{language.code}">' in text
    assert seen.headings[0] == 1
    assert seen.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(seen.headings, seen.headings[1:], strict=False))
    assert seen.tags.count("table") == seen.tags.count("caption")
    ids = [value for name, value in seen.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    led = {value.removeprefix("#") for n, value in seen.attributes if n == "href" and value}
    assert led <= set(ids)


def test_a_page_needs_nothing_from_elsewhere() -> None:
    """There is no script, and nothing is fetched."""
    seen = Seen(page())
    assert not {"script", "link", "img", "iframe"} & set(seen.tags)
    assert not [value for name, value in seen.attributes if name == "src"]
    assert "http" not in page()


def test_colours_can_be_told_apart() -> None:
    """Every colour of text stands out from white and from the tint at 4.5 to 1 (WCAG AA)."""
    text = page()
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", text))
    for name in ("ink", "soft", "good", "bad", "care"):
        for ground in ("paper", "tint"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as ``#fff`` or ``#1b1f24``."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_documents_say_is_no_markup() -> None:
    """Titles and findings are text, whatever they hold."""
    text = page()
    assert "A &lt;draft&gt;" in text
    assert "&lt;b&gt;late" in text
    assert "<b>" not in text


def test_findings_are_told_in_the_language_of_the_page() -> None:
    """The message, its example and how to mend it; what documents say stays as it is."""
    words = plain(page(language=INDONESIAN))
    assert "bertentangan" in words
    assert "pada 1 Januari 2027: siapa pun" in words
    assert "contradict each other" not in words


def test_errors_open_the_page() -> None:
    """A finding stands before the proposal, with its place and how to mend it."""
    words = plain(page())
    assert words.index("contradict each other") < words.index("What it changes".lower())
    assert "error conflict draft.yaml:3:5" in words
    assert "1 error." in words


def test_both_uncertainties_stand_apart() -> None:
    """Simulation error and plausible range are columns of their own, in one scale."""
    words = plain(page())
    assert "+1.25 points +0.50 to +2.00 -1.00 to +3.00 better at central assumptions only" in words
    assert "never merged" in words


def test_articles_and_interaction_lead_to_the_whole() -> None:
    """The table of an outcome has each article, the interaction, and the draft."""
    words = plain(page()).partition("Effect of each article")[2]
    told = [words.index(part) for part in ("art. 1 +1.25", "interaction:", "the draft as a whole")]
    assert told == sorted(told)
    assert "annex: decides nothing by itself; it is read by art. 1." in words


def test_the_whole_reads_the_same_wherever_it_is_told() -> None:
    """A primary difference that is not clear adjusted is not clear below its articles either."""
    told = parts()
    told["outcomes"]["outcomes"][0]["p_holm"] = 0.2
    words = plain(page(told)).partition("Effect of each article")[2]
    assert "the draft as a whole +1.25 points" in words
    whole = words.partition("the draft as a whole")[2]
    assert whole.partition("after Holm")[0].endswith("no clear difference ")


def test_a_sanction_gained_is_no_win() -> None:
    """Who gains what is bad for them loses out."""
    assert "loses out discipline gains “sanction”" in plain(page())


def test_of_few_no_number_is_told() -> None:
    """A count that must not be told stays untold."""
    assert "fewer than five" in plain(page())


def test_without_draws_no_range_is_shown() -> None:
    """The page says that the plausible range was not run, and has no column for it."""
    told = parts()
    told["outcomes"]["run"]["draws"] = 0
    words = plain(page(told))
    assert "Plausible range: not run" in words
    assert "plausible range" not in words
    assert "at least 10 draws are needed" in words


def test_a_draft_that_does_not_hold_together_says_so() -> None:
    """Only its findings and limits are told; nothing is claimed of consequences."""
    words = plain(page(unloaded()))
    assert "does not hold together" in words
    assert "nothing was simulated" in words
    assert "What each article brings" not in words


def test_marks_are_counted() -> None:
    """How much is confirmed is said in words, and by mark."""
    words = plain(page())
    assert "0 of 1 items of the draft, and 6 of 8 items of the law" in words
    assert "no mark 0 2" in words


def test_failed_cases_are_told() -> None:
    """Each case that is decided otherwise is shown, and coverage is a table."""
    values = {"test": "rises", "expected": "promote", "found": phrase("nothing")}
    failed = {"told": stored_finding(Diagnostic("not-as-expected", Place("x"), values))}
    cases = {
        "checks": 2,
        "failed": 1,
        "confirmed": 2,
        "documents": [
            {
                "title": "Cases",
                "file": "x.cases.yaml",
                "checks": [
                    {"test": "rises", "on": "2027-01-01", "passed": False, "findings": [failed]},
                    {"test": "waits", "on": "2027-01-01", "passed": True},
                ],
            }
        ],
        "coverage": {"rules": {"seen": 1, "of": 2, "percent": 50.0}},
        "unseen": [],
    }
    words = plain(page(parts(cases=cases)))
    assert "1 of 2 checks not as expected." in words
    assert "not as expected rises 2027-01-01 rises: expected: promote" in words
    assert "1 of 2 50.0 %" in words
    assert dict(glance(parts(cases=cases), INDONESIAN))["Kasus uji"].startswith("1 dari 2")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"advocacy": True}, "asks another level"),
        ({}, "no consent of a higher level"),
        (
            {"reserved": [{"values": {"name": "pay (UU 1)", "allowed": "national"}}]},
            "pay (UU 1): reserved to this level: national.",
        ),
    ],
)
def test_who_may_decide_it(change: dict[str, Any], said: str) -> None:
    """What is reserved to a higher level needs its consent; a plea changes nothing."""
    proposal = parts()["proposal"] | change
    assert said in " ".join(authority_words(proposal, ENGLISH))


@pytest.mark.parametrize(
    ("value", "unit", "english", "indonesian"),
    [
        (1_320_000_000_000.0, "money", "Cr 1.32 trillion", "Cr1,32 triliun"),
        (21.4321, "per cent", "21.43 %", "21,43 %"),
        (1234.5, "persons", "1,234 persons", "1.234 orang"),
    ],
)
def test_amounts_in_each_language(value: float, unit: str, english: str, indonesian: str) -> None:
    """Figures are written as readers of the language write them."""
    assert Figures(ENGLISH, "Cr").amount(value, unit) == english
    assert Figures(INDONESIAN, "Cr").amount(value, unit) == indonesian


def test_a_difference_and_its_intervals_have_one_scale() -> None:
    """All are in the unit that stands with the difference, with as many decimals."""
    money = {"difference": -2.5e6, "low": -54.44e6, "high": 1.5e9, "unit": "money"}
    assert Figures(ENGLISH, "Cr").effect(money, None) == (
        "-Cr 0.00 billion",
        "-0.05 to +1.50",
        "",
    )


@pytest.mark.parametrize(
    ("run", "whose"),
    [({}, "synthetic people"), ({"imported": {"people": 3}}, "people as real records have them")],
)
def test_the_page_says_whom_the_study_is_about(run: dict[str, Any], whose: str) -> None:
    """People of a file are not called synthetic, neither in the study nor among its limits."""
    shown = parts()
    outcomes = {**shown["outcomes"], "run": {**shown["outcomes"]["run"], **run}}
    told = [
        *study_words(outcomes, ENGLISH),
        *limits({**shown, "outcomes": outcomes}, ENGLISH)["is"],
    ]
    assert sum(whose in sentence for sentence in told) == 2


@pytest.mark.parametrize(
    ("code", "line", "broken"),
    [
        ("trap", 5, True),
        ("unlawful", 5, True),
        ("silent", 5, False),
        ("trap", 6, False),
    ],
)
def test_a_promise_of_the_statute_is_broken_whatever_the_code(
    tmp_path: Path, code: str, line: int, broken: bool
) -> None:
    """A trap of a path that the statute promises is a promise of it that is broken."""
    folder = Folder(tmp_path).base("promises:\n  p: {never: dismiss}\n")
    file = str(tmp_path / "base.yaml")
    severity = Severity.INFO if code == "silent" else Severity.ERROR
    finding = Diagnostic(
        code,
        Place("draft.yaml", 1),
        severity=severity,
        related=(("the promise", Place(file, line)),),
    )
    assert finding_breaks(folder.law())(finding) == broken
    told = conformity_words({"statute": "Act", "statute_broken": broken, "findings": []}, ENGLISH)
    assert ("is broken for somebody" in told) == broken


def test_counted_effects_are_told_in_the_language_asked_for() -> None:
    """What is gained or lost has the word that it has everywhere else."""
    one = {"area": "pay", "turn": "higher", "effect": "pay", "people": 7, "groups": {}}
    (row,) = reach_rows({"counts": [one], "transitions": []}, INDONESIAN_NAMES)
    assert row["what"] == "“penghasilan” lebih tinggi"


def test_people_are_counted_by_groups_in_the_words_of_the_law() -> None:
    """An attribute and its values are called what the documents call them in that language."""
    cells = {"f": {"people": 7, "of": 40}, "m": {"people": None, "of": 30}}
    one = {"area": "pay", "turn": "loses", "effect": "appoint", "people": 9}
    counts = {"counts": [one | {"groups": {"sex": cells}}], "transitions": []}
    (row,) = reach_rows(counts, INDONESIAN_NAMES)
    assert row["groups"] == "jenis kelamin: perempuan 7 dari 40, laki-laki tidak disebutkan"
    (row,) = reach_rows(counts, ExampleWords(None, Voice(ENGLISH)))
    assert row["groups"] == "sex: f 7 of 40, m not told"


def test_items_are_called_what_the_law_calls_them() -> None:
    """With the name under which they stand, so that they are found in the document."""
    (row,) = item_rows({"articles": [ARTICLE]}, INDONESIAN_NAMES)
    assert row["items"] == ["aturan tunjangan khusus (bonus) ditambahkan"]
    (row,) = item_rows({"articles": [ARTICLE]}, ExampleWords(None, Voice(ENGLISH)))
    assert row["items"] == ["rule bonus is added"]


def test_every_cell_of_a_wide_table_knows_its_heading() -> None:
    """A phone shows a line of such a table as a list, in which nothing else names the cells."""
    tables = re.findall(r'<table class="stacks.*?</table>', page(), re.DOTALL)
    assert len(tables) >= 7
    for table in tables:
        assert re.findall(r"<td(?![^>]*data-of=)[^>]*>", table) == []


def test_a_range_that_there_is_not_has_no_column() -> None:
    """Too few draws give no plausible range of anything, which a sentence says once."""
    few = parts()
    few["outcomes"]["run"]["draws"] = 4
    assert ">plausible range</th>" in page()
    assert ">plausible range</th>" not in page(few)


def test_windows_of_the_same_years_are_one_line() -> None:
    """In three years the end of 2028 is the third year: it is told once."""
    told = parts()["outcomes"]
    for name, reach, day, number in (
        ("term", "at", "2028-12-31", 0),
        ("third", "year", None, 3),
    ):
        told["windows"].append({"name": name, "reach": reach, "day": day, "number": number})
        told["outcomes"].append(row(window=name))
    rows = outcome_rows(told, Figures(ENGLISH, "Cr"))
    assert [one["window"] for one in rows] == ["mean of the years from 2027 on", "end of 2028"]


def test_the_statute_is_named_in_the_language_of_the_page() -> None:
    """Its document gives its title in several."""
    title = stored(Words("The statute", {"id": "Undang-undang"}))
    part = {"findings": [], "statute": title}
    assert "“Undang-undang”" in conformity_words(part, INDONESIAN)
    assert "“The statute”" in conformity_words(part, ENGLISH)


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("draft art. 3 (2)", "rancangan Pasal 3 (2)"),
        ("draft annex", "lampiran rancangan"),
        ("PermenPANRB 3/2020 art. 20", "PermenPANRB 3/2020 Pasal 20"),
        ("rule talent-supervisor", "aturan talent-supervisor"),
    ],
)
def test_an_article_is_named_in_the_language_of_the_page(label: str, told: str) -> None:
    """What a source calls article and draft has its Indonesian words; names stay as they are."""
    assert article_name(label, Language("id")) == told
    assert article_name(label, ENGLISH) == label
