"""A PostgreSQL server of a test's own; where there is none installed, tests are skipped by name."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

_PLACES = [
    *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    *map(Path, os.get_exec_path()),
]
BINARIES = next((place for place in _PLACES if (place / "initdb").exists()), None)


def _user():
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("no user postgres to run a server as")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


class Cluster:
    """A server in a folder, reached by TCP on this machine alone."""

    def __init__(self):
        if BINARIES is None:
            pytest.skip("PostgreSQL is not installed")
        pytest.importorskip("psycopg")
        # Not below pytest's own folder, which only the user that runs the tests may enter.
        self.above = Path(tempfile.mkdtemp(prefix="lastyard-postgres-"))
        self.folder = self.above / "data"
        self.folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.getuid() == 0:
            self.above.chmod(0o711)
            shutil.chown(self.folder, "postgres")
        self._run(
            "initdb",
            "-D",
            self.folder,
            "-U",
            "above",
            "-A",
            "trust",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
        )
        self.start()
        self.run_sql("CREATE ROLE rooms LOGIN; CREATE DATABASE rooms OWNER rooms;")

    def _run(self, name, *arguments):
        subprocess.run(
            [BINARIES / name, *map(str, arguments)],
            check=True,
            capture_output=True,
            cwd="/",
            **_user(),
        )

    def start(self, **settings):
        more = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.above / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [BINARIES / "postgres", "-D", self.folder, "-p", str(self.port), "-h", "127.0.0.1",
                 "-k", "", *more],
                cwd="/", stdout=log, stderr=log, **_user(),
            )  # fmt: skip
        import psycopg

        for _ in range(200):
            try:
                psycopg.connect(self.address("above", "postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(
            "the server did not start: " + (self.above / "log").read_text()[-2000:]
        )

    def address(self, user="rooms", database="rooms"):
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run_sql(self, text, database="postgres"):
        import psycopg

        with psycopg.connect(self.address("above", database), autocommit=True) as db:
            for statement in text.split(";")[:-1]:
                db.execute(statement)

    def kill(self):
        """Kill the server with all its processes, as a power switch does."""
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.server.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        for pid in (self.server.pid, *map(int, children)):
            os.kill(pid, signal.SIGKILL)
        self.server.wait()
        for _ in range(100):
            left = [pid for pid in children if Path(f"/proc/{pid}").exists()]
            if not left:
                return
            time.sleep(0.05)

    def stop_server(self):
        self.server.send_signal(signal.SIGINT)
        self.server.wait(30)

    def stop(self):
        self.stop_server()
        shutil.rmtree(self.above)
