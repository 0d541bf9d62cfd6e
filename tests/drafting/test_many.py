"""Many documents: a file of drafts each, the same on one process and on two."""

import json

import pytest
from click.testing import CliRunner

from lastyard.commands.documents import read_command
from lastyard.drafting.watching import Reading, documents_in, read_many
from lastyard.errors import RequestError


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "reports"
    place.mkdir()
    for k in range(5):
        text = f"“We agree on point {k},” Ada Moor said."
        (place / f"r{k}.txt").write_text(text, encoding="utf-8")
    (place / "r0.md").write_text("Otto Penn said talks would resume.", encoding="utf-8")
    (place / "bad.txt").write_bytes(b"\x00\x01\x02")
    (place / "picture.png").write_bytes(b"\x89PNG")
    return place


def run(*arguments):
    return CliRunner().invoke(read_command, arguments, standalone_mode=False)


def written(place):
    return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


@pytest.mark.thorough
def test_processes_change_nothing(folder, tmp_path):
    one = run(str(folder), "--into", str(tmp_path / "a"))
    two = run(str(folder), "--into", str(tmp_path / "b"), "--processes", "2")
    assert one.return_value == two.return_value == 1  # one document is binary
    assert one.stdout == two.stdout.replace(str(tmp_path / "b"), str(tmp_path / "a"))
    assert "bad.txt: not read" in one.stderr
    assert written(tmp_path / "a") == written(tmp_path / "b")
    names = ["r0-2.yaml", "r0.yaml", "r1.yaml", "r2.yaml", "r3.yaml", "r4.yaml"]
    assert sorted(written(tmp_path / "a")) == names


def test_json_of_each(folder, tmp_path):
    done = run(str(folder / "r1.txt"), str(folder / "r2.txt"), "--json", "--into", str(tmp_path))
    assert done.return_value == 0
    content = json.loads((tmp_path / "r2.json").read_text(encoding="utf-8"))
    assert content["statements"][0]["speaker"] == "Ada Moor"
    assert content["statements"][0]["draft"] == "r2-1"


def test_nothing_is_written_over(folder, tmp_path):
    list(read_many(documents_in([str(folder)]), str(tmp_path), Reading()))
    before = written(tmp_path / "reports")
    with pytest.raises(RequestError, match="is there already"):
        list(read_many([str(folder / "r1.txt")], str(tmp_path), Reading()))
    assert written(tmp_path / "reports") == before


def test_what_does_not_go_together(folder, tmp_path):
    assert "--into" in str(run(str(folder)).exception)
    assert "one document" in str(run(str(folder), "-", "--into", "x").exception)
    assert "one document" in str(run(str(folder), "--into", "x", "-o", "y").exception)
    (tmp_path / "empty").mkdir()
    with pytest.raises(RequestError, match="no document in"):
        documents_in([str(tmp_path / "empty")])
    assert documents_in(["b", "a", "b"]) == ["b", "a"]
