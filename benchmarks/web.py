"""The workbench: processor time a page, requests a second, first pages, memory.

Run: python -m benchmarks.web [requests]    (needs lastyard[web])
"""

from __future__ import annotations

import http.client
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.startup import long_case

from lastyard.answers.check import load_text
from lastyard.answers.impasse import what_if
from lastyard.web.editing import look_at

ROOT = Path(__file__).parent.parent


class Browser:
    """One connection to a served folder, which was let in."""

    def __init__(self, root):
        program = Path(sys.executable).with_name("lastyard")
        self.process = subprocess.Popen(
            [program, "serve", str(root), "--no-open"], stdout=subprocess.PIPE, text=True
        )
        address = ""
        while "token=" not in address:
            address = self.process.stdout.readline().strip()
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port)
        self.cookie = ""
        answer = self.ask(f"/?{parts.query}")
        self.cookie = answer[1]["set-cookie"].partition(";")[0]

    def ask(self, address):
        """Return status, headers and text of an answer."""
        headers = {"cookie": self.cookie} if self.cookie else {}
        try:
            self.connection.request("GET", address, headers=headers)
            answer = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # it was idle for long
            self.connection.close()
            self.connection.request("GET", address, headers=headers)
            answer = self.connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()

    def whole(self, address):
        """Ask until nothing on a page is being worked out; return seconds to the first and the last."""
        start = time.perf_counter()
        first = None
        while True:
            page = self.ask(address)[2]
            first = first or time.perf_counter() - start
            waited = re.search(r'<main [^>]*data-jobs="([0-9a-f ]+)"', page)
            if waited is None:
                return first, time.perf_counter() - start
            for key in waited[1].split():
                self.ask(f"/events?job={key}")

    def processor(self):
        """Return the seconds of processor time of the server itself, without those that answer."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def memory(self):
        """Return the megabytes that the server holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        """End the server."""
        self.process.terminate()
        self.process.wait()


def hundred():
    """Return a case of about a hundred statements."""
    return long_case(322)


def pages(browser, number):
    print("| page | ms of processor on the server | requests a second |\n|---|---|---|")
    for name, address in (
        ("list of 60 cases", "/"),
        ("100 statements", "/c/hundred.yaml/statements"),
        ("positions, 100 statements", "/c/hundred.yaml/standing"),
        ("first page of rafah", "/c/rafah.yaml"),
        ("style", "/static/workbench.css"),
    ):
        browser.whole(address)
        before, start = browser.processor(), time.perf_counter()
        for _ in range(number):
            browser.ask(address)
        spent, wall = browser.processor() - before, time.perf_counter() - start
        print(f"| {name} | {spent / number * 1000:.1f} | {number / wall:,.0f} |", flush=True)


def firsts(browser):
    print("\n| case | first words, s | all of the first page, s |\n|---|---|---|")
    for path in sorted(browser.root.glob("*.yaml")):
        if path.stem.startswith("copy"):
            continue
        first, last = browser.whole(f"/c/{path.name}")
        print(f"| {path.stem} | {first:.2f} | {last:.2f} |", flush=True)


def quick():
    """Diagnostics while typing, and an exact what-if, at a hundred statements."""
    text = hundred()
    looked, asked = [], []
    case = load_text(text)
    for _ in range(10):
        start = time.process_time()
        look_at(text, "case.yaml")
        looked.append(time.process_time() - start)
        start = time.process_time()
        what_if(case, without=["s1"])
        asked.append(time.process_time() - start)
    small = load_text((ROOT / "catalog/news/sn-2024/rafah.yaml").read_text())
    start = time.process_time()
    what_if(small, without=["no-major"])
    rafah = time.process_time() - start
    print(
        f"\ndiagnostics at 100 statements {statistics.median(looked) * 1000:.0f} ms, what-if there "
        f"{statistics.median(asked) * 1000:.0f} ms, on rafah {rafah * 1000:.0f} ms of processor"
    )


def steady(browser, number):
    addresses = ["/", "/c/rafah.yaml", "/c/hundred.yaml/statements", "/c/rafah.yaml/impasse",
                 "/c/rafah.yaml/edit", "/c/rafah.yaml/what-if?without=no-major", "/new"]  # fmt: skip
    for address in addresses:
        browser.whole(address)
    found = []
    for k in range(number):
        browser.ask(addresses[k % len(addresses)])
        if k % (number // 10) == 0:
            found.append(f"{browser.memory():.0f}")
    print(
        f"\nmemory of the server over {number:,} requests, MB: {', '.join(found)}, {browser.memory():.0f}"
    )


def main(number=10_000):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path in (*ROOT.glob("catalog/news/*/*.yaml"), *ROOT.glob("catalog/papers/*/*.yaml")):
            shutil.copy(path, root)
        (root / "hundred.yaml").write_text(hundred())
        for k in range(50):
            shutil.copy(root / "rafah.yaml", root / f"copy-{k}.yaml")
        browser = Browser(root)
        browser.root = root
        try:
            firsts(browser)
            print()
            pages(browser, max(50, number // 50))
            quick()
            steady(browser, number)
        finally:
            browser.stop()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
