"""Who is let in, what is refused, and that nothing of a case can act or get out."""

import re
from urllib.parse import quote

import pytest

from hostile import HOSTILE as BAD
from lastyard.web.guard import POLICY
from lastyard.web.serve import workbench

from .conftest import HOME, PORT, TALKS, Bench, TestClient

HOSTILE = BAD.replace("QUOTE", "'</textarea><script>window.hacked=1</script>'")
PAGES = ("", "standing", "impasse", "packages", "next", "timeline", "check", "scenarios", "what-if?without=one",
         "statements", "edit", "history", "read", "report", "why/statement:one",
         f"why/statement:{quote('שתיים')}", "why/issue:ground")  # fmt: skip


def outsider(bench, **headers):
    return TestClient(bench.guard, base_url=HOME, headers=headers)


def test_nobody_is_let_in_without_the_address_and_it_works_once(alone):
    token = alone.guard.token
    stranger = outsider(alone)
    for address in ("/", "/c/x.yaml", "/events?job=x", "/new"):
        assert stranger.get(address).status_code == 401
    assert stranger.get("/?token=guess").status_code == 401
    assert stranger.get("/static/workbench.css").status_code == 200
    entered = stranger.get(f"/?token={token}", follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/"))
    assert stranger.get("/").status_code == 200
    again = outsider(alone).get(f"/?token={token}")
    assert (again.status_code, "was used already" in again.text) == (401, True)
    # Whoever came in is told of, with an address for the next.
    assert alone.told[-1] == alone.guard.token != token


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", "", f"[::1]:{PORT}"]
)  # fmt: skip
def test_it_answers_under_its_own_name_only(alone, host):
    for address in ("/", f"/?token={alone.guard.token}", "/static/workbench.css"):
        answer = alone.client.get(address, headers={"host": host})
        assert answer.status_code == 421
        assert "set-cookie" not in answer.headers


def test_every_change_needs_our_own_origin_and_the_token_of_the_session(talks):
    routes = [
        route.path.replace("{case:case}", f"{talks.prefix}/talks.yaml")
        .replace("{key}", "x").replace("{document}", "d.txt")
        for route in talks.guard._app.routes if "POST" in route.methods
    ]  # fmt: skip
    assert len(routes) >= 9
    before = talks.path.read_bytes()
    for route in routes:
        for origin in ("https://evil.example", "null", f"http://127.0.0.1:{PORT + 1}", ""):
            sent = talks.client.post(route, data={"csrf": talks.csrf}, headers={"origin": origin})
            assert sent.status_code == 403, route
        without = talks.client.post(route, data={"csrf": talks.csrf})
        assert without.status_code == 403, route
        for token in ("", "x", "é"):
            answer = talks.post(route, {"text": "title: Gone", "do": "accept"}, csrf=token)
            assert answer.status_code == 400, route
            assert "not from this session" in answer.text
    assert talks.path.read_bytes() == before


def test_the_token_of_another_session_is_not_taken(talks):
    other = Bench(talks.root, None, talks.prefix)
    answer = talks.post(f"{talks.case}/edit", {"text": "title: Gone"}, csrf=other.csrf)
    assert answer.status_code == 400
    assert talks.path.read_text() == TALKS


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(talks, method):
    assert talks.client.request(method, talks.case).status_code == 405


def test_every_answer_forbids_itself_to_reach_anything(talks):
    assert POLICY.startswith("default-src 'none'")
    assert "unsafe" not in POLICY
    assert not re.search(r"https?:|\*", POLICY)
    for address in ("/", talks.case, "/nowhere", "/static/workbench.js", "/events?job=x"):
        headers = talks.get(address).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


TRAVERSALS = [
    "../secret.yaml", "a/../../secret.yaml", "..%2fsecret.yaml", "%2e%2e/secret.yaml",
    "%2e%2e%2fsecret.yaml", "..\\secret.yaml", "..%5csecret.yaml", "/etc/passwd.yaml",
    "%2fetc%2fpasswd.yaml", ".hidden.yaml", "a/.git/x.yaml", "x%00.yaml", "link.yaml", "way/secret.yaml",
    ".lastyard-versions/x.yaml", "a//b.yaml", "%c0%ae%c0%ae/secret.yaml",
]  # fmt: skip


@pytest.mark.parametrize("name", TRAVERSALS)
def test_nothing_outside_the_folder_is_shown_or_written(tmp_path, shared, name):
    root = tmp_path / "open"
    root.mkdir()
    secret = tmp_path / "secret.yaml"
    secret.write_text(TALKS.replace("Wage talks", "SECRET"))
    (root / ".hidden.yaml").write_text(TALKS.replace("Wage talks", "SECRET"))
    (root / "link.yaml").symlink_to(secret)
    (root / "way").symlink_to(tmp_path)
    bench = Bench(root, shared[1])
    assert "SECRET" not in bench.get("/").text
    for page in ("", "/edit", "/file", "/packed", "/read", "/history"):
        answer = bench.get(f"/c/{name}{page}")
        assert answer.status_code == 404, page
        assert "SECRET" not in answer.text
    sent = bench.post(f"/c/{name}/edit", {"text": "title: Gone", "base": "", "anyway": "yes"})
    assert sent.status_code == 404
    assert "SECRET" in secret.read_text()


def test_documents_are_not_fetched_from_outside_their_folder(talks):
    (talks.root / "outside.txt").write_text("“We agree,” Ada Moor said.")
    for name in ("..%2f..%2foutside.txt", "%2e%2e", ".lock", "nothing.txt"):
        assert talks.get(f"{talks.case}/read/{name}").status_code == 404


@pytest.mark.thorough
@pytest.mark.parametrize("page", PAGES)
def test_words_of_users_do_not_act_on_any_page(bench, page):
    bench.put("talks.yaml", HOSTILE)
    answer = bench.whole(bench.address("talks.yaml", page) if page else bench.address("talks.yaml"))
    assert answer.status_code == 200
    text = answer.text
    assert "<script>window" not in text
    assert text.count("<script") == 1
    assert text.count("</textarea>") == text.count("<textarea")
    text = re.sub(r'src="data:image/svg[^"]*"', "", text)
    assert not re.search(
        r"<(img|svg|iframe|b|u|p|style)\s[^>]*(onerror|onload|onclick|src=//)", text
    )
    assert "javascript:" not in re.sub(r"<textarea.*?</textarea>", "", text, flags=re.S).replace(
        "<bdi>javascript:window.hacked=1</bdi>", ""
    ).replace(", javascript:window.hacked=1", "")
    assert "49 &amp; S" not in text
    if page != "edit":
        assert "\u202e" not in text


def test_the_list_of_cases_is_harmless_too(alone):
    alone.put("talks.yaml", HOSTILE)
    alone.put("<script>window.hacked=1<&.yaml", "title: '<script>x</script>'")
    page = alone.get("/").text
    assert page.count("<script") == 1
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert alone.get("/c/" + quote("<script>window.hacked=1<&.yaml")).status_code == 200
    assert alone.get("/?q=<script>alert(1)</script>").text.count("<script") == 1


def test_what_is_too_large_is_refused_before_it_is_read(talks):
    headers = {"origin": HOME, "content-length": "60000001"}
    answer = talks.client.post(f"{talks.case}/edit", content=b"x", headers=headers)
    assert answer.status_code == 413


def test_more_than_was_announced_is_not_read(talks):
    def endless():
        for _ in range(70):
            yield b"x" * 1_000_000

    headers = {"origin": HOME, "content-type": "application/x-www-form-urlencoded"}
    answer = talks.client.post(f"{talks.case}/edit", content=endless(), headers=headers)
    assert (answer.status_code, "60 MB" in answer.text) == (400, True)
    assert talks.path.read_text() == TALKS


def test_a_fault_is_told_without_words_of_the_case(talks, monkeypatch, capfd):
    monkeypatch.delenv("LASTYARD_DEBUG", raising=False)

    def broken(*_):
        raise ValueError("the union said SECRET")

    monkeypatch.setattr(type(talks.folder), "open", broken)
    answer = talks.get(talks.case)
    assert answer.status_code == 500
    assert "ValueError at test_guard.py" in answer.text
    told = capfd.readouterr()
    assert "SECRET" not in answer.text + told.out + told.err
    assert "Traceback" not in answer.text + told.err


def test_nothing_is_printed_while_pages_are_asked_for(talks, capfd):
    for page in PAGES[:5]:
        talks.whole(f"{talks.case}/{page}" if page else talks.case)
    talks.get("/c/Wage-talks-nowhere.yaml")
    assert capfd.readouterr() == ("", "")


def test_the_application_cannot_be_asked_for_without_its_guard(shared):
    guard = workbench(Bench(*shared).folder, shared[1], PORT)
    assert type(guard).__name__ == "Guard"
