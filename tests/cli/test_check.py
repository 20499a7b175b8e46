"""A vocabulary is checked for itself: whom it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Say

WORDS = """\
vocabulary: words
scales: {rank: [low, middle, high]}
attributes:
  grade: {scale: rank}
  service: {type: whole, unit: months, range: 0..600}
always:
  - service >= 0 months
"""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", "words.yaml: no findings\n"),
        (
            "  - grade <= middle\n",
            "words.yaml:8:5: error[invariant-breach]: nobody can have 'grade' high",
        ),
        ("  - grade <= midle\n", "words.yaml:8:14: error[unknown-"),
    ],
)
def test_a_vocabulary_is_checked(say: Say, tmp_path: Path, more: str, told: str) -> None:
    """Where nobody can have a word the sentence is shown that closes it."""
    path = tmp_path / "words.yaml"
    path.write_text(WORDS + more, encoding="utf-8")
    said = say("check", path)
    out = said.out.replace(f"{tmp_path}/", "")
    assert out.startswith(told)
    assert said.status == (1 if more else 0)
    proved = "proved of the vocabulary: whom what is 'always' so in it leaves out\n"
    assert out.endswith(proved) == ("midle" not in more)


def test_without_proof_a_vocabulary_is_only_read(say: Say, tmp_path: Path) -> None:
    """What only a proof finds is not told, and it is said that nothing was proved."""
    path = tmp_path / "words.yaml"
    path.write_text(WORDS + "  - grade <= middle\n", encoding="utf-8")
    said = say("check", path, "--no-proof")
    assert (said.status, "invariant-breach" in said.out) == (0, False)
    assert "nothing was proved" in said.out
