"""Reports opened in a real Chromium: nothing loaded, nothing wrong, readable for everyone.

Skipped by name without playwright, axe or Chromium (`make browser` installs the first two).
"""

import pytest

from chromium import CHROMIUM
from lastyard.answers.moves import moves
from lastyard.answers.packages.find import packages
from lastyard.answers.solutions import solutions
from lastyard.answers.timeline import timeline
from lastyard.answers.votes import vote
from lastyard.show.report import report_page

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

PAGES = ["rafah", "fisheries", "harbour", "security-council", "elmira", "hostile"]


@pytest.fixture(scope="session", params=PAGES)
def page_file(request, tmp_path_factory, catalog_case, hostile, bare):
    """Pages that between them have every section."""
    case = hostile if request.param == "hostile" else catalog_case(request.param)
    more = {
        "rafah": lambda: {"packages": packages(case, top=3)},
        "fisheries": lambda: {"packages": packages(case, top=3), "timeline": timeline(case)},
        "harbour": lambda: {"solutions": solutions(case, listed=300)},
        "security-council": lambda: {"votes": vote(case)},
        "elmira": lambda: {"moves": moves(case)},
        "hostile": dict,
    }[request.param]()
    path = tmp_path_factory.mktemp(request.param) / "report.html"
    path.write_text(report_page(bare(case, **more)), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser, page_file):
    """Open the page as asked; afterwards nothing may have been loaded and nothing gone wrong."""
    pages, wrong = [], []

    def look(width=1000, scheme="light", **more):
        page = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme, **more
        )
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(page_file.as_uri())
        pages.append(page)
        return page

    requests = []
    yield look
    for page in pages:
        page.close()
    assert wrong == []
    outside = [url for url in requests if not url.startswith(("data:", page_file.as_uri()))]
    assert outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, scheme):
    page = opened(scheme=scheme)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    told = [(v["id"], v["help"], [n["html"][:200] for n in v["nodes"]][:3])
            for v in found.response["violations"]]  # fmt: skip
    assert told == []
    assert len(found.response["passes"]) > 20


# What stands out of the page, except in what can be scrolled by itself.
OUTSIDE = """width => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.wide') && !e.matches('.skip, script, style, title, section:first-of-type h2'))
  .filter(e => e.getBoundingClientRect().right > width + 0.5)
  .map(e => e.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll('body *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.textContent.trim()))
  .filter(e => !e.matches('script, style, title'))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 12)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [320, 360])
def test_it_can_be_read_on_a_telephone(opened, width):
    page = opened(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OUTSIDE, width) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 16


def test_it_can_be_read_without_scripts(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert page.locator("section").count() >= 5
    assert page.locator(".lead").is_visible()


def test_it_fits_on_paper(opened, tmp_path):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = opened(642)  # A4 less its margins
    page.emulate_media(media="print", color_scheme="light")
    assert (
        page.evaluate(
            "() => [...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > 643).length"
        )
        == 0
    )
    assert page.evaluate(OUTSIDE, 642) == []
    path = tmp_path / "report.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    paper = pypdf.PdfReader(path)
    box = paper.pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)
    text = "".join(sheet.extract_text() for sheet in paper.pages)
    assert "Method and limits" in text
    assert "How to repeat it" in text
    assert all(len(sheet.extract_text()) > 20 for sheet in paper.pages)


def test_words_of_users_run_in_their_own_direction_and_nothing_of_them_runs(opened, page_file):
    page = opened()
    assert page.evaluate("window.hacked") is None
    if "hostile" not in str(page_file):
        return
    direction = "e => getComputedStyle(e).direction"
    assert page.locator("h1").evaluate(direction) == "rtl"
    assert page.locator(".lead").evaluate(direction) == "ltr"
    quotes = page.locator("blockquote")
    assert quotes.nth(0).evaluate(direction) == "ltr"
    assert quotes.nth(1).evaluate(direction) == "rtl"
    # A name in Hebrew begins at its right end, and the sentence around it goes on to the right.
    ends = page.evaluate(
        """() => { const li = document.querySelector('#standing .lanes li'), name = li.querySelector('bdi');
        return [getComputedStyle(name).unicodeBidi, getComputedStyle(li).direction] }"""
    )
    assert ends == ["isolate", "ltr"]


def test_a_reference_leads_to_its_statement(opened):
    page = opened()
    # In the brief where it has any, else in the annex, unfolded.
    links = page.locator("main > section > :not(details) a.ref[href^='#statement']")
    if not links.count():
        page.locator("#words summary, #statements summary").first.click()
        links = page.locator("#words a.ref[href^='#statement']")
    if not links.count():
        return
    first = links.first
    anchor = first.get_attribute("href")
    first.click()
    assert page.locator(":target").is_visible(), "a folded annex opens at what is referred to"
    assert page.evaluate("document.querySelector(':target')?.classList.contains('entry')"), anchor


def test_two_pages_come_first_on_paper_and_the_annex_begins_on_a_new_one(
    browser, tmp_path, catalog_case, bare
):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    report = bare(catalog_case("rafah"), deals=True)
    path = tmp_path / "report.html"
    path.write_text(report_page(report), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    page.close()
    texts = [sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "report.pdf").pages]
    (annex,) = [k for k, text in enumerate(texts) if "Annex: what stands behind it" in text]
    assert annex <= 2
    assert texts[annex].lstrip("0123456789 \n").startswith("Annex")
    assert "How sure is this?" in "".join(texts[:annex])
    assert "How to repeat it" in "".join(texts[annex:])


def test_the_program_prints_the_same_bytes_each_time(catalog_case, bare, monkeypatch):
    from lastyard.show.report import report_pdf

    monkeypatch.setattr("lastyard.show.report.pdf.browser", lambda: CHROMIUM)
    page = report_page(bare(catalog_case("rafah")))
    first = report_pdf(page)
    assert first.startswith(b"%PDF-")
    assert report_pdf(page) == first


@pytest.mark.parametrize("width", [320, 360])
def test_a_position_map_is_not_clipped_on_a_telephone(browser, tmp_path, catalog_case, bare, width):
    for name in ("rafah", "fisheries", "climate-finance-goal"):
        path = tmp_path / f"{name}.html"
        path.write_text(report_page(bare(catalog_case(name))), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(path.as_uri())
        clipped = page.evaluate(
            """width => [...document.querySelectorAll('.issue svg *, .legend svg *')]
            .filter(e => { const box = e.getBoundingClientRect();
              return box.left < -0.5 || box.right > width + 0.5 })
            .map(e => e.outerHTML.slice(0, 120))""",
            width,
        )
        page.close()
        assert clipped == []
