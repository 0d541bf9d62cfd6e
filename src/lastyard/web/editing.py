"""Changing a case: its text with diagnostics, statements by a form, and the way back.

Nothing is written over that somebody else has changed: a form holds the digest of the text that it was made
from, and where the file has another by now, both are shown, joined as far as they can be. Every version that is replaced
is kept (:mod:`lastyard.web.versions`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from html import escape
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from lastyard.answers.check import check, load_text
from lastyard.budget import Budget
from lastyard.case.diagnostics import CaseError, Diagnostics
from lastyard.case.editing import add_statements
from lastyard.case.model import Case, Statement
from lastyard.case.said import day_of, in_force, why_not_in_force
from lastyard.case.shapes import Reading
from lastyard.case.statement import BINDING_VERBS, STATEMENT, VERBS
from lastyard.case.yaml import MOST_BYTES, Form, parse_document
from lastyard.drafting.record import alone_with
from lastyard.errors import LastYardError, RequestError
from lastyard.files import read_at_most, refusals_told, safe_name, write_whole
from lastyard.show.marks import plain
from lastyard.show.words import day_in_words, says_by_names
from lastyard.web.bench import NOTHING, Handlers, base_of, posted, redirect, text_field
from lastyard.web.folder import CaseFile
from lastyard.web.pages import firmness_word, lines_of
from lastyard.web.versions import Versions, joined
from lastyard.web.wording import example_of, said_line, understood

__all__ = [
    "FIVE",
    "ChangedError",
    "Editing",
    "TextCheck",
    "exactly",
    "firmness_of",
    "firmness_word",
    "first_told",
    "look_at",
    "statement_fields",
    "statement_of",
    "write_case",
]

_WORK = 300_000  # of a check while somebody types: a fraction of a second
_SEEN, _SEEN_LETTERS = 24, 20_000_000
_MOST_SHOWN = 400
FIVE = ("floated", "tentative", "stated", "firm", "absolute")


class ChangedError(RequestError):
    """The file is no longer what a change was made from."""


def write_case(file: CaseFile, text: str, base: str) -> None:
    """Write the text of a case, in the form that its file has, and keep the version before.

    Args:
        file: The case as it was read.
        text: Its new text.
        base: The digest of what the text was made from.

    Raises:
        ChangedError: If the file has another text by now; then nothing is written.
        RequestError: If it cannot be written; the old text is then still there.
    """
    with alone_with(file.path):
        data = _bytes(file.path)
        now = _digest_of(data)
        new = Form.of(data).written(text)
        if now != base and now != _digest_of(new):
            raise ChangedError("the file was changed by somebody else since you opened it")
        if now == _digest_of(new):
            return
        Versions(file.path).keep(data)
        write_whole(file.path, new)


def _digest_of(data: bytes) -> str:
    """Return what a form calls a text by."""
    return hashlib.sha256(data).hexdigest()


def _bytes(path: str) -> bytes:
    with refusals_told("the file cannot be read any more"):
        return read_at_most(path, MOST_BYTES)


def exactly(text: str) -> Markup:
    """Return text for a field that is edited, every character of it as it is."""
    return Markup(escape(text, quote=True))  # noqa: S704  (escaped here)


# ---- diagnostics ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextCheck:
    """What is wrong with a text.

    Attributes:
        problems: As :func:`lastyard.web.pages.lines_of` gives them.
        loads: Whether it is a case at all.
        told: The verdict in a sentence.
    """

    problems: list[dict[str, Any]]
    loads: bool
    told: str


def look_at(text: str, path: str) -> TextCheck:
    """Return what is wrong with the text of a case."""
    try:
        case = load_text(text, path)
    except CaseError as problem:
        errors = sum(each.severity == "error" for each in problem.diagnostics)
        told = f"{errors} {'mistake' if errors == 1 else 'mistakes'}: it cannot be used like this."
        return TextCheck(lines_of(problem.diagnostics), False, told)
    except RecursionError:
        return TextCheck([], False, "It is too deeply nested.")
    try:
        with Budget(work=_WORK):
            result = check(case)
    except LastYardError as problem:
        return TextCheck([], True, f"It can be used. {problem}")
    told = "It is right, and no party contradicts itself."
    if not result.is_consistent:
        told = "It can be used, but a party contradicts itself: “Check” says where."
    elif result.stopped:
        told = "It is right. Whether a party contradicts itself takes longer: “Check” looks."
    return TextCheck(lines_of(result.warnings), True, told)


# ---- pages ----------------------------------------------------------------------------------


class Editing(Handlers):
    """The handlers of the pages that change a case."""

    # ---- the text ------------------------------------------------------------------

    async def edit(self, request: Request) -> Response:
        """Show the text of a case, to be changed."""
        file = await self._bench.file(request)
        self.remember(file)
        return await self._editor(request, file, file.text, file.digest)

    async def _editor(
        self,
        request: Request,
        file: CaseFile,
        text: str,
        base: str,
        status: int = 200,
        told: str = "",
        anyway: bool = False,
    ) -> Response:
        if not file.text and file.summary.problem is not None:
            found = TextCheck(lines_of(file.summary.problem.diagnostics), False, "It is no text.")
        else:
            found = await run_in_threadpool(look_at, text, file.path)
        return self._bench.page(
            request,
            "edit.html",
            status,
            text=exactly(text),
            saved=text == file.text,
            digest=base,
            found=found,
            told=told,
            done="Saved." if "saved" in request.query_params and not told else "",
            anyway=anyway,
            readable=bool(file.text) or not file.summary.problem,
            source=text.split("\n"),
            versions=len(Versions(file.path).all()),
            **self._bench.around(request, file, "edit"),
        )

    def remember(self, file: CaseFile) -> None:
        """Keep a text that was given out, so that two that come from it can be joined."""
        seen = self._bench.seen
        seen.pop(file.digest, None)
        seen[file.digest] = file.text
        while len(seen) > 1 and (len(seen) > _SEEN or sum(map(len, seen.values())) > _SEEN_LETTERS):
            del seen[next(iter(seen))]

    async def save(self, request: Request) -> Response:
        """Write the text of a case; where it changed meanwhile, show both."""
        form = await posted(request)
        file = await self._bench.file(request)
        text, base = text_field(form, "text"), text_field(form, "base")
        # What stands first in a field is dropped by browsers if it is a line's end.
        if not text.endswith("\n"):
            text += "\n"
        given = request.headers.get("if-match", "").strip('"')
        if given:
            base = given
        try:
            if file.summary.problem is None and not form.get("anyway"):
                found = await run_in_threadpool(look_at, text, file.path)
                if not found.loads:
                    told = "Not saved yet: it was right before, and is not now."
                    return await self._editor(request, file, text, base, 422, told, anyway=True)
            await run_in_threadpool(write_case, file, text, base)
        except ChangedError:
            return await self.both(request, text, base)
        except LastYardError as problem:
            told = f"Not saved: {problem}. Your text is still here."
            return await self._editor(request, file, text, base, 507, told)
        return redirect(f"{base_of(file)}/edit?saved=1")

    async def both(self, request: Request, mine: str, base: str) -> Response:
        """Show what both made of a file, and join what can be joined."""
        file = await self._bench.file(request)
        self.remember(file)
        old = self._bench.seen.get(base)
        both = None if old is None else await run_in_threadpool(joined, old, mine, file.text)
        fits = False
        if both is not None and not both.conflicts:
            fits = (await run_in_threadpool(look_at, both.text, file.path)).loads
        return self._bench.page(
            request,
            "both.html",
            409,
            mine=exactly(mine),
            theirs=exactly(file.text),
            both=exactly(both.text) if both else None,
            conflicts=both.conflicts if both else 0,
            fits=fits,
            digest=file.digest,
            changes=_difference(file.text, mine),
            **self._bench.around(request, file, "edit"),
        )

    async def problems(self, request: Request) -> Response:
        """Tell what is wrong with a text that is being written; nothing is saved."""
        form = await posted(request)
        file = await self._bench.file(request)
        text = text_field(form, "text")
        found = await run_in_threadpool(look_at, text, file.path)
        drawn = self._bench.templates.get_template("problems.html").render(
            found=found, source=text.split("\n"), base=base_of(file)
        )
        return HTMLResponse(drawn)

    # ---- versions ------------------------------------------------------------------

    async def history(self, request: Request) -> Response:
        """List the earlier versions of a case, and show one beside the file."""
        file = await self._bench.file(request)
        kept = Versions(file.path)
        rows = await run_in_threadpool(kept.all)
        chosen = request.query_params.get("version", "")
        lines: list[tuple[str, str]] = []
        if chosen.isdigit():
            data = await run_in_threadpool(kept.read, int(chosen))
            old = self._bench.folder.opened(file.name, data)
            lines = await run_in_threadpool(_difference, old.text, file.text)
        return self._bench.page(
            request,
            "history.html",
            rows=[(each.number, _moment(each.when)) for each in rows[:_MOST_SHOWN]],
            chosen=int(chosen) if chosen.isdigit() else 0,
            lines=lines,
            digest=file.digest,
            done="back" in request.query_params,
            **self._bench.around(request, file, "history"),
        )

    async def restore(self, request: Request) -> Response:
        """Bring an earlier version back; what it replaces is kept as well."""
        form = await posted(request)
        file = await self._bench.file(request)
        number = text_field(form, "version")
        kept = Versions(file.path)
        if not number.isdigit():
            raise RequestError("no version was chosen")
        data = await run_in_threadpool(kept.read, int(number))

        def bring_back() -> None:
            with alone_with(file.path):
                now = _bytes(file.path)
                if _digest_of(now) != text_field(form, "base"):
                    raise RequestError(
                        "the file was changed since this page was shown; look at it again"
                    )
                kept.keep(now)
                write_whole(file.path, data)

        await run_in_threadpool(bring_back)
        return redirect(f"{base_of(file)}/history?back={number}")

    # ---- statements ----------------------------------------------------------------

    async def statements(
        self, request: Request, told: str = "", given: Mapping[str, str] = NOTHING
    ) -> Response:
        """List what was said, and offer to add to it; after a form that was wrong, with what it held."""
        file = await self._bench.usable(request)
        case = await self._bench.case(file)
        holding = {each.id for each in in_force(case)}
        wanted = request.query_params.get("party", "")
        rows = [
            _said(case, each, each.id in holding)
            for each in reversed(case.statements)
            if not wanted or each.party == wanted
        ]
        return self._bench.page(
            request,
            "statements.html",
            422 if told else 200,
            rows=rows[:_MOST_SHOWN],
            total=len(rows),
            model=case,
            given=given,
            told=told,
            done="done" in request.query_params and not told,
            wanted=wanted,
            verbs=list(VERBS),
            five=FIVE,
            digest=file.digest,
            **self._bench.around(request, file, "statements"),
        )

    async def add(self, request: Request) -> Response:
        """Add a statement to a case."""
        form = await posted(request)
        file = await self._bench.file(request)
        given = statement_fields(form)

        def write() -> None:
            with alone_with(file.path):
                now = _bytes(file.path)
                case = self._bench.folder.case(self._bench.folder.opened(file.name, now))
                statement = statement_of(case, given)
                if any(each.id == statement.id for each in case.statements):
                    raise RequestError(f"a statement is called {statement.id!r} already")
                Versions(file.path).keep(now)
                add_statements(file.path, [statement])

        try:
            await run_in_threadpool(write)
        except LastYardError as problem:
            return await self.statements(request, first_told(problem), given)
        return redirect(f"{base_of(file)}/statements?done=1#said")


def statement_fields(form: FormData) -> dict[str, str]:
    """Return what a form says of a statement."""
    names = ("id", "party", "by", "on", "verb", "what", "firmness", "source", "quote", "note")
    given = {name: text_field(form, name).strip() for name in names}
    given["confidential"] = "yes" if form.get("confidential") else ""
    return given


def first_told(problem: LastYardError) -> str:
    """Return the first thing that is wrong, in a sentence, mistakes before what is only worth a look."""
    if isinstance(problem, CaseError) and problem.diagnostics:
        first = next(
            (e for e in problem.diagnostics if e.severity == "error"), problem.diagnostics[0]
        )
        return f"{first.message}: {first.help}" if first.help else first.message
    return str(problem)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%d %b %Y, %H:%M:%S")


def _difference(old: str, new: str) -> list[tuple[str, str]]:
    """Return the lines in which two texts differ, with a few around them: kind and line."""
    a, b = old.split("\n"), new.split("\n")
    if max(len(a), len(b)) > 20_000:
        return [("note", "The texts are too long to be compared line by line.")]
    kinds = {"+": "added", "-": "removed", "@": "gap"}
    found = list(unified_diff(a, b, lineterm="", n=2))[2:]
    lines = [(kinds.get(line[:1], "same"), line[1:] if line[:1] != "@" else "") for line in found]
    return lines[:_MOST_SHOWN] + ([("note", "And more.")] if len(lines) > _MOST_SHOWN else [])


def _said(case: Case, statement: Statement, holds: bool) -> dict[str, Any]:
    level = float(statement.firmness)
    return {
        "id": statement.id,
        "party": case.party(statement.party).name,
        "by": statement.by or "",
        "on": day_in_words(statement.on),
        "says": plain(says_by_names(case, statement)),
        "firmness": f"{firmness_word(level)} {level:.2f}"
        if statement.verb in BINDING_VERBS
        else "",
        "quote": statement.quote.exact if statement.quote else "",
        "source": statement.source or "",
        "ended": "" if holds else why_not_in_force(case, statement, day_of(case)),
        "confidential": statement.confidential,
        "line": statement.place.line if statement.place else 0,
        "party_id": statement.party,
    }


# ---- from fields to statements ------------------------------------------------------------------


def firmness_of(text: str) -> str:
    """Return a firmness as the case file takes it: ``floated`` is no word of it yet."""
    return "0.15" if text == "floated" else text


def statement_of(case: Case, given: dict[str, str]) -> Statement:
    """Return the statement that the fields of a form make.

    Raises:
        CaseError: If it does not fit the case.
        RequestError: If something is missing.
    """
    if not given["what"]:
        raise RequestError(f"say what it is about, such as “{example_of(case)}”")
    if not given["on"]:
        raise RequestError("give the day on which it was said")
    id = given["id"] or _free_id(case, given)
    lines = [f"id: {json.dumps(id, ensure_ascii=False)}"]
    for name in ("party", "by", "on", "source", "quote", "note"):
        if given.get(name):
            quoted = given[name] if name == "on" else json.dumps(given[name], ensure_ascii=False)
            lines.append(f"{name}: {quoted}")
    said = said_line(given["verb"], understood(case, given["verb"], given["what"]))
    lines.append(said[1:-1] if said.startswith("{") else said)
    if given["verb"] in BINDING_VERBS and given.get("firmness"):
        lines.append(f"firmness: {firmness_of(given['firmness'])}")
    if given.get("confidential"):
        lines.append("confidential: true")
    text = "{" + ", ".join(lines) + "}"
    problems = Diagnostics("form", text)
    node = parse_document(text, "form", problems)
    reading = Reading(problems, case.parties, case.issues)
    found = None if node is None else STATEMENT.read(node, reading)
    problems.raise_errors()
    if found is None:
        raise RequestError("this cannot be understood as a statement")
    return found


def _free_id(case: Case, given: dict[str, str]) -> str:
    wanted = safe_name(f"{given['party']}-{given['on']}", gap="-").lower()
    used = {statement.id for statement in case.statements}
    return wanted if wanted not in used else safe_name(wanted, used, gap="-")
