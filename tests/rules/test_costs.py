"""What is read first: what is one integer for all, then the record, and the past last."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.tables import Table, TableRow
from policy_sim.rules.costs import cheapest_first
from policy_sim.rules.normal_form import Every, Form, Some, every, normal_form
from small_law import AT, WHOLE, amount, at_least, column

CEILING = Table("ceiling", (WHOLE,), WHOLE, (TableRow(((0, 9),), 4, AT),))


def looked_up(name: str) -> ast.Condition:
    """Ask that the grade be at most what a table says of *name*."""
    cell = ast.Lookup(WHOLE, CEILING, (column(name),))
    return ast.Compare(Comparison.LE, column("grade"), cell)


PAST = ast.Compare(Comparison.GE, ast.History(WHOLE, "last", "rating"), amount(2))
SUPERIOR = at_least("superior.grade", 3)
TABLE = looked_up("education")
OWN = at_least("service", 4)
POST = at_least("post.office", 2)
TODAY = at_least("today.month", 4)
CONDITIONS = (PAST, SUPERIOR, TABLE, OWN, POST, TODAY)


def forms_of(*conditions: ast.Condition) -> tuple[list[Form], dict[str, ast.Term]]:
    """Return the conditions in normal form, and the terms that they compare."""
    terms: dict[str, ast.Term] = {}
    return [normal_form(condition, terms) for condition in conditions], terms


def test_what_costs_least_is_read_first() -> None:
    """The day and the post, one's own record, a table, and then others and the past."""
    forms, terms = forms_of(*CONDITIONS)
    past, superior, table, own, post, today = forms
    ordered = cheapest_first(every(tuple(forms)), terms)
    assert ordered == Every((post, today, own, table, past, superior))


def test_a_table_looked_up_by_the_post_costs_no_more_than_the_record() -> None:
    """Its cell is one integer for all: what is left is to compare the grade with it."""
    forms, terms = forms_of(TABLE, looked_up("post.office"), OWN)
    dear, cheap, own = forms
    assert cheapest_first(every(tuple(forms)), terms) == Every((own, cheap, dear))


def test_alternatives_stay_in_their_order_and_are_ordered_inside() -> None:
    """An ``any`` reads all that it names; its conjunctions are ordered like others."""
    inner = ast.All((PAST, OWN))
    (form, past, own), terms = forms_of(ast.Any((inner, POST)), PAST, OWN)
    assert isinstance(form, Some)
    ordered = cheapest_first(form, terms)
    assert ordered == Some((Every((own, past)), form.items[1]))


@given(st.permutations(CONDITIONS))
def test_nothing_is_lost_and_ordering_again_changes_nothing(
    conditions: list[ast.Condition],
) -> None:
    """The items are the same ones, and already in order the second time."""
    forms, terms = forms_of(*conditions)
    ordered = cheapest_first(every(tuple(forms)), terms)
    assert isinstance(ordered, Every)
    assert sorted(map(str, ordered.items)) == sorted(map(str, forms))
    assert cheapest_first(ordered, terms) == ordered
