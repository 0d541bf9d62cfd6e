"""Signatures of members' devices: on answers, where the charter asks for them, and under the record that they saw."""

import html
import json
import re

import pytest

pytest.importorskip("starlette", reason="lastyard[room] is not installed")

from nacl.signing import SigningKey

from lastyard.room import acts, drafts
from lastyard.room.acts import export, view
from lastyard.room.carried import take_in
from lastyard.room.charter import Charter
from lastyard.room.pages.offline import sealed_file
from lastyard.room.record.bundle import read_bundle
from lastyard.room.record.verify import verify
from lastyard.room.roles import MEDIATOR, party
from live_room import TWO, Member, Rooms, given, ranked
from room.second_verifier import check
from sealed_answers import answered, data_of

PACKAGE = {"wage": "middle", "shifts": "day"}
GAP = {"issue": "wage", "more": "union", "gap": "1"}


class Device(Member):
    """A browser that signs with a key of its own, as the room's script does."""

    def __init__(self, rooms, role, seed=b"7"):
        super().__init__(rooms, role)
        self.key = SigningKey(seed * 32)
        code = rooms.doors.invite(rooms.room, role, rooms.time)
        data = {"code": code, "lang": "en", "key": bytes(self.key.verify_key).hex()}
        answer = self.client.post(
            "/join", data=data, headers={"origin": rooms.site.origin}, follow_redirects=False
        )
        self.base = given(answer, 303).headers["location"]

    def to_sign(self, path):
        found = re.search(r"data-sign='([^']*)'", self.look(path).text)
        return json.loads(html.unescape(found[1]))

    def signature(self, path, place=None):
        told = self.to_sign(path)
        assert told["key"] == bytes(self.key.verify_key).hex()
        text = told["text"] if place is None else told["text"].replace('"value":-1', f'"value":{place}')  # fmt: skip
        return self.key.sign(text.encode()).signature.hex()

    def say(self, gate, answer, **more):
        path = f"/proposals/{gate}?say={answer}"
        more.setdefault("signature", self.signature(path))
        return self.post(f"/proposals/{gate}", self.fields(path) | more)


def talks(folder, **charter):
    told = Charter(("union", "firm"), "2026-09-01T10:00:00Z", **charter)
    rooms = Rooms(folder, TWO, told)
    mediator = Device(rooms, MEDIATOR, b"m")
    union, firm = Device(rooms, party("union")), Device(rooms, party("firm"), b"8")
    rooms.members |= {"mediator": mediator}
    for each in (union, firm):
        each.consent()
    return rooms, mediator, union, firm


def verdicts(rooms, who):
    data = export(rooms.store, rooms.room, party(who), now=rooms.time)
    return verify(read_bundle(data)), check(data)


@pytest.mark.parametrize("told", [False, True])
def test_answers_are_signed_and_the_record_keeps_it(tmp_path, told):
    rooms, _, union, firm = talks(tmp_path, signed_answers=True, mediator_sees_answers=told)
    one = rooms.propose("all-yes", package=PACKAGE)
    for each in (union, firm):
        given(each.say(one, "yes"))
    rooms.wait(hours=49)
    # Marks of a batch, and bids.
    rooms.propose("batch", lists=1, hours=24)
    rooms.wait(hours=2)
    many = view(rooms.store, rooms.room, MEDIATOR).gates[-1].gate.id
    count = len(view(rooms.store, rooms.room, MEDIATOR).gates[-1].packages)
    for each in (union, firm):
        path = ranked(f"/proposals/{many}", range(count))
        data = each.fields(path) | {"send": "yes", "signature": each.signature(path)}
        given(each.post(f"/proposals/{many}", data))
    bids = rooms.propose("last-gap", **GAP)
    for each, place in ((union, 1), (firm, 1)):
        path = f"/proposals/{bids}"
        data = each.fields(path) | {"bid": "middle", "signature": each.signature(path, place)}
        given(each.post(path, data))
    rooms.wait(hours=49)
    gates = view(rooms.store, rooms.room, MEDIATOR).gates
    assert [each.outcomes[0]["result"] for each in gates] == ["agreed", "agreed", "settled"]
    for who in ("union", "firm"):
        verdict, second = verdicts(rooms, who)
        assert verdict.holds
        assert "3 under the party's own signature" in verdict.answers.text
        assert second is None


def test_what_is_not_signed_as_the_charter_asks_is_refused(tmp_path):
    rooms, _, union, firm = talks(tmp_path, signed_answers=True)
    gate = rooms.propose("all-yes", package=PACKAGE)
    path = f"/proposals/{gate}?say=no"
    for signature in ("", "0" * 128, union.signature(path), "x" * 128):
        answer = union.say(gate, "yes", signature=signature)
        assert answer.status_code == 400, signature
    assert "The rules ask for the signature" in union.say(gate, "yes", signature="").text
    # A browser without a key is told what to do.
    plain = rooms.member(party("union"))
    assert "data-sign" not in plain.look(path).text
    data = plain.fields(path)
    assert plain.post(f"/proposals/{gate}", data).status_code == 400
    # The key of another party signs nothing.
    union.key, firm.key = firm.key, union.key
    seen = view(rooms.store, rooms.room, party("union"))
    assert seen.gate(gate).answers == {}
    assert "Answers count only under the signature" in plain.get("/charter").text


def test_without_the_rule_both_are_taken(tmp_path):
    rooms, _, union, firm = talks(tmp_path)
    gate = rooms.propose("all-yes", package=PACKAGE)
    given(union.say(gate, "yes"))
    given(firm.say(gate, "yes", signature=""))
    rooms.wait(hours=49)
    assert "1 under" in verdicts(rooms, "union")[0].answers.text
    assert "under" not in verdicts(rooms, "firm")[0].answers.text


def test_a_party_with_a_device_of_its_own_gets_a_file_that_makes_its_code(tmp_path):
    rooms, _, union, _ = talks(tmp_path, signed_answers=True)
    file = lambda: sealed_file(rooms.store, rooms.room, "union", now=rooms.time)  # noqa: E731
    take = lambda text: take_in(rooms.store, rooms.room, text, now=rooms.time)  # noqa: E731
    page = file()
    assert data_of(page)["key"] == ""
    assert take(answered(page, walk_away=25)).new_key
    # Device and code sign for one party, each with its own key, and neither is a new one again.
    gate = rooms.propose("all-yes", package=PACKAGE)
    given(union.say(gate, "no"))
    assert not take(answered(file(), gate="yes")).new_key
    given(union.say(gate, "no"))
    assert len(view(rooms.store, rooms.room, party("union")).keys("party:union")) == 2
    assert verdicts(rooms, "union")[0].holds


def test_a_key_that_is_none_is_none(tmp_path):
    rooms = Rooms(tmp_path, TWO)
    for key in ("zz", "0" * 63, "G" * 64):
        member = Member(rooms, party("union"))
        code = rooms.doors.invite(rooms.room, party("union"), rooms.time)
        data = {"code": code, "lang": "en", "key": key}
        given(member.client.post("/join", data=data, headers={"origin": rooms.site.origin}, follow_redirects=False), 303)  # fmt: skip
    assert view(rooms.store, rooms.room, party("union")).keys("party:union") == ()


def test_a_device_signs_that_it_saw_the_record_and_all_learn_it_at_the_end(tmp_path):
    rooms, mediator, union, firm = talks(tmp_path)
    rooms.wait(hours=2)
    for each in (union, mediator):
        data = each.fields("/record") | {"signature": each.signature("/record")}
        assert "You signed that you saw this record." in given(each.post("/record", data)).text
        assert "data-sign" not in each.get("/record").text
    wrong = firm.fields("/record") | {"signature": "0" * 128}
    assert firm.post("/record", wrong).status_code == 400
    for broken in ({"time": "x"}, {"size": "9" * 12}, {"signature": ""}):
        data = firm.fields("/record") | {"signature": firm.signature("/record")} | broken
        assert firm.post("/record", data).status_code == 400
    assert "Cosigned by nobody" in verdicts(rooms, "firm")[0].cosigned.text
    given(mediator.send("/desk/end", do="end", sure="yes"))
    verdict, second = verdicts(rooms, "firm")
    assert "Cosigned by mediator" in verdict.cosigned.text
    assert "party:union" in verdict.cosigned.text
    assert second is None


def test_a_second_device_of_a_member_signs_with_its_own_key(tmp_path):
    rooms, _, union, _ = talks(tmp_path, signed_answers=True)
    address = re.search(r"/join#([a-z0-9.]+)", given(union.send("/device")).text)[1]
    second = Member(rooms, party("union"))
    key = SigningKey(b"9" * 32)
    data = {"code": address, "lang": "en", "key": bytes(key.verify_key).hex()}
    answer = second.client.post("/join", data=data, headers={"origin": rooms.site.origin}, follow_redirects=False)  # fmt: skip
    second.base = given(answer, 303).headers["location"]
    gate = rooms.propose("all-yes", package=PACKAGE)
    for device, signer in ((second, key), (union, union.key)):
        path = f"/proposals/{gate}?say=yes"
        told = json.loads(html.unescape(re.search(r"data-sign='([^']*)'", device.look(path).text)[1]))  # fmt: skip
        signature = signer.sign(told["text"].encode()).signature.hex()
        given(device.post(f"/proposals/{gate}", device.fields(path) | {"signature": signature}))


@pytest.mark.parametrize("broken", ["_with_signature", "member_signed"])
def test_a_server_that_answers_in_a_partys_place_is_found_by_both_verifiers(
    tmp_path, monkeypatch, broken
):
    """Without a signature, or under one that the union's device never made."""
    rooms, _, _, firm = talks(tmp_path, signed_answers=True)
    gate = rooms.propose("all-yes", package=PACKAGE)
    given(firm.say(gate, "yes"))
    told = {"once": "f" * 32, "signature": "0" * 128}
    draft = drafts.Draft("answer", {"gate": gate, "value": "yes"}, signed=told)
    ways = {"_with_signature": lambda *about: about[-1], "member_signed": lambda *_: True}
    with monkeypatch.context() as patch:
        patch.setattr(acts, broken, ways[broken])
        acts.act(rooms.store, rooms.room, party("union"), draft, key="no key of the union's", now=rooms.time)  # fmt: skip
    rooms.wait(hours=49)
    assert view(rooms.store, rooms.room, party("union")).gate(gate).agreed
    verdict, second = verdicts(rooms, "union")
    assert not verdict.holds
    assert verdict.answers.problems
    assert second is not None
    # So do all others: an agreement carries the signature of each.
    verdict, second = verdicts(rooms, "firm")
    assert "is not proved" in verdict.outcomes.problems[0]
    assert second is not None


def test_signatures_are_told_of_an_agreement_alone(tmp_path):
    rooms, _, union, firm = talks(tmp_path, signed_answers=True)
    for said in ("yes", "no"):
        gate = rooms.propose("all-yes", package=PACKAGE)
        given(union.say(gate, "yes"))
        given(firm.say(gate, said))
        rooms.wait(hours=49)
        (outcome,) = view(rooms.store, rooms.room, party("union")).gate(gate).outcomes
        told = outcome.get("signatures", {})
        assert sorted(told) == (["firm", "union"] if said == "yes" else [])
        assert all(sorted(each) == ["once", "signature"] for each in told.values())
    for who in ("union", "firm"):
        verdict, second = verdicts(rooms, who)
        assert (verdict.holds, second) == (True, None)


def test_a_signature_that_the_server_uses_again_is_found_by_both_verifiers(tmp_path, monkeypatch):
    """The union said yes, and then no; whoever runs the server puts its yes there once more."""
    rooms, _, union, firm = talks(tmp_path, signed_answers=True)
    gate = rooms.propose("all-yes", package=PACKAGE)
    given(union.say(gate, "yes"))
    first = view(rooms.store, rooms.room, party("union")).gate(gate).answers["union"].content
    given(union.say(gate, "no"))
    given(firm.say(gate, "yes"))
    for each in (first["signed"], first["signed"] | {"signature": first["signed"]["signature"].upper()}):  # fmt: skip
        again = drafts.Draft("answer", {"gate": gate, "value": "yes"}, signed=each)
        key = f"once more {each['signature']}"
        acts.act(rooms.store, rooms.room, party("union"), again, key=key, now=rooms.time)
    rooms.wait(hours=49)
    assert view(rooms.store, rooms.room, party("union")).gate(gate).agreed
    verdict, second = verdicts(rooms, "union")
    assert len(verdict.answers.problems) == 2
    assert "stands there again" in verdict.answers.problems[0]
    assert "told twice" in second
