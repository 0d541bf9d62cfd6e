"""One document from the network: only when asked, once, whole, and kept."""

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from lastyard.commands.documents import read_command
from lastyard.drafting.opening import fetch, keep_copy
from lastyard.errors import RequestError
from lastyard.network import is_address
from serving import Handler, serving

PAGE = (
    b"<html><body><p>\xe2\x80\x9cWe agree,\xe2\x80\x9d Ada Moor told reporters.</p></body></html>"
)


@contextmanager
def served(body=PAGE, status=200, short=0, **headers):
    seen = []

    class Page(Handler):
        def do_GET(self):
            seen.append((self.path, dict(self.headers)))
            more = [("Set-Cookie", "a=b")]
            more += [(name.replace("_", "-"), value) for name, value in headers.items()]
            self.reply(body, status, len(body) + short, more)

    with serving(Page) as address:
        yield f"{address}/news/talks.html", seen


def run(*arguments):
    return CliRunner().invoke(read_command, arguments, standalone_mode=False)


def test_nothing_is_fetched_unasked():
    with served() as (url, seen):
        done = run(url)
        assert isinstance(done.exception, RequestError)
        assert "--fetch" in str(done.exception)
        assert seen == []


def test_one_request_without_cookies_and_a_copy_that_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with served() as (url, seen):
        done = run(url, "--fetch", "-o", "drafts.yaml")
        assert done.return_value == 0, done
        assert len(seen) == 1
        assert seen[0][1]["User-Agent"].startswith("lastyard/")
        assert "Cookie" not in seen[0][1]
        again = run(url, "--fetch", "-o", "more.yaml")
        assert again.return_value == 0
        assert "Cookie" not in seen[1][1]
    assert "warning: one request goes to" in done.stderr
    assert (tmp_path / "talks.html").read_bytes() == PAGE
    assert (tmp_path / "talks.txt").read_text(encoding="utf-8").startswith("“We agree,”")
    drafts = (tmp_path / "drafts.yaml").read_text(encoding="utf-8")
    assert f"url: {url}" in drafts
    assert "talks.txt" in drafts
    assert not (tmp_path / "talks-2.html").exists()  # the same page, the same copy


def test_fetch_is_for_addresses(tmp_path):
    done = run(str(tmp_path / "a.txt"), "--fetch")
    assert "wants an address" in str(done.exception)
    assert not is_address("file:///etc/passwd")
    assert not is_address("ftp://a/b")


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"status": 404}, "answers 404"),
        ({"status": 302, "Location": "https://elsewhere.test/x"}, "moved to https://elsewhere"),
        ({"Content_Encoding": "gzip"}, "compressed"),
        ({"short": 10}, "cut off|cannot be fetched"),
    ],
)
def test_what_cannot_be_had_is_said(how, message):
    with served(**how) as (url, seen), pytest.raises(RequestError, match=message):
        fetch(url)
    assert len(seen) == 1


def test_limits_of_size_and_time():
    with served(b"x" * 100_000) as (url, _):
        assert len(fetch(url, most_bytes=100_000)) == 100_000
        with pytest.raises(RequestError, match="larger than 99,999 bytes"):
            fetch(url, most_bytes=99_999)
        with pytest.raises(RequestError, match=r"too slow|cannot be fetched"):
            fetch(url, seconds=0)


def test_no_server_no_traceback():
    for url in ("http://127.0.0.1:1/", "http://[broken", "http://a b/", "http://x:port/"):
        with pytest.raises(RequestError, match="cannot be fetched"):
            fetch(url)


def test_copies_never_write_over_another(tmp_path):
    first = keep_copy(b"one", "http://a.test/x/report.php?id=1", tmp_path)
    second = keep_copy(b"two", "http://a.test/x/report.php?id=2", tmp_path)
    assert [first.name, second.name] == ["report.txt", "report-2.txt"]
    assert keep_copy(b"one", "http://a.test/x/report.php", tmp_path) == first
    assert keep_copy(b"%PDF-1", "http://a.test/../../..", tmp_path).parent == tmp_path
    assert keep_copy(PAGE, "http://a.test/", tmp_path).name == "a.test.html"
