"""What a terminal is shown that a file or a pipe is not."""

import os
import re
import subprocess

import pytest

from program import PROGRAM, run

pty = pytest.importorskip("pty", reason="pseudo-terminals are there on Linux and macOS only")
CODES = re.compile(r"\x1b\[\d*m")


def on_terminal(*arguments, **environment):
    """Return what the program writes to a terminal of 80 columns."""
    own, its = pty.openpty()
    settings = {"TERM": "xterm", "COLUMNS": "80", **environment}
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [PROGRAM, *arguments], stdin=its, stdout=its, stderr=its, env=kept | settings
    )
    os.close(its)
    data = b""
    while True:
        try:
            more = os.read(own, 65536)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        data += more
    os.close(own)
    assert process.wait() in (0, 1), data
    return data.decode().replace("\r\n", "\n")


def test_headings_stand_out_on_a_terminal_and_nowhere_else():
    shown = on_terminal("standing", "rafah")
    assert "\x1b[1mRafah operation, March 2024\x1b[0m" in shown
    assert CODES.search(run("standing", "rafah").stdout) is None
    for off in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = on_terminal("standing", "rafah", **off)
        assert "\x1b" not in plain
        assert CODES.sub("", shown) == plain


def test_shares_are_bars_on_a_terminal_and_nowhere_else():
    shown = CODES.sub("", on_terminal("packages", "rafah"))
    rows = [line for line in shown.splitlines() if re.match(r"  [A-E]  ", line)]
    assert rows
    for row in rows:
        agreement = float(
            re.findall(r"\d\.\d+", row.partition("█")[0])[-1 if "±" not in row else -2]
        )
        assert row.count("█") == round(10 * agreement)
        assert row.count("█") + row.count("░") == 10
        assert len(row) <= 80
    assert "█" not in run("packages", "rafah").stdout
    assert "█" not in on_terminal("packages", "rafah", NO_COLOR="1")


def test_a_case_cannot_drive_the_terminal(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        'title: "Talks \\e[31m red \\e]0;owned\\a"\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\n'
    )
    shown = on_terminal("standing", str(path))
    assert "\x1b" not in CODES.sub("", shown)
    assert set(CODES.findall(shown)) <= {"\x1b[0m", "\x1b[1m", "\x1b[2m"}
