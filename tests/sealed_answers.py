"""A sealed answer as its page makes it, written a second time: what a party says in a file that it opened without a network."""

import base64
import hashlib
import hmac
import json
import os
import re

import nacl.bindings as sodium
from nacl.signing import SigningKey

CODE = "abcdefghijkmnpqrstuv"


def canonical(content):
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def data_of(page):
    """Return what a file knows of its room."""
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])


def parts_of(page):
    """Return what a file asks, as its sections say."""
    found = re.findall(r"<section data-part='(.*?)'>", page)
    return [json.loads(each) for each in found]


def key_of(told, code=CODE):
    """Return the party's key that follows from its code."""
    text = "\0".join(["lastyard room signing key", told["room"], told["party"], code])
    return SigningKey(hashlib.sha256(text.encode()).digest())


def answered(page, code=CODE, parts=None, room=None, party=None, **values):
    """Return a sealed answer to a file.

    Args:
        page: The file.
        code: The party's code.
        parts: What is answered, as its acts; None takes it from `values`.
        room: Another room than the file's, to sign for.
        party: Another party than the file's, to sign for.
        values: By question (``order``, ``issue_x``, ``share``, ``charter``), or ``gate`` for every gate.
    """
    told = data_of(page)
    key = key_of(told, code)
    sent = parts if parts is not None else list(_parts(page, values))
    known = bytes(key.verify_key).hex()
    signed = []
    for number, part in enumerate(sent):
        text = {
            "content": part["content"], "kind": part["kind"], "to": part["to"],
            "once": hashlib.sha256(f"{told['file']} {number}".encode()).hexdigest()[:32],
            "member": f"party:{party or told['party']}",
        }  # fmt: skip
        line = f"lastyard.room/{room or told['room']} signed\n{canonical(text)}\n"
        signed.append({**part, "signature": key.sign(line.encode()).signature.hex()})
    return sealed(told, {"key": known, "lang": told["lang"], "parts": signed})


def sealed(told, content):
    """Return what is said, sealed for the room."""
    plain = canonical(content).encode()
    plain += b" " * (-len(plain) % 16_384)
    private, theirs = os.urandom(32), bytes.fromhex(told["public"])
    mine, form = sodium.crypto_scalarmult_base(private), told["format"]
    first = hmac.digest(mine + theirs, sodium.crypto_scalarmult(private, theirs), "sha256")
    key = hmac.digest(first, f"{form}\n{told['room']}\n{told['file']}\1".encode(), "sha256")
    box = sodium.crypto_aead_aes256gcm_encrypt(
        plain, f"{form}\n{told['file']}".encode(), bytes(12), key
    )
    lines = [form, told["file"], *(base64.b64encode(each).decode() for each in (mine, box))]
    return "".join(f"{line}\n" for line in lines)


def _parts(page, values):
    """Yield what is answered of what a file asks."""
    for part in parts_of(page):
        question = part["about"].get("question", "gate" if "gate" in part["about"] else "charter")
        name = question.replace(":", "_").replace("-", "_")
        value = part.get("charter") if name == "charter" else values.get(name)
        if name in values and value is not None:
            content = {**part["about"], part["name"]: value}
            yield {"kind": part["kind"], "to": part["to"], "content": content}
