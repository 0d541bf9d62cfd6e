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
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from lastyard.answers.impasse import impasse_beside
from lastyard.answers.solutions import solutions
from lastyard.answers.standing import standing
from lastyard.budget import Findings
from lastyard.case.model import Case, Statement, Values, format_number, parse_number
from lastyard.case.writing import dump
from lastyard.errors import LastYardError, RequestError, did_you_mean, need
from lastyard.files import append, is_special, write_whole
from lastyard.records import record
from lastyard.showing import json_text
from lastyard.version import VERSION
from lastyard.workers import Lost, spread

__all__ = ["Setting", "Task", "parse_setting", "run_task", "sweep", "tasks_of"]

_KINDS = ("firmness", "confidence", "reservation")

_MOST_TASKS = 1_000_000

_ROWS_A_SYNC = 100

# Cases whose findings are kept for tasks to come, and how many of each.
_MOST_ALIKE, _MOST_FOUND = 8, 10_000

Row = dict[str, Any]


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Task:
    """One row to be worked out; small, and sent to other processes whole.

    Attributes:
        number: Place in the sweep, from 0.
        base: The case as it was given, shared by its tasks.
        fingerprint: Fingerprint of that case.
        numbers: Per setting its name, and the number to be set.
        sweep_seed: Seed of the sweep.
    """

    number: int
    base: Case
    fingerprint: str
    numbers: tuple[tuple[str, Fraction], ...]
    sweep_seed: int

    @property
    def set(self) -> tuple[tuple[str, str], ...]:
        """What is set, as exact texts."""
        return tuple((name, format_number(number)) for name, number in self.numbers)

    @property
    def case(self) -> Case:
        """The case, with its numbers set."""
        case = self.base
        for name, number in self.numbers:
            kind, _, statement = name.partition(".")
            case = _with(case, kind, statement, number)
        return case

    @property
    def seed(self) -> int:
        """Seed for sampling in this task, from the sweep's seed and the number."""
        state = np.random.SeedSequence((self.sweep_seed, self.number)).generate_state(1, np.uint64)
        return int(state[0]) >> 11

    @property
    def key(self) -> str:
        """Fingerprint of all that its row depends on."""
        # Exact numbers, and the case by its own fingerprint: a resume makes many of these.
        parts = (VERSION, self.number, self.fingerprint, self.numbers, self.sweep_seed)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


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
        for setting in settings:
            _with(case, setting.kind, setting.statement, setting.numbers[0])
        fingerprint = hashlib.sha256(dump(case).encode("utf-8", "surrogatepass")).hexdigest()
        for numbers in product(*(setting.numbers for setting in settings)):
            named = tuple(zip(names, numbers, strict=True))
            tasks.append(Task(len(tasks), case, fingerprint, named, seed))
    return tasks


def _with(case: Case, kind: str, id: str, number: Fraction) -> Case:
    ids = [statement.id for statement in case.statements]
    if id not in ids:
        raise RequestError(
            f"{case.title!r} has no statement {id[:60]!r}: {did_you_mean(id, ids, 'statements')}"
        )

    def changed(statement: Statement) -> Statement:
        if statement.id != id:
            return statement
        if kind == "firmness":
            return replace(statement, firmness=number)
        if kind == "confidence":
            return replace(statement, confidence=number)
        if not isinstance(statement.says, Values):
            raise RequestError(f"{statement.id!r} gives no points, so it has no reservation value")
        return replace(statement, says=replace(statement.says, reservation=number))

    return replace(case, statements=tuple(map(changed, case.statements)))


def run_task(task: Task) -> Row:
    """Work out one row; a question that cannot be answered becomes its ``error``."""
    return _sealed(_worked_out(task))[0]


def _worked_out(task: Task) -> Row:
    case = task.case
    row = _head(task)
    try:
        blocked = impasse_beside(case, None, lambda: standing(case), alike=_alike(task))
        row["impasse"] = blocked.as_json()
    except LastYardError as problem:
        row["impasse"] = {"error": str(problem)}
    gave = {s.party for s in case.statements if isinstance(s.says, Values)}
    if gave:
        try:
            row["solutions"] = solutions(case).as_json()
        except LastYardError as problem:
            row["solutions"] = {"error": str(problem)}
    return row


# What was found for tasks that differ in firmness alone, by all else that they hang on.
_ALIKE: dict[Hashable, Findings[Any]] = {}


def _alike(task: Task) -> Findings[Any]:
    """Return what was found for tasks that differ from one in firmness alone."""
    others = [each for each in task.numbers if not each[0].startswith("firmness.")]
    key = task.fingerprint, tuple(others)
    found = _ALIKE.get(key)
    if found is None:
        if len(_ALIKE) >= _MOST_ALIKE:
            _ALIKE.clear()
        found = _ALIKE[key] = Findings(_MOST_FOUND)
    return found


def _head(task: Task) -> Row:
    return {
        "task": task.number,
        "key": task.key,
        "file": task.base.file,
        "case": task.base.title,
        "set": dict(task.set),
        "seed": task.seed,
    }


def _failed(task: Task, lost: Lost) -> Row:
    """Return the row of a task that could not be worked out; a resume tries it again."""
    return {**_head(task), "error": lost.reason}


def _sealed(row: Row) -> tuple[Row, str]:
    """Return a row with the fingerprint of its content, and its line in a file.

    By the fingerprint a resume sees what was changed.
    """
    content = json_text(row, compact=True)
    seal = _seal_of(content.encode())
    return {**row, "seal": seal}, f'{content[:-1]},"seal":"{seal}"}}\n'


def _seal_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _is_whole(line: bytes, row: Row) -> bool:
    """Whether a line is as it was written: of the line itself, which is much the quickest."""
    end = f',"seal":"{row.get("seal")}"}}'.encode()
    return line.endswith(end) and _seal_of(line[: -len(end)] + b"}") == row["seal"]


def sweep(
    cases: Sequence[Case],
    settings: Sequence[Setting] = (),
    *,
    seed: int = 0,
    executor: Executor | None = None,
    processes: int = 1,
    results: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Row]:
    """Work out every task.

    A task whose process is killed (out of memory, say) is tried again; if that happens three
    times, its row holds ``error`` in place of answers, and the other rows stand.

    Args:
        cases: The cases.
        settings: Numbers to be set in each of them, in every combination.
        seed: Seed of the sweep; a task's own follows from it and its number alone.
        executor: Where to run, a cluster for example; None runs on this machine.
        processes: Without an executor: how many processes; 1 runs one task after another here.
        results: A file of JSON lines. Rows are appended as they are ready; rows that are there
            already and whole are not worked out again; at the end it holds all, in order.
        progress: Called with the number of rows ready and of all rows.

    Returns:
        One row per task, in their order.

    Raises:
        RequestError: A case has no such statement, or ``results`` holds something else.
    """
    if not isinstance(cases, Sequence):
        need(cases, "Sequence", "sweep: cases", "a list of cases")
    for case in cases:
        need(case, "Case", "sweep: each", "a case, as `load` returns it")
    tasks = tasks_of(cases, settings, seed=seed)
    files = [case.file for case in cases]
    # A device or a FIFO keeps nothing that could be taken up.
    kept = results if results is not None and not is_special(results) else None
    rows = _rows_there(kept, tasks) if kept is not None else {}
    left = [task for task in tasks if task.number not in rows]
    lines: dict[int, str] = {}
    written = 0
    for place, found in spread(_worked_out, left, processes=processes, executor=executor):
        row, line = _sealed(_failed(left[place], found) if isinstance(found, Lost) else found)
        rows[row["task"]] = row
        if kept is not None:
            # What a machine that stops takes along is worked out again: not every row waits.
            written += 1
            sync = written % _ROWS_A_SYNC == 0
            lines[row["task"]] = line
            append(kept, line.encode(), like=files, whole_lines=written == 1, sync=sync)
        if progress:
            progress(len(rows), len(tasks))
    ordered = [rows[task.number] for task in tasks]
    if results is not None:
        whole = (lines.get(row["task"]) or _line(row) for row in ordered)
        write_whole(results, whole, like=files)
    return ordered


def _line(row: Mapping[str, Any]) -> str:
    return json_text(row, compact=True) + "\n"


def _rows_there(path: str, tasks: Sequence[Task]) -> dict[int, Row]:
    """Read the rows of an earlier run.

    A line cut off by a crash is passed over, and so is a row that failed, was emptied or was
    changed: it is worked out again.
    """
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
    keys = {task.number: task.key for task in tasks} if whole else {}
    rows = {}
    for number, line in enumerate(whole.split(b"\n"), 1):
        if line.strip() in (b"", b"{}", b"null"):
            continue
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
        if "error" not in row and _is_whole(line, row):
            rows[row["task"]] = row
    return rows
