"""The two ways out of the machine, against real servers on this one."""

import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from lastyard.drafting.opening import fetch
from lastyard.network import NetworkError, masked, request
from lastyard.reading import Document, ReadingError
from lastyard.reading.endpoint import Endpoint, ask, read_with_model
from program import run
from serving import Handler, serving

TEXT = "“We agree,” Ada Moor said. For Otto Penn the draft was a gift to nobody.\n"
CODES = (301, 302, 303, 307, 308)


@contextmanager
def moving(code, to):
    seen = []

    class Moves(Handler):
        def do_GET(self):
            seen.append((self.path, dict(self.headers)))
            self.reply(b"", code, headers=[("Location", to)])

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

    with serving(Moves) as address:
        yield address, seen


@contextmanager
def noting():
    seen = []

    class Notes(Handler):
        def do_GET(self):
            seen.append((self.path, dict(self.headers)))
            self.reply(b"[]")

        do_POST = do_GET

    with serving(Notes) as address:
        yield address, seen


@contextmanager
def dripping(before):
    """A server that answers with one byte now and then, for ever."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()
    gone = threading.Event()

    def drip():
        connection, _ = server.accept()
        with connection:
            try:
                connection.sendall(before)
                while not ended.wait(0.02):
                    connection.sendall(b"x")
            except OSError:
                gone.set()

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}", gone
    finally:
        ended.set()
        thread.join()
        server.close()


DRIPS = {
    "nothing": b"",
    "in the first line": b"HTTP/1.1 20",
    "in a header": b"HTTP/1.1 200 OK\r\nX-Long: ",
    "in the body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
    "in chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    "without end": b"HTTP/1.0 200 OK\r\n\r\n",
}


@pytest.mark.parametrize("before", DRIPS.values(), ids=DRIPS)
def test_one_deadline_for_the_whole(before):
    with dripping(before) as (url, gone):
        with pytest.raises(NetworkError, match=r"too slow|cannot be fetched"):
            request(url, seconds=0.2, most_bytes=10**6)
        assert gone.wait(5)  # the connection is ended, too


def test_what_a_server_sends_in_the_place_of_an_answer_is_not_told_at_length():
    junk = b"\x1b[2J junk" * 5_000 + b"\n"
    with dripping(junk) as (url, _), pytest.raises(NetworkError, match="cannot be") as told:
        request(url, seconds=5, most_bytes=10**6)
    assert len(str(told.value)) < 300


def test_a_server_that_takes_no_connection_is_waited_for_no_longer():
    with socket.create_server(("127.0.0.1", 0), backlog=1) as full:
        host = full.getsockname()
        waiting = []
        for _ in range(3):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(host)
            waiting.append(one)
        begun = time.monotonic()
        with pytest.raises(NetworkError):
            request(f"http://{host[0]}:{host[1]}", seconds=0.2, most_bytes=9)
        assert time.monotonic() - begun < 60  # not the minutes that the system waits
        for one in waiting:
            one.close()


def test_the_endpoint_has_the_same_deadline():
    with dripping(DRIPS["in the body"]) as (url, _), pytest.raises(ReadingError, match="too slow"):
        ask("text", Endpoint(url, "m", seconds=0.2))


@pytest.mark.parametrize("code", CODES)
def test_no_redirection_is_followed_with_a_key_or_the_text(code):
    with noting() as (other, seen), moving(code, f"{other}/v2?key=abc") as (url, asked):
        endpoint = Endpoint(f"{url}/v1", "m", key="secret-key")
        with pytest.raises(ReadingError, match="moved to") as problem:
            read_with_model(Document.from_text(TEXT), endpoint, text_may_leave=True)
        assert f"{other}/v2?key=***" in str(problem.value)
        assert asked[0][1]["Authorization"] == "Bearer secret-key"
        with pytest.raises(Exception, match="moved to"):
            fetch(url)
        assert seen == []


@pytest.mark.parametrize(
    "url",
    [
        "https://me:SECRET@host.example/v1",
        "https://SECRET@host.example/v1",
        "https://host.example/v1?api_key=SECRET",
        "https://host.example/v1?x=1&access_token=SECRET&y=2",
        "https://host.example/v1;token=SECRET?q=1",
        "https://host.example/v1?X-Amz-Signature=SECRET",
        "https://host.example/v1#access_token=SECRET",
        "https://host.example/v1?Password=SECRET",
        "https://host.example/v1?%6bey=SECRET",
        "https://me:SEC@RET@host.example/",
        "https://[bad/?key=SECRET",
        "https://me:SECRET@[bad/",
    ],
)
def test_secrets_in_addresses_are_masked(url):
    told = masked(url)
    assert "SEC" not in told, told
    assert "***" in told


@pytest.mark.parametrize(
    "secret",
    ["sk-proj-1234567890abcdef", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "0123456789abcdef0123456789abcdef",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "AbCdEfGhIjKlMnOpQrStUv"],
)  # fmt: skip
def test_what_looks_like_a_key_is_masked_wherever_it_stands(secret):
    for url in (f"https://h.example/{secret}/v1", f"https://h.example/v1?q={secret}",
                f"https://h.example/v1?{secret}"):  # fmt: skip
        assert secret not in masked(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://host.example/news/2024/03/22/israel-says-it-will-go-ahead-with-rafah-operation.html",
        "http://127.0.0.1:8000/v1",
        "https://host.example/article.php?id=12345678&page=2&lang=en",
        "https://host.example/world/middle-east/gaza-cease-fire-talks-resume-in-doha-2024-03-18/",
        "https://en.wikipedia.org/wiki/United_Nations_Security_Council_Resolution_2728#Adoption",
    ],
)
def test_plain_addresses_stay(url):
    assert masked(url) == url


def told_by(problem_of):
    with pytest.raises(Exception) as problem:
        problem_of()
    return f"{problem.value!s} {problem.value!r}"


def test_no_message_holds_a_secret():
    with moving(404, "/") as (url, _):
        host = url.removeprefix("http://")
        for bad in (f"http://me:SECRET@{host}/", f"{url}/?key=SECRET", f"http://me:SECRET@{host}0/x",
                    "http://me:SECRET@[bad/", "http://a b/?token=SECRET",
                    f"http://me:SECRET@{host}:port/"):  # fmt: skip
            assert "SECRET" not in told_by(lambda bad=bad: fetch(bad))
            assert "SECRET" not in told_by(lambda bad=bad: ask("t", Endpoint(bad, "m")))
    for key in ("SECRET\nKEY", "SECRET\u2028", "SECRET"):
        endpoint = Endpoint("http://127.0.0.1:1/", "m", key=key)
        assert "SECRET" not in told_by(lambda endpoint=endpoint: ask("t", endpoint))
        assert "SECRET" not in repr(endpoint)


def test_a_name_and_a_password_are_sent_as_such():
    with noting() as (url, seen):
        request(url.replace("http://", "http://me:p%40ss@"), seconds=9, most_bytes=9)
        request(
            url.replace("http://", "http://me:pass@"),
            seconds=9, most_bytes=9, headers={"Authorization": "Bearer k"},
        )  # fmt: skip
    assert [headers["Authorization"] for _, headers in seen] == ["Basic bWU6cEBzcw==", "Bearer k"]


def test_the_parameters_of_an_endpoint_stay_behind_its_path():
    with noting() as (url, seen), pytest.raises(ReadingError):
        ask("t", Endpoint(f"{url}/v1/?api-version=1&key=k", "m"))
    assert seen[0][0] == "/v1/chat/completions?api-version=1&key=k"


def test_only_the_web_is_asked():
    for url in (Path(__file__).as_uri(), "ftp://127.0.0.1/x", "data:,x"):
        with pytest.raises(NetworkError, match="no http"):
            request(url, seconds=1, most_bytes=9)


@pytest.mark.thorough
def test_what_is_fetched_is_kept_without_the_secrets_of_its_address(tmp_path):
    page = f"<html><body><p>{TEXT}</p></body></html>".encode()

    class Page(Handler):
        def do_GET(self):
            self.reply(page)

    with serving(Page) as url:
        address = url.replace("//", "//me:SECRET@") + "/news.html?token=SECRET&id=7"
        done = run("read", address, "--fetch", "-o", "drafts.yaml", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        refused = run("read", address, cwd=tmp_path)
        for more in ([], ["--text-may-leave-this-machine"]):
            asked = run("read", "news.txt", "--endpoint", address, "--model", "m", *more, cwd=tmp_path,
                        LASTYARD_ENDPOINT_KEY="SECRET")  # fmt: skip
            assert "SECRET" not in asked.stdout + asked.stderr
    assert "SECRET" not in done.stdout + done.stderr + refused.stderr
    kept = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert sorted(kept) == ["drafts.yaml", "news.html", "news.txt"]
    assert "SECRET" not in "".join(kept.values())
    assert "token=***&id=7" in kept["drafts.yaml"]
