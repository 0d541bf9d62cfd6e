"""The pages that show: the list of cases, a case's first page, and one page an answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from lastyard.case.diagnostics import Diagnostic
from lastyard.case.model import FIRMNESS_WORDS, Case, Statement
from lastyard.case.said import in_force
from lastyard.case.statement import BINDING_VERBS, VERBS
from lastyard.errors import RequestError
from lastyard.files import safe_name
from lastyard.show.marks import plain
from lastyard.show.words import day_in_words, says_by_names
from lastyard.web.bench import Handlers, Page, base_of, posted, redirect, static_file, text_field
from lastyard.web.folder import CaseFile, NotThereError
from lastyard.web.scenarios import Scenario, keep, kept_of, let_go
from lastyard.web.wording import understood
from lastyard.web.work import Job

__all__ = ["ANSWERS", "Pages", "download", "firmness_word", "lines_of"]

ANSWERS = (
    Page("standing", "Positions", "Where the parties stand", "standing"),
    Page("impasse", "Disputes", "What blocks a deal, and what would open one", "impasse"),
    Page("packages", "Deals", "The packages most likely to be agreed", "packages"),
    Page("next", "What to ask", "What to ask and propose next", "next"),
    Page("timeline", "Over time", "How the talks went", "timeline"),
    Page("votes", "Votes", "How the votes would go", "votes"),
    Page("moves", "With no deal", "What each can do alone", "moves"),
    Page("check", "Check", "Is the file right, and does anybody contradict themselves?", "check"),
)
_ADDED_LATER = {
    "votes": "they are added under “Parties and issues”",
    "moves": "they are added in “Text of the case”",
}
_BY_PATH = {page.path: page for page in ANSWERS}
_A_PAGE = 60
_FIRST_WAIT, _WAIT = 1.5, 0.5
_STATIC = {
    "workbench.css": "text/css",
    "workbench.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_FLOATED = 0.15


class Pages(Handlers):
    """The handlers of the pages that show."""

    # ---- the folder ----------------------------------------------------------------

    async def cases(self, request: Request) -> Response:
        """List the cases of the folder, a page of them at a time."""
        bench, wanted = self._bench, request.query_params.get("q", "").strip()
        found = await run_in_threadpool(bench.folder.cases)
        if wanted:
            found = [each for each in found if wanted.casefold() in each.name.casefold()]
        number = _number(request.query_params.get("page", "1"))
        shown = found[(number - 1) * _A_PAGE : number * _A_PAGE]
        opened = [each for each in await run_in_threadpool(self._opened, shown) if each]
        return bench.page(
            request,
            "cases.html",
            cases=opened,
            total=len(found),
            number=number,
            last=max(1, -(-len(found) // _A_PAGE)),
            wanted=wanted,
            folder=bench.folder.root.rpartition("/")[2] or bench.folder.root,
        )

    def _opened(self, found: list[Any]) -> list[dict[str, Any]]:
        told = []
        for each in found:
            try:
                file = self._bench.folder.open(each.name)
            except NotThereError:  # it vanished meanwhile
                continue
            except RequestError as problem:
                told.append({"name": each.name, "title": each.name, "wrong": str(problem)})
                continue
            summary = file.summary
            wrong = summary.problem.diagnostics[0].message if summary.problem and summary.problem.diagnostics else (
                "it cannot be used" if summary.problem else "")  # fmt: skip
            told.append(
                {
                    "name": file.name,
                    "title": summary.title,
                    "base": base_of(file),
                    "wrong": wrong,
                    "day": day_in_words(summary.day) if summary.day else "",
                    "statements": summary.statements,
                    "parties": summary.parties,
                }
            )
        return told

    # ---- a case --------------------------------------------------------------------

    async def home(self, request: Request) -> Response:
        """Show the first page of the report, live: what is quick first, the deals as they come."""
        bench = self._bench
        file = await bench.usable(request)
        around = bench.around(request, file, "")
        first = bench.ask(request, file, "home")
        await first.wait(_FIRST_WAIT)
        deals = bench.ask(request, file, "deals")
        if first.is_over:
            await deals.wait(_WAIT)
        return bench.page(request, "home.html", first=first, deals=deals, **around)

    async def answer(self, request: Request) -> Response:
        """Show one answer."""
        page = _BY_PATH.get(request.path_params["answer"])
        if page is None:
            raise NotThereError("there is no such page")
        case = await self._bench.case(await self._bench.usable(request))
        if page.path in _ADDED_LATER and not getattr(case, page.path):
            raise NotThereError(f"this case has no {page.path} yet; {_ADDED_LATER[page.path]}")
        more = {
            name: request.query_params[name]
            for name in ("require", "evaluate", "beyond")
            if page.path == "packages" and request.query_params.get(name, "").strip()
        }
        asked = dict(more)
        for name, verb in (("require", "requires"), ("evaluate", "offers")):
            if name in asked:
                asked[name] = understood(case, verb, asked[name])
        _, found = await self._asked(request, page.path, page.question, **asked)
        return self._bench.page(request, "answer.html", page=page, asked=more, model=case, **found)

    async def _asked(
        self, request: Request, current: str, question: str, **more: Any
    ) -> tuple[CaseFile, dict[str, Any]]:
        """Ask one question; return the case file, and the answer as a page takes it."""
        file = await self._bench.usable(request)
        around = self._bench.around(request, file, current)
        job = self._bench.ask(request, file, question, **more)
        await job.wait(_WAIT)
        return file, {**around, "job": job}

    async def why(self, request: Request) -> Response:
        """Show what one thing rests on."""
        id, of = request.path_params["id"], request.query_params.get("of", "")
        _, found = await self._asked(request, "why", "why", id=id, of=of)
        return self._bench.page(request, "why.html", id=id, **found)

    async def what_if(self, request: Request) -> Response:
        """Show what would change if some things were otherwise; the address is the scenario."""
        bench = self._bench
        file = await bench.usable(request)
        around = bench.around(request, file, "what-if")
        case = await bench.case(file)
        query = dict(request.query_params.multi_items())
        what = query.get("what", "").strip()
        verb = {"asks for": "position"}.get(query.get("verb", ""), query.get("verb", ""))
        said = understood(case, verb, what) if what and verb in VERBS else what
        pairs = [(k, said if k == "what" else v) for k, v in request.query_params.multi_items()]
        given = Scenario.of_query("", pairs)
        asked = {name: getattr(given, name) for name in ("without", "suppose", "firmness")}
        day = bench.task(file, "what-if", around["as_of"]).asked["day"]
        asked["firmness"] = tuple(
            (id, level) for id, level in asked["firmness"] if _differs(case, id, level)
        )
        scenario = Scenario("", **asked)
        job = None
        if any(asked.values()):
            job = bench.ask(request, file, "what-if", **asked)
            await job.wait(_WAIT)
        return bench.page(
            request,
            "what_if.html",
            job=job,
            rows=[
                _row(case, each, asked)
                for each in in_force(case, day or None)
                if each.verb in BINDING_VERBS
            ],
            asked=asked,
            scenario=scenario.address,
            verbs=("requires", "rejects", "offers", "accepts", "refuses", "asks for"),
            parties=case.deciders,
            model=case,
            words=[(word, float(level)) for word, level in FIRMNESS_WORDS.items()],
            **around,
        )

    async def scenarios(self, request: Request, told: str = "") -> Response:
        """Show the scenarios that were kept, side by side, and what was wrong with a form."""
        bench = self._bench
        file = await bench.usable(request)
        try:
            kept = await run_in_threadpool(kept_of, file.path)
        except RequestError as problem:
            kept, told = [], str(problem)
        jobs = [bench.ask(request, file, "what-if", **each.changes) for each in kept]
        for job in jobs:
            await job.wait(_WAIT)
        drawn = [job.drawn if job.is_over and job.has_answer else None for job in jobs]
        rows = [
            {
                "name": each.name,
                "address": each.address,
                "changes": _changes(each),
                "then": found.told["in_a_row"][1] if found else None,
                "told": _why_empty(job),
            }
            for each, job, found in zip(kept, jobs, drawn, strict=True)
        ]
        first = next((found.told["in_a_row"][0] for found in drawn if found), None)
        return bench.page(
            request,
            "scenarios.html",
            422 if told else 200,
            rows=rows,
            first=first,
            told=told,
            pending=[job.task.key for job in jobs if not job.is_over][:8],
            **bench.around(request, file, "scenarios"),
        )

    async def change_scenarios(self, request: Request) -> Response:
        """Keep a scenario by its name, or let one go."""
        form = await posted(request)
        file = await self._bench.file(request)
        name = " ".join(text_field(form, "name").split())
        try:
            if text_field(form, "do") == "remove":
                await run_in_threadpool(let_go, file.path, name)
            else:
                scenario = Scenario.of_address(name, text_field(form, "scenario"))
                await run_in_threadpool(keep, file.path, scenario)
        except RequestError as problem:
            return await self.scenarios(request, str(problem))
        return redirect(f"{base_of(file)}/scenarios")

    async def report(self, request: Request) -> Response:
        """Show the whole report, and offer it to take away."""
        audience = request.query_params.get("for", "mediator")
        file, found = await self._asked(request, "report", "report", audience=audience)
        case = await self._bench.case(file)
        return self._bench.page(
            request,
            "report.html",
            audience=audience,
            readers=[
                ("mediator", "the mediator"),
                *((f"party:{party.id}", party.name) for party in case.parties),
                ("public", "the public"),
            ],
            **found,
        )

    async def report_file(self, request: Request) -> Response:
        """Give out the report as a file."""
        bench = self._bench
        file = await bench.file(request)
        form = request.query_params.get("format", "html")
        audience = request.query_params.get("for", "mediator")
        job = bench.ask(request, file, "file", format=form, audience=audience)
        if not await job.wait(90):
            raise RequestError("the report is not ready yet; ask again in a while")
        if job.drawn is None or "file" not in job.drawn.parts:
            raise RequestError(job.drawn.problem if job.drawn else "it was not worked out")
        name = safe_name(file.name.rpartition("/")[2].rpartition(".")[0], empty="report")
        if audience != "mediator":
            name = f"{name}-{safe_name(audience)}"
        return download(job.drawn.parts["file"], f"{name}.{form}", job.drawn.told["type"])

    async def source(self, request: Request) -> Response:
        """Give out the case file as it is."""
        file = await self._bench.file(request)
        name = safe_name(file.name.rpartition("/")[2])
        return download(file.form.written(file.text), name, "text/plain")

    # ---- long work -----------------------------------------------------------------

    async def cancel(self, request: Request) -> Response:
        """Stop what is being worked out."""
        form = await posted(request)
        self._bench.work.cancel(request.path_params["key"])
        job = self._bench.work.known(request.path_params["key"])
        if job is not None:
            await job.wait(2.0)
        back = text_field(form, "back")
        here = back.startswith("/") and not back.startswith("//") and "\\" not in back
        return redirect(back if here else "/")

    async def events(self, request: Request) -> Response:
        """Tell how far answers are, as they come."""
        jobs = [self._bench.work.known(key) for key in request.query_params.getlist("job")[:8]]
        return StreamingResponse(
            _told_as_it_goes([job for job in jobs if job is not None], request),
            media_type="text/event-stream",
        )

    async def static(self, request: Request) -> Response:
        """Give out the style or the script."""
        name = request.path_params["file"]
        if name not in _STATIC:
            raise NotThereError("there is no such file")
        return Response(static_file(name), media_type=_STATIC[name])

    async def icon(self, request: Request) -> Response:
        """Lead to the icon, which browsers ask for unasked."""
        return RedirectResponse("/static/icon.svg", 308)


async def _told_as_it_goes(jobs: list[Job], request: Request) -> AsyncIterator[str]:
    told: dict[str, object] = {}
    for _ in range(1_200):
        for job in jobs:
            state = (job.state, job.what, round(job.share, 2))
            if told.get(job.task.key) != state:
                told[job.task.key] = state
                kind = "over" if job.is_over else "progress"
                content = {"key": job.task.key, "what": job.what, "share": job.share}
                yield f"event: {kind}\ndata: {json.dumps(content)}\n\n"
        if all(job.is_over for job in jobs) or await request.is_disconnected():
            return
        await asyncio.sleep(0.15)


def download(content: str | bytes, name: str, kind: str) -> Response:
    """Return a file that the browser saves and does not show."""
    quoted = name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_")
    headers = {"content-disposition": f'attachment; filename="{quoted}"'}
    return Response(content, media_type=kind, headers=headers)


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


# ---- what if ------------------------------------------------------------------------------------


def _changes(scenario: Scenario) -> list[str]:
    """Return what a scenario changes, a few words each."""
    return [
        *(f"without {id}" for id in scenario.without),
        *(f"{id} at firmness {level}" for id, level in scenario.firmness),
        *(f"suppose {text}" for text in scenario.suppose),
    ]


def _why_empty(job: Job) -> str:
    if not job.is_over:
        return "being worked out"
    return job.drawn.problem if job.drawn and job.drawn.problem else "not worked out"


def _differs(case: Case, id: str, level: str) -> bool:
    """Whether a level is another than the case's, to the hundredth that a slider has."""
    said = next((each for each in case.statements if each.id == id), None)
    if said is None:
        return True
    try:
        return abs(float(level) - float(said.firmness)) > 0.006
    except ValueError:
        return True


def _row(case: Case, statement: Statement, asked: dict[str, Any]) -> dict[str, Any]:
    now = dict(asked["firmness"]).get(statement.id)
    level = float(statement.firmness)
    try:
        shown = level if now is None else float(now)
    except ValueError:
        shown = level
    return {
        "id": statement.id,
        "party": case.party(statement.party).name,
        "says": plain(says_by_names(case, statement)),
        "firmness": level,
        "word": firmness_word(level),
        "now": shown,
        "now_word": firmness_word(shown),
        "changed": now is not None,
        "without": statement.id in asked["without"],
    }


def firmness_word(level: float) -> str:
    """Return the word that is nearest to a firmness."""
    levels = {"floated": _FLOATED, **{word: float(each) for word, each in FIRMNESS_WORDS.items()}}
    return min(levels, key=lambda word: abs(levels[word] - level))


def lines_of(problems: tuple[Diagnostic, ...] | list[Diagnostic]) -> list[dict[str, Any]]:
    """Return problems as a page shows them, each with its line."""
    return [
        {
            "severity": each.severity,
            "code": each.code,
            "message": each.message,
            "line": each.place.line if each.place else 0,
            "column": each.place.column if each.place else 0,
            "help": each.help or "",
        }
        for each in sorted(problems, key=lambda each: each.severity != "error")
    ]
