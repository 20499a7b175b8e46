"""What a case lacks is told as the lines that a case is written in."""

from __future__ import annotations

from pathlib import Path

from policy_documents import Folder
from policy_sim.report.case_lines import lines_lacking


def test_each_name_stands_in_its_section_with_what_may_stand_there(tmp_path: Path) -> None:
    """Words by their scale, numbers by range and unit; a name is written once."""
    vocabulary = Folder(tmp_path).base("rules: {r: {then: promote}}\n").law().vocabulary
    names = ["sex", "time_in_grade", "superior.age", "unit.predikat", "improvement.stage", "sex"]
    told = lines_lacking(names, vocabulary)
    assert told[0] == "record:"
    assert told[1].startswith("  sex: ")
    assert " | " in told[1]
    assert told[2].startswith("  time_in_grade: 0..")
    assert told[2].endswith(" months")
    assert told[3].startswith("  improvement.stage: ")
    assert told[4] == "superior:"
    assert told[5].endswith(" months")
    assert told[6:] == ["unit:", told[7]]
    assert len(told) == 8
