from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import policy_sim as ps

SCENARIOS = Path(__file__).parents[1] / "scenarios"
POLICIES = Path(__file__).parents[1] / "policies"


def test_the_public_names_are_sorted_and_there() -> None:
    """The public surface is exactly what is listed, in order."""
    assert ps.__all__ == sorted(ps.__all__)
    assert all(getattr(ps, name).__doc__ for name in ps.__all__)


def test_check_of_a_shipped_regulation_finds_nothing_grave() -> None:
    """What is shipped loads without a finding, and what is proved of it are notes."""
    draft = POLICIES / "medan" / "drafts" / "merit-reform.yaml"
    assert ps.check(draft, proof=False) == ()
    noted = ps.check(draft, on=date(2026, 12, 1))
    assert {finding.severity for finding in noted} == {ps.Severity.INFO}
    assert "age" in ps.sentence(noted[0])


def test_a_missing_scenario_says_so_in_a_sentence() -> None:
    """In a notebook the error itself reads as a sentence with the place."""
    with pytest.raises(ps.BadInput, match="there is no file"):
        ps.load_scenario(SCENARIOS / "medam.yaml")


@pytest.mark.whole_run
def test_the_example_of_the_package_runs(tmp_path: Path) -> None:
    """Load, run, compare, plot and read back, as the package's docstring shows."""
    study = ps.load_scenario(SCENARIOS / "small.yaml")
    result = study.run(replications=2, draws=0, years=1, people=60, out=tmp_path / "run", workers=1)
    frame = result.compare(law=min(study.laws), outcome="headcount")
    assert set(frame["outcome"]) == {"headcount"}
    assert frame.to_pandas().shape == frame.shape
    axes = result.plot("service_quality")
    assert axes.get_title(loc="left").startswith("Service quality")
    assert result.plot_levels("service_quality", ax=axes) is axes
    career = result.why(5)
    assert "person 5" in career.text
    assert career.events.columns[0] == "date"
    assert (tmp_path / "run" / "report.html").stat().st_size > 10_000
    again = ps.load_result(tmp_path / "run")
    assert again.manifest == result.manifest
    with pytest.raises(ValueError, match="did you mean 'service_quality'"):
        result.plot("service_qualty")
