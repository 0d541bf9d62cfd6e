"""A report as a PDF: its page printed by a browser that is there, without a network.

Chromium, or a browser made of it, prints the page as it would on paper (A4). The date that it puts into the
file is taken out, so that the same report, printed by the same browser, gives the same bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from lastyard.errors import RequestError

__all__ = ["browser", "report_pdf"]

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # The page asks for nothing; nothing could be found either.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)
_SECONDS = 120
_MISSING = (
    "a .pdf file needs Chromium or Chrome, and none was found on the PATH: install one (for "
    "example `apt install chromium`, or `pip install playwright && playwright install chromium`), "
    "or write FILE.html and print it from a browser"
)
_DATE = re.compile(rb"\(D:\d{14}[^()]*\)")


def browser() -> str:
    """Return the path of a browser that can print.

    Raises:
        RequestError: There is none.
    """
    for name in _NAMES:
        path = shutil.which(name)
        if path is not None:
            return path
    for place in (*_PLACES, _of_playwright()):
        if place and os.access(place, os.X_OK):
            return place
    raise RequestError(_MISSING)


def _of_playwright() -> str:
    if find_spec("playwright") is None:
        return ""
    with suppress(Exception):  # a broken installation is none
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  (not always there)

        with sync_playwright() as driver:
            return str(driver.chromium.executable_path)
    return ""


def report_pdf(page: str) -> bytes:
    """Print a page.

    Returns:
        The bytes of a PDF.

    Raises:
        RequestError: There is no browser, or it did not print.
    """
    program = browser()
    # A folder that only its owner can read: what is printed may be private.
    with tempfile.TemporaryDirectory(prefix="lastyard-") as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(page, encoding="utf-8")
        command = [
            program,
            *_FLAGS,
            *(["--no-sandbox"] if _is_root() else []),
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        try:
            subprocess.run(  # noqa: S603  (a browser, with arguments of ours)
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
            )
            printed = target.read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            printed = b""
    if not printed.startswith(b"%PDF-"):
        raise RequestError(
            f"{program} did not print the report: write FILE.html and print it from a browser"
        )
    return _DATE.sub(lambda date: b"(D:19800101000000" + b" " * (len(date[0]) - 18) + b")", printed)


def _is_root() -> bool:
    """Whether the program runs as root, as which Chromium has no sandbox."""
    return sys.platform != "win32" and os.geteuid() == 0
