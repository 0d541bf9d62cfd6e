"""The pictures of the documentation, made by one verb from the version at hand (`make pictures`).

Beside the pictures `docs/images/pictures.json` keeps a digest of the words on each page. A test opens the pages
again and tells which pictures are older than what they show (`make browser` runs it).

Usage: ``python tests/docs/pictures.py`` writes all pictures anew; it needs Chromium and playwright.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from lastyard.version import VERSION

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from chromium import CHROMIUM, FLAGS
from program import PROGRAM

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
DIGESTS = IMAGES / "pictures.json"
RAFAH = ROOT / "catalog" / "news" / "sn-2024" / "rafah.yaml"

# Made up, in our own words.
TALKS = """\
# Made up.
title: Wage talks at the harbour
parties:
  union: {name: Dockers, words: [union, dockers]}
  port: {name: Port authority, words: [port authority, the port]}
issues:
  wage: {name: Wage increase, range: [0, 10], step: 1, unit: "%", words: [wage, pay]}
  shifts: {name: Night shifts, options: [as now, by choice, none], ordered: true, words: [night shifts]}
sources:
  2024-01-12-harbour-herald:
    date: 2024-01-12
    file: talks.documents/2024-01-12-harbour-herald.txt
statements:
  - {id: ceiling, party: port, on: 2024-01-09, rejects: "wage > 4", firmness: stated}
"""
REPORT = """\
PORT HALM, 12 January 2024 - The dockers insisted the wage be at least 6 per cent. “We will not sign without \
it,” said Ada Moor, the chair of the union.

The port authority rejected any wage above 4 per cent on Friday. Its director, Tomas Reed, said the port offered \
night shifts by choice.

“Nobody should be made to work at night,” Ms. Moor said. She added that the union would never accept night \
shifts as now.

The strike, in its third week, has cost the town about 3 million, said Ilse Brandt of the chamber of commerce.
"""
DOCUMENT = "2024-01-12-harbour-herald.txt"


SCENARIOS = [
    {"name": "Without the threat", "without": ["no-major"]},
    {"name": "Israel less firm", "firmness": {"full-operation": "0.3"}},
    {"name": "A phased operation", "suppose": ["israel accepts ground: targeted"]},
]


class Picture(NamedTuple):
    """A picture.

    Attributes:
        page: An address of the workbench, or ``report`` for the page to hand over.
        keys: Keys pressed before it is taken.
        width: Of the window, in points.
        height: Of the window.
        scheme: Light or dark.
        scale: Dots a point.
    """

    page: str
    keys: str = ""
    width: int = 1180
    height: int = 860
    scheme: str = "light"
    scale: float = 1.0


PICTURES = {
    "report-light": Picture("report", width=1180, height=900),
    "report-dark": Picture("report", width=1180, height=900, scheme="dark"),
    "report-phone": Picture("report", width=360, height=760, scale=1.5),
    "workbench-case": Picture("/c/rafah.yaml"),
    "workbench-reading": Picture(f"/c/talks.yaml/read/{DOCUMENT}", keys="as"),
    "workbench-what-if": Picture("/c/rafah.yaml/what-if?without=no-major"),
    "workbench-deals": Picture("/c/rafah.yaml/packages"),
    "workbench-scenarios": Picture("/c/rafah.yaml/scenarios", height=520),
    "workbench-parts": Picture("/c/talks.yaml/parts"),
    "workbench-edit": Picture("/c/talks.yaml/edit"),
    "workbench-phone": Picture("/c/rafah.yaml", width=360, height=760, scheme="dark", scale=1.5),
}


def folder_of_cases(place):
    """Write the cases that the pictures show into a folder."""
    shutil.copy(RAFAH, place / "rafah.yaml")
    (place / "rafah.scenarios.json").write_text(json.dumps(SCENARIOS), encoding="utf-8")
    (place / "talks.yaml").write_text(TALKS, encoding="utf-8")
    (place / "talks.documents").mkdir()
    (place / "talks.documents" / DOCUMENT).write_text(REPORT, encoding="utf-8")


def report():
    """Return the page to hand over."""
    import lastyard as ly
    from lastyard.show.report import report_page

    return report_page(ly.report(ly.load(str(RAFAH))))


def digest(page):
    """Return a digest of the words on a page, its version and times apart."""
    told = re.sub(re.escape(VERSION), "", " ".join(page.inner_text("body").split()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@contextmanager
def served(folder):
    """Run the workbench on a folder; yield its address with the token that lets one browser in."""
    with subprocess.Popen(
        [PROGRAM, "serve", str(folder), "--no-open"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            while not (found := re.search(r"http://127\S+", process.stdout.readline())):
                pass
            yield found[0]
        finally:
            process.terminate()


def ready(page):
    """Wait until nothing on a page is being worked out."""
    page.wait_for_selector("main:not([data-jobs])", state="attached", timeout=60_000)


def take_all(browser, images=None):
    """Open what every picture shows; return the digests of that.

    Args:
        browser: The browser.
        images: The folder to write pictures into; None to take none.
    """
    digests = {}
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        (place / "report.html").write_text(report(), encoding="utf-8")
        cases = place / "cases"
        cases.mkdir()
        folder_of_cases(cases)
        with served(cases) as address:
            first = browser.new_context()
            entered = first.new_page()
            entered.goto(address)
            # Looking at the list of documents reads those that are new.
            entered.goto(address.partition("/?")[0] + "/c/talks.yaml/read")
            entered.get_by_role("link", name=DOCUMENT).wait_for(timeout=60_000)
            for name, wanted in PICTURES.items():
                context = browser.new_context(
                    viewport={"width": wanted.width, "height": wanted.height},
                    color_scheme=wanted.scheme, device_scale_factor=wanted.scale,
                    storage_state=first.storage_state(),
                )  # fmt: skip
                page = context.new_page()
                if wanted.page == "report":
                    page.goto((place / "report.html").as_uri())
                else:
                    page.goto(address.partition("/?")[0] + wanted.page)
                    ready(page)
                for key in wanted.keys:
                    with page.expect_navigation():
                        page.keyboard.press(key)
                    ready(page)
                digests[name] = digest(page)
                if images is not None:
                    page.evaluate("document.activeElement.blur()")
                    page.wait_for_timeout(300)
                    page.screenshot(path=str(images / f"{name}.png"))
                context.close()
    return digests | take_room(browser, images)


def take_room(browser, images=None):
    """Open pages of a room whose values are made up; return the digests of their words."""
    from live_room import Served

    digests = {}
    with tempfile.TemporaryDirectory() as made:
        served = Served(made)
        try:
            rooms = served.rooms
            rooms.begin({"south": "ar"})
            package = {"truce": "temporary", "release": "all", "days": "15"}
            rooms.propose("batch")
            gate = rooms.propose("all-yes", package=package)
            shown = [
                ("room-ask", "party:north", f"/proposals/{gate}", 360, 1.5, "light"),
                ("room-ask-ar", "party:south", f"/proposals/{gate}", 360, 1.5, "dark"),
                ("room-entry", "party:hills", "/mine/2", 360, 1.5, "light"),
                ("room-desk", "mediator", "/desk", 1180, 1.0, "light"),
            ]
            for name, role, path, width, scale, scheme in shown:
                context = browser.new_context(
                    viewport={"width": width, "height": 760},
                    color_scheme=scheme,
                    device_scale_factor=scale,
                )
                member = rooms.members[role]
                (cookie,) = member.client.cookies.jar
                context.add_cookies(
                    [
                        {
                            "name": "room",
                            "value": cookie.value,
                            "domain": "127.0.0.1",
                            "path": member.base,
                        }
                    ]
                )
                page = context.new_page()
                page.goto(served.home + member.base + path)
                digests[name] = digest(page)
                if images is not None:
                    page.screenshot(path=str(images / f"{name}.png"))
                context.close()
        finally:
            served.stop()
    return digests


def main():
    """Write all pictures anew."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        digests = take_all(browser, IMAGES)
    DIGESTS.write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
