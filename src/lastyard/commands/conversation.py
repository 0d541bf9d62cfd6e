"""Questions and answers on drafts in the terminal, for ``lastyard code``, one key at a time where it has keys."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import click

from lastyard.case.diagnostics import CaseError
from lastyard.case.model import Case
from lastyard.case.statement import BINDING_VERBS, VERBS
from lastyard.case.yaml import ListNode, MapNode, Node, TextNode
from lastyard.commands.options import terminal_width
from lastyard.commands.telling import ask, tell
from lastyard.drafting.adding import (
    Coded,
    DraftFile,
    ReviewedDraft,
    Session,
    typed_entry,
    typed_verb,
)
from lastyard.drafting.proposals import Coding
from lastyard.errors import RequestError
from lastyard.show.text import wrapped
from lastyard.showing import one_line

__all__ = ["converse"]

_KEYS = """\
  a        write the first proposal, or what the draft says already, to the case
  1, 2, 3  write the proposal of that number
  e        edit: party, day, speaker, and what it says, one after the other
  d        drop: it is not wanted
  s        skip: decide later
  u        undo the last decision, also in the case
  q        quit; what was decided is kept"""
_FIRMNESS = {
    "t": "tentative",
    "s": "stated",
    "f": "firm",
    "a": "absolute",
    "d": "0.8",
    "n": "a number",
}


@dataclass(slots=True)
class _Entry:
    """What was typed for a draft so far; it stays when it was not fit.

    Attributes:
        draft: The draft with its keys as typed.
        says: The verb and its value as last typed.
    """

    draft: ReviewedDraft
    says: str | None = None


def converse(case_path: str, files: Sequence[DraftFile]) -> list[Coded]:
    """Go through files of drafts; give what became of each.

    Raises:
        CaseError: If the case cannot be used.
        RequestError: If a progress file cannot be used.
    """
    results, going = [], True
    for file in files:
        session = Session(case_path, file)
        if going and len(files) > 1 and session.pending:
            _say(f"\n{file.path}: {len(session.pending)} of {len(file.drafts)} wait")
        try:
            with _terminal(letters=True):
                going = going and _go_through(session)
        except (click.Abort, EOFError, KeyboardInterrupt):
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
    entry = _Entry(draft)
    while True:
        choice = _key(", ".join(words.values()))
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
            if _write(session, entry, taken, edit=False, anew=True):
                return choice
        elif choice in ("a", "e") and choice in words:
            if _write(session, entry, proposals, edit=choice == "e"):
                return choice
        elif choice in ("a", *"123456789"):
            _say("nothing that could be written is proposed there; e edits, d drops")
        else:
            _say("not understood; ? tells the keys")


def _terms(case: Case) -> str:
    """Tell the verbs, and the issues with their options, for whoever edits."""
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
    return any(entry.key.text in VERBS for entry in draft.node.entries)


def _write(
    session: Session,
    entry: _Entry,
    proposals: tuple[Coding, ...],
    *,
    edit: bool,
    anew: bool = False,
) -> bool:
    """Complete a draft and write it; False, after saying why, when it is not fit."""
    draft = next(each for each in session.pending if each.id == entry.draft.id)
    try:
        session.accept(draft, _completed(session, entry, proposals, edit=edit, anew=anew))
    except (CaseError, RequestError) as problem:
        tell(*str(problem).split("\n"))
        return False
    return True


def _completed(
    session: Session,
    entry: _Entry,
    proposals: tuple[Coding, ...],
    *,
    edit: bool,
    anew: bool,
) -> MapNode:
    """Ask for what is missing, or with ``edit`` for everything.

    Args:
        session: The way through the drafts.
        entry: The draft as typed so far; what is typed now is kept there at once.
        proposals: What it may mean; the first that says something is taken.
        edit: Whether to ask for what is known, too.
        anew: Whether the proposal takes the place of what the draft says already.
    """
    parties = [party.id for party in session.case.parties]
    known = session.party_of(entry.draft)
    party = _party(parties, known, entry.draft.text("party")) if edit or known is None else known
    if party != entry.draft.text("party"):
        _type(entry, "party", party)
    for name, hint in (("on", " (as 2024-03-22)"), ("by", "")):
        known = entry.draft.text(name)
        if edit or (known is None and name != "by"):
            text = _asked(name + hint, known or ("" if name == "by" else None))
            if text:
                _type(entry, name, text)
    node = entry.draft.node
    proposed = next((coding.as_yaml() for coding in proposals if coding.says is not None), None)
    if not edit:
        if proposed is None or (_has_verb(entry.draft) and not anew):
            return node
        return typed_verb(_without_verbs(node), proposed)
    if not (entry.says is None and _has_verb(entry.draft) and _keeps()):
        line = _asked("says (verb: value)", entry.says or proposed, amend=entry.says)
        entry.says = line
        node = typed_verb(_without_verbs(node), line)
        if line.partition(":")[0].strip() in BINDING_VERBS:
            firmness = _firmness()
            node = node if firmness == "0.8" else typed_entry(node, "firmness", firmness)
    return node


def _type(entry: _Entry, name: str, text: str) -> None:
    entry.draft = replace(entry.draft, node=typed_entry(entry.draft.node, name, text))


def _party(parties: Sequence[str], known: str | None, typed: str | None) -> str:
    """Ask for the party: by a number, where one key is enough."""
    if _has_keys() and len(parties) <= 9:
        keys = {str(number): party for number, party in enumerate(parties, 1)}
        return _picked("party", keys, known)
    return _asked(f"party ({', '.join(parties)})", known or typed)


def _keeps() -> bool:
    if not _has_keys():
        return click.confirm("keep what it says", default=True, err=True)
    return _picked("keep what it says", {"y": "yes", "n": "no"}) == "yes"


def _firmness() -> str:
    picked = _picked("firmness", _FIRMNESS) if _has_keys() else _FIRMNESS["n"]
    if picked != _FIRMNESS["n"]:
        return picked
    return _asked("firmness (0 to 1, or tentative, stated, firm, absolute)", "0.8")


def _without_verbs(node: MapNode) -> MapNode:
    kept = [entry for entry in node.entries if entry.key.text not in (*VERBS, "to", "reservation")]
    return MapNode(node.place, kept)


def _key(question: str) -> str:
    """Ask for one key; without a terminal for a line, of which the first letter counts."""
    if not _has_keys():
        line: str = click.prompt(question, err=True)
        return line.strip().lower()[:1]
    *lines, last = wrapped(f"{question}:", terminal_width() - 2, "", "  ")
    tell(*lines)
    ask(last)
    key = ""
    while not key.strip():
        key = _next_key()
    tell(key)
    return key.lower()


def _picked(question: str, keys: Mapping[str, str], known: str | None = None) -> str:
    """Ask for one of several things by its key; ``k`` keeps what is known."""
    offered = {**keys, **({"k": f"keep {known}"} if known is not None else {})}
    told = ", ".join(f"[{key}] {what}" for key, what in offered.items())
    while True:
        key = _key(f"{question}: {told}")
        if key in offered:
            return known if key == "k" and known is not None else offered[key]
        _say("not one of these keys")


def _asked(question: str, default: str | None, *, amend: str | None = None) -> str:
    """Ask for a line.

    Args:
        question: What to ask.
        default: What an empty line means; None where there must be one.
        amend: What was typed before and was not fit, to be amended where the terminal can do that.
    """
    told = f"{question} [{one_line(default)}]" if default else question
    with _terminal(letters=False):
        if amend is not None and _has_keys() and os.isatty(1):
            return _amended(f"{question}: ", amend)
        text: str = click.prompt(told, default=default, err=True, show_default=False)
        return text.strip()


def _amended(question: str, text: str) -> str:
    """Ask for a line that begins with a text, where Python's lines can be edited."""
    try:
        import readline
    except ImportError:
        return str(click.prompt(f"{question}[{one_line(text)}]", default=text, err=True)).strip()
    readline.set_startup_hook(lambda: readline.insert_text(one_line(text)))
    try:
        # Python lets a line be edited only where it takes what it writes to for file 1.
        with open(1, "w", closefd=False) as terminal, contextlib.redirect_stdout(terminal):
            return input(question).strip() or text
    finally:
        readline.set_startup_hook(None)


def _show(
    session: Session, draft: ReviewedDraft, proposals: tuple[Coding, ...], which: str
) -> None:
    """Show one draft on standard error, where the questions are asked."""
    who = draft.text("by") or "somebody"
    known = session.party_of(draft)
    party = draft.text("party") or "party not known"
    if known is not None and known != draft.text("party"):
        party = f"{known}, as before"
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
        if coding.is_undecided:
            lines.append(
                f"  {number} about {coding.issue}; whether for or against is not sure   (on: {words})"
            )
            continue
        lines.append(
            f"  {number} {told}: {coding.as_yaml()}   ({coding.issue}; {coding.why_so_sure}, "
            f"by {coding.rule!r} on: {words})"
        )
    if _has_verb(draft):
        lines.append(f"  it says: {_said(draft)}")
    if not proposals and not _has_verb(draft):
        lines.append(
            f"  nothing is proposed: the words of {session.case.title!r} do not tell what it means; "
            "edit it to say so, or drop it"
        )
    for line in lines:
        _say(line)


def _said(draft: ReviewedDraft) -> str:
    """Return the verb that a draft says already, on one line."""
    said = (entry for entry in draft.node.entries if entry.key.text in VERBS)
    return ", ".join(f"{entry.key.text}: {_flat(entry.value)}" for entry in said)


def _flat(node: Node) -> str:
    if isinstance(node, TextNode):
        return node.text
    if isinstance(node, ListNode):
        return f"[{', '.join(map(_flat, node.items))}]"
    return "{" + ", ".join(f"{each.key.text}: {_flat(each.value)}" for each in node.entries) + "}"


def _say(text: str) -> None:
    """Tell on standard error, where the questions are asked; nothing there drives the terminal.

    On a terminal a line that is too long goes on below, where it began.
    """
    lines = text.split("\n")
    if _has_keys():
        width = terminal_width()
        lines = [part for line in lines for part in wrapped(line, width, "", _margin(line)) or [""]]
    tell(*lines)


def _margin(line: str) -> str:
    return " " * (len(line) - len(line.lstrip()) + 2)


_ESCAPE, _END, _INTERRUPT = b"\x1b", "\x04\x1a", "\x03"
_WHILE = 0.05
"""How many seconds the rest of an arrow's or another special key's letters may take."""


def _has_keys() -> bool:
    """Whether somebody sits at a terminal whose keys can be read one by one."""
    try:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        if sys.platform != "win32":
            import termios  # noqa: F401
    except (AttributeError, ValueError, ImportError):
        return False
    return True


def _next_key() -> str:
    """Wait for a key within :func:`_terminal`, and return its letter; nothing for arrows, Enter and the like.

    Raises:
        click.Abort: If it is Ctrl-C.
        EOFError: If it is Ctrl-D (Ctrl-Z on Windows), or the terminal is gone.
    """
    if sys.platform == "win32":
        import msvcrt

        key = _of_windows(msvcrt.getwch)
    else:
        key = _of_posix()
    if key and key in _INTERRUPT:
        raise click.Abort
    if key and key in _END:
        raise EOFError
    return key if key.isprintable() else ""


def _of_windows(get: Callable[[], str]) -> str:
    key = get()
    if key in ("\x00", "\xe0"):
        get()  # which of the special keys it is
        return ""
    return key


if sys.platform != "win32":
    import select

    def _of_posix() -> str:
        """Read the bytes of one letter; those of a special key are read and let go."""
        terminal = sys.stdin.fileno()
        try:
            first = os.read(terminal, 1)
            if not first:
                raise EOFError
            if first == _ESCAPE:
                opens = True
                while select.select([terminal], [], [], _WHILE)[0]:
                    one = os.read(terminal, 1)
                    if not (opens and one in b"[O") and (one.isalpha() or one == b"~"):
                        break
                    opens = False
                return ""
            more = 0 if first[0] < 0xC0 else 1 if first[0] < 0xE0 else 2 if first[0] < 0xF0 else 3
            return (first + b"".join(os.read(terminal, 1) for _ in range(more))).decode(
                errors="replace"
            )
        except KeyboardInterrupt:
            raise click.Abort from None


@contextmanager
def _terminal(*, letters: bool) -> Iterator[None]:
    """Have the terminal hand over each key at once, or whole lines again; as it was before when this ends.

    It stays so from one key to the next: what is typed before it is asked for would be lost in between.
    """
    if sys.platform == "win32" or not _has_keys():
        yield
        return
    import termios

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    wanted = termios.tcgetattr(terminal)
    if letters:
        wanted[3] &= ~(termios.ICANON | termios.ECHO)
        wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
    else:
        wanted[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(terminal, termios.TCSADRAIN, wanted)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
