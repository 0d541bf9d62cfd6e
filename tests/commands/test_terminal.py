"""What a terminal is shown that a file or a pipe is not."""

import os
import re
import subprocess

import pytest

from lastyard.show.text import width_of
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


@pytest.mark.thorough
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


WIDE = """title: 港口谈判
parties: {a: {name: 港务局与市政府联合委员会}, b: {name: 码头工人工会}}
issues:
  wage: {name: 工资增长, range: [0, 10], step: 0.5, unit: 百分比}
statements:
  - {id: s1, party: a, on: 2024-01-01, offers: {wage: 2}, source: s}
  - {id: s2, party: b, on: 2024-01-01, requires: "wage >= 5", source: s}
sources: {s: {title: T}}
"""


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("question", ["standing", "packages"])
def test_wide_letters_count_twice(tmp_path, columns, question):
    (tmp_path / "wide.yaml").write_text(WIDE, encoding="utf-8")
    shown = on_terminal(question, str(tmp_path / "wide.yaml"), COLUMNS=str(columns))
    for line in re.split(r"[\r\n]", CODES.sub("", shown)):
        assert width_of(line) <= columns, line


def test_how_far_it_is_fits_on_one_line_of_a_narrow_terminal():
    shown = on_terminal("packages", "rafah", COLUMNS="60")
    for line in re.split(r"[\r\n]", CODES.sub("", shown)):
        assert len(line) <= 60, line
