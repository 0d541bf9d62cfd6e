"""Two sessions of `code` on one case at once: whatever one does, the other loses nothing."""

import sys
import threading

import pytest

from lastyard.case.load import load_with_warnings
from lastyard.drafting import adding as sessions
from lastyard.drafting.adding import Session, load_drafts
from lastyard.drafting.record import alone_with, lock_beside, read_record, record_path
from program import run

CASE = """\
title: Port talks
parties: {moorland: {words: [Ada Moor]}, westland: {words: [Otto Penn]}}
issues:
  port: {options: [open, closed]}
statements: []
"""
DRAFTS = """\
document: {{name: {name}, sha256: "{name}", characters: 9, method: rules}}
source: {{id: {name}, title: {name}}}
drafts:
  - {{id: {name}-1, party: {party}, on: 2024-03-22, source: {name}, quote: words, rejects: "port == 'open'"}}
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    for name, party in (("one", "moorland"), ("two", "westland")):
        text = DRAFTS.format(name=name, party=party)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def session_of(place, name):
    session = Session(str(place / "case.yaml"), load_drafts(str(place / f"{name}.yaml")))
    return session, session.pending[0]


def ids_in(place):
    return {s.id for s in load_with_warnings(str(place / "case.yaml"))[0].statements}


def test_a_statement_accepted_during_an_undo_is_kept(place, monkeypatch):
    one, first = session_of(place, "one")
    two, second = session_of(place, "two")
    one.accept(first, first.node)
    problems = []
    accepting = threading.Thread(
        target=lambda: problems.extend(_problems_of(two.accept, second, second.node))
    )
    real = sessions.write_whole

    def write(path, *arguments, **more):
        if path.endswith("case.yaml"):
            # The record was replaced, the case not yet: now the other tries to get in.
            accepting.start()
            accepting.join(0.3)
        real(path, *arguments, **more)

    monkeypatch.setattr(sessions, "write_whole", write)
    one.undo()
    accepting.join()
    assert problems == []
    assert ids_in(place) == {"two-1"}
    record = read_record(record_path(str(place / "case.yaml")))
    assert [decision.draft for decision in record] == ["two-1"]


def _problems_of(function, *arguments):
    try:
        function(*arguments)
    except Exception as problem:
        return [problem]
    return []


def test_the_lock_of_a_case_is_one_by_whatever_link_it_is_reached(place):
    (place / "link.yaml").symlink_to("case.yaml")
    assert lock_beside(str(place / "link.yaml")) == lock_beside(str(place / "case.yaml"))


@pytest.mark.thorough
def test_no_lock_stays(place):
    done = run("code", "case.yaml", "one.yaml", stdin="a\nu\na\n", cwd=place)
    assert done.returncode == 0, done.stderr
    done = run("merge", "case.yaml", "case.yaml", "-o", "case.yaml", cwd=place)
    assert done.returncode == 0, done.stderr
    assert ids_in(place) == {"one-1"}
    assert sorted(path.name for path in place.iterdir()) == [
        "case.coded.jsonl", "case.yaml", "one.yaml", "one.yaml.progress.json", "two.yaml"
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="modes as POSIX has them")
def test_colleagues_who_may_write_the_case_may_wait_for_its_lock(place):
    case = place / "case.yaml"
    case.chmod(0o664)
    with alone_with(str(case)):
        assert lock_beside(str(case)).stat().st_mode & 0o060 == 0o060


def test_many_at_once_hold_the_lock_one_after_the_other(place):
    """The lock file comes and goes all the time, and still nobody is let in beside another."""
    case, inside, worst = str(place / "case.yaml"), [], []

    def hold():
        for _ in range(20):
            with alone_with(case):
                inside.append(1)
                worst.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(worst) == 80
    assert max(worst) == 1
