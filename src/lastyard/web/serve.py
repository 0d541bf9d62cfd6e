"""The workbench as an application: which address leads to which page, and how it is served on this machine."""

from __future__ import annotations

import contextlib
import threading
import webbrowser
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lastyard.web.bench import Bench, listening, quiet_server, told_errors
from lastyard.web.editing import Editing
from lastyard.web.folder import Folder
from lastyard.web.forms import Forms
from lastyard.web.guard import Guard
from lastyard.web.new import New
from lastyard.web.pages import Pages
from lastyard.web.reading import Reading
from lastyard.web.work import Work

__all__ = ["serve", "workbench"]

HOST = "127.0.0.1"
_CASE = "/c/{case:case}"


class _CaseName(Convertor[str]):
    """The path of a case file below the folder: as short as it can be, ended as cases are."""

    regex = r"[^\x00]+?\.(?:[yY][aA]?[mM][lL])"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("case", _CaseName())


def workbench(
    folder: Folder, work: Work, port: int, on_enter: Callable[[str], None] | None = None
) -> Guard:
    """Return the workbench for a folder, with its guard before it.

    Args:
        folder: The folder.
        work: What answers; started and stopped by whoever made it.
        port: The port that it is reached at.
        on_enter: As for :class:`~lastyard.web.guard.Guard`.
    """
    bench = Bench(folder, work)
    pages, editing, reading, new = Pages(bench), Editing(bench), Reading(bench), New(bench)
    forms = Forms(bench, editing)
    shown = {
        "/": pages.cases,
        "/new": new.ask,
        "/import": new.choose,
        "/events": pages.events,
        "/static/{file}": pages.static,
        "/favicon.ico": pages.icon,
        _CASE: pages.home,
        f"{_CASE}/what-if": pages.what_if,
        f"{_CASE}/scenarios": pages.scenarios,
        f"{_CASE}/report": pages.report,
        f"{_CASE}/report/file": pages.report_file,
        f"{_CASE}/file": pages.source,
        f"{_CASE}/packed": new.pack,
        f"{_CASE}/edit": editing.edit,
        f"{_CASE}/history": editing.history,
        f"{_CASE}/read": reading.documents,
        f"{_CASE}/read/{{document}}": reading.draft,
        f"{_CASE}/statements": editing.statements,
        f"{_CASE}/statements/{{id:path}}": forms.statement,
        f"{_CASE}/parts": forms.parts,
        f"{_CASE}/why/{{id:path}}": pages.why,
        f"{_CASE}/{{answer}}": pages.answer,
    }
    changed = {
        "/new": new.make,
        "/import": new.bring,
        "/jobs/{key}/cancel": pages.cancel,
        f"{_CASE}/scenarios": pages.change_scenarios,
        f"{_CASE}/edit": editing.save,
        f"{_CASE}/check": editing.problems,
        f"{_CASE}/history": editing.restore,
        f"{_CASE}/read": reading.bring,
        f"{_CASE}/read/{{document}}": reading.decide,
        f"{_CASE}/statements": editing.add,
        f"{_CASE}/statements/{{id:path}}": forms.change_statement,
        f"{_CASE}/parts": forms.change_part,
    }
    routes = [
        *(Route(path, told_errors(bench, handler), methods=["GET"]) for path, handler in shown.items()),
        *(Route(path, told_errors(bench, handler), methods=["POST"]) for path, handler in changed.items()),
    ]  # fmt: skip

    async def nowhere(request: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 500
        return bench.page(
            request, "wrong.html", status, title="Not found", told="There is no such page here."
        )

    app = Starlette(routes=routes, exception_handlers={HTTPException: nowhere})
    return Guard(app, port, on_enter)


def serve(
    path: str,
    port: int = 0,
    *,
    open_browser: bool = True,
    processes: int = 2,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a folder until somebody stops it.

    Args:
        path: The folder.
        port: The port; 0 takes one that is free.
        open_browser: Whether to open the address in the browser of this machine.
        processes: How many processes answer.
        say: Tells the address, on the terminal.

    Raises:
        RequestError: If the folder cannot be used, or the port is taken.
    """
    folder = Folder(path)
    taken = listening(HOST, port)
    port = taken.getsockname()[1]

    def address(token: str) -> str:
        return f"http://{HOST}:{port}/?token={token}"

    def entered(token: str) -> None:
        say(f"A browser is in. For another: {address(token)}")

    work = Work(folder.root, processes)
    guard = workbench(folder, work, port, entered)
    try:
        # How it is meant to be stopped, from the first moment on.
        with contextlib.suppress(KeyboardInterrupt):
            work.start()
            say(f"Last Yard shows {folder.root} at")
            say(f"  {address(guard.token)}")
            say("It answers this machine only, and sends nothing anywhere. Stop it with Ctrl-C.")
            if open_browser:
                threading.Timer(0.3, webbrowser.open, [address(guard.token)]).start()
            quiet_server(guard).run(sockets=[taken])
    finally:
        work.stop()
        taken.close()
