"""What a case may reach on its reader's machine: regular files below its own folder."""

import json
import os
import sys

import pytest

import lastyard as ly
from lastyard.case.load import load_with_warnings
from lastyard.case.quotes import NamedFileError, is_within_reach, reaching, read_named
from lastyard.commands.main import main

CASE = """\
title: Talks
as_of: 2024-03-22
parties: {{a: {{}}, b: {{}}}}
issues: {{i: {{options: [x, y]}}}}
sources: {{s: {{title: Report, file: {file!r}}}}}
statements:
  - {{id: one, party: a, on: 2024-01-01, source: s, quote: "the secret word", rejects: "i == 'x'"}}
"""
VOTE = """\
title: Talks
parties: {{a: {{}}, b: {{}}}}
issues: {{i: {{options: [x, y]}}}}
votes:
  - {{id: v, body: {file!r}}}
"""
BODY = "{name: Board, members: [{name: a}, {name: b}], rule: 'yes >= 1', sources: [{title: T}]}\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "case" / "texts").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    for folder in ("case/texts", "other"):
        (tmp_path / folder / "s.txt").write_text("this is the secret word", encoding="utf-8")
        (tmp_path / folder / "body.yaml").write_text(BODY, encoding="utf-8")
    return tmp_path


def codes_of(place, file, text=CASE):
    path = place / "case" / "case.yaml"
    path.write_text(text.format(file=str(file)), encoding="utf-8")
    case, warnings = load_with_warnings(str(path))
    found = next(iter(case.statements), None)
    return [w.code for w in warnings if w.code != "no-source"], found and found.quote.line


OUTSIDE = [
    "../other/s.txt",
    "texts/../../other/s.txt",
    "../case/../other/s.txt",
    "../none.txt",
    "../other",
    "/etc/passwd",
    "/dev/stdin",
    "/proc/self/environ",
    "..",
    "//host/share/s.txt",
]


def test_a_file_below_the_case_is_opened(place):
    for inside in ("texts/s.txt", "./texts/s.txt", "texts/../texts/s.txt", "../case/texts/s.txt",
                   place / "case" / "texts" / "s.txt"):  # fmt: skip
        assert codes_of(place, inside) == ([], 1)
    assert codes_of(place, "texts/none.txt") == (["source-file-unreadable"], None)


@pytest.mark.parametrize("file", OUTSIDE)
def test_a_file_outside_is_not_opened(place, file):
    assert codes_of(place, file) == (["file-outside"], None)


def test_links_are_followed_before_it_is_asked_where_a_file_lies(place):
    texts = place / "case" / "texts"
    (texts / "out.txt").symlink_to(place / "other" / "s.txt")
    (texts / "dangling.txt").symlink_to(place / "other" / "none.txt")
    (place / "case" / "folder").symlink_to(place / "other")
    (texts / "in.txt").symlink_to("s.txt")
    for file in ("texts/out.txt", "texts/dangling.txt", "folder/s.txt"):
        assert codes_of(place, file) == (["file-outside"], None)
    assert codes_of(place, "texts/in.txt") == ([], 1)
    # The folder of the case may itself be reached by a link.
    (place / "link").symlink_to("case")
    assert load_with_warnings(str(place / "link" / "case.yaml"))[0].statements[0].quote.line == 1


def test_a_folder_of_a_like_name_is_another(place):
    (place / "case-2").mkdir()
    (place / "case-2" / "s.txt").write_text("the secret word", encoding="utf-8")
    assert codes_of(place, "../case-2/s.txt") == (["file-outside"], None)


@pytest.mark.skipif(sys.platform == "win32", reason="FIFOs and devices as POSIX has them")
def test_only_regular_files_are_opened(place):
    texts = place / "case" / "texts"
    os.mkfifo(texts / "fifo")
    for file in ("texts/fifo", "texts"):
        assert codes_of(place, file) == (["source-file-unreadable"], None)
    (texts / "endless").symlink_to("/dev/zero")
    with reaching(anywhere=True):
        assert codes_of(place, "texts/endless") == (["source-file-unreadable"], None)
        assert codes_of(place, "/dev/zero") == (["source-file-unreadable"], None)


def test_a_file_has_a_limit(place):
    (place / "case" / "large.txt").write_bytes(b"the secret word" + b" " * 8_000_000)
    assert codes_of(place, "large.txt") == (["source-file-unreadable"], None)
    with pytest.raises(NamedFileError, match="larger than 1 MB"):
        read_named("large.txt", str(place / "case" / "case.yaml"), 1_000_000)


def test_the_reader_can_allow_more(place):
    path = str(place / "case" / "case.yaml")
    assert codes_of(place, "../other/s.txt")[0] == ["file-outside"]
    other = str(place / "other")
    for allowed in (
        {"files_root": other},
        {"files_root": ["x", other]},
        {"allow_files_outside": True},
    ):
        assert ly.load(path, **allowed).statements[0].quote.line == 1
    text = CASE.format(file="../other/s.txt")
    assert ly.load_text(text, path, files_root=other).statements[0].quote.line == 1
    assert ly.load(path, files_root=str(place / "case")).statements[0].quote.line is None
    assert ly.load(path).statements[0].quote.line is None  # and it is not kept


def test_bodies_are_reached_likewise_and_without_one_there_is_no_vote(place):
    def vote_of(file, **allowed):
        path = place / "case" / "case.yaml"
        path.write_text(VOTE.format(file=file), encoding="utf-8")
        try:
            return ly.load(str(path), **allowed).votes[0].body.name
        except ly.CaseError as problem:
            return problem.diagnostics[0].code

    assert vote_of("texts/body.yaml") == "Board"
    assert vote_of("texts/none.yaml") == "unknown-body"
    for file in ("../other/body.yaml", "../none.yaml", "/etc/netplan/config.yaml"):
        assert vote_of(file) == "file-outside"
    assert vote_of("../other/body.yaml", files_root=str(place / "other")) == "Board"
    assert "Security Council" in vote_of("un-charter-1945/security-council")
    if sys.platform != "win32":
        os.mkfifo(place / "case" / "fifo.yaml")
        assert vote_of("fifo.yaml") == "unknown-body"
    bomb = "a: &a [x, x]\n" + "".join(
        f"{c}: &{c} [*{b}, *{b}]\n"
        for b, c in zip("abcdefghijklmnopqrstuvwxyz", "bcdefghijklmnopqrstuvwxyz", strict=False)
    )
    (place / "case" / "bomb.yaml").write_text(bomb + BODY.replace("Board", "*z"), encoding="utf-8")
    assert vote_of("bomb.yaml") == "unknown-body"
    (place / "case" / "large.yaml").write_text("#" + " " * 1_000_000, encoding="utf-8")
    assert vote_of("large.yaml") == "unknown-body"


def test_nothing_of_a_file_outside_is_told(place):
    """Whether it is there, and whether words stand in it, must not show anywhere."""
    told = set()
    for file in ("../other/s.txt", "../other/t.txt"):
        codes_of(place, file)
        _, warnings = load_with_warnings(str(place / "case" / "case.yaml"))
        told.add(str(warnings[0]).replace(file, "FILE").replace("s.txt", "t.txt"))
    assert len(told) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "case.yaml"], ["analyse", "case.yaml"], ["standing", "case.yaml"], ["trace", "case.yaml"],
        ["report", "case.yaml", "--json"], ["sweep", "case.yaml"], ["diff", "case.yaml", "case.yaml"],
        ["timeline", "case.yaml"], ["impasse", "case.yaml"],
        ["merge", "case.yaml", "case.yaml", "-o", "merged.yaml"],
    ],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_every_command_takes_the_options(arguments, place, monkeypatch, capsys):
    codes_of(place, "../other/s.txt")
    monkeypatch.chdir(place / "case")

    def told(*more):
        with pytest.raises(SystemExit) as end:
            main([*arguments, *more])
        assert end.value.code in (0, 1)
        return capsys.readouterr().err

    assert "warning[file-outside]" in told()
    assert "--files-root" in told()
    assert "file-outside" not in told("--files-root", "../other")
    assert "file-outside" not in told("--files-root", "texts", "--files-root", "..")
    assert "file-outside" not in told("--allow-files-outside")
    assert "file-outside" in told("--files-root", "texts")


def test_code_does_not_show_what_stands_around_a_quote_outside(place, monkeypatch, capsys):
    import io

    (place / "case" / "case.yaml").write_text(
        "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\n", encoding="utf-8"
    )
    (place / "case" / "d.yaml").write_text(
        "document: {name: s, sha256: s, characters: 9, method: rules}\n"
        "source: {id: s, title: s, file: ../other/s.txt}\n"
        "drafts:\n  - {id: s-1, party: a, on: 2024-03-22, source: s, quote: is, "
        "found: {kind: direct, start: 5, end: 7, prefix: p, suffix: q, confidence: 1}}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(place / "case")
    for more, shown in (([], False), (["--files-root", "../other"], True)):
        monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
        with pytest.raises(SystemExit):
            main(["code", "case.yaml", "d.yaml", *more])
        assert ("secret word" in capsys.readouterr().err) is shown


def test_the_reach_is_that_of_the_moment(tmp_path):
    assert is_within_reach("a.txt", None)
    assert not is_within_reach("../a.txt", "-")
    with reaching([str(tmp_path)]):
        assert is_within_reach(str(tmp_path / "a"), None)
        with reaching(["."]):
            assert is_within_reach(str(tmp_path / "a"), None)
    assert not is_within_reach(str(tmp_path / "a"), None)


def test_json_tells_the_code(place, capsys):
    path = place / "case" / "case.yaml"
    path.write_text(VOTE.format(file="../other/body.yaml"), encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["check", str(path), "--json"])
    assert end.value.code == 2
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] == "file-outside"
