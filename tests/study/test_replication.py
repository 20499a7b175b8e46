"""One task: its rows are labelled, and what goes wrong in it names the arm, the task, the month."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from harbour_pages import harbour
from policy_sim.errors import RunError
from policy_sim.simulation.books.ledger import COLUMNS, Entry, Keeping, Ledger
from policy_sim.simulation.simulate import Record, World
from policy_sim.simulation.state import State
from policy_sim.study import replication as module
from policy_sim.study.arms import Arm
from policy_sim.study.ledger_rows import LEDGER_COLUMNS, written
from policy_sim.study.loading import load_scenario
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.replication import replicate
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import Start
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import Terms, settle
from small_study import SMALL, altered


def test_rows_are_labelled_with_arm_and_replication() -> None:
    """Arm and number come first; the order and kinds of the columns are those promised."""
    frame = pd.DataFrame(
        {
            "value": [1, 2],
            "group": ["all", "sex=f"],
            "outcome": ["a", "b"],
            "date": [date(2026, 12, 31)] * 2,
        }
    )
    rows = module._labelled(frame, Arm("old", "habit"), 7, OUTCOME_COLUMNS)
    assert rows.schema.equals(OUTCOME_COLUMNS)
    assert rows.to_pylist()[1] == {
        "policy": "old+habit",
        "replication": 7,
        "date": date(2026, 12, 31),
        "outcome": "b",
        "group": "sex=f",
        "value": 2.0,
    }


def test_an_empty_ledger_has_its_columns() -> None:
    """A replication whose decisions are not kept still has a table of the right form."""
    rows = written([("old+habit", Ledger(Keeping.NONE))], 1).table()
    assert rows.schema.equals(LEDGER_COLUMNS)
    assert rows.num_rows == 0


def test_rows_of_a_task_are_the_ledgers_in_words() -> None:
    """Arms follow each other, a ledger may be read twice, and every word is where it was."""
    ledger = Ledger()
    for month in (24_000, 24_001):
        ledger.write(month, np.array([3, 1]), Entry("pay"), "salary", "it is due")
        ledger.close_month()
    rows = written([("old+habit", ledger), ("new+habit", ledger)], 7)
    assert rows == rows
    frame, half = rows.table().to_pandas(), len(ledger)
    assert frame["policy"].tolist() == ["old+habit"] * half + ["new+habit"] * half
    assert set(frame["replication"]) == {7}
    expected = ledger.frame().astype(object).assign(date=ledger.frame()["date"].dt.date)
    assert frame[list(COLUMNS)][:half].to_dict("list") == expected.to_dict("list")


def test_the_ledger_of_a_draw_is_never_kept() -> None:
    """Draws tell of outcomes; whose decisions are written down is a choice about replications."""
    for choice in ("first", "all", "sample", "none"):
        terms = Terms(2, 1, 1, "columnar", "fixed", ledger=choice)
        assert terms.keeping(Task(Kind.DRAW, 0)) is Keeping.NONE
    terms = Terms(2, 1, 1, "columnar", "fixed")
    kept = [terms.keeping(Task(Kind.REPLICATION, number)) for number in range(2)]
    assert kept == [Keeping.ALL, Keeping.NONE]


def test_draws_go_round_the_replications() -> None:
    """More draws than replications live through the starts again, under other assumptions."""
    terms = Terms(3, 1, 1, "columnar", "fixed", draws=5)
    assert [terms.replication(Task(Kind.DRAW, n)) for n in range(5)] == [0, 1, 2, 0, 1]
    assert terms.replication(Task(Kind.REPLICATION, 2)) == 2


def test_a_draw_starts_from_the_people_of_its_replication(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The history runs under the central assumptions; the arms alone run under the drawn ones."""
    monkeypatch.setenv("POLICY_SIM_CACHE", str(tmp_path))
    scenario = load_scenario(SMALL)
    terms = settle(scenario, {"people": 60, "years": 1, "draws": 2})
    registers: list[tuple[str, float]] = []

    def start_of(of: Scenario, terms: Terms, number: int) -> Start:
        registers.append(("start", of.register["rise_motivation"]))
        return made(of, terms, number)

    def simulate(world: World, months: int) -> Record:
        registers.append(("arm", world.register["rise_motivation"]))
        return lived(world, months)

    made, lived = module.start_of, module.simulate
    monkeypatch.setattr(module, "start_of", start_of)
    monkeypatch.setattr(module, "simulate", simulate)
    drawn = replicate(scenario, terms, Task(Kind.DRAW, 1)).drawn["rise_motivation"]
    central = scenario.register["rise_motivation"]
    assert drawn != central
    assert registers == [("start", central)] + [("arm", drawn)] * len(scenario.grid.arms)


@pytest.mark.whole_run
@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (
            RunError("person 7 holds two posts"),
            "arm in-force+closeness, replication 1, in 2026-03: person 7 holds two posts",
        ),
        (ZeroDivisionError("a fault of the program"), "a fault of the program"),
    ],
)
def test_what_fails_in_an_arm_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: Exception, expected: str
) -> None:
    """An error says the arm, the task and the month, and the person whom the model named.

    A fault of the program keeps its own kind, with a note.
    """
    monkeypatch.setenv("POLICY_SIM_CACHE", str(tmp_path))
    scenario = load_scenario(SMALL)
    terms = settle(scenario, {"people": 60, "years": 1})

    def fail(state: State) -> None:
        if state.month == 2026 * 12 + 2:
            raise raised

    monkeypatch.setattr(State, "close_month", fail)
    with pytest.raises(type(raised)) as caught:
        replicate(scenario, terms, Task(Kind.REPLICATION, 1))
    assert expected in str(caught.value)
    if not isinstance(raised, RunError):
        assert caught.value.__notes__ == [
            "in 2026-03",
            "in arm in-force+closeness, replication 1",
        ]


def test_a_service_that_everybody_leaves_is_told_to_its_end(tmp_path: Path) -> None:
    """Whoever is a year old has to go, and nobody comes: in the end nothing is held by anybody."""
    part = "history: {years: 0, practice: as-written}\nsystems:\n  exits: {}\n  service: {}\n"
    path = harbour(tmp_path, part)
    altered(tmp_path / "policies" / "harbour" / "rules.yaml", ("age >= 60 years", "age >= 1 year"))
    result = run(
        load_scenario(path), out=tmp_path / "run", people=60, replications=2, draws=0, workers=1
    )
    heads = result.outcomes.query("outcome == 'headcount' and group == 'all'")
    assert set(heads["value"]) == {0.0}
    careers = json.loads((result.folder / "careers.json").read_text(encoding="utf-8"))
    assert {row["to"] for row in careers["moves"]} == {"left"}
