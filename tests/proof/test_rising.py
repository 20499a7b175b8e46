"""What the form of a term or a condition shows of its way when one attribute rises."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.policy.vocabulary import Attribute
from policy_sim.proof.rising import Way, condition_way, term_way
from strategies_expressions import (
    ATTRIBUTES,
    COLUMNS,
    EDUCATION,
    MONEY,
    SCOPE,
    Asked,
    Record,
    Said,
    holds,
    integer_of,
    on,
    quantities,
    questions,
    records,
    table,
    term,
    typed,
)

TABLE = table("up_and_down", on(EDUCATION), MONEY, {0: 1, 1: 3, 4: 2})
BESIDE = replace(SCOPE, tables={**SCOPE.tables, TABLE.name: TABLE})
RAISED = st.sampled_from([a for a in ATTRIBUTES if a.subject == "person"])


def raised(record: Record, attribute: Attribute, data: st.DataObject) -> Record:
    """Return the record of somebody alike who stands higher, or as high, in one attribute."""
    higher = data.draw(st.integers(record[attribute.name], attribute.type.high))
    return {**record, attribute.name: higher}


@given(st.one_of(map(quantities, COLUMNS)), records(), RAISED, st.data())
def test_a_term_goes_the_way_that_its_form_shows(
    said: Said, record: Record, attribute: Attribute, data: st.DataObject
) -> None:
    """Whoever stands higher in one attribute alone is never on the other side of it."""
    asked = term(said.text)
    way = term_way(asked, attribute.name)
    change = integer_of(asked, raised(record, attribute, data)) - integer_of(asked, record)
    assert way is None or change * way > 0 or change == 0


@given(questions(), records(), RAISED, st.data())
def test_a_condition_goes_the_way_that_its_form_shows(
    asked: Asked, record: Record, attribute: Attribute, data: st.DataObject
) -> None:
    """Where it can only come true it does not cease, and the other way round."""
    condition = typed(asked.text)
    way = condition_way(condition, attribute.name)
    change = holds(condition, raised(record, attribute, data)) - holds(condition, record)
    assert way is None or change * way > 0 or change == 0


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("base(education)", Way.UP),
        ("0.1 * base(education) + pay", Way.UP),
        ("round(20% * min(base(education), pay))", Way.UP),
        ("Rp 5 - base(education)", Way.DOWN),
        ("base(education) - base(education)", None),
        ("if education >= s2 then Rp 2 else Rp 1", Way.UP),
        ("if education >= s2 then Rp 1 else Rp 2", Way.DOWN),
        ("if education >= s2 then Rp 1 else pay", None),
        ("if education == s2 then Rp 2 else Rp 1", None),
        ("if education <= s2 then Rp 2 else Rp 1", Way.DOWN),
        ("if not (education > s2) then Rp 2 else Rp 1", Way.DOWN),
        ("up_and_down(education)", None),
        ("(share - 0.5) * base(education)", None),
        ("2 * pay", Way.NOWHERE),
    ],
)
def test_the_way_of_an_amount_is_seen(text: str, way: Way | None) -> None:
    """Tables, sums, shares and choices show theirs; where two ways meet none is claimed."""
    assert term_way(term(text, scope=BESIDE), "education") is way


def test_the_past_goes_with_service() -> None:
    """Of it nothing is claimed when the time of service rises."""
    condition = typed("months_since(promoted) >= 2 years")
    assert condition_way(condition, "service") is None
    assert condition_way(condition, "age") is Way.NOWHERE
