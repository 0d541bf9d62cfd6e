"""Bundles that somebody tampers with, and both verifiers."""

import importlib.util
import io
import json
import zipfile
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from lastyard.errors import RequestError
from lastyard.room.events import canonical
from lastyard.room.record.bundle import read_bundle, salted_root
from lastyard.room.record.notes import checkpoint, origin, sign
from lastyard.room.record.tree import leaf_hash, root_hash
from lastyard.room.record.verify import verify
from lastyard.room.roles import MEDIATOR
from room_play import Play

_spec = importlib.util.spec_from_file_location(
    "second_verifier", Path(__file__).with_name("second_verifier.py")
)
second_verifier = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(second_verifier)


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name).decode() for name in zipped.namelist()}


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return out.getvalue()


def first_holds(data, kept=()):
    try:
        return verify(read_bundle(data), kept).holds
    except RequestError:
        return False


def second_holds(data, kept=()):
    try:
        return second_verifier.check(data, kept) is None
    except ValueError:
        return False


def played(folder):
    """A room with every gate, agreed and not, cosigned, with a receipt that was kept; over."""
    from lastyard.room.record.notes import cosign, public_key

    seed = sha256(b"the device of the union").digest()
    play = Play(folder)
    play.consent()
    play.act("union", "key-changed", member="party:union", key=public_key(seed).hex())
    play.ask("yes")
    play.ask("no")
    play.ask("some", "batch", closes=[play.at(hours=3)],
             packages=[{"wage": "5", "term": "short"}, {"wage": "7", "term": "long"}])  # fmt: skip
    play.ask("none", "batch", closes=[play.at(hours=3)],
             packages=[{"wage": "5", "term": "short"}, {"wage": "7", "term": "long"}])  # fmt: skip
    receipt = play.act("union", "answer", gate="yes", value="no")
    for each in play.parties:
        play.act(each, "entry", to=f"party:{each}", question="order", answer=["term", "wage"])
        play.act(each, "reply", text=f"a word of {each}")
        play.act(each, "answer", gate="yes", value="yes")
        if each != "state":
            play.act(each, "answer", gate="no", value="yes")
        play.act(each, "answer", gate="some", order=[1, 0])
        play.act(each, "answer", gate="none", order=[int(each == "firm")])
    play.wait(hours=4)
    note = play.view("union").in_compartment("heads")[-1].content["note"]
    text = note.rpartition("\n\n")[0] + "\n"
    line = cosign(f"{origin(play.id)}/party:union", seed, text, 1_767_000_000)
    play.act("union", "cosigned", size=int(text.split("\n")[1]), line=line)
    play.act(MEDIATOR, "text", version=1, parts=[{"text": "What was agreed"}])
    play.act(MEDIATOR, "ended")
    return play, receipt, note


def tampered(files, rng):
    """One random change of a bundle that is none of layout: of an event, a root, a salt, a note."""
    files = dict(files)
    lines = files["events.jsonl"].splitlines()
    way = rng.choice(
        ["flip", "drop", "swap", "backdate", "word", "salts", "notes", "double", "move"]
    )
    k = rng.randrange(len(lines))
    event = json.loads(lines[k])
    if way == "flip":
        name = rng.choice(sorted(files))
        text = files[name]
        at = rng.randrange(len(text))
        files[name] = text[:at] + chr(ord(text[at]) ^ 1 << rng.randrange(5)) + text[at + 1 :]
        return files
    if way == "salts":
        salts = json.loads(files["salts.json"])
        told = salts[rng.choice(sorted(salts))]
        row = rng.choice(told["opened"])
        if rng.random() < 0.5:
            row[2] += rng.choice([-1, 1])
        else:
            told["opened"].remove(row)
        files["salts.json"] = canonical(salts)
        return files
    if way == "notes":
        notes = json.loads(files["checkpoints.json"])
        notes.pop(rng.randrange(len(notes)))
        files["checkpoints.json"] = canonical(notes)
        return files
    if way == "drop":
        lines.pop(k)
        lines = renumbered(lines) if rng.random() < 0.5 else lines
    elif way == "double":
        lines.insert(k, lines[k])
        lines = renumbered(lines)
    elif way == "swap":
        same = [j for j, each in enumerate(lines)
                if j != k and json.loads(each)["compartment"] == event["compartment"]]  # fmt: skip
        if same:
            j = rng.choice(same)
            lines[k], lines[j] = lines[j], lines[k]
            lines = renumbered(lines)
        else:
            lines.pop(k)
    elif way == "backdate":
        event["at"] = event["at"].replace("T", "T0" if rng.random() < 0 else "T", 1)
        hours = rng.choice(["2026-01-05T00:00:00Z", "2026-01-05T09:29:59Z", "2027-01-01T00:00:00Z"])
        event["at"] = hours
        lines[k] = canonical(event)
    elif way == "word":
        event[rng.choice(["actor", "kind", "salt", "room"])] = "other"
        lines[k] = canonical(event)
    else:
        event["compartment"] = rng.choice(["public", "shared", "log", "party:union"])
        if canonical(event) == lines[k]:
            event["content"]["more"] = 1
        lines[k] = canonical(event)
        lines = renumbered(lines)
    files["events.jsonl"] = "".join(line + "\n" for line in lines)
    return files


def renumbered(lines):
    """As somebody would do who hides that something is missing."""
    sizes, out = {}, []
    for line in lines:
        event = json.loads(line)
        event["index"] = sizes.get(event["compartment"], 0)
        sizes[event["compartment"]] = event["index"] + 1
        out.append(canonical(event))
    return out


def forked(files, seed, rng):
    """The whole record made anew and signed with the room's own key, with one event changed."""
    files = dict(files)
    by = {}
    for line in files["events.jsonl"].splitlines():
        event = json.loads(line)
        by.setdefault(event["compartment"], []).append(event)
    places = [(name, k) for name in by if name != "log" for k in range(len(by[name]))]
    name, k = rng.choice(places)
    by[name][k]["salt"] = sha256(by[name][k]["salt"].encode()).hexdigest()
    salts = json.loads(files["salts.json"])
    hashes = {
        name: [leaf_hash(canonical(event).encode()) for event in events]
        for name, events in by.items()
    }
    for name, told in salts.items():
        for index, salt, size in told["opened"]:
            root = root_hash(hashes.get(name, [])[:size])
            by["log"][index]["content"]["roots"][told["place"]] = salted_root(
                bytes.fromhex(salt), size, root
            )
    log = [leaf_hash(canonical(event).encode()) for event in by["log"]]
    room = by["log"][0]["room"]
    notes = []
    for note in json.loads(files["checkpoints.json"]):
        size = int(note.split("\n")[1])
        notes.append(
            sign(origin(room), seed, checkpoint(origin(room), size, root_hash(log[:size])))
        )
    files["checkpoints.json"] = canonical(notes)
    files["events.jsonl"] = "".join(
        canonical(event) + "\n" for name in sorted(by) for event in by[name]
    )
    assert b64encode(root_hash(log)).decode() in notes[-1]
    return files
