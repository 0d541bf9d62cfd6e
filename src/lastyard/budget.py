"""One budget for the whole program: what an answer may cost, and what ran out.

Work is counted in units that do not depend on the machine, so that the same case gets the same
answer everywhere; a unit is about a microsecond on a machine of 2024. Memory is counted likewise,
as the bytes that engines know they hold. A budget also carries cancellation (by Ctrl-C, or by
another thread) and progress.

An engine asks for the budget in use and spends from it before it does the work. When nothing
is left, :class:`OutOfBudget` is raised; whoever can do without that part of the answer catches it
through :meth:`Budget.attempt`, and the answer says what was not finished.

Example, a count that a small budget cuts off:
    >>> with Budget(work=1_000) as budget:
    ...     def count():
    ...         for k in range(100):
    ...             budget.progress(k, 100)
    ...             budget.spend(50)
    ...     budget.attempt("the count", count)
    >>> [(each.what, each.why, each.done) for each in budget.stopped]
    [('the count', 'work', '20 of 100')]
"""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from functools import wraps
from typing import Any, Generic, Literal, ParamSpec, Protocol, TypeVar

from lastyard.errors import need
from lastyard.records import record

__all__ = [
    "MEMORY",
    "WORK",
    "Budget",
    "Findings",
    "OutOfBudget",
    "Stopped",
    "budgeted",
    "current",
    "spend",
    "unlimited",
]

# What somebody who waits at a terminal puts up with: a few seconds.
WORK = 5_000_000
MEMORY = 280_000_000

# How much work passes between two reports of progress.
_REPORTED = 50_000
# Where more than this part of the memory is held, all of it is looked through for what can be let go.
_MUCH = 8


class _Result(Protocol):
    """What is known here of :class:`lastyard.results.Result`."""

    def add_stopped(self, stopped: Iterable[Stopped]) -> None: ...


_Answer = TypeVar("_Answer")
_Found = TypeVar("_Found")
_Made = TypeVar("_Made", bound=_Result)
_Asked = ParamSpec("_Asked")

Why = Literal["work", "memory", "size", "cancelled"]


class OutOfBudget(Exception):
    """The budget does not reach for a part of the answer.

    Everything that ends a search early for its size derives from this.

    Attributes:
        why: As in :class:`Stopped`.
    """

    why = "size"


@record(frozen=True, slots=True)
class Stopped:
    """A part of an answer that was not finished.

    Attributes:
        what: The part, in words: ``the blocking sets``.
        why: ``work`` or ``memory``: the budget of it was used up; ``size``: a search is too
            large for its engine, whatever the budget; ``cancelled``: it was stopped from outside.
        done: How far it came, such as ``12 of 400 days``; None when that is not known.
    """

    what: str
    why: Why
    done: str | None = None


class Budget:
    """What one answer may cost; used as a context, it is the budget of all that runs in it.

    Args:
        work: Units of work.
        memory: Bytes that engines may hold at once, by their own count.
        on_progress: Called now and then with what is being done, how much of it is done, and
            out of how much (0 when that is not known).

    Attributes:
        stopped: What was not finished so far.
        known: What engines have found and paid for, and need not pay for again.
    """

    def __init__(
        self,
        work: int = WORK,
        memory: int = MEMORY,
        on_progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self.work, self.memory = work, memory
        self._memory_limit = memory
        self.stopped: list[Stopped] = []
        self.known: dict[Any, Any] = {}
        self._on_progress = on_progress
        self._spent = self._held = 0
        self._limit = work
        self._report_at = _REPORTED
        self._cancelled = False
        self._parts: list[str] = []
        self._done: tuple[int, int, str] | None = None
        self._token: Token[Budget] | None = None
        self._frozen = False
        self._held_by_all = 0

    def __enter__(self) -> Budget:
        self._token = _CURRENT.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        if self._frozen:
            gc.unfreeze()
            self._frozen = False
        if self._token is not None:
            _CURRENT.reset(self._token)

    # ---- spending -------------------------------------------------------------------

    @property
    def times(self) -> float:
        """How many times the default limits this budget is."""
        return self.work / WORK

    def allow(self, times: float) -> None:
        """Set the limits to so many times the default ones; for a budget not yet spent from."""
        self.work = self._limit = int(WORK * times)
        self.memory = self._memory_limit = int(MEMORY * times)

    def steps(self, number: int) -> int:
        """Return an engine's own limit of steps, raised or lowered with the budget."""
        return number if self is _BOUNDLESS else max(1, int(number * self.times))

    @property
    def spent(self) -> int:
        """Units of work spent so far."""
        return self._spent

    @property
    def left(self) -> int:
        """Units of work left for what is being done now."""
        return 0 if self._cancelled else max(0, self._limit - self._spent)

    @property
    def memory_left(self) -> int:
        """Bytes that may still be held by what is being done now."""
        return max(0, self._memory_limit - self._held)

    @property
    def cancelled(self) -> bool:
        """Whether :meth:`cancel` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop what runs within this budget at its next step; may be called from any thread."""
        self._cancelled = True

    def spend(self, work: int) -> None:
        """Take from the budget, before the work is done.

        Raises:
            OutOfBudget: If it does not reach, or the work was cancelled.
        """
        self._spent += work
        if self._spent > self._limit or self._cancelled:
            # What was not affordable was not done either.
            self._spent = min(self._spent, self._limit)
            raise self.ran_out("cancelled" if self._cancelled else "work")
        if self._spent >= self._report_at:
            self._report()

    def afford(self, work: int) -> int:
        """Return how much of this work is affordable, at least 1.

        Raises:
            OutOfBudget: If nothing is left, or the work was cancelled.
        """
        if self.left < 1:
            self.spend(1)
        return min(work, self.left)

    def hold(self, memory: int) -> None:
        """Count memory as held; :meth:`release` gives it back.

        Raises:
            OutOfBudget: If it does not reach; then nothing is held.
        """
        if self._held + memory > self._memory_limit:
            # What nobody can reach any more does not count, whenever it happens to be collected:
            # what runs out must depend on the question alone.
            self._collect()
            if self._held + memory > self._memory_limit and self._held > self._held_by_all:
                self._collect(everything=True)
                self._held_by_all = self._held
            if self._held + memory > self._memory_limit:
                raise self.ran_out("memory")
        self._held += memory

    def release(self, memory: int) -> None:
        """Give back memory that is no longer held."""
        self._held -= memory

    def _collect(self, *, everything: bool = False) -> None:
        """Let go of what nobody can reach any more.

        What was reached once is not looked at again, unless more is held than when everything
        was: a large answer would else be gone through for each thing that there is no room for.
        """
        if everything and self._frozen:
            gc.unfreeze()
        gc.collect()
        if self._token is not None:
            gc.freeze()
            self._frozen = True

    def room(self, memory: int) -> None:
        """Make sure that so much could be held for a while.

        Raises:
            OutOfBudget: If it could not.
        """
        self.hold(memory)
        self.release(memory)

    @contextmanager
    def holding(self, memory: int) -> Iterator[None]:
        """Count memory as held inside.

        Raises:
            OutOfBudget: If it does not reach.
        """
        self.hold(memory)
        try:
            yield
        finally:
            self.release(memory)

    @contextmanager
    def growing(self) -> Iterator[Callable[[int], None]]:
        """Return a function that counts memory as held until the end of the context."""
        held = 0

        def more(memory: int) -> None:
            nonlocal held
            self.hold(memory)
            held += memory

        try:
            yield more
        finally:
            self.release(held)

    def ran_out(self, why: Why) -> OutOfBudget:
        """Note that what is being done was not finished, and return what to raise."""
        self.note(why)
        problem = OutOfBudget(f"{self._what}: {_WHY[why]}")
        problem.why = why
        return problem

    @property
    def _what(self) -> str:
        return self._parts[-1] if self._parts else "the answer"

    # ---- parts ----------------------------------------------------------------------

    def note(self, why: Why, what: str | None = None, done: str | None = None) -> None:
        """Note that a part was not finished: the one being done, unless another is named."""
        what = what or self._what
        if all(each.what != what for each in self.stopped):
            if done is None and self._done is not None and what == self._what:
                number, of, unit = self._done
                done = f"{number:,} of {of:,}{unit}" if of else f"{number:,}{unit}"
            self.stopped.append(Stopped(what, why, done))

    @contextmanager
    def part(
        self, what: str, share: float = 1.0, *, work: int | None = None, memory: int | None = None
    ) -> Iterator[None]:
        """Name what is being done, and let it spend at most a share of what is left.

        Args:
            what: In words, as in "not finished: the blocking sets".
            share: Of what is left to the part around it.
            work: Units instead of a share.
            memory: Bytes that it may hold besides what is held already; default: all there are.
        """
        limit, done, memory_limit = self._limit, self._done, self._memory_limit
        known = self.known
        if work is not None:
            # Parts that get the same work know the same, too: nothing of one another.
            self.known = {}
        allowed = int(share * max(0, limit - self._spent)) if work is None else work
        self._limit = min(limit, self._spent + allowed)
        if memory is not None:
            self._collect(everything=self._held > self._memory_limit // _MUCH)
            self._memory_limit = min(memory_limit, self._held + memory)
        self._done = None
        self._parts.append(what)
        try:
            yield
        finally:
            self._parts.pop()
            self._limit, self._done, self._memory_limit = limit, done, memory_limit
            self.known = known

    @contextmanager
    def apart(self) -> Iterator[list[Stopped]]:
        """Return what runs out inside as a list of its own, also what ran out before already."""
        outer, self.stopped = self.stopped, []
        own = self.stopped
        try:
            yield own
        finally:
            self.stopped = outer
            for each in own:
                self.note(each.why, each.what, each.done)

    def attempt(
        self,
        what: str,
        do: Callable[[], _Answer],
        otherwise: _Answer | None = None,
        share: float = 1.0,
    ) -> _Answer | Any:
        """Do a part of an answer; where it cannot be finished, note that and go on without it.

        Args:
            what: As in :meth:`part`.
            do: Does it.
            otherwise: Returned where it cannot be finished.
            share: As in :meth:`part`.
        """
        before = len(self.stopped)
        with self.part(what, share):
            try:
                return do()
            except KeyboardInterrupt:
                self.cancel()
                self.note("cancelled")
            except OutOfBudget as problem:
                if len(self.stopped) == before and problem.why == "size":
                    self.note("size")
        # What was being built is held by the frames of the exception: let it go at once.
        self._collect(everything=self._held > self._memory_limit // _MUCH)
        return otherwise

    def quietly(self, do: Callable[[], _Answer], share: float) -> _Answer | None:
        """Try a way of which there is another: None, and no note, where it does not end."""
        before = list(self.stopped)
        with self.part(self._what, share):
            try:
                return do()
            except OutOfBudget:
                if self._cancelled:
                    raise
                self.stopped[:] = before
        self._collect(everything=self._held > self._memory_limit // _MUCH)
        return None

    # ---- progress -------------------------------------------------------------------

    def progress(self, done: int, of: int = 0, unit: str = "") -> None:
        """Say how far what is being done has come.

        Args:
            done: How much is done.
            of: Out of how much; 0 when that is not known.
            unit: Of what, such as ``days``.
        """
        self._done = (done, of, f" {unit}" if unit else "")

    def _report(self) -> None:
        self._report_at = self._spent + _REPORTED
        if self._on_progress is not None:
            if self._done is not None and self._done[1]:
                self._on_progress(self._what, self._done[0], self._done[1])
            else:
                self._on_progress(self._what, self._spent, self.work)


_WHY = {
    "work": "the budget of work is used up",
    "memory": "the budget of memory is used up",
    "cancelled": "it was cancelled",
}

# An engine that is used by itself, outside every answer, has only the limits given to it.
_BOUNDLESS = Budget(1 << 62, 1 << 62)
_CURRENT: ContextVar[Budget] = ContextVar("lastyard_budget", default=_BOUNDLESS)


def current() -> Budget:
    """Return the budget in use; one without limits where nobody set any."""
    return _CURRENT.get()


def spend(work: int) -> None:
    """Take from the budget in use, before the work is done.

    Raises:
        OutOfBudget: If it does not reach, or the work was cancelled.
    """
    _CURRENT.get().spend(work)


class Findings(Generic[_Found]):
    """What was found in this process, and the work that it took.

    Each budget pays for a finding once, whether or not it was there already: what runs out does
    not depend on what was asked before.

    Args:
        most: How much is kept.
        size: How much each is; those unused for longest are let go.
    """

    def __init__(self, most: int, size: Callable[[_Found], int] = lambda _: 1) -> None:
        self._most, self._size = most, size
        self._kept: OrderedDict[Any, tuple[_Found, int]] = OrderedDict()
        self._held = 0

    def clear(self) -> None:
        """Let go of all that is kept."""
        self._kept.clear()
        self._held = 0

    def find(
        self, key: Any, do: Callable[[], _Found], keep: Callable[[_Found], bool] = lambda _: True
    ) -> _Found:
        """Return what is found, from what is kept where it is there.

        Args:
            key: All that it depends on, besides how large the budget is.
            do: Finds it, the same for the same key. What was not finished is not kept.
            keep: Whether what was found is kept.
        """
        budget = current()
        key = key, budget.times
        place = id(self), key
        kept = self._kept.get(key)
        if kept is None:
            before, stopped = budget.spent, len(budget.stopped)
            found = do()
            if len(budget.stopped) > stopped or not keep(found):
                return found
            kept = found, budget.spent - before
            self._kept[key] = kept
            self._held += self._size(found)
            while self._held > self._most and len(self._kept) > 1:
                _, (gone, _) = self._kept.popitem(last=False)
                self._held -= self._size(gone)
        else:
            self._kept.move_to_end(key)
            if place not in budget.known:
                budget.spend(kept[1])
        if budget is not _BOUNDLESS:
            budget.known[place] = True
        return kept[0]


@contextmanager
def unlimited() -> Iterator[None]:
    """Spend nothing inside: an answer that used up its budget must still be shown.

    Also for functions, as ``@unlimited()``.
    """
    token = _CURRENT.set(_BOUNDLESS)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def budgeted(find: Callable[_Asked, _Made]) -> Callable[_Asked, _Made]:
    """Let a question be answered within a budget, and tell in the answer what ran out.

    The budget in use serves; where there is none, one with the default limits.
    """
    takes_cases = [name for name, kind in find.__annotations__.items() if kind == "Case"]

    @wraps(find)
    def found(*asked: _Asked.args, **options: _Asked.kwargs) -> _Made:
        # The cases come first, and in notebooks they are often forgotten to be loaded.
        for name, given in zip(takes_cases, asked, strict=False):
            need(given, "Case", f"{find.__name__}: {name}", "a case, as `load` returns it")
        budget = current()
        if budget is _BOUNDLESS:
            with Budget():
                return found(*asked, **options)
        with budget.apart() as own:
            answer = find(*asked, **options)
        answer.add_stopped(own)
        return answer

    return found
