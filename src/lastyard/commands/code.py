"""``lastyard code``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from lastyard.case.diagnostics import CaseError, RequestError
from lastyard.commands.options import Found, answer

if TYPE_CHECKING:
    from lastyard.case.loading.document import MapNode
    from lastyard.drafting.proposals import Coding
    from lastyard.drafting.reviewed import ReviewedDraft
    from lastyard.drafting.session import Session

__all__ = ["command"]

_BINDING = ("requires", "rejects", "refuses")


@click.command("code")
@click.argument("case_file", metavar="CASE")
@click.argument("drafts", metavar="DRAFT", required=False)
@click.option("--batch", is_flag=True, help="Ask nothing: add all with `accept: true`, or none.")
@click.option("--trust", is_flag=True, help="Only show how each rule's proposals have fared.")
@click.option(
    "--json", "as_json", is_flag=True, help="With --batch or --trust: answer in JSON, for programs."
)
@click.option("-o", "--output", metavar="FILE", help="Write the answer to FILE.")
def command(
    case_file: str,
    drafts: str | None,
    batch: bool,
    trust: bool,
    as_json: bool,
    output: str | None,
) -> int:
    """Go through drafts, and add to the case what you accept.

    DRAFT is a file that `lastyard read` wrote. Each draft can be accepted, edited, dropped
    or skipped; whatever is decided is kept at once, so stop when you like and go on later.
    Comments in the case file stay. What became of each draft, and which rule had proposed it,
    is kept beside the case in CASE.coded.jsonl, on this machine only.

    From these decisions follows which rules to trust: --trust shows it, and the confidence of
    new proposals takes it up.

    Exit code 0: every draft is decided; 1: some wait; 2: something cannot be added (with
    --batch, then nothing is).

    \b
    Examples:
      lastyard code talks.yaml drafts.yaml
      lastyard code talks.yaml drafts.yaml --batch
      lastyard code talks.yaml --trust
    """
    if as_json and not (batch or trust):
        raise RequestError("--json goes with --batch or --trust")
    if trust == (drafts is not None) or (trust and batch):
        raise RequestError(
            "give either a file of drafts, or --trust to see how the proposals have fared"
        )

    def find() -> Found:
        from lastyard.drafting.adding import code_batch, trust_in
        from lastyard.drafting.reviewed import load_drafts

        if drafts is None:
            return trust_in(case_file), 0
        if batch:
            result = code_batch(case_file, load_drafts(drafts))
        else:
            result = _converse(case_file, drafts)
        return result, 1 if result.undecided else 0

    return answer(find, as_json=as_json, output=output)


def _converse(case_file: str, drafts: str) -> Any:
    from lastyard.drafting.reviewed import load_drafts
    from lastyard.drafting.session import Session

    if drafts == "-":
        raise RequestError("answers are read from standard input; give the drafts as a file")
    session = Session(case_file, load_drafts(drafts))
    total = len(session.file.drafts)
    try:
        for draft in session.pending:
            number = session.file.drafts.index(draft) + 1
            if not _ask_about(session, draft, f"{number} of {total}"):
                break
    except (click.Abort, EOFError):
        click.echo("\nstopped; what was decided is kept", err=True)
    return session.result()


def _ask_about(session: Session, draft: ReviewedDraft, which: str) -> bool:
    """Ask until a draft is decided or skipped; False ends the session."""
    proposals = session.proposals(draft)
    _show(session, draft, proposals, which)
    may_accept = bool(proposals and proposals[0].says is not None) or _has_verb(draft)
    choices = (["a"] if may_accept else []) + ["e", "d", "s", "q"]
    words = {"a": "[a]ccept", "e": "[e]dit", "d": "[d]rop", "s": "[s]kip", "q": "[q]uit"}
    question = ", ".join(words[choice] for choice in choices)
    while True:
        choice = click.prompt(question, err=True).strip().lower()[:1]
        if choice == "q":
            return False
        if choice == "s":
            return True
        if choice == "d":
            session.drop(draft)
            return True
        if choice in choices and _write(session, draft, proposals, edit=choice == "e"):
            return True


def _has_verb(draft: ReviewedDraft) -> bool:
    from lastyard.case.shapes import VERBS

    return any(entry.key.text in VERBS for entry in draft.node.entries)


def _write(
    session: Session, draft: ReviewedDraft, proposals: tuple[Coding, ...], *, edit: bool
) -> bool:
    """Complete a draft and write it; False, after saying why, when it is not fit."""
    try:
        session.accept(draft, _completed(session, draft, proposals, edit=edit))
    except (CaseError, RequestError) as problem:
        click.echo(str(problem), err=True)
        return False
    return True


def _completed(
    session: Session, draft: ReviewedDraft, proposals: tuple[Coding, ...], *, edit: bool
) -> MapNode:
    """Ask for what is missing, or with ``edit`` for everything."""
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
        return node if _has_verb(draft) or proposed is None else typed_verb(node, proposed)
    if not (_has_verb(draft) and click.confirm("keep what it says", default=True, err=True)):
        line = _asked("says (verb: value)", proposed)
        node = typed_verb(_without_verbs(node), line)
        if line.partition(":")[0].strip() in _BINDING:
            firmness = _asked("firmness (0 to 1, or tentative, stated, firm, absolute)", "0.8")
            node = node if firmness == "0.8" else typed_entry(node, "firmness", firmness)
    return node


def _without_verbs(node: MapNode) -> MapNode:
    from lastyard.case.loading.document import MapNode as Mapping
    from lastyard.case.shapes import VERBS

    kept = [entry for entry in node.entries if entry.key.text not in (*VERBS, "to", "reservation")]
    return Mapping(node.place, kept)


def _asked(question: str, default: str | None) -> str:
    text: str = click.prompt(question, default=default, err=True, show_default=bool(default))
    return text.strip()


def _show(
    session: Session, draft: ReviewedDraft, proposals: tuple[Coding, ...], which: str
) -> None:
    """Show one draft on standard error, where the questions are asked."""
    who = draft.text("by") or "somebody"
    party = draft.text("party") or "party not known"
    day = draft.text("on") or "day not known"
    lines = ["", f"{which}  {draft.id}   {who} ({party}), {day}"]
    lines.append("  " + " ".join((draft.text("quote") or "no quote").split()))
    if draft.repeats:
        lines.append(f"  says the same as {draft.repeats}")
    for number, coding in enumerate(proposals):
        told = "proposed: " if number == 0 else "or:       "
        words = ", ".join(coding.words)
        lines.append(
            f"  {told}{coding.as_yaml()}   ({coding.issue}; {coding.why_so_sure}, "
            f"by {coding.rule!r} on: {words})"
        )
    if not proposals and not _has_verb(draft):
        lines.append(f"  no issue of {session.case.title!r} is named: say yourself what it means")
    for line in lines:
        click.echo("".join(c if c.isprintable() else "?" for c in line), err=True)
