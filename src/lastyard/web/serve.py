"""Serving the workbench on this machine."""

from __future__ import annotations

import contextlib
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from lastyard.errors import RequestError
from lastyard.web.app import workbench
from lastyard.web.folder import Folder
from lastyard.web.work import Work

__all__ = ["serve"]

HOST = "127.0.0.1"


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
    # Named as TCP, so that asyncio sends small answers at once (TCP_NODELAY).
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
        taken.listen(128)  # who is told the address may ask at once, and waits
    except OSError:
        taken.close()
        raise RequestError(f"port {port} is taken; give another with --port, or none") from None
    port = taken.getsockname()[1]

    def address(token: str) -> str:
        return f"http://{HOST}:{port}/?token={token}"

    def entered(token: str) -> None:
        say(f"A browser is in. For another: {address(token)}")

    work = Work(folder.root, processes)
    guard = workbench(folder, work, port, entered)
    # Nothing is logged: addresses and errors may hold words of a case.
    settings = uvicorn.Config(
        guard,
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=2,
        proxy_headers=False,
    )
    try:
        # How it is meant to be stopped, from the first moment on.
        with contextlib.suppress(KeyboardInterrupt):
            work.start()
            say(f"Last Yard shows {folder.root} at")
            say(f"  {address(guard.token)}")
            say("It answers this machine only, and sends nothing anywhere. Stop it with Ctrl-C.")
            if open_browser:
                threading.Timer(0.3, webbrowser.open, [address(guard.token)]).start()
            uvicorn.Server(settings).run(sockets=[taken])
    finally:
        work.stop()
        taken.close()
