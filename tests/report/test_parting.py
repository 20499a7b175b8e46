"""Two careers of one person, held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from planned import asked
from policy_sim.policy.law import Law
from policy_sim.report.career import Career, Event
from policy_sim.report.parting import Parting
from policy_sim.report.parting_words import SENTENCES

SOURCE = Path(__file__).parents[2] / "src" / "policy_sim"
RISE = "  rise: {when: time_in_grade >= %s years, then: promote}\n"
PRIZE = "  prize: {area: rewards, when: time_in_grade >= 1 years, then: {pay: 500 money}}\n"

Row = tuple[date, str, str, str, str]
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def career(law: Law, arm: str, rows: Sequence[Row]) -> Career:
    """Return a career of rows of (day, area, rule, ruling, deviation); what is granted is done."""
    events = []
    for day, area, name, ruling, deviation in rows:
        rule = next((rule for rule in law.on(day).rules if rule.id == name), None)
        row = {
            "date": day,
            "area": area,
            "rule": name,
            "law": ruling,
            "actual": "done" if ruling == "granted" else "not_done",
            "deviation": deviation,
            "reason": "",
            "cause": "post 4 vacant since 2026-06" if area == "appointment" else "",
        }
        events.append(Event(row, f"{area} {ruling}.", rule))
    return Career(7, arm, 0, "", tuple(events), law)


def parted(
    folder: Path, first: Sequence[Row], second: Sequence[Row], laws: tuple[str, str] = ("4", "4")
) -> Parting:
    """Return two careers under laws that ask for so many years; "" has no such rule."""
    careers = []
    for arm, years, rows in zip(("old", "new"), laws, (first, second), strict=True):
        own = folder / arm
        own.mkdir()
        law, _ = asked(own, f"rules:\n{RISE % years if years else ''}{PRIZE}")
        careers.append(career(law, arm, rows))
    return Parting(*careers)


def risen(day: date, ruling: str = "granted", deviation: str = "none") -> Row:
    """Return a row about the rise."""
    return (day, "promotion", "rise", ruling, deviation)


def test_decisions_in_common_are_counted(tmp_path: Path) -> None:
    """The first decision that differs is where the careers part."""
    both = [risen(MAY, "refused")]
    parting = parted(tmp_path, [*both, risen(JULY)], [*both, risen(JUNE)])
    assert (parting.in_common, parting.same) == (1, False)
    assert [step.day for step in parting.steps] == [JUNE, JULY]


def test_the_same_careers_do_not_part(tmp_path: Path) -> None:
    """Without a difference there is no step and no cause."""
    parting = parted(tmp_path, [risen(MAY)], [risen(MAY)])
    assert (parting.same, parting.steps, parting.cause()) == (True, (), "")


def test_a_law_that_differs_is_the_reason(tmp_path: Path) -> None:
    """An article that says something else in the other arm is named."""
    parting = parted(tmp_path, [risen(MAY, "refused")], [risen(MAY)], ("4", "3"))
    assert parting.cause() == "The reason: article rise does not say the same in the two laws."


def test_an_article_of_one_law_alone_is_the_reason(tmp_path: Path) -> None:
    """What the other law does not know is said to stand in one alone."""
    parting = parted(tmp_path, [risen(MAY)], [], ("4", ""))
    assert parting.cause() == "The reason: article rise stands in the law of old alone."


def test_practice_is_the_reason_where_the_laws_agree(tmp_path: Path) -> None:
    """A departure counts before a delay, in whichever arm it was."""
    late, kept = [risen(MAY, "granted", "delay")], [risen(MAY, "refused", "order")]
    assert parted(tmp_path, late, kept).cause() == (
        "The reason: in new practice departed from the law."
    )


def test_otherwise_the_reason_lies_with_others(tmp_path: Path) -> None:
    """Where law and practice are the same, what differs came from somewhere else."""
    parting = parted(tmp_path, [risen(MAY, "outranked")], [risen(MAY)])
    assert parting.cause().startswith("The reason lies with others or earlier")


def test_the_plainest_reason_of_the_first_day_stands_first(tmp_path: Path) -> None:
    """Of two decisions of one day that differ, that of the changed article is told first."""
    prize = (MAY, "acting", "prize", "refused", "none")
    parting = parted(tmp_path, [prize, risen(MAY, "refused")], [risen(MAY)], ("4", "3"))
    assert [step.area for step in parting.steps] == ["promotion", "acting"]


def test_a_decision_follows_from_what_wrote_what_it_reads(tmp_path: Path) -> None:
    """The prize asks for time in grade, which the promotion in the other arm began anew."""
    prize = (JULY, "rewards", "prize", "granted", "none")
    parting = parted(tmp_path, [prize], [risen(MAY)], ("4", "3"))
    link = parting.steps[1].link
    assert link is not None
    assert (link.arm, link.names, link.event.row["date"]) == ("new", ("time_in_grade",), MAY)
    assert parting.steps[0].link is None


def test_what_was_not_done_caused_nothing(tmp_path: Path) -> None:
    """A refusal writes nothing that a later decision could rest on."""
    prize = (JULY, "rewards", "prize", "granted", "none")
    parting = parted(tmp_path, [prize], [risen(MAY, "refused")], ("4", "3"))
    assert [step.link for step in parting.steps] == [None, None]


def test_the_end_is_told_where_it_differs(tmp_path: Path) -> None:
    """Promotions are counted, the last post named, and who has left is told from who has not."""
    post = (JUNE, "appointment", "", "granted", "none")
    left = (JULY, "exit", "", "granted", "none")
    assert parted(tmp_path, [risen(MAY), left], [post]).standing() == [
        "promotions: 1 in old, 0 in new.",
        "last appointed to: no post in old, post 4 in new.",
        "has left the service in old, is still in service in new.",
    ]


def test_programs_get_the_chain(tmp_path: Path) -> None:
    """Each step names its arms' sentences and what it follows from."""
    prize = (JULY, "rewards", "prize", "granted", "none")
    values = parted(tmp_path, [prize], [risen(MAY)], ("4", "3")).as_dict()
    assert values["in_common"] == 0
    assert values["cause"].startswith("The reason: article rise")
    assert [step["follows_from"] for step in values["steps"]] == [
        None,
        {
            "date": "2026-05-01",
            "area": "promotion",
            "arm": "new",
            "through": ["time_in_grade"],
        },
    ]
    assert values["steps"][1]["arms"] == {"old": ["rewards granted."], "new": []}


def test_no_sentence_is_kept_that_nobody_says() -> None:
    """Every sentence is asked for by its key somewhere in the code."""
    paths = [SOURCE / "report" / "parting.py", SOURCE / "cli" / "why.py"]
    code = "".join(path.read_text("utf-8") for path in paths)
    assert [key for key in SENTENCES if f'"{key}"' not in code and f"'{key}'" not in code] == []
