"""Many cases, or one case under many settings, on one machine or many.

Each task is a case with some numbers of its statements set; each gives one row of plain
JSON: what blocks it and, where every party gave points, the frontier and fair packages.
Rows come back in the order of the tasks whatever the executor, so the same sweep gives the
same bytes on one process, on many, or on a cluster:

    with distributed.Client() as client:                    # pip install lastyard[dask]
        rows = sweep([case], settings, executor=client.get_executor())

Example, at which firmness an opening becomes likelier than not:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 8"}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage > 2"}
    ... ''')
    >>> rows = sweep([case], [parse_setting("firmness.ask=0.2:0.8:3")])
    >>> [(row["set"], row["impasse"]["openings"][0]["chance"]) for row in rows]
    [({'firmness.ask': '0.2'}, 0.8), ({'firmness.ask': '0.5'}, 0.5), ({'firmness.ask': '0.8'}, 0.2)]
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from lastyard.analyses.impasse import impasse
from lastyard.analyses.solutions import solutions
from lastyard.case.diagnostics import LastYardError, RequestError, did_you_mean
from lastyard.case.issues import format_number, parse_number
from lastyard.case.model import Case, Statement, Values
from lastyard.case.writing import dump
from lastyard.files import write_whole
from lastyard.version import VERSION

__all__ = ["Setting", "Task", "parse_setting", "run_task", "sweep", "tasks_of"]

_KINDS = ("firmness", "confidence", "reservation")
_MOST_TASKS = 1_000_000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """Numbers that one statement is to take in turn.

    Attributes:
        kind: ``firmness``, ``confidence`` or ``reservation``.
        statement: The statement's identifier.
        numbers: The numbers.
    """

    kind: str
    statement: str
    numbers: tuple[Fraction, ...]

    @property
    def name(self) -> str:
        """How it is written: ``firmness.ID``."""
        return f"{self.kind}.{self.statement}"


@dataclass(frozen=True, slots=True)
class Task:
    """One row to be worked out; small, and sent to other processes whole.

    Attributes:
        number: Place in the sweep, from 0.
        case: The case, with its numbers set.
        set: What was set, as exact texts.
        seed: Seed for sampling in this task, from the sweep's seed and the number.
    """

    number: int
    case: Case
    set: tuple[tuple[str, str], ...]
    seed: int

    @property
    def key(self) -> str:
        """Fingerprint of all that its row depends on."""
        content = json.dumps([VERSION, self.number, dump(self.case), self.set, self.seed])
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def parse_setting(text: str) -> Setting:
    """Read ``firmness.ID=0.2:0.9:8`` (8 numbers from 0.2 to 0.9) or ``firmness.ID=0.2,0.5``.

    Raises:
        RequestError: It is neither.
    """
    name, _, numbers = text.partition("=")
    kind, _, statement = name.strip().partition(".")
    help = f"--set {text[:60]!r}: write it as firmness.ID=0.2:0.9:8 or firmness.ID=0.2,0.5"
    if kind not in _KINDS or not statement or not numbers:
        raise RequestError(f"{help}; what can be set is {', '.join(_KINDS)}")
    parts = numbers.split(":")
    if len(parts) == 3:
        low, high = parse_number(parts[0]), parse_number(parts[1])
        count = int(parts[2]) if parts[2].isdecimal() and len(parts[2]) < 7 else 0
        if low is None or high is None or count < 1 or (count == 1 and low != high):
            raise RequestError(f"{help}; a range is LOW:HIGH:COUNT")
        found = [low + (high - low) * k / max(1, count - 1) for k in range(count)]
    else:
        read = [parse_number(part) for part in numbers.split(",")]
        found = [number for number in read if number is not None]
        if len(found) != len(read):
            raise RequestError(help)
    if kind != "reservation" and not all(0 <= number <= 1 for number in found):
        raise RequestError(f"{help}; a {kind} lies between 0 and 1")
    return Setting(kind, statement, tuple(found))


def tasks_of(
    cases: Sequence[Case], settings: Sequence[Setting] = (), *, seed: int = 0
) -> list[Task]:
    """Return every combination of a case and the numbers to be set.

    Raises:
        RequestError: A case has no such statement, or there are more than a million tasks.
    """
    names = [setting.name for setting in settings]
    if len(set(names)) < len(names):
        raise RequestError("the same number is set twice")
    count = len(cases)
    for setting in settings:
        count *= len(setting.numbers)
    if count > _MOST_TASKS:
        raise RequestError(f"{count:,} tasks, more than {_MOST_TASKS:,}: use fewer numbers")
    tasks: list[Task] = []
    for case in cases:
        for numbers in product(*(setting.numbers for setting in settings)):
            number = len(tasks)
            state = np.random.SeedSequence((seed, number)).generate_state(1, np.uint64)
            changed = case
            for setting, value in zip(settings, numbers, strict=True):
                changed = _with(changed, setting, value)
            texts = tuple(zip(names, map(format_number, numbers), strict=True))
            tasks.append(Task(number, changed, texts, int(state[0]) >> 11))
    return tasks


def _with(case: Case, setting: Setting, number: Fraction) -> Case:
    ids = [statement.id for statement in case.statements]
    if setting.statement not in ids:
        raise RequestError(
            f"{case.title!r} has no statement {setting.statement[:60]!r}: "
            f"{did_you_mean(setting.statement, ids, 'statements')}"
        )

    def changed(statement: Statement) -> Statement:
        if statement.id != setting.statement:
            return statement
        if setting.kind == "firmness":
            return replace(statement, firmness=number)
        if setting.kind == "confidence":
            return replace(statement, confidence=number)
        if not isinstance(statement.says, Values):
            raise RequestError(f"{statement.id!r} gives no points, so it has no reservation value")
        return replace(statement, says=replace(statement.says, reservation=number))

    return replace(case, statements=tuple(map(changed, case.statements)))


def run_task(task: Task) -> Row:
    """Work out one row; a question that cannot be answered becomes its ``error``."""
    row: Row = {
        "task": task.number,
        "key": task.key,
        "file": task.case.file,
        "case": task.case.title,
        "set": dict(task.set),
        "seed": task.seed,
    }
    try:
        row["impasse"] = impasse(task.case).as_json()
    except LastYardError as problem:
        row["impasse"] = {"error": str(problem)}
    gave = {s.party for s in task.case.statements if isinstance(s.says, Values)}
    if gave:
        try:
            row["solutions"] = solutions(task.case).as_json()
        except LastYardError as problem:
            row["solutions"] = {"error": str(problem)}
    return row


def sweep(
    cases: Sequence[Case],
    settings: Sequence[Setting] = (),
    *,
    seed: int = 0,
    executor: Executor | None = None,
    results: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Row]:
    """Work out every task.

    Args:
        cases: The cases.
        settings: Numbers to be set in each of them, in every combination.
        seed: Seed of the sweep; a task's own follows from it and its number alone.
        executor: Where to run; None runs one task after another here.
        results: A file of JSON lines. Rows are appended as they are ready; rows that are
            there already are not worked out again; at the end it holds all, in order.
        progress: Called with the number of rows ready and of all rows.

    Returns:
        One row per task, in their order.

    Raises:
        RequestError: A case has no such statement, or ``results`` holds something else.
    """
    tasks = tasks_of(cases, settings, seed=seed)
    rows = _rows_there(results, tasks) if results else {}
    left = [task for task in tasks if task.number not in rows]
    for row in _run(left, executor):
        rows[row["task"]] = row
        if results:
            _append(results, row)
        if progress:
            progress(len(rows), len(tasks))
    ordered = [rows[task.number] for task in tasks]
    if results:
        write_whole(results, "".join(map(_line, ordered)), like=[case.file for case in cases])
    return ordered


def _run(tasks: Sequence[Task], executor: Executor | None) -> Iterable[Row]:
    if executor is None:
        yield from map(run_task, tasks)
        return
    futures: list[Future[Row]] = [executor.submit(run_task, task) for task in tasks]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _rows_there(path: str, tasks: Sequence[Task]) -> dict[int, Row]:
    """Read the rows of an earlier run; a line cut off by a crash is dropped."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as problem:
        reason = (problem.strerror or "it cannot be read").lower()
        raise RequestError(f"cannot read {path!r}: {reason}") from None
    whole = data[: data.rfind(b"\n") + 1]
    if not whole and data and not data.startswith(b"{"):
        raise RequestError(f"{path!r} does not hold results of a sweep; name another file")
    keys = {task.number: task.key for task in tasks}
    rows = {}
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            row = json.loads(line)
            fits = keys.get(row["task"]) == row["key"]
        except (ValueError, KeyError, TypeError, RecursionError):
            fits = False
        if not fits:
            raise RequestError(
                f"{path!r}, line {number}, is not a result of this sweep (another case, setting, "
                "seed or version?); name another file, or remove this one"
            )
        rows[row["task"]] = row
    if len(whole) < len(data):
        write_whole(path, whole.decode())
    return rows


def _append(path: str, row: Row) -> None:
    """Append one line in one write, so that a crash leaves whole lines before it."""
    try:
        place = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(place, _line(row).encode())
            os.fsync(place)
        finally:
            os.close(place)
    except OSError as problem:
        reason = (problem.strerror or "it cannot be written").lower()
        raise RequestError(f"cannot write {path!r}: {reason}") from None
