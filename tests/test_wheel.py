"""The wheel carries everything that a working folder needs, and makes one anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from policy_sim.shipped import FOLDERS

ROOT = Path(__file__).parents[1]
SHIPPED = "policy_sim/shipped/"

pytestmark = [pytest.mark.whole_run, pytest.mark.xdist_group("wheel")]


def python(*arguments: object, at: Path, **environment: str) -> str:
    """Run this Python as a process at a folder, and return what it printed."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=at,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*arguments: object, at: Path) -> None:
    """Run pip without a network and without a word about itself."""
    plain = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index")
    python("-m", "pip", *arguments, *plain, at=at)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this checkout, with the build tools of the environment."""
    pytest.importorskip("hatchling", reason="the wheel is built with hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "--wheel-dir", folder, ROOT, at=folder)
    (built,) = folder.glob("policy_sim-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the wheel alone is installed, far from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--target", folder, wheel, at=folder)
    return folder


def kept(folder: str) -> set[str]:
    """Return the files of the checkout below *folder*, as git would keep them."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    names = (path.relative_to(ROOT) for path in files)
    return {
        name.as_posix()
        for name in names
        if not any(part.startswith((".", "__pycache__")) for part in name.parts)
    }


def test_the_wheel_carries_what_is_shipped(wheel: Path) -> None:
    """Every policy, scenario and notebook of the checkout is in the wheel, byte for byte."""
    with ZipFile(wheel) as archive:
        for folder in FOLDERS:
            names = {name for name in archive.namelist() if name.startswith(SHIPPED + folder)}
            assert {name.removeprefix(SHIPPED) for name in names} == kept(folder)
            for name in names:
                here = ROOT / name.removeprefix(SHIPPED)
                assert archive.read(name) == here.read_bytes()


def test_the_wheel_carries_the_sentences_and_the_types(wheel: Path) -> None:
    """Data that the program itself reads is packed, and nothing of the tests is."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    data = {"policy_sim/catalogue/en.yaml", "policy_sim/py.typed"}
    assert data <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]


def test_an_installed_wheel_makes_a_working_folder(installed: Path, tmp_path: Path) -> None:
    """Away from the checkout, ``init`` makes a folder whose regulations are sound and whose
    study can be loaded.
    """
    alone = {"PYTHONPATH": str(installed)}
    where = python("-c", "import policy_sim; print(policy_sim.__file__)", at=tmp_path, **alone)
    assert Path(where.strip()).is_relative_to(installed)
    python("-m", "policy_sim", "init", "study", at=tmp_path, **alone)
    study = tmp_path / "study"
    draft = "policies/medan/drafts/merit-reform.yaml"
    checked = python("-m", "policy_sim", "check", draft, "--no-proof", at=study, **alone)
    assert f"{draft}: no findings\n" in checked
    load = "import policy_sim as ps; print(ps.load_scenario('scenarios/small.yaml').scenario.name)"
    assert python("-c", load, at=study, **alone) == "small\n"


def test_an_installed_wheel_has_a_command(installed: Path, tmp_path: Path) -> None:
    """The wheel brings ``policy-sim``, which answers."""
    command = installed / "bin" / "policy-sim"
    assert command.is_file()
    assert "usage: policy-sim" in python(command, "--help", at=tmp_path, PYTHONPATH=str(installed))
