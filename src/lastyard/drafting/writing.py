"""Drafts as a YAML file to review.

What the reader found stands under ``found``; what it proposes stands in comments, so that
nothing is in the case until somebody has decided.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lastyard.case.writing import EscapedText, as_yaml, flat_as_yaml, source_as_mapping
from lastyard.drafting.drafts import Draft, Drafting
from lastyard.drafting.proposals import Coding
from lastyard.showing import one_line

__all__ = ["drafts_as_yaml"]

_HEAD = """\
# Drafts from {name}. Nothing here is in the case until you decide.
# {count}
#   lastyard code CASE THIS_FILE           goes through them one by one
# or, in an editor: give each statement you want one verb (take the # from a proposal, or write
# your own), complete what is missing, set `accept: true`; or `drop: true`. Then
#   lastyard code CASE THIS_FILE --batch   adds all with `accept: true`, or none
"""


def drafts_as_yaml(drafting: Drafting) -> str:
    """Return the file of drafts."""
    document = drafting.reading.document
    proposed = sum(bool(draft.proposals) for draft in drafting.drafts)
    found = len(drafting.drafts)
    count = f"{found} statement{'' if found == 1 else 's'} found"
    if drafting.case is not None:
        count += f"; {proposed} with words of an issue of {drafting.case.title!r}"
    head = {
        "document": {
            "name": document.name,
            "sha256": document.fingerprint,
            "characters": len(document.text),
            "method": drafting.reading.method,
        },
        "source": {"id": drafting.source.id, **source_as_mapping(drafting.source)},
    }
    text = _HEAD.format(name=one_line(document.name), count=one_line(count)) + as_yaml(head)
    text += "".join(f"# note: {one_line(note)}\n" for note in drafting.notes)
    if not drafting.drafts:
        return text + "drafts: []\n"
    return (
        text
        + "drafts:\n"
        + "".join(
            _draft(draft, drafting.source.id, with_case=drafting.case is not None)
            for draft in drafting.drafts
        )
    )


def _draft(draft: Draft, source: str, *, with_case: bool) -> str:
    statement = draft.statement
    fields: dict[str, Any] = {"id": draft.id, "accept": False}
    remarks = []
    if draft.party is not None:
        fields["party"] = draft.party
    else:
        remarks.append("party: not known; say for whom this was said")
    fields["by"] = statement.speaker
    if draft.on is not None:
        fields["on"] = draft.on
    elif statement.date:
        remarks.append(f"on: the text says {statement.date}; give the day")
    else:
        remarks.append("on: not known; give the day as 2024-03-22")
    fields["source"] = source
    fields["quote"] = statement.quote.exact
    if draft.repeats:
        remarks.append(f"says the same as {draft.repeats}")
    for coding in draft.proposals:
        remarks += _remarks(coding)
    if with_case and not draft.proposals:
        remarks.append("nothing proposed: the words of the case do not tell what it means")
    lines = flat_as_yaml(fields).split("\n")[:-1]
    lines += [f"# {one_line(remark)}" for remark in remarks]
    lines += flat_as_yaml({"found": _found(draft)}).split("\n")[:-1]
    return "".join(f"  {'- ' if k == 0 else '  '}{line}\n" for k, line in enumerate(lines)) + "\n"


def _remarks(coding: Coding) -> list[str]:
    """Say why a coding is proposed, and give the line to take over."""
    about = (
        f"proposed: {coding.verb}, on {coding.issue}; {coding.why_so_sure}, "
        f"by {coding.rule!r} on the words {', '.join(coding.words)}"
    )
    return [about, *coding.as_lines()]


def _found(draft: Draft) -> dict[str, Any]:
    """Return what the reader found and the case has no key for."""
    said = draft.statement
    found = {
        "kind": said.kind,
        "verb": said.verb,
        "negated": said.negated or None,
        "confidence": Fraction(round(said.confidence * 1000), 1000),
        "date_basis": said.date_basis,
        "addressee": said.addressee,
        "on_behalf_of": said.on_behalf_of,
        "written": said.written or None,
        "repeats": draft.repeats,
        "prefix": EscapedText(said.quote.prefix) or None,
        "suffix": EscapedText(said.quote.suffix) or None,
        "start": said.quote.start,
        "end": said.quote.end,
    }
    return {key: value for key, value in found.items() if value is not None}
