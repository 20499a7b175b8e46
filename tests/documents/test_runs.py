"""Places inside a text: the column of a character, however the text was written."""

from __future__ import annotations

import pytest

from policy_sim.documents import read_text

LAYOUTS = {
    "plain": "when: grade >= oops",
    "plain over two lines": "when: grade\n   >= oops",
    "plain with empty line": "when: grade\n\n\n     >= oops",
    "single quotes": "when: 'grade >= oops'",
    "single quotes with a quote": "when: 'it''s grade >= oops'",
    "double quotes": 'when: "grade >= oops"',
    "double quotes over two lines": 'when: "grade\n  >= oops"',
    "literal block": "when: |\n  grade\n  >= oops\n",
    "folded block": "when: >-\n  grade\n  >= oops\n",
    "folded block with a comment": "when: >- # why\n    grade\n    >=   oops\n",
    "block with indentation mark": "when: |2\n    grade >= oops\n",
    "flow": "{when: grade >= oops, then: nothing}",
    "windows": "when: |\r\n  grade\r\n  >= oops\r\n",
    "accents": "when: 'à côté de grade >= oops'",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_place_of_a_word_inside_a_text_is_its_place_in_the_file(name: str) -> None:
    """Counting from the text's own offset leads to the line and column of the word itself."""
    source = LAYOUTS[name]
    text = read_text(source, "d.yaml").root["when"]
    for word in ("grade", ">=", "oops"):
        before = source[: source.index(word)]
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        place = text.place_at(text.index(word))
        assert (place.line, place.column) == (line, column), word


def test_after_an_escape_places_stay_close() -> None:
    """An escape shifts columns by less than its own length, and never the line."""
    text = read_text('when: "gr\\u0061de >= oops"', "d.yaml").root["when"]
    assert text == "grade >= oops"
    place = text.place_at(text.index("oops"))
    assert place.line == 1
    assert abs(place.column - 22) <= 5


def test_the_end_of_a_text_has_a_place() -> None:
    """A finding may point just behind the last character."""
    text = read_text("when: grade >=", "d.yaml").root["when"]
    assert text.place_at(len(text)).column == 15
