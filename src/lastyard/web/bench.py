"""What all pages of the workbench share: the folder, the processes, the templates, forms and errors."""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

import uvicorn
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from lastyard.case.diagnostics import CaseError
from lastyard.case.model import Case, parse_date
from lastyard.errors import LastYardError, RequestError, fault_of
from lastyard.showing import shown
from lastyard.version import VERSION
from lastyard.web.folder import CaseFile, Folder, NotThereError
from lastyard.web.guard import MOST_BYTES
from lastyard.web.wording import example_of, examples_of
from lastyard.web.work import Job, Task, Work

__all__ = [
    "NOTHING",
    "Bench",
    "Handlers",
    "Page",
    "base_of",
    "environment",
    "listening",
    "posted",
    "quiet_server",
    "redirect",
    "static_file",
    "text_field",
    "told_errors",
]

Handler = Callable[[Request], Awaitable[Response]]
NOTHING: Mapping[str, str] = MappingProxyType({})
"""What a form holds that was not filled in yet."""

# What is worked out first: what a reader sees first.
_RANKS = {"home": 0, "standing": 0, "impasse": 0, "why": 1, "what-if": 1, "check": 1}
_MOST_FIELDS, _MOST_FILES, _MOST_FIELD_BYTES = 2_000, 40, 9_000_000


def _plain_or_marked(value: Any) -> Any:
    """Show hidden characters of users' words as their codes; what is markup stays."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return shown(value)
    return value


def environment(package: str = "lastyard.web") -> Environment:
    """Return what draws the templates of a package: all that is put in is escaped, and shows what is hidden in it."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain_or_marked,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"version": VERSION, "example_of": example_of, "examples_of": examples_of}
    made.filters["in_address"] = lambda text: quote(text, safe="/:")
    made.filters["digest"] = lambda text: hashlib.sha256(
        text.encode("utf-8", "replace")
    ).hexdigest()[:16]
    made.filters["sentence"] = lambda text: text[:1].upper() + text[1:].rstrip(".") + "."
    return made


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a case: what it is called in the navigation, and which question it answers."""

    path: str
    name: str
    title: str
    question: str


class _ElsewhereError(Exception):
    """Leads on to the address that it holds."""


@dataclass(slots=True)
class Bench:
    """The workbench itself.

    Attributes:
        folder: The folder of cases.
        work: What answers.
        seen: Texts of cases that were given out to be edited, by their digest.
    """

    folder: Folder
    work: Work
    templates: Environment = field(default_factory=environment)
    seen: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, Any] = field(default_factory=dict)

    # ---- pages ---------------------------------------------------------------------

    def page(
        self, request: Request, template: str, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """Draw a page."""
        session = request.scope.get("session")
        drawn = self.templates.get_template(template).render(
            csrf=session.token if session else "", path=request.url.path, **context
        )
        return HTMLResponse(drawn, status)

    async def file(self, request: Request) -> CaseFile:
        """Read the case file of an address, as it is now."""
        return await run_in_threadpool(self.folder.open, request.path_params["case"])

    async def usable(self, request: Request) -> CaseFile:
        """Read the case file of an address; where it is no case, its text is shown with what is wrong."""
        file = await self.file(request)
        if file.summary.problem is not None:
            raise _ElsewhereError(f"{base_of(file)}/edit")
        return file

    async def case(self, file: CaseFile) -> Case:
        """Return the case of a file."""
        return await run_in_threadpool(self.folder.case, file)

    def around(self, request: Request, file: CaseFile, current: str) -> dict[str, Any]:
        """Return what the frame of a case's page needs."""
        day = request.query_params.get("as_of", "")
        more = {1.0: "10", 10.0: "100"}.get(_times(request.query_params.get("work")), "")
        return {
            "case": file.summary,
            "name": file.name,
            "base": base_of(file),
            "current": current,
            "as_of": day,
            "query": f"?{urlencode({'as_of': day})}" if day else "",
            "anew": f"?{urlencode([*_without(request, 'again'), ('again', '1')])}",
            "longer": f"?{urlencode([*_without(request, 'work'), ('work', more)])}" if more else "",
        }

    # ---- questions -----------------------------------------------------------------

    def task(
        self, file: CaseFile, question: str, day: str = "", times: float = 1.0, **more: Any
    ) -> Task:
        """Return a question about a case as it was read."""
        if day and parse_date(day) is None:
            raise RequestError(f"{day[:40]!r} is not a date; write it as 2024-03-22")
        asked = {
            "text": file.text, "name": file.name, "base": base_of(file), "day": day, "more": more,
        }  # fmt: skip
        # The text goes into the key by its digest, documents by their state.
        states = [self._state(file, document) for document in file.summary.documents]
        named = {**asked, "text": file.digest, "documents": states}
        content = repr((VERSION, question, times, sorted(named.items(), key=lambda item: item[0])))
        key = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        return Task(key, _RANKS.get(question, 5), question, asked, times)

    def _state(self, file: CaseFile, document: str) -> tuple[int, int] | None:
        try:
            state = Path(file.path).parent.joinpath(document).stat()
        except (OSError, ValueError):
            return None
        return state.st_size, state.st_mtime_ns

    def ask(self, request: Request, file: CaseFile, question: str, **more: Any) -> Job:
        """Ask a question about a case as it was read, on the day and with the work that an address says."""
        query = request.query_params
        task = self.task(file, question, query.get("as_of", ""), _times(query.get("work")), **more)
        return self.work.ask(task, again="again" in query)


class Handlers:
    """The handlers of some of the pages."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench


def _times(text: str | None) -> float:
    """Return how many times the default work an address asks for: 1, 10 or 100."""
    return float(text) if text in ("10", "100") else 1.0


def base_of(file: CaseFile) -> str:
    """Return the address of a case's pages."""
    return f"/c/{quote(file.name, safe='/')}"


def _without(request: Request, name: str) -> list[tuple[str, str]]:
    return [each for each in request.query_params.multi_items() if each[0] not in (name, "again")]


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a port; 0 takes one that is free.

    Raises:
        RequestError: If the port is taken.
    """
    # Named as TCP, so that asyncio sends small answers at once (TCP_NODELAY).
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(128)  # who is told the address may ask at once, and waits
    except OSError:
        taken.close()
        raise RequestError(f"port {port} is taken; give another with --port, or none") from None
    return taken


def quiet_server(app: Any, **more: Any) -> uvicorn.Server:
    """Return what serves an application and logs nothing: addresses and errors may hold somebody's words."""
    settings = uvicorn.Config(
        app, log_config=None, log_level="critical", access_log=False, server_header=False, date_header=False,
        lifespan="off", ws="none", timeout_graceful_shutdown=2, proxy_headers=False, **more,
    )  # fmt: skip
    return uvicorn.Server(settings)


def redirect(address: str) -> RedirectResponse:
    """Lead on to another page after something was done."""
    return RedirectResponse(address, 303)


@functools.cache
def static_file(name: str) -> bytes:
    """Return one of the files that every page uses; the style is put together from its parts."""
    own = files("lastyard.web").joinpath("static")
    if name == "workbench.css":
        shared = files("lastyard.show.report").joinpath("elements.css").read_bytes()
        return shared + own.joinpath(name).read_bytes()
    return own.joinpath(name).read_bytes()


# ---- errors and forms -----------------------------------------------------------------------


def told_errors(bench: Bench, handler: Handler) -> Handler:
    """Let a page answer, and tell every failure as a page that says what to do."""

    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except _ElsewhereError as other:
            return redirect(str(other))
        except NotThereError as problem:
            return _wrong(bench, request, 404, "Not found", str(problem))
        except CaseError as problem:
            return _wrong(bench, request, 400, "This cannot be used", str(problem))
        except LastYardError as problem:
            return _wrong(bench, request, 400, "This cannot be done", str(problem))
        except (ClientDisconnect, HTTPException):
            raise
        except Exception as problem:
            if os.environ.get("LASTYARD_DEBUG"):
                raise
            told = f"internal error: {fault_of(problem)}"
            # Its message may hold words of a case, so it is left out.
            print(f"lastyard: {told}", file=sys.stderr)  # noqa: T201
            return _wrong(
                bench, request, 500, "A fault of Last Yard", f"{told}. Nothing was lost or changed."
            )
        finally:
            await request.close()  # what was uploaded

    return answered


def _wrong(bench: Bench, request: Request, status: int, title: str, told: str) -> Response:
    return bench.page(request, "wrong.html", status, title=title, told=told)


async def posted(request: Request) -> FormData:
    """Return what a form holds, after looking whether it is one of ours.

    Raises:
        RequestError: If it is not, or if it holds too much.
    """
    session = request.scope["session"]
    try:
        form = await request.form(
            max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_MOST_FIELD_BYTES
        )
    except HTTPException as problem:
        raise RequestError(f"the form cannot be read: {problem.detail}") from None
    except ClientDisconnect:
        raise RequestError(f"more than {MOST_BYTES // 1_000_000} MB is too much") from None
    # Of the plain form of forms, older releases of Starlette count no fields.
    if len(form.multi_items()) > _MOST_FIELDS:
        raise RequestError("the form has too many fields")
    given = form.get("csrf")
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode(), session.token.encode()
    ):
        raise RequestError("this form is not from this session; load the page again")
    return form


def text_field(form: FormData, name: str) -> str:
    """Return a field of a form as text with plain line ends; empty where it is missing."""
    value = form.get(name)
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
