"""A study of real people, from the file to the sealed folder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import policy_sim as ps
from policy_sim.cli import main
from policy_sim.errors import ScenarioError
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.start import start_of
from policy_sim.study.terms import settle
from policy_sim.study.verify import verify
from roster_files import MAPPING, csv_of, written
from small_study import SMALL, altered, bytes_of, copied, run_small

NUMBER = "198002032005031001"
SHORT = {"years": 1, "ledger": "none"}


def staff(folder: Path, more: str = "", size: int = 40) -> Path:
    """Return a file of PNS with two contract workers among them."""
    contract = {"STATUS": "PPPK", "GOLONGAN": "contract staff", "SKP": "70"}
    rows = [{"SKP": str(60 + n % 30), "NAME": f"Secret{n}"} for n in range(size)]
    content = csv_of(*rows, contract, contract).replace("NUMBER", "NIP")
    content = content.replace("\n1;", f"\n{NUMBER};")
    return written(folder, content, MAPPING.replace("NUMBER", "NIP") + more)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of people who are run."""
    return staff(tmp_path_factory.mktemp("staff"))


@pytest.fixture(scope="module")
def result(path: Path) -> Result:
    """The small study with them, in one process."""
    return run_small(path.parent / "run", load_scenario(SMALL, workforce=path), **SHORT)


@pytest.mark.whole_run
@pytest.mark.xdist_group("run of a file")
def test_nothing_of_the_file_reaches_the_run_folder(path: Path, result: Result) -> None:
    """No id and no name, nor the file: only its digest and the mapping; few are not counted."""
    files = [file for file in result.folder.rglob("*") if file.is_file()]
    for file in files:
        content = file.read_bytes()
        assert NUMBER.encode() not in content, file
        assert b"Secret" not in content, file
    assert not [file for file in files if file.suffix == ".csv" and file.name == path.name]
    assert [file for file in files if file.name == "p.mapping.yaml"]
    imported = result.manifest["imported"]
    assert imported["people"] == 42
    assert imported["employment"] == {"pns": 40, "pppk": None}
    assert result.manifest["people_at_start"] == 42
    skipped = dict(verify(result.folder).skipped)
    assert imported["digest"] in skipped["workforce file"]


@pytest.mark.whole_run
@pytest.mark.xdist_group("run of a file")
def test_the_number_of_workers_leaves_no_trace(path: Path, result: Result, tmp_path: Path) -> None:
    """Workers read the file themselves, and find the same."""
    scenario = load_scenario(SMALL, workforce=path)
    two = run_small(tmp_path / "two", scenario, workers=2, **SHORT)
    assert bytes_of(result) == bytes_of(two)


def test_kinds_that_the_file_leaves_out_come_from_the_profile(tmp_path: Path) -> None:
    """Only if the mapping says so: part-timers made from margins, with new numbers behind."""
    alone = load_scenario(SMALL, workforce=staff(tmp_path, "scale: 1%\n"))
    assert start_of(alone, settle(alone, {}), 0).people.size == 42
    path = staff(tmp_path, "scale: 1%\nfrom_profile: [part_time]\n")
    scenario = load_scenario(SMALL, workforce=path)
    people = start_of(scenario, settle(scenario, {}), 0).people
    added = people.record["employment"] == 2
    assert added.sum() == 86
    assert people.ids[added].min() == 42
    assert scenario.people_at_start(None) == people.size
    assert len(np.unique(people.keys)) == people.size


def test_people_are_not_asked_for_beside_a_file(tmp_path: Path) -> None:
    """The file says how many there are; the scenario's own number is not meant."""
    scenario = load_scenario(SMALL, workforce=staff(tmp_path))
    assert settle(scenario, {}).people is None
    with pytest.raises(ScenarioError, match="a file says who is there"):
        settle(scenario, {"people": 100})


def test_a_scenario_may_name_the_file_and_the_mapping(tmp_path: Path) -> None:
    """Both stand to the scenario as its other documents do."""
    small = copied(tmp_path)
    path = staff(small.parent)
    path.with_suffix(".mapping.yaml").rename(small.parent / "how.yaml")
    altered(small, ("people: 300\n", "roster: {file: p.csv, mapping: how.yaml}\n"))
    scenario = ps.load_scenario(small).scenario
    assert scenario.roster is not None
    assert scenario.roster.people == 42
    assert small.parent / "how.yaml" in scenario.inputs
    assert path not in scenario.inputs


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--mapping", "x.yaml"], "mapping-of-nothing"),
        (["--workforce", "p.csv", "--mapping", "none.yaml"], "missing-file"),
        (["--workforce", "q.csv"], "no-mapping"),
        (["--workforce", "p.csv", "--people", "3"], "bad-option"),
        (["--workforce", "p.doc", "--mapping", "p.mapping.yaml"], "roster-format"),
    ],
)
def test_misuse_of_the_command_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    code: str,
) -> None:
    """Exit status 2 and a finding, never a traceback."""
    staff(tmp_path)
    (tmp_path / "p.doc").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["run", str(SMALL), "--format", "json", *options]) == 2
    codes = [finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]]
    assert code in codes


@pytest.mark.parametrize(("scale", "told"), [("", True), ("scale: 0.2%\n", False)])
def test_a_file_of_a_part_says_which_part_it_is(tmp_path: Path, scale: str, told: bool) -> None:
    """Forty-two people in the places of twenty-six thousand are warned of, with the likely part."""
    scenario = load_scenario(SMALL, workforce=staff(tmp_path, scale))
    found = [one for one in scenario.findings if one.code == "people-unlike-places"]
    assert bool(found) is told
    if told:
        assert found[0].values == {"people": "42", "places": "26250", "share": "1%"}
        assert found[0].severity is ps.Severity.WARNING
