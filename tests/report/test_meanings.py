from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.policy import load_law
from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.report.decisions import trace_lines
from policy_sim.report.meanings import Meanings, value_words
from policy_sim.rules.case import load_case
from policy_sim.rules.engine import engine_named
from policy_sim.rules.programs import compile_area
from policy_sim.rules.trace import trace

CASES = Path(__file__).parents[1] / "golden" / "cli"


@pytest.fixture
def meanings() -> Meanings:
    """What the library's law means for its clerk."""
    law = load_law(CASES / "rules.yaml")
    case = load_case(CASES / "clerk.yaml", law.vocabulary)
    return Meanings(law.on(case.on), case.frame())


def test_a_parameter_is_told_with_its_unit(meanings: Meanings) -> None:
    """A reader need not look up how many years the ordinance asks for."""
    assert meanings.of("time_in_rank >= years_in_rank") == {"years_in_rank": "48 months"}


def test_a_definition_is_told_as_it_is_for_this_person(meanings: Meanings) -> None:
    """A definition that depends on the person has the value it has for the person."""
    assert meanings.of("age >= retirement_age") == {"retirement_age": "720 months"}


def test_attributes_and_words_mean_themselves(meanings: Meanings) -> None:
    """Nothing is said of names that the trace of a clause explains already."""
    assert meanings.of("rank < head and lowest(rating over 2 years) >= fair") == {}


def test_what_names_mean_stands_beside_their_clause(meanings: Meanings) -> None:
    """The line of a clause has the threshold before what was compared with it."""
    program = compile_area(meanings.vintage, "promotion")
    found = trace(program, meanings.frame, 0, engine_named("columnar"))
    (line,) = [line for line in trace_lines(found, meanings) if line.strip().startswith("NO")]
    assert line.endswith("[years_in_rank = 48 months, time_in_rank = 42 months]")
    assert not [line for line in trace_lines(found) if "years_in_rank = " in line]


def test_money_is_written_with_the_symbol_of_the_currency() -> None:
    """With a currency its symbol, without one the word."""
    kind = ValueType(Kind.WHOLE, 0, 10**9, Unit.MONEY)
    assert value_words(2_785_700, kind, "Rp") == "Rp 2,785,700"
    assert value_words(2_785_700, kind) == "2,785,700 money"
