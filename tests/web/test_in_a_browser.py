"""The workbench in a real Chromium: for everyone, by keyboard alone, without script, and with nothing going out.

Skipped by name without playwright, axe or Chromium (`make browser` installs the first two).
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import lastyard as ly
from chromium import CHROMIUM

from .conftest import TALKS, Served
from .test_guard import HOSTILE

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

ROOT = Path(__file__).parents[2]
REPORT = """\
HARBOUR, 12 January 2024 - The union insisted the wage be at least 8 per cent. “We will not sign without it,” said
Ada Moor, the chair of the union.

The firm rejected any wage above 2 per cent on Friday. It offered night shifts by choice.
"""
PAGES = ["/", "/new", "/import", "{c}", "{c}/standing", "{c}/impasse", "{c}/packages", "{c}/next",
         "{c}/timeline", "{c}/check", "{c}/scenarios", "{c}/what-if?without=floor", "{c}/statements", "{c}/edit",
         "{c}/history", "{c}/read", "{c}/read/2024-01-12-harbour.txt", "{c}/report", "{c}/why/verdict",
         "/c/long.yaml/what-if", "/c/votes.yaml/votes", "/c/moves.yaml/moves", "/c/broken.yaml/edit", "/c/hostile.yaml",
         "/c/hostile.yaml/statements", "/nowhere"]  # fmt: skip


@pytest.fixture(scope="session")
def served(tmp_path_factory, browser):
    root = tmp_path_factory.mktemp("served")
    (root / "talks.yaml").write_text(TALKS)
    documents = root / "talks.documents"
    documents.mkdir()
    (documents / "2024-01-12-harbour.txt").write_text(REPORT)
    (root / "hostile.yaml").write_text(HOSTILE.replace("\\u202e", "\u202e"))
    # A name of one long word, as some languages have them.
    (root / "long.yaml").write_text(TALKS.replace("name: Union", f"name: {'Hafenarbeiter' * 6}"))
    (root / "broken.yaml").write_text(TALKS.replace("wage >= 8", "wages >= 8"))
    (vote,) = (ROOT / "catalog").glob("news/*/security-council.yaml")
    (moves,) = (ROOT / "catalog").glob("papers/*/elmira.yaml")
    (root / "votes.yaml").write_text(vote.read_text())
    (root / "moves.yaml").write_text(moves.read_text())
    served = Served(root)
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.address)
    assert page.url == served.home + "/"
    served.state = context.storage_state()
    # The document is read, so that every page has something to show.
    page.goto(f"{served.home}/c/talks.yaml/read")
    page.get_by_role("link", name="2024-01-12-harbour.txt").wait_for(timeout=30_000)
    context.close()
    yield served
    served.stop()


@pytest.fixture
def opened(browser, served):
    """Open a page as asked; afterwards nothing may have gone elsewhere and nothing gone wrong."""
    contexts, wrong, requests = [], [], []

    def look(address, width=1280, scheme="light", wait=True, looks=None, **more):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme,
            storage_state=served.state, **more,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        context.on("request", lambda request: requests.append(request.url))
        if looks is not None:
            page.route(
                lambda address: urlsplit(address).path.startswith("/c/"),
                lambda route: (
                    looks(route) if "x-part" in route.request.headers else route.continue_()
                ),
            )
        page.goto(served.home + address.format(c="/c/talks.yaml"))
        if wait and more.get("java_script_enabled", True):
            ready(page)
        return page

    yield look
    for context in contexts:
        context.close()
    # That a page is not there, or a form not right, is told on the console as well.
    wrong = [text for text in wrong if "the server responded with a status of 4" not in text]
    assert wrong == []
    hosts = {urlsplit(url).netloc for url in requests if not url.startswith("data:")}
    assert hosts <= {urlsplit(served.home).netloc}


def ready(page):
    """Wait until nothing on a page is being worked out."""
    page.wait_for_selector("main:not([data-jobs])", state="attached", timeout=60_000)


def pressed(page, key):
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def found_by_axe(page):
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    return [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"]][:3])
            for v in found.response["violations"]]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(opened, address, scheme):
    # The rules of the page forbid scripts that are not its own; axe's is let in from outside.
    page = opened(address, scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert found_by_axe(page) == []


OUTSIDE = """width => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.wide, .diff, pre, textarea') && !e.matches('.skip, .sr, .sr *, script, style, title, option, datalist'))
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > width + 0.5)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_fits_a_telephone_and_four_times_the_size(opened, address, width):
    page = opened(address, width)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate(OUTSIDE, width) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("address", PAGES)
def test_every_page_works_without_script(opened, address):
    page = opened(address, java_script_enabled=False)
    for _ in range(30):  # it loads itself anew while something is worked out
        if page.locator("main[data-jobs]").count() == 0:
            break
        page.wait_for_timeout(500)
    assert page.locator("h1").is_visible()
    assert page.locator(".working").count() == 0
    assert page.locator("button.correct:visible, button.help:visible").count() == 0


def test_nothing_of_a_case_runs_and_names_run_in_their_own_direction(opened):
    for address in ("/c/hostile.yaml", "/c/hostile.yaml/statements", "/c/hostile.yaml/edit",
                    "/c/hostile.yaml/report", "/c/hostile.yaml/what-if?without=one", "/"):  # fmt: skip
        page = opened(address)
        assert page.evaluate("window.hacked") is None
    page = opened("/c/hostile.yaml")
    name = page.locator(".side b")
    assert name.evaluate("e => getComputedStyle(e).direction") == "rtl"
    lane = page.locator("#standing .lanes .who bdi").first
    assert lane.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"


def test_a_page_prints(opened, tmp_path):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = opened("{c}")
    page.pdf(path=tmp_path / "case.pdf", prefer_css_page_size=True)
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "case.pdf").pages)
    assert "No deal fits" in text
    assert "How sure is this?" in text
    assert "Edit the case" not in text


def test_the_deals_come_when_they_are_ready(opened, served, browser):
    large = served.root / "large.yaml"
    lines = "\n".join(
        f'  - {{id: s{k}, party: p{k % 5}, on: 2024-01-{k % 27 + 1:02}, rejects: "i{k % 12} {"<" if k % 2 else ">"} {k % 7}"}}'
        for k in range(80)
    )
    large.write_text(
        "title: Large\nparties: {" + ", ".join(f"p{k}: {{}}" for k in range(5)) + "}\nissues:\n"
        + "".join(f"  i{k}: {{range: [0, 8], step: 1}}\n" for k in range(12)) + "statements:\n" + lines + "\n"
    )  # fmt: skip
    page = opened("/c/large.yaml", wait=False)
    page.locator("#standing, .working").first.wait_for()
    ready(page)
    assert page.locator("#standing").is_visible()


def test_sliders_ticks_and_the_address(opened):
    page = opened("{c}/what-if")
    page.get_by_role("group", name=re.compile("Union requires")).get_by_label("set aside").check()
    page.get_by_role("button", name="Show").last.click()
    ready(page)
    assert urlsplit(page.url).query == "without=floor"
    assert page.get_by_role("heading", level=1).inner_text() == "Then a deal would be possible."
    assert page.get_by_label("set aside").first.is_checked()
    page.get_by_role("link", name="Back to the case").click()
    slider = page.get_by_role("slider").nth(1)
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Show").last.click()
    ready(page)
    assert re.fullmatch(r"firmness\.ceiling=0\.\d+", urlsplit(page.url).query)


def test_pictures_answer_to_the_pointer_and_to_the_keys(opened):
    page = opened("{c}/timeline")
    picture = page.locator(".picture").first
    told = page.locator(".picture-says").first
    assert told.inner_text() == "Point at a mark, or go through them with the arrow keys."
    picture.focus()
    said = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home"):
        page.keyboard.press(key)
        said.append(told.inner_text())
    assert said[0] == said[2] == said[4] == said[5] != said[1]
    ring = page.locator(".marked .ring").first.bounding_box()
    frame = picture.bounding_box()
    assert ring["width"] > 8
    assert frame["x"] - 9 <= ring["x"] <= frame["x"] + frame["width"]
    # The mark that the pointer is over says the same as the mark that the keys came to.
    page.keyboard.press("ArrowRight")
    ring = page.locator(".marked .ring").first.bounding_box()
    page.keyboard.press("Home")
    page.mouse.move(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    assert told.inner_text() == said[1]


def test_what_changes_in_the_folder_shows_by_itself(opened, served):
    case, changed = served.root / "watched.yaml", TALKS.replace("wage >= 8", "wage >= 1")
    for text, told in ((changed, "Open"), (TALKS, "No deal fits")):
        case.write_text(text)
        assert told in opened("/c/watched.yaml").locator("h1").inner_text()

    # The file changes after the page is shown and before its first look at the folder; that look
    # sees the whole new page, since its answers are known.
    def change(route):
        case.write_text(changed)
        route.continue_()

    page = opened("/c/watched.yaml", looks=change)
    page.get_by_role("heading", level=1).filter(has_text="Open").wait_for(timeout=30_000)
    page = opened("/c/watched.yaml/read")
    page.locator("textarea").fill("Half a report")
    (served.root / "watched.documents").mkdir()
    (served.root / "watched.documents" / "2024-01-12-harbour.txt").write_text(REPORT)
    page.wait_for_timeout(6000)
    assert page.locator("textarea").input_value() == "Half a report"
    page.locator("textarea").fill("")
    page.locator("h1").click()
    page.get_by_role("link", name="2024-01-12-harbour.txt").wait_for(timeout=30_000)


def test_mistakes_are_told_while_it_is_written_and_lead_to_their_line(opened, served):
    (served.root / "edited.yaml").write_text(TALKS)
    page = opened("/c/edited.yaml/edit")
    field = page.locator("#text")
    field.evaluate(
        "e => { const at = e.value.indexOf('wage >= 8') + 4; e.focus(); e.setSelectionRange(at, at) }"
    )
    page.keyboard.type("s")
    page.get_by_text("1 mistake: it cannot be used like this.").wait_for()
    page.get_by_role("link", name="Line 10").click()
    chosen = field.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert chosen.startswith("wages >= 8")
    page.get_by_text("did you mean").first.wait_for()
    field.evaluate(
        "e => { const at = e.value.indexOf('wages') + 5; e.focus(); e.setSelectionRange(at, at) }"
    )
    page.keyboard.press("Backspace")
    page.get_by_text("It is right").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert (served.root / "edited.yaml").read_text() == TALKS


def test_keys_decide_and_none_acts_in_a_field(opened, served):
    text = TALKS.replace(
        "sources: {minutes: {title: Minutes}}", "sources:\n  minutes: {title: Minutes}"
    )
    (served.root / "keys.yaml").write_text(text)
    documents = served.root / "keys.documents"
    documents.mkdir()
    (documents / "2024-01-12-harbour.txt").write_text(REPORT)
    page = opened("/c/keys.yaml/read")
    page.get_by_role("link", name="2024-01-12-harbour.txt").click(timeout=30_000)
    ready(page)
    case = served.root / "keys.yaml"
    first = page.locator(".draft .kick").first.inner_text()
    for key in ("a", "e", "s", "d", "u", "j", "k", "3"):
        assert page.locator(f'[data-key="{key}"]').count() or key in "u3k"
    # In a field they are letters.
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.id") == "what"
    page.keyboard.press("Control+a")
    page.keyboard.type("askjued?12")
    assert page.locator("#what").input_value() == "askjued?12"
    assert case.read_text() == text
    assert page.locator(".draft .kick").first.inner_text() == first
    page.keyboard.press("Escape")
    # A correction outlives an error, and a page that is loaded anew.
    pressed(page, "a")
    page.get_by_text("Not written yet:").wait_for()
    assert page.locator("#what").input_value() == "askjued?12"
    page.goto(page.url)
    assert page.locator("#what").input_value() == "askjued?12"
    page.locator("#what").fill("wage >= 7")
    page.get_by_label("Who").select_option("union")
    page.get_by_label("Means").select_option("requires")
    page.get_by_label("Said on").fill("2024-01-12")
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    pressed(page, "a")
    assert page.locator("[role=alert]").all_inner_texts() == []
    page.get_by_role("heading", name=re.compile("What accepting")).wait_for()
    (new,) = [s for s in ly.load(str(case)).statements if s.on.isoformat() == "2024-01-12"]
    assert (new.verb, float(new.firmness)) == ("requires", 0.85)
    assert case.read_text().startswith("# Talks at the harbour; this comment stays.")
    record = served.root / "keys.coded.jsonl"
    assert record.read_text().count("\n") == 1
    ready(page)
    pressed(page, "u")
    assert case.read_text() == text
    assert not record.exists()
    pressed(page, "s")
    assert page.locator(".draft .kick").first.inner_text() != first
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="All keys").is_visible()
    page.keyboard.press("Escape")
    pressed(page, "k")
    assert page.locator(".draft .kick").first.inner_text() == first


def test_a_browser_that_was_not_let_in_sees_nothing(browser, served):
    page = browser.new_page()
    page.goto(f"{served.home}/c/talks.yaml")
    assert page.get_by_role("heading", level=1).inner_text() == "Not let in"
    assert "Wage" not in page.content()
    page.close()


def test_everything_is_reached_by_keyboard_alone(opened):
    page = opened("{c}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for _ in range(200):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(e => [e.tagName, e.getAttribute('href') || e.outerHTML.slice(0, 90), getComputedStyle(e).outlineStyle])(document.activeElement)"
            )
        )
        if seen[-1][0] == "BODY":
            break
    links = {href for _, href, _ in seen}
    assert {f"/c/talks.yaml/{page}" for page in ("standing", "impasse", "edit", "report")} <= links
    assert any("why/issue:wage" in (href or "") for href in links)
    assert [
        each for each in seen if each[0] in ("A", "BUTTON", "INPUT") and each[2] == "none"
    ] == []


_PLACES = [folder / "shared" / "reports" for folder in Path(__file__).resolve().parents]
_REPORTS = Path(os.environ.get("LASTYARD_REPORTS", next(filter(Path.is_dir, _PLACES), _PLACES[0])))
NEWS = _REPORTS / "sn-2024-03-22.txt"


@pytest.mark.skipif(not NEWS.is_file(), reason="the news reports are not here")
def test_a_newcomer_gets_from_a_report_to_a_headline(browser, tmp_path):
    """From an empty folder to the first accepted statement, every step as somebody would click it."""
    served = Served(tmp_path)
    context = browser.new_context()
    page = context.new_page()
    try:
        page.goto(served.address)
        assert page.get_by_role("heading", level=1).inner_text() == "No case is here yet."
        page.get_by_role("main").get_by_role("link", name="A new case").click()
        page.get_by_label("1. What are the talks about?").fill("Rafah")
        page.get_by_label("2. Who must agree?").fill(
            "Israel: Netanyahu, Benjamin Netanyahu\nUnited States: US, U.S., Blinken, Antony Blinken"
        )
        page.get_by_label("3. What is negotiated").fill(
            "Operation in Rafah: none < targeted < major\nCease-fire: no, yes"
        )
        page.get_by_role("button", name="Make the case").click()
        page.get_by_text("Begin with a report, or with a statement.").wait_for()
        page.get_by_role("link", name="Read a report").click()
        page.get_by_label("Or paste a text").fill(NEWS.read_text(encoding="utf-8"))
        page.get_by_label("Name", exact=True).fill("news")
        page.get_by_label("Date").fill("2024-03-22")
        page.get_by_role("button", name="Read", exact=True).click()
        found = page.get_by_role("heading", level=1, name=re.compile(r"\d+ statements found"))
        listed = page.get_by_role("link", name="2024-03-22-news.txt")
        found.or_(listed).first.wait_for(timeout=60_000)
        if listed.is_visible():  # it took a while
            listed.click()
            found.wait_for()
        page.wait_for_load_state()
        assert page.locator(".doc mark").count() > 3
        assert page.locator(".doc mark.now").is_visible()
        # On to a draft for which something is proposed.
        for _ in range(40):
            proposed = (
                page.locator("#what").input_value() and page.get_by_label("Who").input_value()
            )
            if proposed:
                break
            pressed(page, "j")
        assert proposed, "the reader proposes something for some draft"
        pressed(page, "a")
        page.get_by_role("heading", name=re.compile("What accepting")).wait_for(timeout=60_000)
        ready(page)
        page.locator(".changed-by .now").wait_for()
        case = ly.load(str(tmp_path / "rafah.yaml"))
        assert len(case.statements) == 1
        assert case.statements[0].quote is not None
        page.get_by_role("link", name="Where it stands", exact=True).click()
        ready(page)
        assert page.get_by_role("heading", level=1).inner_text() not in ("", "Rafah")
        assert page.locator("#standing").is_visible()
    finally:
        context.close()
        served.stop()
