"""Odd and hostile documents through the real command line, with a case, as far as `check`."""

import io
import os
import sys

import pytest

sys.path.insert(0, os.path.dirname(__file__))  # noqa: PTH120
from test_reading_commands import CASE, run

SAID = "March 22, 2024\n\nAda Moor said on Friday: “The port must be open.” Otto Penn said that the toll was out of the question.\n"  # fmt: skip


@pytest.fixture
def place(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def read(place, name, data, *more):
    (place / name).write_bytes(data)
    return run("read", name, "--case", "case.yaml", "-o", "d.yaml", *more, cwd=place)


@pytest.mark.parametrize(
    ("data", "checkable"),
    [
        (SAID.encode(), True),
        (b"\xef\xbb\xbf" + SAID.encode(), True),
        (b"\xff\xfe" + SAID.encode("utf-16-le"), False),
        (b"\xfe\xff" + SAID.encode("utf-16-be"), False),
        (SAID.encode("cp1252"), False),
        (SAID.replace("\n", "\r\n").encode(), True),
        (SAID.replace("\n", "\r").encode(), True),
        (SAID.replace("“", "\u202e“").replace("port", "po\u00adrt").encode(), True),
        (SAID.replace("Moor", "Mo\u200dor").replace(" must", "\u00a0must\u200b").encode(), True),
        (SAID.replace("open", "o\u0301pe\u0308n" + "\u0301" * 500).encode(), True),
        (SAID.replace("port", "po\x85rt\u2028").encode(), True),
        (("Мир сказал «да». 和平 說 “好”。 قال نعم. " + SAID).encode(), True),
        (SAID.replace("\n", " ").encode() * 300, True),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16-le", "utf-16-be", "windows", "crlf", "cr", "bidi",
         "zero width", "combining", "line breaks", "scripts", "one long line"],
)  # fmt: skip
def test_quotes_survive_as_far_as_check(data, checkable, place):
    kept = () if checkable else ("--keep-text", "kept.txt")
    assert read(place, "r.txt", data, *kept).returncode == 0
    drafts = place / "d.yaml"
    text = drafts.read_text(encoding="utf-8")
    assert text.count("    accept: false") >= 2
    said = "accept: true\n    position: {port: open}"
    drafts.write_text(text.replace("accept: false", said, 3), encoding="utf-8")
    text = drafts.read_text(encoding="utf-8")
    for missing in ("party", "on"):  # said by people whom the case does not know
        lines = text.split("\n")
        value = {"party": "westland", "on": "2024-03-22"}[missing]
        text = "\n".join(
            f"    {missing}: {value}" if line.startswith(f"    # {missing}: ") else line
            for line in lines
        )
    drafts.write_text(text, encoding="utf-8")
    done = run("code", "case.yaml", "d.yaml", "--batch", cwd=place)
    assert done.returncode in (0, 1), done.stderr.decode()
    shown = run("check", "case.yaml", cwd=place)
    assert shown.returncode == 0
    assert b"quotes found in the sources' files" in shown.stdout
    assert b"quote-not" not in shown.stderr


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (SAID.encode() + b"\x00" + SAID.encode(), "binary data"),
        (SAID.encode("utf-16-le"), "binary data"),
        (SAID.encode("utf-32"), "binary data"),
        (b"\xff\xfe" + SAID.encode("utf-16-le") + b"a", "binary data"),
        (b"PK\x03\x04" + bytes(range(256)) * 8, "binary data"),
        (b"\x1f\x8b\x08" + bytes(range(256)) * 8, "binary data"),
        (b"\n" * 1000, "is empty"),
        (b"... ---", "no words"),
        (b"%PDF-1.7\n%%EOF", "the PDF cannot be read"),
    ],
)
def test_what_is_no_report_is_refused_in_one_line(data, words, place):
    done = read(place, "r.txt", data)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1
    assert not (place / "d.yaml").exists()


@pytest.mark.parametrize(
    "text",
    [
        '"' * 20_000, "“" * 10_000 + "”" * 10_000, '"a ' * 5_000, "'a " * 5_000, "«" * 5_000,
        "“We agree, Ada Moor said.\n\n" * 200, "(" * 20_000, "\n" * 50_000, "— " * 10_000,
        "Ada Moor, " * 2_000, "said that " * 2_000, "x" * 200_000, "o" + "\u0301" * 20_000,
        "<script>alert(1)</script>" * 500, "- {a: [b, &c *d !!x # " * 500, "\U0001f468\u200d" * 5_000,
    ],
    ids=range(16),
)  # fmt: skip
def test_a_report_behind_rubbish_is_still_read(text, place):
    done = read(place, "r.txt", (text + "\n\n" + SAID).encode())
    assert done.returncode == 0
    drafts = (place / "d.yaml").read_text(encoding="utf-8")
    assert "The port must be open." in drafts
    assert "the toll was out of the question" in drafts


@pytest.mark.parametrize(
    "bomb",
    ["<div>" * 50_000, "<!-- " * 20_000 + "-->", "<p " + "a='b' " * 20_000 + ">", "&lt;" * 50_000,
     "< " * 50_000, "<nav>" * 5_000 + "</nav>" * 5_000],
    ids=range(6),
)  # fmt: skip
def test_page_bombs_with_a_report_behind(bomb, place):
    page = f"<html><body>{bomb}<p>Ada Moor said that the port must be open.</p></body></html>"
    assert read(place, "r.html", page.encode()).returncode == 0
    assert "the port must be open" in (place / "d.yaml").read_text(encoding="utf-8")


def test_pdfs_that_are_locked_or_too_long(place):
    pypdf = pytest.importorskip("pypdf", reason="the extra lastyard[pdf] is not installed")
    locked, long = pypdf.PdfWriter(), pypdf.PdfWriter()
    locked.add_blank_page(100, 100)
    locked.encrypt("secret", algorithm="RC4-128")
    for _ in range(501):
        long.add_blank_page(100, 100)
    for writer, words in ((locked, "locked by a password"), (long, "501 pages are more than")):
        data = io.BytesIO()
        writer.write(data)
        done = read(place, "r.pdf", data.getvalue())
        assert done.returncode == 2
        assert words in done.stderr.decode()
