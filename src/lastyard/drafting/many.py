"""Many documents at once, over processes: one file of drafts each.

Names are given before anything is read, in the order of the documents, so the files are
the same whatever the number of processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lastyard.case.diagnostics import RequestError
from lastyard.case.model import Case
from lastyard.drafting.drafts import draft, free_name
from lastyard.drafting.opening import open_document
from lastyard.drafting.writing import drafts_as_yaml
from lastyard.files import make_folder, write_whole
from lastyard.showing import json_text
from lastyard.workers import Lost, spread

__all__ = ["Done", "Reading", "documents_in", "read_many"]

_KINDS = frozenset({".txt", ".html", ".htm", ".pdf", ".md", ".text"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How the documents are read.

    Attributes:
        case: The case they are for, or None.
        day: Their day, when one is given for all.
        method: How speakers are chosen (:func:`lastyard.reading.reader.read`).
        page: How the text of pages is taken out: ``own`` or ``trafilatura``.
        as_json: Write what was found as JSON, not drafts to review.
    """

    case: Case | None = None
    day: date | None = None
    method: str = "rules+ranker"
    page: str = "own"
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one document.

    Attributes:
        document: Its path.
        file: The file of drafts; None when it could not be read.
        count: How many statements were found.
        problem: Why it could not be read, or None.
    """

    document: str
    file: str | None
    count: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Task:
    document: str
    name: str
    how: Reading


def documents_in(paths: Sequence[str]) -> list[str]:
    """List the documents given, and those in the folders given, in order, each once.

    Raises:
        RequestError: If a folder holds none or cannot be looked into.
    """
    found: dict[str, None] = {}
    for path in paths:
        if not Path(path).is_dir():
            found[path] = None
            continue
        try:
            inside = sorted(
                str(p)
                for p in Path(path).iterdir()
                if p.suffix.lower() in _KINDS and not p.name.startswith(".") and p.is_file()
            )
        except OSError as problem:
            raise RequestError(f"cannot look into {path!r}: {problem.strerror}") from None
        if not inside:
            raise RequestError(
                f"no document in {path!r}; those with {', '.join(sorted(_KINDS))} are read"
            )
        found |= dict.fromkeys(inside)
    return list(found)


def read_many(
    documents: Sequence[str],
    into: str,
    how: Reading,
    *,
    processes: int = 1,
    executor: Executor | None = None,
) -> Iterator[Done]:
    """Read documents and write a file of drafts for each, in their order.

    Args:
        documents: Their paths.
        into: The folder for the files of drafts; made when missing.
        how: How they are read.
        processes: How many processes read; a document that kills its process is named.
        executor: Runs the readings elsewhere.

    Raises:
        RequestError: If a file of drafts is there already or cannot be written.
    """
    folder = Path(into)
    used = {source.id for source in how.case.sources} if how.case else set()
    tasks = []
    for document in documents:
        name = free_name(Path(document).stem, used)
        used.add(name)
        tasks.append(_Task(document, name, how))
    case_file = how.case.file if how.case else None
    ending = ".json" if how.as_json else ".yaml"
    there = [task.name + ending for task in tasks if (folder / (task.name + ending)).exists()]
    if there:
        raise RequestError(_is_there(folder / there[0]))
    try:
        make_folder(into, like=[case_file, *documents])
    except OSError as problem:
        raise RequestError(f"cannot make the folder {into!r}: {problem.strerror}") from None
    for task, found in zip(tasks, _in_order(tasks, processes, executor), strict=True):
        text, count, problem_told = found
        file = None
        if text is not None:
            file = str(folder / (task.name + ending))
            try:
                write_whole(file, text, over=False, like=[task.document, case_file])
            except FileExistsError:  # another reading has come first
                raise RequestError(_is_there(file)) from None
        yield Done(task.document, file, count, problem_told)


def _in_order(
    tasks: Sequence[_Task], processes: int, executor: Executor | None
) -> Iterator[tuple[str | None, int, str | None]]:
    """Read the documents, and give what came of each in their order."""
    ready: dict[int, tuple[str | None, int, str | None]] = {}
    number = 0
    for place, found in spread(_read_one, tasks, processes=processes, executor=executor):
        ready[place] = (None, 0, found.reason) if isinstance(found, Lost) else found
        while number in ready:
            yield ready.pop(number)
            number += 1


def _is_there(file: str | Path) -> str:
    return (
        f"{file} is there already; what was drafted is not written over. "
        "Give another folder with --into"
    )


def _read_one(task: _Task) -> tuple[str | None, int, str | None]:
    """Read one document; give its file's text, the number of drafts, and the problem."""
    how = task.how
    try:
        opened = open_document(task.document, how.day, how.page)
        file = task.document if opened.is_plain else None
        result = draft(opened.document, how.case, file=file, name=task.name, method=how.method)
    except RequestError as problem:
        return None, 0, str(problem)
    as_json = how.as_json
    text = json_text(result.as_json(), indent=2) + "\n" if as_json else drafts_as_yaml(result)
    return text, len(result.drafts), None
