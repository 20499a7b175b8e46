"""The page that follows one decision tells the way that a traced run really takes."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from types import FrameType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from pages import DOCS, ROOT, blocks, prose, tables
from policy_sim.policy import load_law
from policy_sim.rules import audit
from policy_sim.rules.decision import Decision
from policy_sim.rules.engine import Standing
from policy_sim.rules.frame import Integers
from policy_sim.rules.normal_form import Atom, Every
from policy_sim.rules.programs import Program, compile_area
from policy_sim.rules.redecide import decided_apart
from policy_sim.simulation.calendar import day_of
from policy_sim.simulation.state import Decided
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.run import run
from small_study import altered, copied

PAGE = (DOCS / "one-decision.md").read_text(encoding="utf-8")
TABLES = tables(PAGE)
RULE = "regular-promotion"
MOST_FUNCTIONS = 8
LAW = ROOT / "policies" / "medan" / "in-force.yaml"


def rows_under(*heading: str) -> list[tuple[str, ...]]:
    """Return the rows of the table whose heading begins with these cells."""
    (rows,) = [rows for key, rows in TABLES.items() if key[: len(heading)] == heading]
    return rows


WAY = [row[1].strip("`") for row in rows_under("step", "function")]
"""The functions of the way, in order, as ``path:name``."""


def function(path: str) -> Callable[..., Any]:
    """Return the function at ``module path:qualified name``."""
    module, _, name = path.partition(":")
    found: Any = import_module("policy_sim." + module.removesuffix(".py").replace("/", "."))
    for part in name.split("."):
        found = getattr(found, part)
    return found


class Asked(NamedTuple):
    """One month's decision on promotion: the people asked about, and what was decided."""

    month: int
    ids: Integers
    grade: Integers
    waited: Integers
    decided: Decided


@dataclass
class Trace:
    """Which functions of the way are called, in order, and how deep in one another.

    *calls* are (depth, name); *inside* are the functions entered and not yet left. *asked* are
    the decisions on promotion, with the people as they were; *risen* the grades of the same
    people when the month's promotions were done.
    """

    calls: list[tuple[int, str]] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    risen: list[Integers] = field(default_factory=list)
    names: dict[object, str] = field(
        default_factory=lambda: {function(path).__code__: path.split(":")[1] for path in WAY}
    )

    def __call__(self, frame: FrameType, event: str, value: object) -> None:
        """Note a call or a return, as :func:`sys.setprofile` tells of it."""
        name = self.names.get(frame.f_code)
        if name is None or event not in ("call", "return"):
            return
        if event == "call":
            self.calls.append((len(self.inside), name))
            self.inside.append(name)
            return
        self.inside.pop()
        state = frame.f_locals.get("self" if name == "State.decide" else "state")
        if name == "State.decide" and self.inside == ["promote"]:
            assert isinstance(value, Decided)
            record = state.people.record
            grade, waited = record["grade"].copy(), record["time_in_grade"].copy()
            self.asked.append(Asked(state.month, state.people.ids.copy(), grade, waited, value))
        elif name == "promote":
            self.risen.append(state.people.record["grade"].copy())


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trace, Result]:
    """One year of one arm of the small study, traced, with its run folder."""
    folder = tmp_path_factory.mktemp("traced")
    scenario = altered(
        copied(folder),
        ("laws: [in-force, merit]", "laws: [in-force]"),
        ("practices: [seniority, closeness]", "practices: [seniority]"),
        ("history: {years: 5,", "history: {years: 2,"),
    )
    trace = Trace()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICY_SIM_CACHE", "")
        patch.setattr(audit, "decided_apart", decided_apart)  # as a study does: in no call of ours
        sys.setprofile(trace)
        try:
            study = load_scenario(scenario)
            result = run(study, replications=1, draws=0, years=1, workers=1, out=folder / "run")
        finally:
            sys.setprofile(None)
    return trace, result


def ledger(result: Result) -> pd.DataFrame:
    """Return the ledger of a run, as it stands in its folder."""
    return pd.read_parquet(result.folder / "ledger.parquet")


def test_the_way_has_at_most_eight_functions_which_exist() -> None:
    """Each function is named with its module, once, and no other is named like that."""
    named = re.findall(r"`([\w/]+\.py:[\w.]+)`", PAGE)
    assert named == WAY
    assert len(WAY) == len(set(WAY)) <= MOST_FUNCTIONS
    assert all(inspect.isfunction(function(path)) for path in WAY)


def test_each_step_takes_and_gives_what_the_page_says() -> None:
    """The parameters shown come first in the signature, and the result is of the type shown."""
    shown = re.findall(r"\*\*\d\. `([\w.]+)\((.*?)\) -> (\w+)`\*\*", PAGE)
    assert [name for name, _, _ in shown] == [path.split(":")[1] for path in WAY]
    for path, (_, taken, given) in zip(WAY, shown, strict=True):
        signature = inspect.signature(function(path))
        names = [name for name in signature.parameters if name != "self"]
        told = [name for name in taken.split(", ") if name]
        if "…" in told:
            told.remove("…")
            assert len(names) > len(told)
            assert names[: len(told)] == told
        else:
            assert names == told
        assert str(signature.return_annotation).split(".")[-1] == given


def test_the_rule_is_quoted_from_the_law() -> None:
    """The block of YAML stands in the document that the page names, and so does the line."""
    (block,) = [block for block in blocks(PAGE) if block.language == "yaml"]
    document = (ROOT / "policies" / "asn" / "promotion.yaml").read_text(encoding="utf-8")
    assert "`policies/asn/promotion.yaml`" in PAGE
    assert block.text in document
    assert "      - time_in_grade >= years_in_rank\n" in block.text


def test_the_clauses_become_the_comparisons_shown() -> None:
    """Column, comparison and number of each clause are those of the compiled program."""
    program = compile_area(load_law(LAW).on(date(2026, 2, 1)), "promotion")
    number = program.positions[RULE]
    clauses = zip(program.rules[number].clauses, program.clauses[number], strict=True)
    (first, always), *others = clauses
    assert (first.text, always) == ("today.month in promotion_windows", Every(()))
    compiled = [
        (f"`{clause.text}`", f"`{form.left}`", f"`{form.operator} {form.right}`")
        for clause, form in others
        if isinstance(form, Atom)
    ]
    assert compiled == rows_under("clause", "column")


@pytest.mark.xdist_group("one decision")
@pytest.mark.whole_run
def test_the_way_is_the_call_path(traced: tuple[Trace, Result]) -> None:
    """Steps 2 to 7 are called in their order, each from the step that the page says it is."""
    trace, _ = traced
    assert trace.calls[0] == (0, "load_regulation")
    assert trace.calls[-1] == (0, "written")
    starts = [i for i, call in enumerate(trace.calls) if call == (0, "promote")]
    month = trace.calls[starts[-1] :]
    end = next((i for i, (depth, _) in enumerate(month[1:], 1) if not depth), len(month))
    callers = [row[2] for row in rows_under("step", "function")]
    names = [path.split(":")[1] for path in WAY]
    depth = {"promote": 0}
    for name, caller in zip(names[2:7], callers[2:7], strict=True):
        depth[name] = depth[names[int(caller.removeprefix("step ")) - 1]] + 1
    taken = list(dict.fromkeys(month[:end]))
    assert taken == [(depth[name], name) for name in names[1:7]]


@pytest.mark.xdist_group("one decision")
@pytest.mark.whole_run
def test_such_a_row_is_in_the_ledger(traced: tuple[Trace, Result]) -> None:
    """Rows like the one shown, of whatever person and month, are in ledger.parquet."""
    (shown,) = rows_under("policy", "replication", "date")
    columns = next(key for key in TABLES if key[:2] == ("policy", "replication"))[: len(shown)]
    told = dict(zip(columns, shown, strict=True))
    found = ledger(traced[1])
    assert tuple(found.columns) == columns
    free = ("date", "person")
    alike = np.logical_and.reduce(
        [found[name].astype(str) == value for name, value in told.items() if name not in free]
    )
    assert alike.any()
    refused = found[(found.rule == RULE) & (found.law == "refused")]
    assert "time_in_grade >= years_in_rank" in set(refused.reason)


@pytest.mark.xdist_group("one decision")
@pytest.mark.whole_run
def test_the_row_tells_of_that_decision(traced: tuple[Trace, Result]) -> None:
    """Whoever has such a row was given the rise by that rule, had served 48 months in the grade
    and is one grade higher; nobody else was given it.
    """
    trace, result = traced
    rows = ledger(result)
    rows = rows[(rows.rule == RULE) & (rows.law == "granted") & (rows.actual == "done")]
    told = set(zip(pd.to_datetime(rows.date).dt.date, rows.person, strict=True))
    seen = set()
    # The history before the start keeps no ledger, and asks of fewer people by a shorter way.
    assert len(trace.asked) >= 12
    for asked, grade in zip(trace.asked[-12:], trace.risen[-12:], strict=True):
        decision = asked.decided.decision
        given, number = decision.given["promote"], decision.program.positions[RULE]
        mine = given.mask & (given.rule == number)
        assert (asked.waited[mine] >= 48).all()
        assert (grade[mine] == asked.grade[mine] + 1).all()
        seen |= {(day_of(asked.month), person) for person in asked.ids[mine].tolist()}
    assert seen == told != set()


@pytest.mark.xdist_group("one decision")
@pytest.mark.whole_run
def test_the_shapes_are_those_told(traced: tuple[Trace, Result]) -> None:
    """Columns have one integer a person; scope, holds and stands are rules by people."""
    asked = traced[0].asked[-1]
    decision = asked.decided.decision
    assert isinstance(decision, Decision)
    assert isinstance(decision.program, Program)
    size, rules = len(asked.ids), len(decision.program.rules)
    column = decision.features.named("time_in_grade")
    assert (column.dtype, column.shape) == (np.int16, (size,))
    standing = Standing(decision.scope, decision.holds, decision.stands)
    for flags in (standing.scope, standing.holds, standing.stands):
        assert (flags.dtype, flags.shape) == (np.bool_, (rules, size))
    given = decision.given["promote"]
    assert (given.mask.dtype, given.mask.shape) == (np.bool_, (size,))
    assert (given.rule.dtype, given.rule.shape) == (np.int64, (size,))
    assert "`bool[r, n]`" in prose(PAGE)
