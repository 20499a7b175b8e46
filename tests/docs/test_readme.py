"""What the README and the other pages show can be done: code, commands, files and links."""

from __future__ import annotations

import re
import shlex
from argparse import Namespace
from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest

from pages import DOCS, PAGES, ROOT, Block, anchors, blocks, links, prose
from policy_sim.api import Result
from policy_sim.cli import main
from policy_sim.policy import load_law
from policy_sim.simulation.assumptions.register import Mark
from policy_sim.study.loading import load_scenario

README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
COMMANDS = (
    "run",
    "report",
    "sweep",
    "check",
    "diff",
    "dossier",
    "test",
    "explain",
    "why",
    "verify",
    "init",
    "schema",
)
SCREEN = 40
"""Lines that a reader sees before scrolling."""
SMALLER = {
    "scenarios/medan.yaml": "scenarios/small.yaml",
    "replications=4": "replications=2",
    "people=2000": "people=60, years=2, workers=1",
}
"""What a test puts in place of what the README shows, to be done in time."""
FILE = re.compile(
    r"(?<![\w./<-])((?:[\w.-]+/)*[\w.-]+\.(?:yaml|csv|py|ipynb|md|txt|toml)|(?:[\w.-]+/)+)(?![\w/*])"
)
"""A path that ends in a suffix of ours, or in the stroke of a folder."""
MADE = ("runs/", "figures/", ".venv")
"""What runs and installations make: it need not be there."""


def only(language: str) -> Block:
    """Return the README's one block in *language*."""
    (block,) = [block for block in blocks(README) if block.language == language]
    return block


def commands(page: str) -> Iterator[str]:
    """Yield each command line of a page: in blocks without a language, and in running text."""
    for block in blocks(page):
        if not block.language:
            yield from block.text.replace("\\\n", " ").splitlines()
    yield from re.findall(r"`((?:policy-sim|make) [^`]+)`", prose(page))


def calls_of(program: str) -> list[list[str]]:
    """Return the arguments in every line of every page that calls *program*, once each."""
    split = (shlex.split(line, comments=True) for page in TEXTS.values() for line in commands(page))
    found = {tuple(words[1:]) for words in split if words and words[0].endswith(program)}
    return [list(arguments) for arguments in sorted(found)]


def files_named(page: str) -> set[str]:
    """Return the files and folders that a page names, in its text, its commands and its code."""
    shown = [block.text for block in blocks(page) if block.language in ("", "python")]
    return set(FILE.findall("\n".join([prose(page), *shown])))


@pytest.mark.whole_run
def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The block runs, made small, and leaves a result that compares the laws, and a plot."""
    monkeypatch.chdir(ROOT)
    code = only("python").text
    for old, new in SMALLER.items():
        assert old in code
        code = code.replace(old, new)
    known: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), known)  # noqa: S102  (our own page)
    result = known["result"]
    assert isinstance(result, Result)
    frame = result.compare(law="merit")
    assert {"difference", "low", "high"} <= set(frame.columns)
    assert set(frame["law"]) == {"merit"}
    assert plt.gcf().axes
    plt.close("all")


def test_the_regulation_of_the_readme_is_the_law() -> None:
    """The block stands in the document that the README names; so does what its rule reads."""
    path = ROOT / "policies" / "asn" / "promotion.yaml"
    first, *lines = only("yaml").text.splitlines()
    assert first == "rules:"
    assert "\n".join(lines) in path.read_text(encoding="utf-8")
    newest = load_law(path).vintages[-1]
    assert "regular-promotion" in {rule.id for rule in newest.rules}
    (told,) = re.findall(r"Here (.*?)`policies/asn/promotion.yaml`", prose(README), re.DOTALL)
    windows, years, good, ceiling = re.findall(r"`(\w+)`", told)
    assert {windows, years} <= set(newest.parameters)
    assert good in newest.definitions
    assert ceiling in newest.tables


@pytest.mark.parametrize(
    ("study", "told", "least", "most"),
    [("medan", "About two thirds", 0.6, 0.73), ("every_system", "four fifths", 0.76, 0.84)],
)
def test_the_share_of_assumptions_is_told(study: str, told: str, least: float, most: float) -> None:
    """The README says so on its first screen; it must be so in the register of each study."""
    register = load_scenario(ROOT / "scenarios" / f"{study}.yaml").register
    marks = [assumption.mark for assumption in register.assumptions.values()]
    assert told in " ".join(README.split("## ")[0].split())
    assert least <= marks.count(Mark.ASSUMPTION) / len(marks) <= most


def test_the_pages_show_commands() -> None:
    """The search for command lines finds those of every kind, in blocks and in the text."""
    assert {arguments[0] for arguments in calls_of("policy-sim")} >= set(COMMANDS)
    assert {arguments[0] for arguments in calls_of("make")} >= {"run", "test"}


@pytest.mark.parametrize("arguments", calls_of("policy-sim"), ids=" ".join)
def test_every_command_is_understood(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line takes every line shown, to the last option; only parsing is done."""
    called = []

    def call(options: Namespace) -> int:
        called.append(options)
        return 0

    for name in COMMANDS:
        monkeypatch.setattr(f"policy_sim.cli.{name}.call", call)
    if "--help" in arguments:
        with pytest.raises(SystemExit, match="0"):
            main(arguments)
    else:
        assert main(arguments) == 0
        assert len(called) == 1


@pytest.mark.parametrize("arguments", calls_of("make"), ids=" ".join)
def test_every_target_of_make_is_there(arguments: list[str]) -> None:
    """Targets that pages name are targets of the Makefile, and so are the variables they set."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for argument in arguments:
        name, is_set, _ = argument.partition("=")
        assert re.search(rf"^{name} \?=" if is_set else rf"^{name}:", makefile, re.MULTILINE)


def test_the_readme_names_files() -> None:
    """The search for files finds them in the text, in commands and in code."""
    named = files_named(README)
    assert named >= {"policies/asn/promotion.yaml", "scenarios/medan.yaml", "constraints.txt"}


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_every_file_that_is_named_exists(page: str) -> None:
    """A path on a page leads somewhere: from the root, from the page or from the package; or a
    block of the page shows what stands there.
    """
    homes = (ROOT, (ROOT / page).parent, ROOT / "src" / "policy_sim")
    shown = set(re.findall(r"(?:file|csv)=(\S+)", TEXTS[page]))
    named = {name for name in files_named(TEXTS[page]) - shown if not name.startswith(MADE)}
    assert {name for name in named if not any((home / name).exists() for home in homes)} == set()


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_every_link_leads_somewhere(page: str) -> None:
    """The file of a link exists, and the heading too that it points to."""
    for file, anchor in links(TEXTS[page]):
        target = ((ROOT / page).parent / file).resolve() if file else ROOT / page
        assert target.exists(), file
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{file}#{anchor}"


def test_the_site_leads_to_every_page() -> None:
    """No page of the documentation is left for a reader to find by chance."""
    nav = (ROOT / "website" / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[1]
    led_to = set(re.findall(r"[:-] (\S+\.md)$", nav, re.MULTILINE))
    assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} <= led_to
    assert {"docs/index.md", "docs/tutorial.md"} <= {file for file, _ in links(README)}


def test_what_the_model_cannot_tell_stands_first() -> None:
    """The limits come before the first command, on the first screen."""
    lines = README.splitlines()
    limits = next(i for i, line in enumerate(lines) if "cannot tell" in line)
    first = next(i for i, line in enumerate(lines) if line.startswith("## "))
    assert limits < first <= SCREEN
