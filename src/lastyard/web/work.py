"""Answers worked out in processes of their own, with progress, cancelling and a memory of what was asked.

An answer goes by a key made from all that it depends on: the program's version, the case's text, what was
asked. So what is shown is always the answer to what was asked, and the same is never worked out twice. A process that dies
is replaced, and the answer that it worked on is said not to have been worked out.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import os
import signal
import threading
import time
from collections import OrderedDict
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Literal, NamedTuple

from lastyard.budget import Budget, OutOfBudget
from lastyard.errors import LastYardError, fault_of

__all__ = ["Drawn", "Job", "Task", "Work"]

State = Literal["waiting", "working", "done", "failed", "cancelled"]
_SECONDS = 60.0  # what an answer may take before it is asked to stop
_GRACE = 15.0  # and after that before its process is ended
_PATIENCE = 3.0  # what the end waits for a process that is being started
_KEPT, _KEPT_BYTES = 400, 48_000_000
_MOST_WAITING = 64


class Task(NamedTuple):
    """One question about one text of one case.

    Attributes:
        key: Names all that the answer depends on.
        rank: What is worked out first: the smaller, the earlier.
        question: Which question (:mod:`lastyard.web.questions`).
        asked: What it is asked about and with.
        times: How many times the default budget it may use.
    """

    key: str
    rank: int
    question: str
    asked: dict[str, Any]
    times: float = 1.0


class Drawn(NamedTuple):
    """An answer, drawn.

    Attributes:
        parts: Per part of a page its HTML; of a file to hand over its text or bytes.
        told: Further words and figures for the page around it.
        problem: Why there is no answer, in words for the user; empty where there is one.
    """

    parts: dict[str, Any]
    told: dict[str, Any]
    problem: str = ""

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return 200 + sum(len(part) for part in self.parts.values())


class Job:
    """An answer that is being worked out, or was."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.state: State = "waiting"
        self.what, self.share = "", 0.0
        self.drawn: Drawn | None = None
        self.wanted = time.monotonic()
        self._waiters: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._lock = threading.Lock()

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ("done", "failed", "cancelled")

    @property
    def has_answer(self) -> bool:
        """Whether there is something to show, be it a part."""
        return self.is_over and self.drawn is not None and bool(self.drawn.parts)

    def end(self, state: State, drawn: Drawn) -> None:
        """Say what came of it, once."""
        with self._lock:
            if self.is_over:
                return
            self.drawn, self.state = drawn, state
            waiters, self._waiters = self._waiters, []
        for loop, event in waiters:
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(event.set)

    async def wait(self, seconds: float) -> bool:
        """Wait until it is over, at most so long; whether it is."""
        event = asyncio.Event()
        with self._lock:
            if self.is_over:
                return True
            self._waiters.append((asyncio.get_running_loop(), event))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)
        return self.is_over


class Work:
    """The processes that answer, what waits for them and what they found.

    Args:
        folder: Where they work: the paths of cases are below it.
        processes: How many there are.
    """

    def __init__(self, folder: str, processes: int = 2) -> None:
        self._folder = folder
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._waiting: list[tuple[int, int, Job]] = []
        self._number = 0
        self._changed = threading.Condition()
        self._going = True
        self._hands = [_Hand(self, folder) for _ in range(processes)]

    def start(self) -> None:
        """Start the processes; they make themselves ready while the first page is read."""
        for hand in self._hands:
            hand.thread.start()

    def stop(self) -> None:
        """End everything that runs."""
        with self._changed:
            self._going = False
            self._changed.notify_all()
        for hand in self._hands:
            hand.end()
        # A process that is just being started would else be left without what it is to do.
        for hand in self._hands:
            if hand.thread.is_alive():
                hand.thread.join(_PATIENCE)
            hand.end()

    def known(self, key: str) -> Job | None:
        """Return the job of a key, if it is remembered."""
        with self._changed:
            return self._jobs.get(key)

    def ask(self, task: Task, *, again: bool = False) -> Job:
        """Return the job for a question: the one that answers it already, or a new one.

        Args:
            task: The question.
            again: Whether to try anew what was stopped or failed.
        """
        with self._changed:
            job = self._jobs.get(task.key)
            if job is None or (again and job.state in ("cancelled", "failed")):
                job = Job(task)
                self._jobs[task.key] = job
                self._number += 1
                heapq.heappush(self._waiting, (task.rank, self._number, job))
                self._forget()
                self._changed.notify()
            self._jobs.move_to_end(task.key)
            job.wanted = time.monotonic()
            return job

    def cancel(self, key: str) -> None:
        """Stop what is being worked out for a key."""
        job = self.known(key)
        if job is None or job.is_over:
            return
        for hand in self._hands:
            if hand.cancel(job):
                return
        job.end("cancelled", Drawn({}, {}, "It was stopped."))

    def _forget(self) -> None:
        """Keep what was asked last, within bounds."""
        if len(self._waiting) > _MOST_WAITING:
            oldest = min(self._waiting, key=lambda each: each[2].wanted)
            self._waiting.remove(oldest)
            heapq.heapify(self._waiting)
            oldest[2].end("cancelled", Drawn({}, {}, "Too much was asked at once."))
        size = sum(job.drawn.size for job in self._jobs.values() if job.drawn is not None)
        for key, job in list(self._jobs.items()):
            if len(self._jobs) <= _KEPT and size <= _KEPT_BYTES:
                return
            if job.is_over:
                size -= job.drawn.size if job.drawn is not None else 0
                del self._jobs[key]

    def next_job(self) -> Job | None:
        """Wait for the next job; None at the end."""
        with self._changed:
            while self._going:
                while self._waiting:
                    job = heapq.heappop(self._waiting)[2]
                    if not job.is_over:
                        return job
                self._changed.wait()
        return None


class _Hand:
    """A thread with a process of its own that answers one question after the other."""

    def __init__(self, work: Work, folder: str) -> None:
        self._work, self._folder = work, folder
        self._context = get_context("spawn")
        self._process: Any = None
        self._pipe: Connection | None = None
        self._job: Job | None = None
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            # Ctrl-C reaches every process of a terminal; ours inherit this, and the server ends them.
            # Python's own helper comes first: when it is started it lets the signal through again.
            resource_tracker.ensure_running()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._begin()
        while (job := self._work.next_job()) is not None:
            with self._lock:
                self._job = job
            job.state = "working"
            try:
                state, drawn = self._answer(job)
            except (EOFError, OSError):
                lost = "The process that worked on it was ended (out of memory?)."
                state, drawn = "failed", Drawn({}, {}, f"It was not worked out. {lost}")
                self._end_process()
            with self._lock:
                self._job = None
            job.end(state, drawn)
            if self._process is None and self._work._going:
                self._begin()

    def _begin(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_answer_all, args=(theirs, self._folder), daemon=True
        )
        process.start()
        theirs.close()
        with self._lock:
            self._pipe, self._process = ours, process

    def _answer(self, job: Job) -> tuple[State, Drawn]:
        pipe = self._pipe
        assert pipe is not None  # noqa: S101  (begun before)
        pipe.send(job.task)
        begun = time.monotonic()
        asked_to_stop = False
        while True:
            if pipe.poll(1.0):
                kind, *rest = pipe.recv()
                if kind == "progress":
                    job.what, job.share = rest
                else:
                    return rest[0], rest[1]
            passed = time.monotonic() - begun
            seconds = _SECONDS * max(1.0, job.task.times)
            if passed > seconds and not asked_to_stop:
                asked_to_stop = True
                pipe.send("cancel")
            if passed > seconds + _GRACE:
                self._end_process()
                told = f"It was not worked out: {seconds:.0f} seconds were not enough."
                return "failed", Drawn({}, {}, told)

    def cancel(self, job: Job) -> bool:
        with self._lock:
            if self._job is not job or self._pipe is None:
                return False
            with contextlib.suppress(OSError):
                self._pipe.send("cancel")
            return True

    def _end_process(self) -> None:
        with self._lock:
            process, pipe = self._process, self._pipe
            self._process = self._pipe = None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()

    def end(self) -> None:
        with self._lock:
            process = self._process
        if process is not None and process.is_alive():
            process.kill()


def _answer_all(pipe: Connection, folder: str) -> None:
    """Answer what comes through a pipe until it is closed; the process that does the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends us
    os.chdir(folder)
    tasks: SimpleQueue[Task] = SimpleQueue()
    budget: list[Budget] = []

    def listen() -> None:
        while True:
            try:
                message = pipe.recv()
            except (EOFError, OSError):
                os._exit(0)  # the server is gone, however it went
            if message == "cancel":
                for each in budget:
                    each.cancel()
            else:
                tasks.put(message)

    threading.Thread(target=listen, daemon=True).start()
    from lastyard.web import questions  # noqa: PLC0415  (here, and not in the server)

    questions.make_ready()
    shown = 0.0

    def progress(what: str, done: int, of: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > 0.1:
            shown = time.monotonic()
            pipe.send(("progress", what, min(1.0, done / of) if of else 0.0))

    while True:
        task = tasks.get()
        with Budget(on_progress=progress) as own:
            own.allow(task.times)
            budget.append(own)
            state, drawn = _answered(questions.answer, task, own)
            budget.clear()
        pipe.send(("over", state, drawn))


def _answered(answer: Any, task: Task, budget: Budget) -> tuple[State, Drawn]:
    try:
        drawn: Drawn = answer(task)
    except OutOfBudget as problem:
        drawn = Drawn({}, {}, f"It was not worked out: {problem}.")
        return ("cancelled" if budget.cancelled else "failed"), drawn
    except LastYardError as problem:
        return "failed", Drawn({}, {}, str(problem))
    except MemoryError:
        return "failed", Drawn({}, {}, "There is not enough memory for it.")
    except RecursionError:
        return "failed", Drawn({}, {}, "The case is too deeply nested to be analysed.")
    except Exception as problem:
        if os.environ.get("LASTYARD_DEBUG"):
            raise
        told = f"This is a fault of Last Yard, not of your case: {fault_of(problem)}."
        return "failed", Drawn({}, {}, told)
    return ("cancelled" if budget.cancelled else "done"), drawn
