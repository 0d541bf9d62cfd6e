"""A workbench to ask: the real application, the real processes, a folder of its own for each test."""

import re
import subprocess
import warnings
from itertools import count

import pytest

from program import PROGRAM

starlette = pytest.importorskip("starlette", reason="lastyard[web] is not installed")
with warnings.catch_warnings():
    # Old releases of Starlette name a thing by what new releases of anyio no longer call it.
    warnings.filterwarnings("ignore", "The anyio.abc.BlockingPortal alias", DeprecationWarning)
    from starlette.testclient import TestClient

from lastyard.web.folder import Folder  # noqa: E402
from lastyard.web.serve import workbench  # noqa: E402
from lastyard.web.work import Work  # noqa: E402

PORT = 8899
HOME = f"http://127.0.0.1:{PORT}"

TALKS = """\
# Talks at the harbour; this comment stays.
title: Wage talks
parties: {union: {name: Union, words: [dockers]}, firm: {name: Firm}}
issues:
  wage: {name: Wage, range: [0, 10], step: 1, unit: "%"}
  shifts: {name: Night shifts, options: [as now, by choice, none], ordered: true}
sources: {minutes: {title: Minutes}}
statements:
  # the floor
  - {id: floor, party: union, on: 2024-01-05, source: minutes, requires: "wage >= 8", firmness: firm}
  - {id: ceiling, party: firm, on: 2024-01-09, rejects: "wage > 2", firmness: stated}
  - {id: shifts, party: union, on: 2024-01-09, position: {shifts: none}}
"""


class Bench:
    """A browser that was let in, and the folder that it sees."""

    def __init__(self, root, work, prefix=""):
        self.root, self.prefix = root, prefix
        self.folder = Folder(str(root))
        self.told = []
        self.guard = workbench(self.folder, work, PORT, self.told.append)
        self.client = TestClient(self.guard, base_url=HOME)
        self.client.get("/", params={"token": self.guard.token})
        self.csrf = next(iter(self.guard._sessions.values())).token

    def put(self, name, text):
        path = self.root / self.prefix / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def address(self, name, page=""):
        return f"/c/{self.prefix}{'/' if self.prefix else ''}{name}{'/' if page else ''}{page}"

    def get(self, address, **more):
        return self.client.get(address, **more)

    def whole(self, address, **more):
        """Get a page, until nothing on it is being worked out."""
        for _ in range(200):
            answer = self.client.get(address, **more)
            waited = re.search(r'<main [^>]*data-jobs="([0-9a-f ]+)"', answer.text)
            if waited is None:
                return answer
            for key in waited[1].split():
                self.client.get("/events", params={"job": key})
        raise AssertionError("it is never done")

    def post(self, address, data=None, *, csrf=None, headers=None, **more):
        data = {"csrf": self.csrf if csrf is None else csrf, **(data or {})}
        headers = {"origin": HOME, **(headers or {})}
        return self.client.post(address, data=data, headers=headers, follow_redirects=False, **more)


class Served:
    """A workbench that runs as users run it."""

    def __init__(self, root, *more):
        self.root = root
        self.process = subprocess.Popen(
            [PROGRAM, "serve", str(root), "--no-open", *more], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.address = ""
        while "token=" not in self.address:
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read()
            self.address = line.strip()
        self.home = self.address.partition("/?")[0]

    def next_address(self):
        """Return the address for another browser, which is told when one came in."""
        return re.search(r"http\S+", self.process.stdout.readline())[0]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    root = tmp_path_factory.mktemp("cases")
    work = Work(str(root), 1)
    work.start()
    yield root, work
    work.stop()


_numbers = count(1)


@pytest.fixture
def bench(shared):
    """A workbench; what a test puts into it lies in a folder of its own."""
    root, work = shared
    return Bench(root, work, f"t{next(_numbers)}")


@pytest.fixture
def alone(tmp_path, shared):
    """A workbench on a folder that holds nothing else; its answers are not worked out."""
    return Bench(tmp_path, shared[1])


@pytest.fixture
def talks(bench):
    bench.path = bench.put("talks.yaml", TALKS)
    bench.case = bench.address("talks.yaml")
    return bench
