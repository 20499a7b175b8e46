"""The page on scenarios is true: its documents run, and it explains every key there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from harbour_pages import PAGE, PARTS, VARIANTS, described, harbour, replaced
from pages import ROOT, Block, Row, prose, tables
from policy_sim.chance import Chance
from policy_sim.diagnostics import Place, Severity
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.assumptions.register import load_register
from policy_sim.simulation.calendar import Phase
from policy_sim.simulation.simulate import World
from policy_sim.simulation.systems import MODULES, Kind, System, kind_named
from policy_sim.study.facts_document import FactsShape
from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario
from policy_sim.study.scenario_document import ScenarioShape
from policy_sim.study.start import start_of
from policy_sim.study.terms import settle

TABLES = tables(PAGE)
WHOLE = Block("yaml", "", "", 0)
"""The part that replaces nothing."""
SYSTEMS = sorted(set(MODULES) - {"outcomes"})
REGISTERS = (ROOT / "scenarios" / "assumptions").glob("*.yaml")
REGISTER = {name: value for path in REGISTERS for name, value in load_register(path).items()}


def kind(name: str) -> Kind:
    """Return the system *name* as the simulation knows it."""
    return kind_named(name, Place(""))


def annotated(annotation: object) -> Iterator[Any]:
    """Yield a type and everything it is made of."""
    yield annotation
    for part in get_args(annotation):
        yield from annotated(part)


def shapes_of(model: type[Shape]) -> Iterator[type[Shape]]:
    """Yield a mapping of a document and every mapping that may stand inside it."""
    yield model
    for field in model.model_fields.values():
        for part in annotated(field.annotation):
            if isinstance(part, type) and issubclass(part, Shape):
                yield from shapes_of(part)


def every_shape() -> list[type[Shape]]:
    """Return each mapping of a scenario once; of one that extends another, the longer."""
    roots = [ScenarioShape, FactsShape, *(kind(name).settings for name in MODULES)]
    found = dict.fromkeys(shape for root in roots for shape in shapes_of(root))
    return [one for one in found if not any(one in other.__bases__ for other in found)]


KEYED = [shape for shape in every_shape() if shape.keys()]


def words(cell: str) -> list[str]:
    """Return what a cell shows as code."""
    return re.findall(r"`([^`]+)`", cell)


def rows_of(shape: type[Shape]) -> dict[str, Row]:
    """Return the row that explains each key of *shape*: the one table with just these keys."""
    keyed = {
        head: table
        for head, rows in TABLES.items()
        if set(table := {key: row for row in rows for key in words(row[0])}) == set(shape.keys())
    }
    named = {head: table for head, table in keyed.items() if shape.noun.split()[-1] in head[0]}
    (found,) = (named if len(keyed) > 1 else keyed).values()
    return found


def test_the_search_finds_the_mappings() -> None:
    """Mappings at every depth are found, so that the tests below cannot pass empty."""
    nouns = {shape.noun for shape in KEYED}
    assert nouns > {"a scenario", "an order of practice", "a hazard ratio", "a probation"}
    assert len(KEYED) >= 20


@pytest.mark.parametrize("shape", KEYED, ids=lambda shape: shape.noun)
def test_every_key_is_explained(shape: type[Shape]) -> None:
    """One table of the page has the keys of this mapping, all of them and no other."""
    assert all(row[1] for row in rows_of(shape).values())


@pytest.mark.parametrize("shape", KEYED, ids=lambda shape: shape.noun)
def test_what_is_needed_and_what_may_be_left_out_is_said(shape: type[Shape]) -> None:
    """The word "needed" stands beside exactly the keys without which the mapping is refused."""
    for name, row in rows_of(shape).items():
        field = shape.model_fields[name]
        if len(row) == 3:
            assert (row[2] == "needed") == field.is_required(), name
        else:
            assert shape.noun == "a window"


def written(value: object) -> str:
    """Return a default as a document would write it; nothing for one that has no word."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, int | str) else ""


@pytest.mark.parametrize("shape", KEYED, ids=lambda shape: shape.noun)
def test_defaults_and_choices_are_those_of_the_program(shape: type[Shape]) -> None:
    """A default is shown as it would be written, and so is every word that may be chosen."""
    for name, row in rows_of(shape).items():
        field = shape.model_fields[name]
        assert written(field.default) in " ".join(words(row[-1])), name
        for part in annotated(field.annotation):
            if get_origin(part) is Literal:
                assert set(get_args(part)) <= set(words(row[1])), name
            elif isinstance(part, type) and issubclass(part, Enum):
                assert {member.value for member in part} <= set(words(row[1])), name


def test_the_systems_without_settings_are_named() -> None:
    """The page says of exactly those systems that they have no settings."""
    (sentence,) = re.findall(r"`outcomes` come last.*?either\.", prose(PAGE), re.DOTALL)
    bare = {name for name in MODULES if not kind(name).settings.keys()}
    assert set(words(sentence)) == bare


def assumptions_told() -> dict[str, set[str]]:
    """Return the assumptions that the page says each system reads."""
    (rows,) = [rows for head, rows in TABLES.items() if head[:2] == ("system", "reads")]
    cells = {row[0].strip("`"): row[1] for row in rows}
    work = cells.pop("true performance")
    for name, cell in cells.items():
        cells[name] = cell.replace("true performance", work)
    return {name: set(words(cell)) & set(REGISTER) for name, cell in cells.items()}


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_assumptions_of_each_system_are_named(name: str) -> None:
    """With its usual settings a system reads the assumptions that the page lists, no other."""
    usual = kind(name)
    assert assumptions_told().get(name, set()) == set(usual.make(usual.settings()).assumptions)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The first day of the harbour, after a year of history."""
    path = harbour(
        tmp_path_factory.mktemp("harbour"), "history: {years: 1, practice: as-written}\n"
    )
    scenario = load_scenario(path)
    start = start_of(scenario, settle(scenario, {"people": 60}), 0)
    arm = scenario.grid.baseline
    return World(
        people=start.people,
        organisation=start.organisation,
        law=scenario.laws[arm.law],
        practice=scenario.practices[arm.practice],
        systems=start.systems,
        engine=ColumnarEngine(),
        chance=Chance(0, 0),
        register={**REGISTER, **scenario.register},
        start=scenario.stated.start,
    )


class Diary:
    """A calendar that only notes in which phases a system asks for its turn."""

    def __init__(self) -> None:
        self.phases: list[Phase] = []

    def every(self, phase: Phase, *_: object) -> None:
        """Note a phase."""
        self.phases.append(phase)


def main_phase(system: System, world: World) -> Phase:
    """Return the first phase in which *system* acts."""
    diary = Diary()
    system.schedule(diary, world.state())  # type: ignore[arg-type]
    return diary.phases[0]


def test_the_systems_act_in_the_order_of_the_table(world: World) -> None:
    """From the first row down no system acts before the one above it.

    Outcomes come last but for what is steered, which is the law of the next year.
    """
    (rows,) = [rows for head, rows in TABLES.items() if head[:2] == ("system", "what happens")]
    names = [row[0].strip("`") for row in rows]
    assert sorted(names) == SYSTEMS
    assert names[-1] == "steering"
    every = [*names[:-1], "outcomes", names[-1]]
    made = {name: kind(name).make(kind(name).settings()) for name in every}
    phases = [(main_phase(system, world), name) for name, system in made.items()]
    assert phases == sorted(phases)


@pytest.mark.parametrize("systems", ["{service: {}}", "{outcomes: {}, service: {}}"])
def test_outcomes_are_never_off(tmp_path: Path, systems: str) -> None:
    """Outcomes are reckoned once, whether a scenario names them or not."""
    scenario = load_scenario(harbour(tmp_path, f"systems: {systems}\n"))
    assert [system.name for system in scenario.systems] == ["outcomes", "service"]


def test_the_names_with_a_meaning_are_those_of_the_code() -> None:
    """Every attribute that the simulation or the workforce asks for by name is in the table."""
    (rows,) = [rows for head, rows in TABLES.items() if head[:2] == ("attribute", "stands for")]
    source = "".join(
        path.read_text(encoding="utf-8")
        for layer in ("simulation", "workforce")
        for path in sorted((ROOT / "src" / "policy_sim" / layer).rglob("*.py"))
    )
    told = {name for row in rows for name in words(row[0])}
    asked = r'record(?:\.get)?[\[(]"(\w+)"|"(\w+)" in (?:state\.)?(?:people\.)?record\b'
    assert {a or b for a, b in re.findall(asked, source)} <= told
    assert [name for name in sorted(told) if f'"{name}"' not in source] == []


def test_no_study_does_without_units(tmp_path: Path) -> None:
    """A vocabulary without the one name that is always needed is a finding, said once."""
    scenario = harbour(tmp_path)
    vocabulary = tmp_path / "policies" / "harbour" / "vocabulary.yaml"
    lines = vocabulary.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("  unit:")]
    vocabulary.write_text("".join(kept), encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenario(scenario)
    errors = [f for f in refused.value.findings if f.severity is Severity.ERROR]
    assert [(f.code, f.values["seen"]) for f in errors] == [("unknown-attribute", "unit")]


def test_a_series_that_is_not_declared_is_a_finding(tmp_path: Path) -> None:
    """The yearly grade must have somewhere to go: the nearest series is offered."""
    scores = "{performance: {of: performance, reliability: rating_reliability}}"
    systems = f"systems:\n  appraisal: {{series: verdct, scores: {scores}}}\n"
    scenario = load_scenario(harbour(tmp_path, systems))
    with pytest.raises(ScenarioError) as refused:
        run(scenario, replications=1, years=1, people=60, workers=1)
    (finding,) = refused.value.findings
    assert (finding.code, finding.values["near"]) == ("unknown-series", "verdict")


def test_a_part_takes_the_place_of_its_section() -> None:
    """The other sections stay as they are, so that a part is tested within the whole."""
    assert replaced("a: 1\nb:\n  c: 2\nd: 3\n", "b: {c: 4}\n") == "a: 1\nb: {c: 4}\nd: 3\n"


@pytest.mark.whole_run
@pytest.mark.parametrize("part", [WHOLE, *PARTS], ids=described)
def test_every_block_runs(tmp_path: Path, part: Block) -> None:
    """The example, and the example with each part in its place, load and run for two years."""
    runs_for_two_years(load_scenario(harbour(tmp_path, part.text)))


@pytest.mark.whole_run
@pytest.mark.parametrize("name", VARIANTS)
def test_every_study_based_on_the_example_runs(tmp_path: Path, name: str) -> None:
    """What states only what is different is a study, too."""
    harbour(tmp_path)
    runs_for_two_years(load_scenario(tmp_path / name))


def runs_for_two_years(scenario: Scenario) -> None:
    """Assert that a study has no finding but harmless ones, and gives every arm its people."""
    assert {f.code for f in scenario.findings} <= {
        "unused-assumption",
        "effect-unheeded",
        "window-too-early",
    }
    size = {"replications": 1, "years": 2, "people": 80, "draws": min(scenario.stated.draws, 2)}
    result = run(scenario, workers=1, ledger="none", **size)
    values = result.outcomes
    assert set(values.policy) == {arm.name for arm in scenario.grid.everyone}
    everybody = values[(values.outcome == "headcount") & (values.group == "all")]
    assert (everybody.value > 0).all()
