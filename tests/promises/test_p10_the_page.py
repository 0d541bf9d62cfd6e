"""P10: the page does what was published and nothing else: no request elsewhere, one script with a digest, no inline code."""

import base64
import hashlib
import re
from urllib.parse import urlsplit

import pytest

from chromium import CHROMIUM
from lastyard.room.pages import routes, site
from lastyard.room.roles import MEDIATOR, party
from live_room import ORIGIN, Rooms, Served, given

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "img-src": "data:", "connect-src": "'self'", "form-action": "'self'",
    "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip


@pytest.fixture(autouse=True)
def one_frame(monkeypatch):
    monkeypatch.setattr(routes, "_LAST", 1)


def holes(folder):
    """Return what a page asks for, or lets in, that it should not."""
    rooms = Rooms(folder)
    mediator, *parties = rooms.begin()
    pages = [
        member.get(path)
        for member in parties
        for path in ("", "/mine/1", "/charter", "/caucus", "/record", "/nowhere")
    ]
    pages += [
        mediator.get(path)
        for path in ("/desk", "/desk/propose", "/desk/setup/1", "/desk/answers/standing")
    ]
    join = mediator.client.get("/join")
    found, scripts = [], set()
    for page in [*pages, join]:
        rules = dict(
            each.strip().partition(" ")[::2]
            for each in page.headers["content-security-policy"].split(";")
        )
        found += [
            (name, rules.get(name)) for name, value in POLICY.items() if rules.get(name) != value
        ]
        if "unsafe" in str(rules) or not rules["style-src"].startswith("'self' 'sha256-"):
            found.append(("style-src", rules.get("style-src")))
        for tag in re.findall(r"<script.*?</script>", page.text, re.S):
            told = re.fullmatch(
                r'<script src="/static/room.js" integrity="([^"]+)" defer></script>', tag
            )
            scripts.add(told[1]) if told else found.append(("script", tag[:80]))
        body = (
            page.text
            if page is not join
            else re.sub(r"<style>.*?</style>", "", page.text, flags=re.S)
        )
        found += [
            ("inline", each)
            for each in re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", body)
        ]
        asked = re.findall(r'(?:src|href|action)="([^"]*)"', page.text)
        found += [
            ("elsewhere", each)
            for each in asked
            if not each.startswith(("/", "#")) and each != "data:," and each != "?"
        ]
    for agent in ("curl/8", "Mozilla/5.0 (iPhone)", "Mozilla/5.0 (Windows)"):
        for member in (mediator, *parties):
            script = member.client.get("/static/room.js", headers={"user-agent": agent})
            scripts.add(
                "sha256-" + base64.b64encode(hashlib.sha256(script.content).digest()).decode()
            )
    if len(scripts) != 1:
        found.append(("digests", scripts))
    return found


def test_the_page_asks_nobody_else_and_has_one_script(tmp_path):
    assert holes(tmp_path) == []


def a_font_from_elsewhere(patch):
    patch.setattr(
        site.Site,
        "page",
        with_more(site.Site.page, b'<link href="https://fonts.example/x.css" rel="stylesheet">'),
    )


def an_inline_script(patch):
    patch.setattr(site.Site, "page", with_more(site.Site.page, b"<script>1</script>"))


def a_looser_policy(patch):
    loose = site.POLICY.replace("default-src 'none'", "default-src https:").encode()
    patch.setattr(
        site,
        "_HEADERS",
        [(n, loose if n == b"content-security-policy" else v) for n, v in site._HEADERS],
    )


def with_more(real, more):
    def page(self, *arguments, **context):
        answer = real(self, *arguments, **context)
        answer.body += more
        answer.headers["content-length"] = str(len(answer.body))
        return answer

    return page


@pytest.mark.parametrize(
    "mutant", [a_font_from_elsewhere, an_inline_script, a_looser_policy], ids=lambda m: m.__name__
)
def test_what_asks_elsewhere_is_found(tmp_path, monkeypatch, mutant):
    mutant(monkeypatch)
    assert holes(tmp_path)


def test_another_script_for_somebody_is_found(tmp_path, monkeypatch):
    from lastyard.room.pages import routes

    monkeypatch.setattr(
        routes, "static_file", lambda name: site.static_file(name) + str(id(object())).encode()
    )
    assert holes(tmp_path)


def test_the_first_page_is_small_and_two_requests(tmp_path):
    rooms = Rooms(tmp_path)
    north = rooms.begin()[1]
    page, script = north.client.get("/join"), north.client.get("/static/room.js")
    assert len(page.content) + len(script.content) <= 30_000
    assert re.findall(r'(?:src|href)="([^"]+)"', page.text) == ["data:,", "/static/room.js"]
    style = given(north.client.get("/static/room.css"))
    for path in ("/mine/1", "/charter"):
        answer = north.get(path)
        assert len(answer.content) + len(style.content) <= 30_000
        assert set(re.findall(r'<(?:link|script)[^>]* (?:src|href)="([^"]+)"', answer.text)) == {
            "data:,",
            "/static/room.css",
        }
    assert rooms.site.origin == ORIGIN


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_real_browser_asks_nobody_else(tmp_path, browser):
    served = Served(tmp_path)
    rooms = served.rooms
    asked, wrong = [], []
    try:
        rooms.begin()
        for role, paths in (
            (party("north"), ("", "/mine/1", "/charter", "/record", "/device")),
            (MEDIATOR, ("/desk", "/desk/propose", "/desk/text")),
        ):
            context = browser.new_context()
            context.on("request", lambda request: asked.append(request.url))
            page = context.new_page()
            page.on("console", lambda message: wrong.append(message.text))
            page.goto(f"{served.home}/join#{rooms.doors.invite(rooms.room, role, rooms.time)}")
            assert page.input_value("#code").startswith(rooms.room)
            assert "#" not in page.url
            page.locator("button.main").click()
            page.wait_for_url("**/r/**")
            base = page.url.removesuffix("/desk")
            for path in paths:
                page.goto(base + path)
            context.close()
    finally:
        served.stop()
    assert {urlsplit(each).netloc for each in asked if not each.startswith("data:")} == {
        urlsplit(served.home).netloc
    }
    assert not [each for each in asked if rooms.room in each]
    assert wrong == []
