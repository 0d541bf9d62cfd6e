"""What became of the drafts, kept beside the case: which rules can be trusted?

One JSON object a line: ``draft``, ``document`` (fingerprint), ``outcome`` (``accepted`` as
first proposed, ``corrected``, ``dropped``), ``proposed`` (every proposal with its rule) and
``says`` (what was written to the case). Nothing else is kept, and nothing leaves the machine.

Example:
    >>> record_path("talks.yaml")
    'talks.coded.jsonl'
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lastyard.case.model import Case, Statement, format_number
from lastyard.case.statement import STATEMENT
from lastyard.drafting.locking import lock_beside, locked
from lastyard.drafting.proposals import Coding
from lastyard.errors import RequestError
from lastyard.files import append, write_whole

__all__ = [
    "Decision",
    "add_to_record",
    "alone_with",
    "decision_on",
    "read_record",
    "record_path",
    "take_from_record",
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
    draft: str,
    document: str,
    proposed: Sequence[Coding],
    case: Case,
    statement: Statement | None,
) -> Decision:
    """Compare what was proposed with what the analyst made of it.

    Args:
        draft: The draft's name.
        document: Fingerprint of the document.
        proposed: The proposals, likeliest first.
        case: Names the options.
        statement: What was written to the case; None when the draft was dropped.
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
