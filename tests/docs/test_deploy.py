"""The unit and the container file: what they start is what the program takes, and systemd reads the unit without a complaint."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from lastyard.commands.room import serve
from program import PROGRAM

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "docs/deploy"
UNIT, CONTAINER = DEPLOY / "lastyard-rooms.service", DEPLOY / "Containerfile"


def parsed(arguments):
    """Return what `lastyard room serve` makes of arguments."""
    return serve.make_context("serve", list(arguments)).params


def settings(text):
    """Return the settings of a unit, by name."""
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "["))]
    return dict(line.split("=", 1) for line in lines)


def instructions(text):
    """Return the instructions of a container file."""
    return [
        line.split(" ", 1)
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    ]


def test_the_unit_starts_the_server_on_this_machine_behind_https():
    told = settings(UNIT.read_text())
    program, *arguments = shlex.split(told["ExecStart"])
    assert (program, *arguments[:2]) == ("/opt/lastyard/bin/lastyard", "room", "serve")
    asked = parsed(arguments[2:])
    assert asked["where"] == f"/var/lib/{told['StateDirectory']}"
    assert asked["key_file"] == f"%d/{told['LoadCredentialEncrypted']}"
    assert asked["host"] == "127.0.0.1"
    assert asked["origin"].startswith("https://")
    assert (told["UMask"], told["LimitCORE"], told["StandardOutput"]) == ("0077", "0", "null")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_reads_the_unit_without_a_complaint(tmp_path):
    def complaints(text):
        path = tmp_path / UNIT.name
        path.write_text(text)
        done = subprocess.run(
            ["systemd-analyze", "verify", path], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    text = UNIT.read_text().replace("/opt/lastyard/bin/lastyard", str(PROGRAM))
    assert complaints(text) == (0, "")
    assert "Unknown key" in complaints(text.replace("ProtectHome", "ProtectHomes"))[1]


def test_the_container_starts_the_server_as_a_user_that_owns_its_folder():
    told = instructions(CONTAINER.read_text())
    known = {"FROM", "RUN", "USER", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in told} == known
    by = dict(told)
    assert json.loads(by["ENTRYPOINT"]) == ["lastyard", "room"]
    verb, *arguments = json.loads(by["CMD"])
    asked = parsed(arguments)
    assert verb == "serve"
    assert (asked["where"], str(asked["port"])) == (by["VOLUME"], by["EXPOSE"])
    assert asked["origin"].startswith("https://")
    assert asked["certificate"]
    assert asked["tls_key"]
    names = [name for name, _ in told]
    made = next(k for k, (_, what) in enumerate(told) if f"--owner room {by['VOLUME']}" in what)
    assert made < names.index("USER") < names.index("VOLUME")
    assert by["USER"] == "room"
    (extras,) = re.findall(r"lastyard\[([a-z,]+)\]", CONTAINER.read_text())
    project = (ROOT / "pyproject.toml").read_text()
    assert all(re.search(rf"^{each} = \[", project, re.M) for each in extras.split(","))


def test_the_page_on_operating_rooms_shows_both():
    page = (ROOT / "docs/room-operating.md").read_text()
    for each in (UNIT, CONTAINER):
        assert f"```{{literalinclude}} deploy/{each.name}" in page
