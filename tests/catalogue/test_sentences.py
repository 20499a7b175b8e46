"""From findings to sentences and to plain data."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from policy_sim.catalogue import entries, parts, sentence
from policy_sim.diagnostics import Diagnostic, Place, Severity

HERE = Place("policies/x.yaml", 12, 5)
UNKNOWN = Diagnostic(
    "unknown-key",
    HERE,
    {"seen": "grde", "noun": "a rule", "allowed": "grade, office", "near": "grade"},
)


def test_a_sentence_says_where_what_and_how_to_mend_it() -> None:
    """Place, severity, code, what was seen, what is allowed, the near word, the mend."""
    assert sentence(UNKNOWN) == (
        "policies/x.yaml:12:5: error[unknown-key]: 'grde' is not a key of a rule; "
        "did you mean 'grade'? Allowed: grade, office. Correct or delete the key."
    )


def test_without_a_near_word_the_sentence_ends_with_a_full_stop() -> None:
    """No empty question is asked."""
    finding = Diagnostic("unknown-key", HERE, {"seen": "zz", "noun": "a rule", "near": ""})
    assert sentence(finding) == (
        "policies/x.yaml:12:5: error[unknown-key]: 'zz' is not a key of a rule. "
        "Correct or delete the key."
    )


def test_severity_and_further_places_are_shown() -> None:
    """A warning is called one, and every related place has its label."""
    finding = Diagnostic(
        "duplicate-key",
        HERE,
        {"seen": "a"},
        Severity.WARNING,
        (("first", Place("y.yaml", 1, 2)), ("again", Place("z.yaml", 3, 4))),
    )
    assert ": warning[duplicate-key]: " in sentence(finding)
    assert sentence(finding).endswith("(first: y.yaml:1:2; again: z.yaml:3:4)")


def test_values_are_shown_as_they_are_and_never_filled_in_again() -> None:
    """Braces in a document are text, not names of values."""
    finding = Diagnostic("unknown-key", HERE, {"seen": "{noun}{0}{}", "noun": "a {seen}"})
    assert "'{noun}{0}{}' is not a key of a {seen}" in sentence(finding)


def test_a_sentence_is_one_line_that_a_terminal_can_show() -> None:
    """Line ends and control characters of a document are written out."""
    finding = Diagnostic("unknown-key", Place("a\nb", 1, 1), {"seen": "a\n\x1b[31m\u202e"})
    line = sentence(finding)
    assert line.isprintable()
    assert r"a\n\x1b[31m\u202e" in line
    assert line.startswith(r"a\nb:1:1: ")


def test_long_values_are_shortened() -> None:
    """A value of a million characters leaves a readable sentence."""
    values = dict.fromkeys(("seen", "allowed", "near", "noun"), "x" * 10**6)
    assert len(sentence(Diagnostic("unknown-key", HERE, values))) < 2_000


def test_a_value_that_is_not_given_shows_its_name() -> None:
    """A finding with too few values still prints."""
    assert "'seen' is not a key of noun" in sentence(Diagnostic("unknown-key", HERE))


def test_a_code_without_an_entry_still_says_what_it_knows() -> None:
    """The values of a finding are shown even if the catalogue does not know its code."""
    finding = Diagnostic("no-such-code-at-all", HERE, {"seen": "x", "reason": "y"})
    assert sentence(finding) == (
        "policies/x.yaml:12:5: error[no-such-code-at-all]: seen: x, reason: y"
    )


def test_parts_are_plain_data() -> None:
    """A finding goes into JSON and comes back with every part by its name."""
    assert json.loads(json.dumps(parts(UNKNOWN))) == {
        "code": "unknown-key",
        "severity": "error",
        "file": "policies/x.yaml",
        "line": 12,
        "column": 5,
        "message": ("'grde' is not a key of a rule; did you mean 'grade'? Allowed: grade, office"),
        "mend": "Correct or delete the key.",
        "values": {
            "seen": "grde",
            "noun": "a rule",
            "allowed": "grade, office",
            "near": "grade",
        },
        "related": [],
    }


def test_parts_keep_the_related_places() -> None:
    """Further places are data too."""
    finding = Diagnostic("duplicate-key", HERE, related=(("first", Place("y.yaml", 1, 2)),))
    assert parts(finding)["related"] == [
        {"label": "first", "file": "y.yaml", "line": 1, "column": 2}
    ]


@given(st.dictionaries(st.sampled_from(["seen", "allowed", "near", "reason"]), st.text()))
def test_any_values_give_one_printable_line_for_every_code(values: dict[str, str]) -> None:
    """No value and no entry can break a sentence."""
    for code in entries():
        assert sentence(Diagnostic(code, HERE, values)).isprintable()
