from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from cases_world import town
from pages import ROOT

pytest_plugins = ["pytester"]

PLUGIN = ("-p", "policy_sim.pytest_plugin", "-p", "no:cacheprovider")
GOOD = "rises: {person: ani, on: [2021-01-01, 2022-01-01], expect: {promote: ii_a}}"
BAD = "falls: {person: ani, on: 2021-01-01, expect: {promote: no}}"


def test_cases_are_tests_where_a_project_asks_for_it(pytester: pytest.Pytester) -> None:
    """With the setting each check is a test of its own; one that fails tells why, untraced."""
    town(pytester.path, f"{GOOD}\n{BAD}")
    pytester.makeini("[pytest]\npolicy_cases = *.cases.yaml\n")
    result = pytester.runpytest_inprocess(*PLUGIN, "-v")
    result.assert_outcomes(passed=2, failed=1)
    output = result.stdout.str()
    assert "town.cases.yaml::rises[2022-01-01] PASSED" in output
    assert "town.cases.yaml:9:49: error[not-as-expected]: falls on 2021-01-01" in output
    assert "yes  waited >= wait" in output
    assert "Traceback" not in output
    assert "runtest" not in output


def test_a_file_that_is_named_is_tested_without_a_setting(pytester: pytest.Pytester) -> None:
    """The file suffix and the command line together are request enough."""
    path = town(pytester.path, GOOD)
    pytester.runpytest_inprocess(*PLUGIN, path.name).assert_outcomes(passed=2)
    one = f"{path.name}::rises[2021-01-01]"
    pytester.runpytest_inprocess(*PLUGIN, one).assert_outcomes(passed=1)


def test_nothing_is_collected_that_was_not_asked_for(pytester: pytest.Pytester) -> None:
    """In the runs of others a file of this suffix is left alone, whatever it holds."""
    town(pytester.path, GOOD)
    (pytester.path / "theirs.cases.yaml").write_text("- {{ template }}\n", encoding="utf-8")
    pytester.makepyfile(test_own="def test_own(): pass")
    pytester.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=1)


def test_a_pattern_asks_for_some_files_only(pytester: pytest.Pytester) -> None:
    """Files that match no pattern are not looked at."""
    town(pytester.path, GOOD, "law.cases.yaml")
    town(pytester.path, BAD, "draft.cases.yaml")
    pytester.makeini("[pytest]\npolicy_cases = law.*\n")
    pytester.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=2)


def test_a_document_that_cannot_be_used_is_an_error_with_its_findings(
    pytester: pytest.Pytester,
) -> None:
    """Findings stand in the report as on the command line, without a traceback."""
    path = town(pytester.path, "t: {person: adi, on: 2021-01-01, expect: {promote: yes}}")
    result = pytester.runpytest_inprocess(*PLUGIN, path.name)
    result.assert_outcomes(errors=1)
    output = result.stdout.str()
    assert "town.cases.yaml:8:15: error[undeclared]: 'adi' is not a person" in output
    assert "Traceback" not in output


def test_the_plugin_is_declared_under_the_name_of_its_module() -> None:
    """Whoever installs policy-sim has it, and naming it by hand as well does no harm."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {
        "policy_sim.pytest_plugin": "policy_sim.pytest_plugin"
    }


def test_the_plugin_loads_nothing_heavy_before_it_is_asked() -> None:
    """Other people's runs do not pay for numbers, shapes of documents or engines."""
    code = (
        "import sys, policy_sim.pytest_plugin; "
        "sys.exit(bool({'numpy', 'pydantic', 'pandas', 'policy_sim.cases'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
