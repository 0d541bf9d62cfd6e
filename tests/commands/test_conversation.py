"""The conversation of `code`: what is shown, every key, undo, several files."""

import json
import os
import signal
import sys

import pytest

try:
    from pexpect import EOF
except ImportError:  # these tests are skipped
    EOF = None

sys.path.insert(0, os.path.dirname(__file__))  # noqa: PTH120
from test_reading_commands import CASE, REPORT, run

PAY = """\
April 11, 2031

Mara Quill of the Tram Union said the drivers would not go back for less than 8 percent. Quill \
said the strike must be suspended by all. The weather was fine, she added.
"""
TRAMS = """\
title: Tram strike
parties: {union: {words: [Mara Quill]}, company: {words: [Jonas Beck]}}
issues:
  pay: {range: [0, 12], step: 0.5, unit: percent}
  strike: {options: [goes on, suspended]}
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "case.yaml").write_text(TRAMS, encoding="utf-8")
    (tmp_path / "pay.txt").write_text(PAY, encoding="utf-8")
    run("read", "pay.txt", "--case", "case.yaml", "-o", "d.yaml", cwd=tmp_path)
    return tmp_path


def code(place, answers, *drafts):
    done = run("code", "case.yaml", *(drafts or ["d.yaml"]), stdin=answers, cwd=place)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_what_is_around_a_quote_is_shown_and_why_it_is_proposed(place):
    _, _, shown = code(place, "q\n")
    assert "1 of 3" in shown
    assert "Mara Quill (union), 2031-04-11" in shown
    assert (
        "Tram Union said >>the drivers would not go back for less than 8 percent<<. Quill" in shown
    )
    assert "1 proposed: rejects: pay < 8   (pay; confidence of the proposal 0." in shown
    assert "by 'words of denial' on: 8 percent" in shown
    assert "April 11" not in shown  # another paragraph


def test_a_surname_is_enough_for_the_party_and_no_word_is_no_proposal(place):
    drafts = (place / "d.yaml").read_text(encoding="utf-8")
    assert drafts.count("party: union") == 3
    assert drafts.count("nothing proposed: the words of the case do not tell what it means") == 1
    _, _, shown = code(place, "s\ns\nq\n")
    assert "nothing is proposed: the words of 'Tram strike' do not tell what it means" in shown


def test_where_no_sign_is_sure_only_the_issue_is_told(tmp_path):
    (tmp_path / "case.yaml").write_text(TRAMS, encoding="utf-8")
    (tmp_path / "pay.txt").write_text(
        "Mara Quill described 8 percent in pay as a figure of many.", encoding="utf-8"
    )
    run("read", "pay.txt", "--case", "case.yaml", "-o", "d.yaml", cwd=tmp_path)
    drafts = (tmp_path / "d.yaml").read_text(encoding="utf-8")
    assert (
        "# about pay, by the words pay, 8 percent; whether for or against is not sure: write"
        in drafts
    )
    assert "position:" not in drafts
    _, _, shown = code(tmp_path, "q\n")
    assert "1 about pay; whether for or against is not sure   (on: pay, 8 percent)" in shown


def test_help_names_keys_verbs_and_options(place):
    _, _, shown = code(place, "?\nx\n9\nq\n")
    assert "undo the last decision, also in the case" in shown
    assert "strike: 'goes on', 'suspended'" in shown
    assert "pay: 0 to 12" in shown
    assert "not understood; ? tells the keys" in shown
    assert "nothing that could be written is proposed there" in shown


def test_undo_takes_back_what_was_accepted_and_what_was_dropped(place):
    before = (place / "case.yaml").read_bytes()
    code_, _, shown = code(place, "u\na\nu\nd\nu\nq\n")
    assert code_ == 1
    assert "there is no decision of this session to take back" in shown
    assert shown.count("taken back: pay-1") == 2
    assert (place / "case.yaml").read_bytes() == before
    assert not (place / "case.coded.jsonl").exists()
    assert code(place, "a\na\nd\n")[0] == 0
    lines = (place / "case.coded.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["accepted", "accepted", "dropped"]


def test_undo_leaves_a_case_alone_that_somebody_else_changed(place, monkeypatch):
    from lastyard.drafting.adding import Session, load_drafts, typed_verb
    from lastyard.errors import RequestError

    session = Session(str(place / "case.yaml"), load_drafts(str(place / "d.yaml")))
    draft = session.pending[0]
    session.accept(draft, typed_verb(draft.node, "rejects: pay < 8"))
    with (place / "case.yaml").open("a") as file:
        file.write("# mine\n")
    with pytest.raises(RequestError, match="was changed since; take 'pay-1' out of it yourself"):
        session.undo()
    assert draft not in session.pending
    assert "# mine" in (place / "case.yaml").read_text(encoding="utf-8")


def test_a_folder_of_drafts_is_gone_through_and_taken_up(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    for k in range(2):
        text = REPORT.replace("40", str(40 + 10 * k))
        (tmp_path / "reports" / f"r{k}.txt").write_text(text, encoding="utf-8")
    run("watch", "reports", "--case", "case.yaml", "--once", cwd=tmp_path)
    code_, out, shown = code(tmp_path, "a\nd\nd\nd\na\nq\n", "reports/drafts")
    assert code_ == 1
    assert "r0.txt.yaml: 4 of 4 wait" in shown
    assert "r1.txt.yaml: 4 of 4 wait" in shown
    assert "2 statements added, 3 dropped, 3 undecided." in out
    code_, out, shown = code(tmp_path, "d\nd\nd\n", "reports/drafts")
    assert code_ == 0
    assert "r0.txt.yaml: " not in shown
    assert "2 there already, 6 dropped" in out
    (tmp_path / "none").mkdir()
    assert "no file of drafts" in code(tmp_path, "", "none")[2]


def test_a_case_that_is_not_there_is_what_is_told(place):
    for more in ([], ["--batch"]):
        done = run("code", "nowhere/case.yaml", "d.yaml", *more, cwd=place)
        assert done.returncode == 2
        assert b"cannot read 'nowhere/case.yaml'" in done.stderr


def on_terminal(place, *, columns=200):
    """Start `code` at a terminal."""
    pexpect = pytest.importorskip("pexpect")
    words = ["-c", "from lastyard.commands import main; main()", "code", "case.yaml", "d.yaml"]
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return pexpect.spawn(
        sys.executable, words, cwd=str(place), timeout=60, encoding="utf-8", dimensions=(40, columns),
        env=kept,
        # Tests run in the background of a shell inherit that Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


HELP = r"\[\?\]\s+help: $"
posix = pytest.mark.skipif(sys.platform == "win32", reason="a terminal as POSIX has it")


@pytest.mark.thorough
@posix
def test_on_a_terminal_a_key_is_enough_and_ctrl_c_stops(place):
    terminal = on_terminal(place)
    for key in ("a", "e"):
        terminal.expect(HELP)
        terminal.send(key)
    terminal.expect(r"party: \[1\] union, \[2\] company, \[k\] keep union: $")
    terminal.send("7k")
    for question, answer in (
        ("on ", ""), ("by", "Ms Quill"), ("says", "position: {strike: suspended}")
    ):  # fmt: skip
        terminal.expect(question + r".*: $")
        terminal.sendline(answer)
    terminal.expect(HELP)
    terminal.sendcontrol("c")
    terminal.expect("stopped; what was decided is kept")
    terminal.expect(EOF)
    text = (place / "case.yaml").read_text(encoding="utf-8")
    assert "rejects: pay < 8" in text
    assert "by: Ms Quill" in text
    assert "position: {strike: suspended}" in text


@pytest.mark.thorough
@posix
def test_what_is_typed_ahead_counts_and_enter_and_arrows_do_not(place):
    import termios

    terminal = on_terminal(place)
    before = termios.tcgetattr(terminal.child_fd)
    terminal.expect(HELP)
    terminal.send("\r\n\x1b[A\x1b[3~\x1bOPx\u00e9ssd")
    terminal.expect("3 of 3")
    terminal.expect(EOF)
    assert terminal.wait() == 1
    assert "1 dropped, 2 undecided" in terminal.before
    assert termios.tcgetattr(terminal.child_fd) == before
    terminal = on_terminal(place)
    terminal.expect(HELP)
    terminal.sendcontrol("d")
    terminal.expect("stopped; what was decided is kept")


@pytest.mark.thorough
@posix
def test_what_was_typed_is_still_there_when_it_was_not_fit(place):
    terminal = on_terminal(place)
    terminal.expect(HELP)
    terminal.send("e2")
    for question, answer in (
        ("on ", "2031-04-12"), ("by", "Otto Gale"), ("says", "rejects: pay <= 8 or strike =="),
    ):  # fmt: skip
        terminal.expect(question + r".*: $")
        terminal.sendline(answer)
    terminal.expect(r"firmness: .*: $")
    terminal.send("f")
    terminal.expect("error")
    terminal.expect(HELP)
    terminal.send("ek")
    terminal.expect(r"on .*\[2031-04-12\]: $")
    terminal.sendline("")
    terminal.expect(r"by \[Otto Gale\]: $")
    terminal.sendline("")
    terminal.expect(r"says \(verb: value\): rejects: pay <= 8 or strike ==")
    terminal.sendline(" 'goes on'")  # the line begins with what was typed before
    terminal.expect(r"firmness: .*: $")
    terminal.send("n")
    terminal.expect(r"firmness \(0 to 1.*: $")
    terminal.sendline("0.7")
    terminal.expect(HELP)
    terminal.send("q")
    terminal.expect(EOF)
    text = (place / "case.yaml").read_text(encoding="utf-8")
    assert "party: company" in text
    assert "on: 2031-04-12" in text
    assert "by: Otto Gale" in text
    assert "rejects: pay <= 8 or strike == 'goes on'" in text
    assert "firmness: 0.7" in text


STRANGERS = """\
April 11, 2031

Vera Holm said the drivers would not go back for less than 8 percent. Vera Holm said that the strike would be
suspended. Pia Holm said the strike would go on.
"""


@pytest.fixture
def strangers(place):
    (place / "pay.txt").write_text(STRANGERS, encoding="utf-8")
    (place / "d.yaml").unlink()
    run("read", "pay.txt", "--case", "case.yaml", "-o", "d.yaml", cwd=place)
    assert "party:" not in (place / "d.yaml").read_text(encoding="utf-8").replace("# party:", "")
    return place


def test_whose_a_speaker_is_need_be_said_only_once(strangers):
    said = "position: {strike: suspended}\n"
    _, out, shown = code(strangers, f"a\nunion\ne\n\n\n\n{said}s\n")
    assert "Vera Holm (party not known)" in shown
    assert "Vera Holm (union, as before)" in shown
    assert "Pia Holm (party not known)" in shown
    assert "2 statements added, 1 undecided." in out
    assert (strangers / "case.yaml").read_text(encoding="utf-8").count("party: union") == 2


def test_a_speaker_of_two_parties_is_asked_for_again(strangers):
    text = (
        (strangers / "d.yaml").read_text(encoding="utf-8").replace("by: Pia Holm", "by: Vera Holm")
    )
    (strangers / "d.yaml").write_text(text, encoding="utf-8")
    said = "position: {strike: suspended}\n"
    _, _, shown = code(strangers, f"a\nunion\ne\ncompany\n\n\n{said}u\ns\nq\n")
    assert (
        shown.count("Vera Holm (union, as before)") == 3
    )  # the second draft, twice, and the third
    _, _, shown = code(strangers, f"e\ncompany\n\n\n{said}q\n")
    assert shown.count("Vera Holm (party not known)") == 1


@posix
@pytest.mark.parametrize("columns", [60, 80])
def test_lines_keep_to_the_width_of_the_terminal(place, columns):
    terminal = on_terminal(place, columns=columns)
    terminal.expect(HELP)
    shown = terminal.before
    terminal.send("q")
    terminal.expect(EOF)
    assert "go back" in shown
    assert [line for line in shown.split("\r\n") if len(line) > columns] == []


def test_special_keys_of_windows_are_let_go():
    from lastyard.commands.conversation import _of_windows

    keys = iter("\xe0Ha\x00;b")
    assert [_of_windows(lambda: next(keys)) for _ in range(4)] == ["", "a", "", "b"]
