"""Look at the report in a real browser: accessibility by axe, on a phone and on a desk.

    python benchmarks/pages.py [RUN | PAGE.html ...]

Without a run folder a very small study is run first; pages, such as a sweep's, are looked at as
they are. The browser is one that is installed already (`CHROMIUM` names it, if it is not at
/usr/bin/chromium). Exit status 1 if anything is found.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from policy_sim.catalogue.language import LANGUAGES, language_named
from policy_sim.report.illustrate import written
from policy_sim.report.page.html import html_of
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import load_result
from policy_sim.study.run import run
from policy_sim.study.stored_law import stored_register

SCENARIO = Path(__file__).parents[1] / "scenarios" / "small.yaml"
SMALLEST: dict[str, Any] = {"people": 150, "years": 2, "replications": 2, "draws": 0}
WIDTHS = {"phone": 390, "desktop": 1280}
OPEN_ALL = "document.querySelectorAll('details').forEach(part => { part.open = true })"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def main() -> int:
    """Print what is found, and return how the program ends."""
    with TemporaryDirectory(prefix="policy-sim-") as name:
        given = [Path(text) for text in sys.argv[1:]]
        pages = [path.resolve() for path in given if path.suffix == ".html"]
        pages = pages or reports(Path(name), *given[:1])
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        with sync_playwright() as drive:
            # Without the sandbox, which needs rights that a container does not give.
            browser = drive.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            found = [line for page in pages for line in faults(browser, page)]
            browser.close()
    said = [*found, f"{len(pages)} pages at {len(WIDTHS)} widths: {len(found)} found"]
    sys.stdout.write("".join(f"{line}\n" for line in said))
    return 1 if found else 0


def reports(folder: Path, ran: Path | None = None) -> list[Path]:
    """Write the report of a run in every language into *folder*; make a run if none is given."""
    if ran is None:
        ran = folder / "run"
        run(load_scenario(SCENARIO), out=ran, workers=1, **SMALLEST)
    result, pages = load_result(ran), []
    for code in LANGUAGES:
        report = written(result, stored_register(result), language_named(code))
        pages.append(folder / f"report-{code}.html")
        pages[-1].write_text(html_of(report), encoding="utf-8")
    return pages


def faults(browser: Browser, page: Path) -> Iterator[str]:
    """Yield what axe finds on a page with everything unfolded, and whether it runs off sideways."""
    for device, width in WIDTHS.items():
        shown = browser.new_page(viewport={"width": width, "height": 900})
        shown.goto(page.as_uri())
        shown.evaluate(OPEN_ALL)
        place = f"{page.name}, {device}"
        if shown.evaluate(SIDEWAYS) > 0:
            yield f"{place}: the page is wider than the screen"
        for one in Axe().run(shown).response["violations"]:
            where = ", ".join(str(node["target"]) for node in one["nodes"][:3])
            yield f"{place}: {one['id']}: {one['help']} ({len(one['nodes'])}: {where})"
        shown.close()


if __name__ == "__main__":
    sys.exit(main())
