"""Changing a case by forms: parties, issues, rules, sources, votes and statements.

Every form ends in a change of the case's text that keeps all comments and layout (:mod:`lastyard.case.editing`),
written as any other text is: never over what somebody else has changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from lastyard.answers.check import load_text
from lastyard.case.diagnostics import CaseError
from lastyard.case.editing import (
    MAPPINGS,
    added,
    changed,
    plain,
    removed,
    renamed,
    replaced,
    units,
    withdrawn,
)
from lastyard.case.model import Case, Statement, parse_date
from lastyard.case.statement import BINDING_VERBS, STATEMENT, VERBS
from lastyard.errors import LastYardError, RequestError
from lastyard.web.bench import NOTHING, Bench, Handlers, base_of, posted, redirect, text_field
from lastyard.web.editing import (
    FIVE,
    ChangedError,
    Editing,
    firmness_of,
    firmness_word,
    first_told,
    statement_fields,
    statement_of,
    write_case,
)
from lastyard.web.folder import CaseFile, NotThereError
from lastyard.web.new import options_of, short_name
from lastyard.web.wording import option_called, understood, verb_and_words

__all__ = ["Forms"]

Kind = Literal["text", "long", "words", "options", "date", "choice", "ballots"]


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a form.

    Attributes:
        name: The key of the case file.
        label: What stands before it.
        kind: What it holds.
        hint: An example.
        choices: Of a choice, what there is.
    """

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    choices: tuple[str, ...] = ()


_SECTIONS: Mapping[str, tuple[str, str, tuple[_Field, ...]]] = {
    "parties": (
        "Parties",
        "party",
        (
            _Field("name", "Name"),
            _Field("role", "Role", "choice", choices=("party", "ratifier", "mediator", "observer")),
            _Field("of", "For which party it ratifies, if it is a ratifier"),
            _Field("words", "Other words", "words", "the union, Ada Moor"),
            _Field("note", "Note", "long"),
        ),
    ),
    "issues": (
        "Issues",
        "issue",
        (
            _Field("name", "Name"),
            _Field("scale", "Options", "options", "open, closed; or with an order: none < some < all; or 0 to 8 step 0.5 %"),
            _Field("of", "Which party's own issue it is, if it is one's", "words"),
            _Field("words", "Other words", "words", "pay, wages"),
            _Field("note", "Note", "long"),
        ),
    ),
    "rules": (
        "Rules that every package must satisfy",
        "rule",
        (
            _Field("require", "Condition", hint="wage >= 6 implies shifts == 'as now'"),
            _Field("note", "Note", "long"),
        ),
    ),
    "sources": (
        "Sources",
        "source",
        (
            _Field("title", "Title"),
            _Field("publisher", "Publisher"),
            _Field("date", "Day", "date"),
            _Field("url", "Address"),
            _Field("note", "Note", "long"),
        ),
    ),
    "votes": (
        "Votes",
        "vote",
        (
            _Field("name", "Name"),
            _Field("on", "Day", "date"),
            _Field("ballots", "Ballots that are known, one per line: yes, no, abstain, present or absent", "ballots", "anna: yes"),
            _Field("outcome", "Outcome on record", "choice", choices=("", "adopted", "rejected")),
            _Field("note", "Note", "long"),
        ),
    ),
}  # fmt: skip
# What is asked of a new vote besides. Who votes by which rule is changed in the text.
_OF_NEW_VOTE = (
    _Field(
        "draft", "What would be adopted: options of issues, or words", hint="wage: 4, term: long"
    ),
    _Field(
        "members", "Who votes, one per line; empty for the parties by their agreement rule", "long"
    ),
    _Field("rule", "When it passes", hint="yes > no"),
)
_OF_STATEMENT = (*VERBS, "to", "party", "by", "on", "source", "quote", "firmness", "confidential", "note")  # fmt: skip


class Forms(Handlers):
    """The handlers of the forms.

    Args:
        bench: The workbench.
        editing: Shows both texts where a file was changed meanwhile.
    """

    def __init__(self, bench: Bench, editing: Editing) -> None:
        super().__init__(bench)
        self._editing = editing

    # ---- parties, issues, rules, sources, votes --------------------------------------

    async def parts(
        self, request: Request, told: str = "", given: Mapping[str, str] = NOTHING
    ) -> Response:
        """Show what a case consists of, each thing in a form of its own; one that was wrong as it was filled in."""
        file = await self._bench.usable(request)
        self._editing.remember(file)
        case = await self._bench.case(file)
        things = await run_in_threadpool(units, case)
        sections = []
        for section, (title, one, fields) in _SECTIONS.items():
            rows = [
                {
                    "id": id,
                    "values": _given(given, section, id) or _values(fields, plain(content)),
                    "open": _given(given, section, id) is not None,
                }
                for (name, id), content in things.items()
                if name == section
            ]
            added_by = (*fields, *_OF_NEW_VOTE) if section == "votes" else fields
            fresh = _given(given, section, "") or dict.fromkeys((f.name for f in added_by), "")
            sections.append((section, title, one, fields, rows, added_by, fresh))
        return self._bench.page(
            request,
            "parts.html",
            422 if told else 200,
            sections=sections,
            told=told,
            done="done" in request.query_params and not told,
            digest=file.digest,
            **self._bench.around(request, file, "parts"),
        )

    async def change_part(self, request: Request) -> Response:
        """Change, add, remove or rename one thing."""
        form = await posted(request)
        given = {name: text_field(form, name).strip() for name in form}
        file = await self._bench.file(request)
        section = given.get("section", "")
        if section not in _SECTIONS:
            raise RequestError("there is no such form")
        text = self._text_of(file, given.get("base", ""))
        try:
            new = await run_in_threadpool(_part_changed, text, given)
            await run_in_threadpool(write_case, file, new, given.get("base", ""))
        except ChangedError:
            return await self._editing.both(request, new, given.get("base", ""))
        except LastYardError as problem:
            return await self.parts(request, first_told(problem), given)
        return redirect(f"{base_of(file)}/parts?done=1#{section}")

    def _text_of(self, file: CaseFile, base: str) -> str:
        """Return the text that a form was made from.

        Raises:
            RequestError: If that is not known any more.
        """
        if base == file.digest:
            return file.text
        if base not in self._bench.seen:
            raise RequestError("the file was changed since this page was shown; load it again")
        return self._bench.seen[base]

    # ---- one statement ---------------------------------------------------------------

    async def statement(
        self, request: Request, told: str = "", given: Mapping[str, str] = NOTHING
    ) -> Response:
        """Show one statement in a form; one that was wrong as it was filled in."""
        file = await self._bench.usable(request)
        self._editing.remember(file)
        case = await self._bench.case(file)
        id = request.path_params["id"]
        statement = next((each for each in case.statements if each.id == id), None)
        if statement is None:
            raise NotThereError(f"no statement is called {id[:60]!r}")
        return self._bench.page(
            request,
            "statement.html",
            422 if told else 200,
            id=id,
            party=case.party(statement.party).name,
            line=statement.place.line if statement.place else 0,
            given={**_fields_of(case, statement), **given},
            told=told,
            model=case,
            verbs=list(VERBS),
            five=FIVE,
            digest=file.digest,
            **self._bench.around(request, file, "statements"),
        )

    async def change_statement(self, request: Request) -> Response:
        """Correct, replace, withdraw, remove or rename a statement."""
        form = await posted(request)
        file = await self._bench.file(request)
        id = request.path_params["id"]
        given = statement_fields(form)
        base = text_field(form, "base")
        text = self._text_of(file, base)
        try:
            new = await run_in_threadpool(_statement_changed, text, id, form, given)
            await run_in_threadpool(write_case, file, new, base)
        except ChangedError:
            return await self._editing.both(request, new, base)
        except LastYardError as problem:
            return await self.statement(request, first_told(problem), given)
        return redirect(f"{base_of(file)}/statements?done=1#said")


def _given(given: Mapping[str, str], section: str, id: str) -> Mapping[str, str] | None:
    """Return what a form that was not right held, if it is this one."""
    return given if given.get("section") == section and given.get("id", "") == id else None


# ---- from a case to fields, and back --------------------------------------------------------


def _values(fields: tuple[_Field, ...], content: Any) -> dict[str, str]:
    content = content if isinstance(content, dict) else {}
    return {each.name: _shown(each, content) for each in fields}


def _shown(field: _Field, content: dict[str, Any]) -> str:
    if field.kind == "options":
        return _scale_shown(content)
    value = content.get(field.name)
    if value is None:
        return field.choices[0] if field.kind == "choice" else ""
    if field.kind == "ballots":
        plain_ones = value.items() if isinstance(value, dict) else ()
        return "\n".join(f"{id}: {said}" for id, said in plain_ones if isinstance(said, str))
    if field.kind == "words":
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return str(value)


def _scale_shown(content: dict[str, Any]) -> str:
    if "range" in content:
        low, high = content["range"]
        unit = f" {content['unit']}" if content.get("unit") else ""
        step = f" step {content['step']}" if "step" in content else ""
        return f"{low} to {high}{step}{unit}"
    gap = " < " if content.get("ordered") else ", "
    options = content.get("options")
    names = options if isinstance(options, list | dict) else []
    return gap.join(str(name) for name in names)


def _part_changed(text: str, given: dict[str, str]) -> str:
    """Return the text with what a form asks for done.

    Raises:
        LastYardError: If it cannot be done.
    """
    section, id, do = given["section"], given.get("id", ""), given.get("do", "")
    given = _with_identifiers(load_text(text), given)
    _, one, fields = _SECTIONS[section]
    if do == "remove":
        try:
            return removed(text, (section, id))
        except CaseError as problem:
            raise RequestError(
                "it cannot be taken out while something else names it: " + first_told(problem)
            ) from None
    if do == "rename":
        name: Any = section
        return renamed(text, name, id, given.get("new", ""))
    if do == "add":
        case = load_text(text)
        used = {key[1] for key in units(case) if key[0] == section}
        wanted = given.get("name") or given.get("title") or given.get("require", "")
        if not wanted:
            raise RequestError(f"a {one} needs {fields[0].label.lower()}")
        new = short_name(wanted, one, used)
        content = {name: value for name, value in _content(fields, given).items() if value}
        if section == "votes":
            content |= _new_vote(case, given)
        if section in MAPPINGS:
            return added(text, section, {new: content})
        return added(text, section, [{"id": new, **content}])
    if do != "change":
        raise RequestError("choose what to do")
    before = plain(units(load_text(text)).get((section, id), {}))
    was = _values(fields, before)
    # Only what was changed is written: the rest of the thing stays as it stands.
    own = tuple(each for each in fields if given.get(each.name, "") != was[each.name])
    content = _content(own, given)
    if section == "issues" and "options" in content:
        text = _options_renamed(text, id, before.get("options"), content["options"])
    if "ballots" in content:
        # Ballots with chances or sources are no line of the form; they stay.
        told = before.get("ballots") or {}
        kept = {who: said for who, said in told.items() if not isinstance(said, str)}
        content["ballots"] = {**(content["ballots"] or {}), **kept} or None
    return changed(text, (section, id), content) if own else text


def _options_renamed(text: str, issue: str, old: Any, new: Any) -> str:
    """Return the text with options that are written otherwise in their places renamed, wherever they are named."""
    if not isinstance(old, list) or not isinstance(new, list) or len(old) != len(new):
        return text
    for was, now in zip(map(str, old), new, strict=True):
        if was != now and was not in new and now not in map(str, old):
            text = renamed(text, "options", was, now, issue)
    return text


def _with_identifiers(case: Case, given: dict[str, str]) -> dict[str, str]:
    """Return a form with parties, issues and options that were called by their names as the case file calls them."""
    ids = {party.name.casefold(): party.id for party in case.parties}
    found = dict(given)
    if "of" in given:
        parties = [each.strip() for each in given["of"].split(",")]
        whole = ids.get(given["of"].casefold())
        found["of"] = whole or ", ".join(ids.get(each.casefold(), each) for each in parties)
    if given.get("require"):
        found["require"] = understood(case, "requires", given["require"])
    return found


def _new_vote(case: Case, given: dict[str, str]) -> dict[str, Any]:
    """Return what of a new vote the fields of every vote do not hold: who votes, on what, by which rule."""
    members = [line.strip() for line in given.get("members", "").splitlines() if line.strip()]
    rule, draft = given.get("rule", ""), given.get("draft", "")
    if rule and not members:
        raise RequestError(
            "name who votes, or leave the rule empty for the parties' agreement rule"
        )
    pairs = [part.partition(":") for part in draft.split(",")]
    called = {name.casefold(): issue for issue in case.issues for name in (issue.name, issue.id)}
    named = [(called.get(issue.strip().casefold()), option.strip()) for issue, _, option in pairs]
    chosen = {i.id: option_called(i, option) or option for i, option in named if i is not None}
    is_package = all(issue is not None for issue, _ in named)
    if is_package and len(chosen) < len(pairs):
        raise RequestError(f"{draft[:60]!r} names an issue twice; leave one option of each")
    body = {"members": members, "rule": rule or "yes > no"} if members else "agreement"
    return {"body": body, **({"draft": chosen if is_package else draft} if draft else {})}


def _content(fields: tuple[_Field, ...], given: dict[str, str]) -> dict[str, Any]:
    """Return what a case file holds for the fields of a form; None for what is empty."""
    content: dict[str, Any] = {}
    for each in fields:
        value = given.get(each.name, "")
        if each.kind == "options":
            found = options_of(given.get("name") or "the issue", value)
            content |= {
                name: found.get(name) for name in ("options", "ordered", "range", "step", "unit")
            }
        elif each.kind == "words":
            content[each.name] = [word.strip() for word in value.split(",") if word.strip()] or None
        elif each.kind == "ballots":
            content[each.name] = _ballots_of(value)
        elif each.kind == "date":
            day = parse_date(value) if value else None
            if value and day is None:
                raise RequestError(f"{value[:40]!r} is not a date; write it as 2024-03-22")
            content[each.name] = day
        elif each.kind == "choice":
            content[each.name] = value if value != each.choices[0] else None
        else:
            content[each.name] = value or None
    return content


def _ballots_of(text: str) -> dict[str, str] | None:
    """Return the ballots that lines such as ``anna: yes`` name."""
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        who, colon, said = (part.strip() for part in line.rpartition(":"))
        if not colon or not who or not said:
            raise RequestError(f"{line.strip()[:60]!r} is no ballot; write it as `anna: yes`")
        if who in found:
            raise RequestError(f"{who[:60]!r} has two ballots; leave one")
        found[who] = said
    return found or None


def _fields_of(case: Case, statement: Statement) -> dict[str, str]:
    """Return a statement as the fields of a form."""
    content = plain(STATEMENT.write(statement, case))
    verb, what = verb_and_words(
        {name: content[name] for name in (statement.verb, "to") if name in content}
    )
    quote = content.get("quote", "")
    return {
        "party": statement.party,
        "by": statement.by or "",
        "on": statement.on.isoformat(),
        "verb": verb,
        "what": what,
        "firmness": firmness_word(float(statement.firmness)),
        "source": statement.source or "",
        "quote": quote if isinstance(quote, str) else quote.get("exact", ""),
        "note": statement.note or "",
        "confidential": "yes" if statement.confidential else "",
    }


def _statement_changed(text: str, id: str, form: FormData, given: dict[str, str]) -> str:
    """Return the text with what a statement's form asks for done.

    Raises:
        LastYardError: If it cannot be done.
    """
    do = text_field(form, "do")
    case = load_text(text)
    statement = next((each for each in case.statements if each.id == id), None)
    if statement is None:
        raise RequestError(f"no statement is called {id[:60]!r}")
    if do == "remove":
        return removed(text, ("statements", id))
    if do == "rename":
        return renamed(text, "statements", id, text_field(form, "new").strip())
    day = parse_date(text_field(form, "day").strip())
    if do in ("withdraw", "replace") and day is None:
        raise RequestError("give the day on which that was said")
    if do == "withdraw" and day is not None:
        return withdrawn(text, [id], day)
    was = _fields_of(case, statement)
    new = STATEMENT.write(statement_of(case, {**given, "id": id}), case)
    if do == "replace" and day is not None:
        gone = ("id", "party", "on", "replaces")
        return replaced(text, id, day, {k: v for k, v in new.items() if k not in gone})
    if do != "change":
        raise RequestError("choose what to do")
    differs = {name for name, value in given.items() if name in was and value != was[name]}
    if "verb" in differs or "what" in differs:
        differs |= {"to", *VERBS}
    if given["verb"] not in BINDING_VERBS:
        given["firmness"] = ""  # it is of demands alone
        differs.add("firmness")
    if given["firmness"] == was["firmness"]:
        differs.discard("firmness")  # a figure keeps its digits
    old = STATEMENT.write(statement, case)
    fields = {
        name: new.get(name)
        for name in _OF_STATEMENT
        if name in differs and (name in old or name in new)
    }
    if "firmness" in differs and given["firmness"] in FIVE:
        level = firmness_of(given["firmness"])
        fields["firmness"] = float(level) if re.fullmatch(r"[\d.]+", level) else level
    return changed(text, ("statements", id), fields) if fields else text
