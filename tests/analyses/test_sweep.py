"""Sweeps give the same rows wherever and in whatever order they run, and can be taken up."""

import json
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.answers import sweep as answers
from lastyard.answers.impasse import impasse_beside
from lastyard.answers.sweep import parse_setting, run_task, sweep, tasks_of

CATALOG = Path(__file__).parents[2] / "catalog"
RAFAH = ly.load(str(CATALOG / "news/sn-2024/rafah.yaml"))
TOYS = ly.load(str(CATALOG / "papers/nash-1950/bill-and-jack.yaml"))
SETTINGS = [
    parse_setting("firmness.no-major=0.2:0.9:4"),
    parse_setting("firmness.full-operation=0,1"),
]


class Backwards(Executor):
    """Runs the last task first."""

    def __init__(self):
        self.waiting = []

    def submit(self, function, /, *arguments, **more):
        future = Future()
        self.waiting.append((future, function, arguments))
        if len(self.waiting) == 8:
            for ready, run, given in reversed(self.waiting):
                ready.set_result(run(*given))
        return future


def test_rows_come_in_order_whatever_the_executor():
    rows = sweep([RAFAH], SETTINGS, seed=5)
    assert [row["task"] for row in rows] == list(range(8))
    assert [row["set"]["firmness.no-major"] for row in rows[::2]] == ["0.2", "13/30", "2/3", "0.9"]
    assert len({row["seed"] for row in rows}) == len({row["key"] for row in rows}) == 8
    assert sweep([RAFAH], SETTINGS, seed=5, executor=Backwards()) == rows
    with ThreadPoolExecutor(3) as threads:
        assert sweep([RAFAH], SETTINGS, seed=5, executor=threads) == rows
    assert sweep([RAFAH], SETTINGS, seed=6)[0]["seed"] != rows[0]["seed"]


TWO_DISPUTES = ly.load_text("""
title: Wage and hours
parties: {union: {}, firm: {}, state: {}}
issues:
  wage: {range: [0, 10], step: 1, unit: "%"}
  hours: {range: [30, 40], step: 1, unit: h}
  shifts: {options: [none, some, all], ordered: true}
statements:
  - {id: floor, party: union, on: 2024-01-05, requires: "wage >= 6", firmness: 0.7}
  - {id: higher, party: union, on: 2024-01-06, requires: "wage >= 8", firmness: 0.5}
  - {id: bid, party: firm, on: 2024-01-09, rejects: "wage > 3", firmness: 0.8}
  - {id: week, party: union, on: 2024-01-09, requires: "hours <= 35 and shifts == 'none'"}
  - {id: longer, party: firm, on: 2024-01-10, requires: "hours >= 38 or shifts == 'all'"}
  - {id: law, party: state, on: 2024-01-10, rejects: "hours > 39 and wage > 2"}
""")


@pytest.mark.parametrize("case", [RAFAH, TWO_DISPUTES])
def test_a_row_holds_what_its_case_gives_alone(case):
    """What tasks share, since they differ in firmness alone, changes no answer."""
    blocked = ly.impasse(case)
    firm = list({each.id: each for one in blocked.blocking_sets for each in one.statements})
    settings = [
        parse_setting(f"firmness.{firm[0]}=0,0.35,1"),
        parse_setting(f"firmness.{firm[-1]}=0.1,1"),
        parse_setting(f"confidence.{firm[1]}=0.5,1"),
    ]
    rows = sweep([case], settings)
    for task, row in zip(tasks_of([case], settings), rows, strict=True):
        assert row["impasse"] == ly.impasse(task.case).as_json()
    assert len({json.dumps(row["impasse"]["openings"]) for row in rows}) > 4


def test_sets_that_hang_on_firmness_are_not_shared(monkeypatch):
    """Where not all sets are known, the likeliest are told: others for another firmness."""
    monkeypatch.setattr(answers, "impasse_beside", partial(impasse_beside, limit=1, first=1))
    rows = sweep([RAFAH], SETTINGS)
    for task, row in zip(tasks_of([RAFAH], SETTINGS), rows, strict=True):
        assert row["impasse"] == ly.impasse(task.case, limit=1, first=1).as_json()
    assert not rows[0]["impasse"]["complete"]


def test_processes():
    rows = sweep([RAFAH, TOYS])
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert sweep([RAFAH, TOYS], executor=processes) == rows
    assert "solutions" not in rows[0]
    assert rows[1]["solutions"]["solutions"]["nash"]["values"] == {"bill": 24, "jack": 11}


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster():
    import distributed

    rows = sweep([RAFAH, TOYS], seed=1)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert sweep([RAFAH, TOYS], seed=1, executor=client.get_executor()) == rows


def test_what_is_set_is_what_is_analysed():
    rows = sweep([RAFAH], [parse_setting("firmness.full-operation=0.25")])
    assert rows[0]["impasse"]["openings"][0]["chance"] == 0.75
    (row,) = sweep([TOYS], [parse_setting("reservation.bill-points=35")])
    assert row["solutions"]["frontier"] == []
    assert "Bill" in row["solutions"]["reason"]
    assert row["solutions"]["solutions"]["nash"]["package"] is None


def test_an_interrupted_sweep_is_taken_up(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = sweep([RAFAH], SETTINGS, results=str(path))
    whole = path.read_bytes()
    assert [json.loads(line) for line in whole.splitlines()] == rows
    lines = whole.splitlines(keepends=True)
    # Rows out of order, and one cut off by a crash.
    path.write_bytes(lines[5] + lines[2] + lines[0][:40])
    told = []
    again = sweep(
        [RAFAH],
        SETTINGS,
        results=str(path),
        progress=lambda ready, total: told.append((ready, total)),
    )
    assert again == rows
    assert told == [(n, 8) for n in range(3, 9)]
    assert path.read_bytes() == whole


def test_rows_are_written_as_they_are_ready(tmp_path):
    path = tmp_path / "rows.jsonl"
    seen = []
    sweep(
        [RAFAH],
        SETTINGS,
        results=str(path),
        progress=lambda ready, _: seen.append(path.read_bytes().count(b"\n") == ready),
    )
    assert seen == [True] * 8


@pytest.mark.parametrize(
    "content", ['{"task": 0, "key": "other"}\n', "hello\n", "[]\n", "title: a case, one line only"]
)
def test_a_file_that_holds_something_else_is_left_alone(tmp_path, content):
    path = tmp_path / "rows.jsonl"
    path.write_text(content)
    with pytest.raises(ly.RequestError, match=r"name another file"):
        sweep([RAFAH], results=str(path))
    assert path.read_text() == content


def test_a_question_without_answer_is_told_in_its_row():
    half = ly.load_text("""
title: Half
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
statements:
  - {id: p, party: a, on: 2024-01-01, values: {i: {x: 1, y: 2}}}
""")
    (row,) = sweep([half])
    assert "no points are in force from: b" in row["solutions"]["error"]
    assert row["impasse"]["agreement_exists"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("firmness.no-major", "write it as"),
        ("hardness.no-major=0.5", "what can be set"),
        ("firmness.no-major=0.2:0.9", "write it as"),
        ("firmness.no-major=0.2:0.9:0", "LOW:HIGH:COUNT"),
        ("firmness.no-major=0.2:0.9:1", "LOW:HIGH:COUNT"),
        ("firmness.no-major=0.2:0.9:9999999", "LOW:HIGH:COUNT"),
        ("firmness.no-major=nan", "write it as"),
        ("firmness.no-major=2", "between 0 and 1"),
    ],
)
def test_bad_settings(text, words):
    with pytest.raises(ly.RequestError, match=words):
        parse_setting(text)


def test_settings_that_do_not_fit():
    with pytest.raises(ly.RequestError, match="did you mean 'no-major'"):
        tasks_of([RAFAH], [parse_setting("firmness.no-majr=0.5")])
    with pytest.raises(ly.RequestError, match="gives no points"):
        tasks_of([RAFAH], [parse_setting("reservation.no-major=3")])
    with pytest.raises(ly.RequestError, match="set twice"):
        tasks_of([RAFAH], [SETTINGS[0], SETTINGS[0]])
    many = parse_setting("confidence.no-major=0:1:2000")
    with pytest.raises(ly.RequestError, match="more than 1,000,000"):
        tasks_of([RAFAH], [many, parse_setting("firmness.no-major=0:1:2000")])


def test_a_task_stands_alone():
    import pickle

    task = tasks_of([RAFAH], SETTINGS)[3]
    assert run_task(pickle.loads(pickle.dumps(task))) == run_task(task)


def test_rows_that_were_emptied_or_changed_are_worked_out_again(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = sweep([RAFAH], SETTINGS, results=str(path))
    whole = path.read_bytes()
    spoiled = [dict(row) for row in rows]
    spoiled[0]["impasse"] = {}
    spoiled[1]["impasse"] = None
    del spoiled[2]["impasse"]
    spoiled[3] = {"task": 3, "key": rows[3]["key"]}
    spoiled[4]["impasse"] = {**rows[4]["impasse"], "agreement_exists": True}
    del spoiled[5]["seal"]
    lines = [json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in spoiled]
    lines[6] = "{}"
    path.write_text("\n".join([*lines[:3], "", *lines[3:]]) + "\n", encoding="utf-8")
    told = []
    again = sweep(
        [RAFAH], SETTINGS, results=str(path), progress=lambda ready, _: told.append(ready)
    )
    assert again == rows
    assert told == list(range(2, 9))  # one row was whole
    assert path.read_bytes() == whole


def test_a_case_is_written_out_once_and_not_for_every_task(monkeypatch, tmp_path):
    from lastyard.answers import sweep as module

    counted = []
    real = module.dump
    monkeypatch.setattr(module, "dump", lambda case: counted.append(case) or real(case))
    path = str(tmp_path / "rows.jsonl")
    rows = sweep([RAFAH, TOYS], results=path)
    assert len(counted) == 2
    tasks = tasks_of([RAFAH], [parse_setting("firmness.no-major=0:1:1000")])
    assert len({task.key for task in tasks}) == 1000
    assert len(counted) == 3
    assert rows[0]["key"] != rows[1]["key"]


def test_a_key_changes_with_all_that_a_row_depends_on():
    from dataclasses import replace

    one = tasks_of([RAFAH], SETTINGS, seed=1)[0]
    others = [
        tasks_of([RAFAH], SETTINGS, seed=2)[0],
        tasks_of([RAFAH], SETTINGS, seed=1)[1],
        tasks_of([replace(RAFAH, note="x")], SETTINGS, seed=1)[0],
        tasks_of([RAFAH], [parse_setting("confidence.no-major=0.2"), SETTINGS[1]], seed=1)[0],
        tasks_of([RAFAH], [parse_setting("firmness.no-major=0.2"), SETTINGS[1]], seed=1)[0],
    ]
    assert [one.key == other.key for other in others] == [False] * 4 + [True]


def test_a_row_that_failed_is_named_and_tried_again(tmp_path, monkeypatch):
    from lastyard.answers import sweep as module

    def fails(case):
        raise MemoryError

    path = tmp_path / "rows.jsonl"
    with monkeypatch.context() as patched:
        patched.setattr(module, "solutions", fails)
        rows = sweep([RAFAH, TOYS], results=str(path))
    assert "error" not in rows[0]
    assert "memory" in rows[1]["error"]
    assert (rows[1]["task"], rows[1]["file"], rows[1]["set"]) == (1, TOYS.file, {})
    assert sweep([RAFAH, TOYS], results=str(path)) == sweep([RAFAH, TOYS])


@pytest.mark.thorough
def test_workers_of_a_sweep_may_be_killed(tmp_path):
    """The real command, with a worker killed while it works."""
    import os
    import signal
    import subprocess
    import time

    from program import PROGRAM

    case = str(CATALOG / "papers/nash-1950/bill-and-jack.yaml")
    arguments = ["--set", "reservation.bill-points=0:30:40", "--processes", "2"]
    with subprocess.Popen(
        [PROGRAM, "sweep", case, *arguments, "-o", "rows.jsonl"],
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as done:
        rows = tmp_path / "rows.jsonl"
        while done.poll() is None and not (rows.exists() and rows.read_bytes().count(b"\n") > 2):
            time.sleep(0.01)
        for worker in _workers_of(done.pid):
            os.kill(worker, signal.SIGKILL)
        told = done.stderr.read()
    assert (done.returncode, told) == (0, b"")
    plain = sweep([ly.load(case)], [parse_setting("reservation.bill-points=0:30:40")])
    assert [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()] == plain


def _workers_of(process):
    """The processes that work for another, and not the one that tracks its resources."""
    found = []
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        line = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"spawn_main" in line:
            found.append(int(child))
    return found
