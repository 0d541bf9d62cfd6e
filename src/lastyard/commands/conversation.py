"""Questions and answers on drafts in the terminal, for ``lastyard code``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lastyard.case.diagnostics import CaseError
from lastyard.commands.telling import tell
from lastyard.errors import RequestError
from lastyard.showing import one_line

if TYPE_CHECKING:
    from lastyard.case.model import Case
    from lastyard.case.yaml import MapNode
    from lastyard.drafting.adding import Coded
    from lastyard.drafting.proposals import Coding
    from lastyard.drafting.reviewed import DraftFile, ReviewedDraft
    from lastyard.drafting.session import Session

__all__ = ["converse"]

_BINDING = ("requires", "rejects", "refuses")
_KEYS = """\
  a        write the first proposal, or what the draft says already, to the case
  1, 2, 3  write the proposal of that number
  e        edit: party, day, speaker, and what it says, one after the other
  d        drop: it is not wanted
  s        skip: decide later
  u        undo the last decision, also in the case
  q        quit; what was decided is kept"""


def converse(case_path: str, files: Sequence[DraftFile]) -> list[Coded]:
    """Go through files of drafts; give what became of each.

    Raises:
        CaseError: If the case cannot be used.
        RequestError: If a progress file cannot be used.
    """
    from lastyard.drafting.session import Session

    results, going = [], True
    for file in files:
        session = Session(case_path, file)
        if going and len(files) > 1 and session.pending:
            _say(f"\n{file.path}: {len(session.pending)} of {len(file.drafts)} wait")
        try:
            going = going and _go_through(session)
        except (click.Abort, EOFError):
            going = False
            tell("", "stopped; what was decided is kept")
        results.append(session.result())
    return results


def _go_through(session: Session) -> bool:
    """Ask about each draft that waits; False when the user quits."""
    waiting, at = list(session.pending), 0
    while at < len(waiting):
        draft = waiting[at]
        number = session.file.drafts.index(draft) + 1
        said = _ask_about(session, draft, f"{number} of {len(session.file.drafts)}")
        if said == "q":
            return False
        if said == "u":
            at = _undone(session, waiting, at)
        else:
            at += 1
    return True


def _undone(session: Session, waiting: Sequence[ReviewedDraft], at: int) -> int:
    """Take the last decision back, and return to it."""
    try:
        draft = session.undo()
    except RequestError as problem:
        _say(str(problem))
        return at
    if draft is None:
        _say("there is no decision of this session to take back")
        return at
    _say(f"taken back: {draft.id}")
    return waiting.index(draft)


def _ask_about(session: Session, draft: ReviewedDraft, which: str) -> str:
    """Ask until a draft is decided, or left with ``s``, ``u`` or ``q``; return the answer."""
    proposals = session.proposals(draft)
    _show(session, draft, proposals, which)
    numbers = [str(k) for k, coding in enumerate(proposals, 1) if coding.says is not None]
    may_accept = bool(proposals and proposals[0].says is not None) or _has_verb(draft)
    words = {"a": "[a]ccept", "e": "[e]dit", "d": "[d]rop", "s": "[s]kip", "u": "[u]ndo"}
    words |= {"q": "[q]uit", "?": "[?] help"}
    if not may_accept:
        del words["a"]
    question = ", ".join(words.values())
    while True:
        choice = click.prompt(question, err=True).strip().lower()[:1]
        if choice in ("q", "s", "u"):
            return choice
        if choice == "d":
            session.drop(draft)
            return choice
        if choice == "?":
            _say(_KEYS)
            _say(_terms(session.case))
        elif choice in numbers:
            taken = (proposals[int(choice) - 1],)
            if _write(session, draft, taken, edit=False, anew=True):
                return choice
        elif choice in ("a", "e") and choice in words:
            if _write(session, draft, proposals, edit=choice == "e"):
                return choice
        elif choice in ("a", *"123456789"):
            _say("nothing that could be written is proposed there; e edits, d drops")
        else:
            _say("not understood; ? tells the keys")


def _terms(case: Case) -> str:
    """Tell the verbs, and the issues with their options, for whoever edits."""
    from lastyard.case.shapes import VERBS

    lines = ["  verbs    " + ", ".join(VERBS)]
    for issue in case.issues:
        options = (
            f"{issue.label(0)} to {issue.label(issue.size - 1)}"
            if issue.is_numeric
            else ", ".join(repr(issue.label(k)) for k in range(issue.size))
        )
        lines.append(f"  {issue.id}: {options}")
    lines.append("  parties  " + ", ".join(party.id for party in case.parties))
    return "\n".join(lines)


def _has_verb(draft: ReviewedDraft) -> bool:
    from lastyard.case.shapes import VERBS

    return any(entry.key.text in VERBS for entry in draft.node.entries)


def _write(
    session: Session,
    draft: ReviewedDraft,
    proposals: tuple[Coding, ...],
    *,
    edit: bool,
    anew: bool = False,
) -> bool:
    """Complete a draft and write it; False, after saying why, when it is not fit."""
    try:
        session.accept(draft, _completed(session, draft, proposals, edit=edit, anew=anew))
    except (CaseError, RequestError) as problem:
        tell(*str(problem).split("\n"))
        return False
    return True


def _completed(
    session: Session,
    draft: ReviewedDraft,
    proposals: tuple[Coding, ...],
    *,
    edit: bool,
    anew: bool,
) -> MapNode:
    """Ask for what is missing, or with ``edit`` for everything.

    Args:
        session: The way through the drafts.
        draft: The draft.
        proposals: What it may mean; the first that says something is taken.
        edit: Whether to ask for what is known, too.
        anew: Whether the proposal takes the place of what the draft says already.
    """
    from lastyard.drafting.session import typed_entry, typed_verb

    node = draft.node
    parties = ", ".join(party.id for party in session.case.parties)
    for name, hint in (("party", f" ({parties})"), ("on", " (as 2024-03-22)"), ("by", "")):
        known = draft.text(name)
        if name == "party" and known not in {party.id for party in session.case.parties}:
            known = None
        if edit or (known is None and name != "by"):
            text = _asked(name + hint, known or ("" if name == "by" else None))
            if text:
                node = typed_entry(node, name, text)
    proposed = next((coding.as_yaml() for coding in proposals if coding.says is not None), None)
    if not edit:
        if proposed is None or (_has_verb(draft) and not anew):
            return node
        return typed_verb(_without_verbs(node), proposed)
    if not (_has_verb(draft) and click.confirm("keep what it says", default=True, err=True)):
        line = _asked("says (verb: value)", proposed)
        node = typed_verb(_without_verbs(node), line)
        if line.partition(":")[0].strip() in _BINDING:
            firmness = _asked("firmness (0 to 1, or tentative, stated, firm, absolute)", "0.8")
            node = node if firmness == "0.8" else typed_entry(node, "firmness", firmness)
    return node


def _without_verbs(node: MapNode) -> MapNode:
    from lastyard.case.shapes import VERBS
    from lastyard.case.yaml import MapNode as Mapping

    kept = [entry for entry in node.entries if entry.key.text not in (*VERBS, "to", "reservation")]
    return Mapping(node.place, kept)


def _asked(question: str, default: str | None) -> str:
    told = f"{question} [{one_line(default)}]" if default else question
    text: str = click.prompt(told, default=default, err=True, show_default=False)
    return text.strip()


def _show(
    session: Session, draft: ReviewedDraft, proposals: tuple[Coding, ...], which: str
) -> None:
    """Show one draft on standard error, where the questions are asked."""
    who = draft.text("by") or "somebody"
    party = draft.text("party") or "party not known"
    day = draft.text("on") or "day not known"
    before, after = session.around(draft)
    quote = draft.text("quote") or "no quote"
    lines = ["", f"{which}  {draft.id}   {who} ({party}), {day}"]
    lines.append("  " + " ".join(f"{before}>>{quote}<<{after}".split()))
    if draft.repeats:
        lines.append(f"  says the same as {draft.repeats}")
    for number, coding in enumerate(proposals, 1):
        told = "proposed" if number == 1 else "or"
        words = ", ".join(coding.words)
        lines.append(
            f"  {number} {told}: {coding.as_yaml()}   ({coding.issue}; {coding.why_so_sure}, "
            f"by {coding.rule!r} on: {words})"
        )
    if not proposals and not _has_verb(draft):
        lines.append(
            f"  nothing is proposed: the words of {session.case.title!r} do not tell what it means; "
            "edit it to say so, or drop it"
        )
    for line in lines:
        _say(line)


def _say(text: str) -> None:
    """Tell on standard error, where the questions are asked; nothing there drives the terminal."""
    tell(*text.split("\n"))
