"""The exceptions: one tree, every finding at once, safe on the way out of a worker."""

from __future__ import annotations

import pickle

import pytest

from policy_sim import errors
from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place

FINDINGS = (
    Diagnostic("duplicate-key", Place("a.yaml", 2, 1), {"seen": "x"}),
    Diagnostic("missing-file", Place("b.yaml"), {"seen": "b.yaml"}),
)


def test_every_exception_is_caught_by_one_name() -> None:
    """Whoever catches PolicySimError catches them all."""
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert all(issubclass(kind, errors.PolicySimError) for kind in kinds)


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.BadInput, ValueError),
        (errors.Misnamed, LookupError),
        (errors.RunError, RuntimeError),
        (errors.AuditError, AssertionError),
    ],
)
def test_exceptions_are_what_python_calls_them(kind: type, builtin: type) -> None:
    """Programs that know only Python's own exceptions understand ours."""
    assert issubclass(kind, builtin)


@pytest.mark.parametrize(
    "kind", [errors.BadInput, errors.DocumentError, errors.PolicyError, errors.ScenarioError]
)
def test_bad_input_carries_and_prints_all_findings(kind: type[errors.BadInput]) -> None:
    """Each finding is one line of the message, in the order given."""
    error = kind(list(FINDINGS))
    assert error.findings == FINDINGS
    lines = str(error).split("\n")
    assert [line.split(": ")[1] for line in lines] == [
        "error[duplicate-key]",
        "error[missing-file]",
    ]
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), copy.findings, str(copy)) == (kind, FINDINGS, str(error))


def test_what_is_not_there_by_name_tells_the_nearest_and_all() -> None:
    """A notebook shows that sentence alone."""
    error = errors.Misnamed.among("hire", "an outcome", ["hires", "exits"])
    assert str(error) == "'hire' is not an outcome; did you mean 'hires'? There are: exits, hires."
    assert (
        str(errors.Misnamed.among("x", "an arm", ["long"])) == "'x' is not an arm. There are: long."
    )
    assert error._render_traceback_() == ["Misnamed:", str(error)]


def test_a_notebook_in_indonesian_shows_errors_in_indonesian(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The text of an error stays English, what a notebook shows follows ``POLICY_SIM_LANG``."""
    misnamed = errors.Misnamed.among("hire", phrase("an outcome"), ["hires", "exits"])
    copy = pickle.loads(pickle.dumps(misnamed))  # noqa: S301
    bad, plain = errors.DocumentError(FINDINGS * 101), errors.RunError("as it is")
    for code in ("id", "xx"):
        monkeypatch.setenv("POLICY_SIM_LANG", code)
        assert str(misnamed).endswith("There are: exits, hires.")
        meant = "'hire' is not an outcome; did you mean 'hires'? There are: exits, hires."
        if code == "id":
            meant = "'hire' bukan hasil; apakah yang dimaksud 'hires'? Yang ada: exits, hires."
        assert copy._render_traceback_() == ["Misnamed:", meant]
        *_, last, more = bad._render_traceback_()
        assert ("kesalahan[duplicate-key]" in last) == (code == "id")
        assert more == (
            "… dan 1 lagi dalam .findings" if code == "id" else str(bad).split("\n")[-1]
        )
        assert plain._render_traceback_() == ["RunError:", "as it is"]
