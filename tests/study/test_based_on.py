"""A scenario may start from another one and state only what is different."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Severity
from policy_sim.errors import BadInput, ScenarioError
from policy_sim.simulation.assumptions.register import Mark
from policy_sim.study.based_on import read_stated
from policy_sim.study.loading import load_scenario
from policy_sim.study.scenario import Scenario
from policy_sim.study.stored_law import stored_arm
from small_study import bytes_of, copied, run_small, scenarios_copied

TITLE = "scenario: other\ntitle: Another study\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small study in a folder of its own, with the shipped laws."""
    return scenarios_copied(tmp_path)


def based(small: Path, text: str = "", name: str = "other.yaml") -> Path:
    """Return a scenario beside *small* that is based on it."""
    path = small.parent / name
    path.write_text(f"{TITLE}based_on: small.yaml\n{text}", encoding="utf-8")
    return path


def loaded(small: Path, text: str) -> Scenario:
    """Return the study based on *small* that states *text*."""
    return load_scenario(based(small, text))


def refused(small: Path, text: str) -> list[str]:
    """Return what is said of a scenario that cannot be loaded."""
    with pytest.raises(BadInput) as caught:
        loaded(small, text)
    assert all(finding.where.line for finding in caught.value.findings)
    return [sentence(finding) for finding in caught.value.findings]


def test_without_differences_it_is_the_same_study(tmp_path: Path) -> None:
    """Its results are those of the base to the byte, and its run folder can be read again."""
    small = copied(tmp_path)
    few = {"years": 1, "replications": 1, "people": 60}
    own = run_small(tmp_path / "own", based(small), **few)
    base = run_small(tmp_path / "base", small, **few)
    assert own.manifest["scenario"] == "other"
    assert bytes_of(own) == bytes_of(base)
    assert "scenarios/small.yaml" in own.manifest["digests"]["data"]
    assert stored_arm(own, "merit+seniority").practice.on(load_scenario(small).stated.start)


def test_only_what_is_stated_is_different(small: Path) -> None:
    """A key of a system changes alone; the rest of the system and of the study stay."""
    own = loaded(small, "years: 5\nsystems: {recruitment: {approval: 80%}}\n")
    base = load_scenario(small)
    settings = {system.name: vars(system).get("settings") for system in own.systems}
    usual = {system.name: vars(system).get("settings") for system in base.systems}
    assert own.stated.years == 5
    assert {name for name, value in settings.items() if value != usual[name]} == {"recruitment"}
    recruitment = settings["recruitment"]
    assert recruitment is not None
    assert (
        recruitment.model_copy(update={"approval": usual["recruitment"].approval})
        == (  # type: ignore[union-attr]
            usual["recruitment"]
        )
    )
    assert own.findings == ()


def test_off_takes_something_out(small: Path) -> None:
    """A system, a law and a practice that are switched off are gone."""
    own = loaded(
        small,
        "systems: {training: off}\nlaws: {merit: off}\npractices: {closeness: off}\n"
        "arms: {laws: [in-force], practices: [seniority]}\n",
    )
    assert "training" not in {system.name for system in own.systems}
    assert list(own.laws) == ["in-force"]
    assert list(own.practices) == ["seniority"]


def test_files_are_looked_for_beside_the_document_that_names_them(small: Path) -> None:
    """A scenario in a folder below finds its own files there, and the base's where they were."""
    folder = small.parent / "below"
    folder.mkdir()
    tea = "{value: 1, range: [0, 2], unit: cups, drives: x, mark: assumption}"
    register = f"assumptions: {{tea: {tea}}}\n"
    (folder / "more.yaml").write_text(register, encoding="utf-8")
    (folder / "other.yaml").write_text(
        f"{TITLE}based_on: ../small.yaml\nassumptions: more.yaml\n", encoding="utf-8"
    )
    own = load_scenario(folder / "other.yaml")
    assert own.register["tea"] == 1
    assert own.register["learning_gain"] == load_scenario(small).register["learning_gain"]
    assert own.findings == ()
    assert len(own.inputs) == len(load_scenario(small).inputs) + 2


def test_a_base_may_have_a_base(small: Path) -> None:
    """The nearest says last; each switches off what its own base has."""
    based(small, "years: 5\nseed: 7\nwindows: {more: {year: 1}}\n", "middle.yaml")
    path = small.parent / "last.yaml"
    path.write_text(
        f"{TITLE}based_on: middle.yaml\nseed: 8\nwindows: {{more: off}}\n", encoding="utf-8"
    )
    stated = read_stated(path)
    assert (stated.shape.years, stated.shape.seed) == (5, 8)
    assert list(stated.shape.windows) == ["from-2027", "end-2028", "year-3"]
    assert [file.name for file in stated.files] == ["last.yaml", "middle.yaml", "small.yaml"]


def test_an_assumption_may_be_set(small: Path) -> None:
    """A value alone is the same in all draws; with a range it is drawn; both are assumptions."""
    own = loaded(small, "assume: {learning_gain: 0, leader_weight: {value: 1, range: [0, 2]}}\n")
    entries = own.register.assumptions
    gain, leader = entries["learning_gain"], entries["leader_weight"]
    assert (gain.value, gain.low, gain.high) == (0, 0, 0)
    assert (leader.value, leader.low, leader.high) == (1, 0, 2)
    assert gain.mark is leader.mark is Mark.ASSUMPTION
    assert gain.source == ""
    assert "learning_gain" not in {entry.name for entry in own.ranges}
    assert "leader_weight" in {entry.name for entry in own.ranges}


def test_what_is_wrong_is_told_where_it_stands(small: Path) -> None:
    """Each mistake has its line, in the document that makes it."""
    (off,) = refused(small, "systems: {trainings: off}\n")
    assert "'trainings' is switched off" in off
    assert "'training'" in off
    (unknown,) = refused(small, "assume: {learning_gian: 0}\n")
    assert "learning_gian" in unknown
    assert "learning_gain" in unknown
    (outside,) = refused(small, "assume: {learning_gain: {value: 3, range: [0, 1]}}\n")
    assert "outside its own range" in outside
    (missing,) = refused(small, "arms: off\n")
    assert "arms" in missing


def test_an_assumption_that_is_set_in_vain_is_warned_of(small: Path) -> None:
    """Nothing reads it while its system is off; what the base lends is not complained of."""
    own = loaded(small, "systems: {training: off}\nassume: {skill_half_life: 3}\n")
    (warning,) = (f for f in own.findings if f.code == "unused-assumption")
    assert warning.severity is Severity.WARNING
    assert warning.values["seen"] == "skill_half_life"
    assert Path(warning.where.file).name == "other.yaml"


def test_a_study_is_not_based_on_itself(small: Path) -> None:
    """Neither directly nor by way of another."""
    path = small.parent / "round.yaml"
    path.write_text(f"{TITLE}based_on: round.yaml\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="based on"):
        load_scenario(path)
    based(small, "", "one.yaml").write_text(f"{TITLE}based_on: two.yaml\n", encoding="utf-8")
    based(small, "", "two.yaml").write_text(f"{TITLE}based_on: one.yaml\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="based on"):
        load_scenario(small.parent / "one.yaml")


def test_a_base_that_is_not_there_is_told(small: Path) -> None:
    """With the nearest name in its folder."""
    path = based(small)
    path.write_text(f"{TITLE}based_on: smal.yaml\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"other\.yaml:3:11: .*'small\.yaml'"):
        load_scenario(path)


def test_what_is_no_name_of_a_base_is_told(small: Path) -> None:
    """A list, or nothing, is told where it stands, and not by all that a base would have stated."""
    for text in ("[small.yaml]", ""):
        path = based(small)
        path.write_text(f"{TITLE}based_on: {text}\n", encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            load_scenario(path)
        (finding,) = caught.value.findings
        assert finding.where.line == 3


def test_all_that_is_wrong_is_told_at_once(small: Path) -> None:
    """What is switched off in vain, and a value that cannot stand."""
    said = " ".join(refused(small, "systems: {trainings: off}\nyears: many\n"))
    assert "trainings" in said
    assert "many" in said
