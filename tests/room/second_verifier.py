"""A second verifier of bundles, written from docs/room-record.md alone.

One file, standard library and PyNaCl; it shares no code with Last Yard, so that a fault of one shows in the other.
Run: ``python second_verifier.py BUNDLE [KEPT...]``; exit code 0 where all holds, 1 where not, 2 for no bundle."""
# fmt: off

import base64
import hashlib
import io
import json
import sys
import zipfile
from functools import reduce
from pathlib import Path

import nacl.bindings as na
from nacl.signing import VerifyKey

ORDER = (1 << 252) + 0x14DEF9DEA2F79CD65812631A5CF5D3ED
FIELDS = ["actor", "at", "compartment", "content", "index", "kind", "room", "salt"]
ZERO = (1).to_bytes(32, "little")
H = na.crypto_core_ed25519_from_uniform(hashlib.sha256(b"lastyard room: second generator of the commitments").digest())

def need(right, words):
    if not right:
        raise LookupError(words)
def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def canonical(thing):
    return json.dumps(thing, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
def parsed(text):
    found = json.loads(text, parse_float=[].index, parse_constant=[].index)  # which raise
    if canonical(found) != text:
        raise ValueError("not canonical")
    return found
def prefix_roots(leaves):
    """The root of the first 0, 1, 2... leaves, from a stack of full subtrees."""
    roots, stack = [sha()], []
    for leaf in leaves:
        stack.append((0, leaf))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (height, right), (_, left) = stack.pop(), stack.pop()
            stack.append((height + 1, sha(b"\1", left, right)))
        roots.append(reduce(lambda root, part: sha(b"\1", part[1], root), stack[-2::-1], stack[-1][1]))
    return roots
def point(text):
    raw = bytes.fromhex(text)
    need(raw.hex() == text and (raw == ZERO or na.crypto_core_ed25519_is_valid_point(raw)), "no point of the group")
    return raw
def number(text):
    raw = bytes.fromhex(text)
    found = int.from_bytes(raw, "little")
    need(raw.hex() == text and len(raw) == 32 and found < ORDER, "a number is written wrongly")
    return found
def mul(k, p=None):
    raw = (k % ORDER).to_bytes(32, "little")
    if not any(raw) or p == ZERO:
        return ZERO
    return na.crypto_scalarmult_ed25519_noclamp(raw, p) if p else na.crypto_scalarmult_ed25519_base_noclamp(raw)
add, sub = na.crypto_core_ed25519_add, na.crypto_core_ed25519_sub
def pedersen(m, r):
    return add(mul(m, H), mul(r))
def one_of(points, proof, context):
    need(isinstance(proof, str) and len(proof) == 128 * len(points) > 0, "a proof has another size")
    parts = [number(proof[k : k + 64]) for k in range(0, len(proof), 64)]
    told = [b"lastyard room: one of", context, *points]
    told += [sub(mul(z), mul(e, p)) for p, e, z in zip(points, parts[::2], parts[1::2], strict=True)]
    digest = hashlib.sha512(b"".join(len(t).to_bytes(4, "big") + t for t in told)).digest()
    need((sum(parts[::2]) - int.from_bytes(digest, "little")) % ORDER == 0, "a proof fails")
def in_range(commitment, proof, bits, context):
    need(isinstance(proof, list) and len(proof) == bits, "a proof has another size")
    total = ZERO
    for k, text in enumerate(proof):
        need(isinstance(text, str) and len(text) == 320, "a proof has another size")
        bit = point(text[:64])
        one_of([bit, sub(bit, H)], text[64:], context + bytes([k]))
        total = add(total, mul(1 << k, bit))
    need(total == commitment, "the bits do not make the commitment")
def signature(note, name, kind, key, size):
    """The signatures of a note by one key, decoded; the text before them."""
    head, gap, tail = note.rpartition("\n\n")
    need(gap and note.endswith("\n"), "a note has no signature")
    key_id = sha(name.encode(), b"\n", kind, key)[:4]
    for line in tail.splitlines():
        if line.startswith("— " + name + " "):
            text = line[len("— " + name + " ") :]
            raw = base64.b64decode(text, validate=True)
            if raw[:4] == key_id and len(raw) == size and base64.b64encode(raw).decode() == text:
                return head + "\n", raw[4:]
    raise LookupError("a note is not signed by the room")
def signed(note, name, key):
    text, raw = signature(note, name, b"\1", key, 68)
    VerifyKey(key).verify(text.encode(), raw)
    return text
def by_one_of(keys, look):
    for key in keys:
        try:
            return look(key)
        except Exception:
            continue  # another key may be the right one
    raise LookupError("a member signed something else")
class Bundle:
    """A bundle, and the checks of it."""
    def __init__(self, data):
        files, names = zipfile.ZipFile(io.BytesIO(data)), ["checkpoints.json", "events.jsonl", "room.json", "salts.json"]
        if sorted(files.namelist()) != names:
            raise ValueError("other files")
        notes, lines, about, salts = (files.read(name).decode() for name in names)
        about, self.notes, self.salts = parsed(about), parsed(notes), parsed(salts)
        self.room, self.key = about["room"], bytes.fromhex(about["key"])
        if about != {"format": "lastyard-room-1", "key": self.key.hex(), "room": self.room}:
            raise ValueError("another format")
        self.name = "lastyard.room/" + self.room
        self.events, self.leaves, self.keys = {}, {}, {}
        if lines and not lines.endswith("\n"):
            raise ValueError("half a line")
        for line in lines.split("\n")[:-1]:
            event = parsed(line)
            if sorted(event) != FIELDS:
                raise ValueError("no event")
            self.events.setdefault(event["compartment"], []).append(event)
            self.leaves.setdefault(event["compartment"], []).append(sha(b"\0", line.encode()))
        self.log, self.shared = self.events.get("log", []), self.events.get("shared", [])
    def unbroken(self):
        for events in self.events.values():
            need([e["index"] for e in events] == list(range(len(events))), "an entry is missing")
            need(all(e["room"] == self.room for e in events), "an entry of another room")
            need(events == sorted(events, key=lambda e: e["at"]), "an entry is dated back")
        roots, sizes = prefix_roots(self.leaves.get("log", [])), [0]
        for note in self.notes:
            text = signed(note, self.name, self.key)
            name, size, root, empty = text.split("\n")
            need((name, empty, str(int(size))) == (self.name, "", size) and note.count("\n") == 5, "no checkpoint")
            need(sizes[-1] < int(size) < len(roots), "checkpoints do not follow one another")
            need(base64.b64encode(roots[int(size)]).decode() == root, "another record was signed")
            sizes.append(int(size))
        published = [e for e in self.log if e["kind"] == "published"]
        need(self.log and {len(self.log), *(e["index"] + 1 for e in published)} <= set(sizes), "a checkpoint is missing")
        charters = [e["content"] for e in self.shared if e["kind"] == "charter"]
        need(all(c["key"] == self.key.hex() for c in charters), "another key in the charter")
        self.charter = charters[-1] if charters else {}
        rooted = set(self.events) - {"log"}
        need(rooted <= set(self.salts), "nothing opens a root")
        for where, told in self.salts.items():
            self.one_part(where, told, published, charters)
    def one_part(self, where, told, published, charters):
        events = self.events.get(where, [])
        roots, place, before = prefix_roots(self.leaves.get(where, [])), told["place"], 0
        need(sorted(told) == ["opened", "place"], "salts are told otherwise")
        need([row[0] for row in told["opened"]] == [e["index"] for e in published], "a root is left out")
        if charters:
            own = [kind + party for party in sorted(charters[-1]["parties"]) for kind in ("caucus:", "party:")]
            parts = ["public", "shared", "desk", *own]
            need(0 <= place < len(parts) and parts[place] == where, "a root of another part")
        for event, (_, salt, size) in zip(published, told["opened"], strict=True):
            need(type(size) is int and before <= size < len(roots), "a part shrank")
            raw = bytes.fromhex(salt)
            need(len(raw) == 32 and raw.hex() == salt, "a salt is written wrongly")
            need(0 <= place < len(event["content"]["roots"]), "no such root")
            root = sha(b"\2", raw, size.to_bytes(8, "big"), roots[size]).hex()
            need(event["content"]["roots"][place] == root, "a part is not what was published")
            right = [e["at"] <= event["at"] for e in events[:size]] + [e["at"] >= event["at"] for e in events[size:]]
            need(all(right), "an entry is dated to the other side of what was published")
            before = size
        need(before == len(events) or self.log[-1]["content"]["next"], "an entry after the end")
    def kept(self, note):
        text = signed(note, self.name, self.key)
        lines, told = text.split("\n"), None
        if lines[0] != self.name + " receipt":
            told, hashed = lines[2], prefix_roots(self.leaves["log"])[int(lines[1])]
        elif lines[2] in self.salts:
            told, hashed = lines[4], self.leaves[lines[2]][int(lines[3])]
        need(told is None or base64.b64encode(hashed).decode() == told, "what was kept tells otherwise")
    def cosigned(self):
        for e in self.shared:
            if e["kind"] in ("joined", "key-changed") and e["content"].get("key"):
                self.keys.setdefault(e["content"]["member"], []).append(bytes.fromhex(e["content"]["key"]))
        texts = {note.split("\n")[1]: note.rpartition("\n\n")[0] + "\n" for note in self.notes}
        told = [e["content"] for es in self.events.values() for e in es if e["kind"] == "cosigned"]
        told += [c for e in self.log if e["kind"] == "ended" for c in e["content"]["cosignatures"]]
        for each in told if self.shared else ():
            by_one_of(self.keys.get(each["member"], []), lambda key, each=each: self.one_cosignature(each, key, texts[str(each["size"])]))
        signed = [e for events in self.events.values() for e in events if "signed" in e["content"]]
        need(len({bytes.fromhex(e["content"]["signed"]["signature"]) for e in signed}) == len(signed), "signed once, and told twice")
        for e in signed:
            self.signed(e["actor"], e["kind"], e["compartment"], e["content"])
    def signed(self, member, kind, where, content):
        raw = bytes.fromhex(content["signed"]["signature"])
        own = {k: v for k, v in content.items() if k not in ("signed", "blindings")}
        told = {"content": own, "kind": kind, "member": member, "once": content["signed"]["once"], "to": where}
        line = f"{self.name} signed\n{canonical(told)}\n".encode()
        by_one_of(self.keys.get(member, []), lambda key: VerifyKey(key).verify(line, raw))
    def one_cosignature(self, each, key, text):
        _, raw = signature("x\n\n" + each["line"], self.name + "/" + each["member"], b"\4", key, 76)
        words = f"cosignature/v1\ntime {int.from_bytes(raw[:8], 'big')}\n{text}"
        VerifyKey(key).verify(words.encode(), raw[8:])
    def outcomes(self):
        last, over = self.log[-1]["at"], next((e["at"] for e in self.log if e["kind"] == "ended"), "9")
        for gate in (e["content"] for e in self.shared if e["kind"] == "proposal"):
            mine = [e for e in self.shared if e["content"].get("gate") == gate["gate"]]
            listed, committed, closed = ([e for e in mine if e["kind"] == kind] for kind in ("listed", "committed", "closed"))
            packages = listed[0]["content"]["packages"] if listed else gate["packages"]
            good = [c["content"]["result"] in ("agreed", "settled") for c in closed]
            due = [at for at in gate["closes"] if at <= min(last, over)]
            due = due[: good.index(True) + 1] if True in good else due
            need(len(committed) == len(closed) == len(due) and len(listed) < 2, "an outcome is missing")
            for k, (one, other) in enumerate(zip(committed, closed, strict=True)):
                self.outcome(gate, packages, k, one, other)
                self.own(gate, packages, k, one)
    def outcome(self, gate, packages, k, one, other):
        told, hidden = other["content"], one["content"]["commitments"]
        need(one["at"] == other["at"] == gate["closes"][k], "closed at another time")
        need(told["round"] == one["content"]["round"] == k, "another round")
        sizes = [size for _, _, size in self.salts["shared"]["opened"]]
        need(any(one["index"] < s <= other["index"] for s in sizes), "committed to afterwards")
        context = sha(canonical([self.room, gate, packages, k, hidden]).encode())
        points = {party: [point(c) for c in row] for party, row in hidden.items()}
        need(set(points) == set(gate["parties"]), "other parties")
        rule, proof, place = gate["rule"], told["proof"], told["place"]
        if rule == "last-gap":
            need(all(len(row) == 1 for row in points.values()), "other commitments")
            self.gap(gate, told, points, context)
            option = None if place is None else {gate["issue"]: gate["options"][place]}
            return need(told["package"] == option, "another option")
        floor = 1 if rule == "improvement" else 0
        width = 1 if rule == "all-yes" else len(packages) - floor
        need(all(len(row) == width for row in points.values()), "other commitments")
        rows = [points[party] for party in gate["parties"]]
        if told["result"] == "agreed":
            need(floor <= place < len(packages) and told["package"] == packages[place], "another package")
            for row, r in zip(rows, proof["opened"], strict=True):
                need(row[place - floor] == pedersen(1, number(r)), "one did not accept")
            for party in gate["parties"] if rule == "all-yes" and self.charter.get("signed_answers") else ():
                content = {"gate": gate["gate"], "round": k, "signed": told["signatures"][party], "value": "yes"}
                where = ("caucus:" if self.charter["mediator_sees_answers"] else "party:") + party
                self.signed("party:" + party, "answer", where, content)
        else:
            need((told["result"], place, told["package"]) == ("not agreed", None, None), "no outcome")
            proofs = [proof] if rule == "all-yes" else proof["none"]
            need(len(proofs) == width, "not every package is told of")
            for c, each in enumerate(proofs):
                one_of([row[c] for row in rows], each["one refused"], context + c.to_bytes(2, "big"))
    def gap(self, gate, told, points, context):
        less = next(p for p in gate["parties"] if p != gate["more"])
        more, less = points[gate["more"]][0], points[less][0]
        proof, bits = told["proof"], (2 * len(gate["options"]) + gate["gap"]).bit_length()
        if (told["result"], told["place"]) == ("not settled", None):
            return in_range(sub(sub(more, less), mul(gate["gap"] + 1, H)), proof["apart"], bits, context)
        need(told["result"] == "settled" and type(proof["sum"]) is int, "settled or not")
        need(told["place"] == proof["sum"] // 2 and told["place"] >= 0, "not the middle")
        need(add(more, less) == pedersen(proof["sum"], number(proof["blinding"])), "another sum")
        in_range(add(sub(less, more), mul(gate["gap"], H)), proof["near"], bits, context)
    def own(self, gate, packages, k, one):
        for party in gate["parties"]:
            if "party:" + party not in self.salts:
                continue
            mine = self.events.get("party:" + party, []) + self.events.get("caucus:" + party, [])
            about = [e for e in mine if e["content"].get("gate") == gate["gate"]]
            answer = None
            for e in sorted((e for e in about if e["at"] < one["at"]), key=lambda e: e["at"]):
                if e["kind"] in ("answer", "bid") and e["content"].get("round", 0) == k:
                    answer = e["content"]
                elif e["kind"] == "withdrawn":
                    answer = None
            (told,) = (e["content"] for e in about if e["kind"] == "opened" and e["content"]["round"] == k)
            wanted = self.numbers(gate, len(packages), party, answer)
            need(told["numbers"] == wanted, "an answer was counted as another")
            need(answer is None or answer["blindings"] == told["blindings"], "another commitment")
            need(answer is None or "signed" in answer or not self.charter.get("signed_answers"), "an answer is not signed")
            for c, m, r in zip(one["content"]["commitments"][party], wanted, told["blindings"], strict=True):
                need(bytes.fromhex(c) == pedersen(m, number(r)), "an answer was not counted")
    def numbers(self, gate, count, party, answer):
        if gate["rule"] == "all-yes":
            return [int(bool(answer) and answer["value"] == "yes")]
        if gate["rule"] == "last-gap":
            silent = len(gate["options"]) + gate["gap"] if party == gate["more"] else -gate["gap"] - 1
            return [answer["value"] if answer else silent]
        return [int(bool(answer) and p in answer["order"]) for p in range(gate["rule"] == "improvement", count)]
def check(data, kept=()):
    """Return what is wrong with a bundle; None where all holds; ValueError where it is none."""
    try:
        bundle = Bundle(data)
    except Exception as problem:
        raise ValueError("no bundle") from problem
    try:
        bundle.unbroken()
        [bundle.kept(note) for note in kept]
        bundle.cosigned()
        bundle.outcomes()
    except Exception as problem:  # whatever does not fit is wrong
        return f"{type(problem).__name__}: {problem}"
    return None
if __name__ == "__main__":
    try:
        wrong = check(Path(sys.argv[1]).read_bytes(), [Path(p).read_text() for p in sys.argv[2:]])
    except (ValueError, OSError, IndexError):
        sys.exit(2)
    sys.stdout.write(f"{wrong or 'all of it holds'}\n")
    sys.exit(wrong is not None)
