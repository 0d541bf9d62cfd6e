"""What became of the drafts, kept beside the case: which rules can be trusted? And the locks that keep it whole.

One JSON object a line: ``draft``, ``document`` (fingerprint), ``outcome`` (``accepted`` as
first proposed, ``corrected``, ``dropped``), ``proposed`` (every proposal with its rule) and
``says`` (what was written to the case). Nothing else is kept, and nothing leaves the machine.

Example:
    >>> record_path("talks.yaml")
    'talks.coded.jsonl'
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from lastyard.case.model import Case, Statement, format_number
from lastyard.case.statement import STATEMENT
from lastyard.drafting.proposals import Coding, rule_of
from lastyard.errors import RequestError
from lastyard.files import append, is_folder, mode_of_inputs, real_path, refusals_told, write_whole
from lastyard.results import Chance, Count

__all__ = [
    "PRIOR_WEIGHT",
    "Decision",
    "RuleRecord",
    "RuleTrust",
    "add_to_record",
    "alone_with",
    "decision_on",
    "known_trust",
    "lock_beside",
    "locked",
    "read_record",
    "record_path",
    "take_from_record",
    "trust_from",
]

_WAIT = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one draft.

    Attributes:
        draft: Its name.
        document: Fingerprint of the document.
        outcome: ``accepted``, ``corrected`` or ``dropped``.
        proposed: What was proposed, likeliest first.
        says: What was written to the case, by its verb; None when dropped.
    """

    draft: str
    document: str
    outcome: str
    proposed: tuple[dict[str, Any], ...]
    says: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "draft": self.draft,
            "document": self.document,
            "outcome": self.outcome,
            "proposed": list(self.proposed),
            "says": self.says,
        }


def record_path(case_path: str) -> str:
    """Return where the decisions on a case's drafts are kept."""
    return str(Path(case_path).with_suffix(".coded.jsonl"))


def alone_with(case_path: str) -> AbstractContextManager[None]:
    """Hold the lock of a case, so that of two sessions at once none loses a statement.

    Raises:
        RequestError: On entering, if another process keeps it for longer than writing takes.
    """
    taken = f"{case_path!r} is being changed by another process; try again"
    return locked(lock_beside(case_path), taken, seconds=_WAIT, like=[case_path])


def decision_on(
    draft: str, document: str, proposed: Sequence[Coding], case: Case, statement: Statement | None
) -> Decision:
    """Compare what was proposed with what the analyst made of it.

    Without a statement the draft was dropped. The proposals come likeliest first.
    """
    told = tuple(coding.as_json() for coding in proposed)
    if statement is None:
        return Decision(draft, document, "dropped", told, None)
    verb = statement.verb
    written = STATEMENT.write(statement, case)
    says = {key: _as_texts(written[key]) for key in (verb, "to") if key in written}
    outcome = "accepted" if told and told[0]["says"] == says else "corrected"
    return Decision(draft, document, outcome, told, says)


def _as_texts(value: Any) -> Any:
    """Write numbers as the case file writes them, so that the record is plain JSON."""
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_texts(item) for item in value]
    return value if isinstance(value, str) else format_number(value)


def read_record(path: str) -> tuple[Decision, ...]:
    """Read the decisions; a last line that was cut off when writing it is passed over.

    Raises:
        RequestError: If the file cannot be read, or another line is no decision.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as problem:
        raise RequestError(f"cannot read {path!r}: {problem}") from None
    decisions = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                decisions.append(_decision(json.loads(line)))
        except (ValueError, KeyError, TypeError, RecursionError):
            if number != len(lines):
                raise RequestError(
                    f"{path}:{number}: this is no record of a decision; remove the line"
                ) from None
    return tuple(decisions)


def _decision(item: Any) -> Decision:
    """Return a line of the record as a decision; anything else is a TypeError or KeyError."""
    draft, document, outcome = item["draft"], item["document"], item["outcome"]
    proposed, says = item["proposed"], item["says"]
    texts = all(isinstance(text, str) for text in (draft, document, outcome))
    if not texts or not isinstance(proposed, list) or not isinstance(says, dict | None):
        raise TypeError("this is no record of a decision")
    if not all(isinstance(each, dict) for each in proposed):
        raise TypeError("a proposal is a mapping")
    return Decision(draft, document, outcome, tuple(proposed), says)


def add_to_record(path: str, decisions: Iterable[Decision], like: Iterable[str] = ()) -> None:
    """Append decisions that are not recorded yet, and see that they are on the disk.

    Raises:
        RequestError: If the file cannot be read or written.
    """
    known = {(decision.document, decision.draft) for decision in read_record(path)}
    new = [d for d in decisions if (d.document, d.draft) not in known]
    if not new:
        return
    text = "".join(json.dumps(d.as_json(), ensure_ascii=False) + "\n" for d in new)
    append(path, text.encode(), like=like, whole_lines=True)


def take_from_record(path: str, draft: str, document: str) -> None:
    """Forget the decision on a draft; the record goes with the last one.

    Raises:
        RequestError: If the file cannot be read or written.
    """
    decisions = read_record(path)
    kept = [d for d in decisions if (d.document, d.draft) != (document, draft)]
    if not kept and not Path(path).is_symlink():
        Path(path).unlink(missing_ok=True)  # nothing is left to keep
    elif len(kept) < len(decisions):
        lines = (json.dumps(d.as_json(), ensure_ascii=False) + "\n" for d in kept)
        write_whole(path, "".join(lines), over_inputs=True)


_PAUSE = 0.02


def lock_beside(path: str) -> Path:
    """Return the lock of a file: one, by whatever links the file is reached."""
    target = Path(real_path(path))
    return target.with_name(f".{target.name}.lock")


@contextlib.contextmanager
def locked(
    path: Path, taken: str, *, seconds: float = 0, like: Iterable[str] = ()
) -> Iterator[None]:
    """Hold a lock.

    A lock is a hidden file of its own, never the file that it protects: that one is replaced when it
    is written, and a lock on what was replaced keeps nobody out. It is taken away when it is freed.

    Args:
        path: Its file.
        taken: What to say when another process holds it.
        seconds: How long to wait for that process.
        like: The files that it protects; whoever may write them may wait for the lock.

    Raises:
        RequestError: If another process holds the lock, or its file cannot be made.

    Example, while nobody else may change a case:
        with locked(lock_beside("talks.yaml"), "being changed by another process", seconds=10):
            ...
    """
    if not is_folder(str(path.parent)):  # filelock would make it
        raise RequestError(f"cannot write into {str(path.parent)!r}: no such file or directory")
    lock = FileLock(path, mode=mode_of_inputs(like) if like else 0o600)
    with refusals_told(f"cannot use {str(path)!r}", "it cannot be locked"):
        try:
            lock.acquire(timeout=seconds, poll_interval=_PAUSE)
        except Timeout:
            raise RequestError(taken) from None
    try:
        yield
    finally:
        # While it is held: whoever waits on this file sees that it is gone and makes a new one.
        # Windows takes no file away that is open; filelock does there what can be done.
        with contextlib.suppress(OSError):
            path.unlink()
        lock.release()


PRIOR_WEIGHT = 4
"""How many decisions a proposal's own confidence is worth."""

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class RuleTrust:
    """What became of one rule's proposals.

    The record beside the case (:mod:`lastyard.drafting.record`) says what became of every draft.
    For a rule, the first proposal of each draft counts: taken as proposed, corrected, or dropped
    with its draft. The share taken has Wilson's 95 % interval [Wilson 1927]. A proposal's own
    confidence is the mean of a Beta prior worth ``PRIOR_WEIGHT`` decisions; with the decisions on
    its rule added, the mean of the posterior takes its place.

    Attributes:
        rule: The rule.
        accepted: How many were taken as proposed.
        corrected: How many were written otherwise.
        dropped: How many fell with their draft.

    Example:
        >>> taken = Decision("a-1", "", "accepted", ({"rule": "verb: insist"},), {"requires": "x"})
        >>> dropped = Decision("a-2", "", "dropped", ({"rule": "verb: insist"},), None)
        >>> rule = trust_from([taken, dropped])["verb: insist"]
        >>> rule.accepted, rule.proposed, round(rule.low, 2), round(rule.high, 2)
        (1, 2, 0.09, 0.91)
        >>> rule.confidence(0.9)
        0.767
    """

    rule: str
    accepted: int
    corrected: int
    dropped: int

    @property
    def proposed(self) -> int:
        """How many were judged."""
        return self.accepted + self.corrected + self.dropped

    @property
    def low(self) -> float:
        """Lower end of Wilson's 95 % interval of the share taken."""
        return self._wilson(-1)

    @property
    def high(self) -> float:
        """Upper end of Wilson's 95 % interval of the share taken."""
        return self._wilson(1)

    def _wilson(self, side: int) -> float:
        n, share = self.proposed, self.accepted / self.proposed
        middle = share + _Z * _Z / (2 * n)
        half = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        return min(1.0, max(0.0, (middle + side * half) / (1 + _Z * _Z / n)))

    def confidence(self, own: float) -> float:
        """Re-estimate a proposal's confidence by the decisions on its rule."""
        return round((PRIOR_WEIGHT * own + self.accepted) / (PRIOR_WEIGHT + self.proposed), 3)

    def published(self) -> RuleRecord:
        """Return what became of the rule's proposals, as programs get it."""
        return RuleRecord(
            rule=self.rule,
            proposed=self.proposed,
            accepted=self.accepted,
            corrected=self.corrected,
            dropped=self.dropped,
            share=round(self.accepted / self.proposed, 3),
            low=round(self.low, 3),
            high=round(self.high, 3),
        )


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """What became of a rule's proposals.

    Attributes:
        rule: The rule.
        proposed: How many were judged.
        accepted: How many were taken as they were.
        corrected: How many were taken otherwise.
        dropped: How many were not taken.
        share: Share taken as they were.
        low: Lower end of its 95 % interval.
        high: Upper end.
    """

    rule: str
    proposed: Count
    accepted: Count
    corrected: Count
    dropped: Count
    share: Chance
    low: Chance
    high: Chance


def known_trust(case_path: str | None) -> dict[str, RuleTrust]:
    """Sum up what is recorded beside a case; nothing without a case file.

    Raises:
        RequestError: If the record cannot be read.
    """
    if case_path is None or case_path == "-":
        return {}
    return trust_from(read_record(record_path(case_path)))


def trust_from(decisions: Iterable[Decision]) -> dict[str, RuleTrust]:
    """Sum up the decisions by the rule of the first proposal, most judged first."""
    counts: dict[str, Counter[str]] = {}
    for decision in decisions:
        if decision.proposed and "rule" in decision.proposed[0]:
            rule = rule_of(str(decision.proposed[0]["rule"]))
            counts.setdefault(rule, Counter())[decision.outcome] += 1
    rules = [
        RuleTrust(rule, count["accepted"], count["corrected"], count["dropped"])
        for rule, count in counts.items()
    ]
    rules.sort(key=lambda rule: (-rule.proposed, rule.rule))
    return {rule.rule: rule for rule in rules if rule.proposed}
