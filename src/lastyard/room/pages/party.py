"""A party's screens: coming in, the charter, packages, outcomes, the thread with the mediator, the record, leaving."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from lastyard.errors import RequestError
from lastyard.room.acts import Receipt, export
from lastyard.room.charter import LANGUAGES, Charter
from lastyard.room.drafts import is_key
from lastyard.room.events import Draft, Event, canonical, moment
from lastyard.room.pages.doors import COOKIE
from lastyard.room.pages.entry import (
    fields_of,
    moved,
    option_in_words,
    package_in_words,
    shown_by,
    steps_of,
    told_so_far,
)
from lastyard.room.pages.site import Reader, Visit, static_file
from lastyard.room.pages.words import (
    LIMITS,
    Words,
    gates_in_words,
    later,
    learnt_from,
    promise,
    sight_of,
    who_sees,
)
from lastyard.room.record.notes import cosignature, origin, signed_text, witnessed_text
from lastyard.room.record.tree import leaf_hash
from lastyard.room.roles import TABLE
from lastyard.room.room import GateState
from lastyard.room.store import NotHere

__all__ = [
    "answer", "answering", "ask_to_join", "bundle", "charter", "charter_shown", "come_in", "consent", "cosign", "departures", "device",
    "device_code", "gate_name", "gate_of_path", "home", "learnt_of", "leave", "leaving", "made_public", "outcome", "overview", "public", "record", "speak", "speaking", "state_of",
    "text_on_table", "thread", "thread_of", "way_back", "when", "who_sees_what", "write",
]  # fmt: skip


def when(visit: Reader, at: str) -> str:
    """Return an instant of an event in words."""
    return visit.words.moment(moment(at).timestamp())


# ---- coming in ----------------------------------------------------------------------------------


def ask_to_join(visit: Visit) -> Response:
    """Ask for the code of an invitation."""
    words, page = visit.words, visit.page
    # The style stands in the page, so that the first page is two requests with the script.
    return visit.site.page(
        words, "join.html", title=words.say("Come in"), style=_style(), base="", me="",
        promise=promise(words), lines=visit.lines(page.sight, page.learnt),
    )  # fmt: skip


def _style() -> Markup:
    return Markup(static_file("room.css").decode())  # noqa: S704 (our own file)


def come_in(visit: Visit) -> Response:
    """Change an invitation for a session."""
    language = visit.field("lang", 10)
    visit.words = Words.of(language)
    try:
        key = visit.field("key", 64)
        session = visit.site.doors.enter(
            visit.field("code", 400), visit.words.language, visit.now, visit.field("back", 100),
            key if is_key(key) else "",
        )  # fmt: skip
    except NotHere:
        return visit.site.wrong(
            visit.words, 404, visit.say("This code does not open anything."),
            visit.say("A letter of it is wrong, or it was used already, or is too old, or a newer one was sent. Try again, or ask the mediator for another."),
            to="/join",
        )  # fmt: skip
    made = RedirectResponse(session.base, 303)
    made.set_cookie(
        COOKIE, session.cookie, path=session.base, httponly=True, samesite="strict",
        secure=visit.site.secure, max_age=90 * 86_400,
    )  # fmt: skip
    return made


# ---- the overview -------------------------------------------------------------------------------


def home(visit: Visit) -> Response:
    """Show what is asked of this role now, what is open, and what was decided."""
    shown = overview(visit)
    title = visit.case.title
    return visit.show(
        "home.html", visit.say("Overview"), room_title=title, state=state_of(shown), **shown
    )


def public(visit: Visit) -> Response:
    """Show an observer what was made public."""
    shown = made_public(visit)
    return visit.show(
        "public.html", visit.say("What was made public"), state=state_of(shown), **shown
    )


def made_public(visit: Visit) -> dict[str, Any]:
    """Return what an observer sees: what was released to all."""
    room = visit.room
    released = [
        (when(visit, each.at), str(each.content.get("text", "")))
        for each in room.in_compartment("public", "released")
    ]
    return {"released": released, "ended": room.ended}


def overview(visit: Visit) -> dict[str, Any]:
    """Return what the overview of a party or an observer shows."""
    room, say = visit.room, visit.say
    charter, own = room.charter, visit.own
    consented = charter is not None and room.consents.get(own.role.actor) == charter.digest()
    tasks: list[dict[str, Any]] = []
    notices = [_key_changed(visit, each) for each in _changes(visit)]
    notices += departures(visit)
    if own.since:
        notices.append(
            say(
                "This device came in without your return code. What you entered before counts, and is not shown here."
            )
        )
    if room.ended:
        notices.append(say("This room is over. You can still take the record with you."))
    elif own.role.party in room.left:
        notices.append(say("You left this room. What you entered was made unreadable."))
    elif not consented:
        asked = say("Read the rules, and agree to them or not")
        tasks.append(_task(asked, "", f"{own.base}/charter"))
    elif not room.consented:
        asked = say("The others have not all agreed to the rules yet. Nothing is asked before.")
        notices.append(asked)
    else:
        tasks += _asked_of_party(visit)
    for each in sorted(room.released, key=lambda e: e.at)[-5:]:
        said = shown_by(visit, each)
        if said is not None:
            notices.append(f"{said[0]}, {when(visit, each.at)}: {said[1]}")
    closed = [each for each in room.gates if each.outcomes]
    outcomes = [
        _task(gate_name(visit, each), f"{_result_of(visit, each)} {_told_on(visit, each)}",
              f"{own.base}/proposals/{each.gate.id}/outcome") for each in closed
    ]  # fmt: skip
    agreed = say("You agreed to them.") if consented else ""
    version = say("Version %(number)s", number=len(room.texts))
    may_show = charter is not None and "own-release" in charter.gates and consented
    besides = [
        _task(name, note, f"{own.base}/{path}")
        for is_there, name, note, path in (
            (True, say("The rules of this room"), agreed, "charter"),
            (room.texts, say("The text on the table"), version, "text"),
            (own.role.kind == "party", say("In confidence with the mediator"), "", "caucus"),
            (may_show, say("Show something of yours"), "", "show"),
            (True, say("The record, and your receipts"), "", "record"),
            (True, say("Who sees what"), "", "who-sees-what"),
            (True, say("Language"), LANGUAGES[visit.words.language], "language"),
            (True, say("Another device of yours"), "", "device"),
            (True, say("Your return code"), "", "return"),
            (True, say("Leave the room"), "", "leave"),
        )
        if is_there
    ]
    heading = (
        say("This is asked of you.")
        if any(not each["done"] for each in tasks)
        else say("Nothing is asked of you now.")
    )
    return {
        "tasks": tasks,
        "outcomes": outcomes,
        "besides": besides,
        "notices": notices,
        "heading": heading,
    }


def state_of(shown: Any) -> str:
    """Return the state of a page: a fingerprint of what it shows, and so of nothing else."""
    return sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _task(name: str, note: str, to: str, done: bool = False) -> dict[str, Any]:
    return {"name": name, "note": note, "to": to, "done": done}


def _asked_of_party(visit: Visit) -> list[dict[str, Any]]:
    say, own = visit.say, visit.own
    told = told_so_far(visit)
    steps = steps_of(visit, told)
    count = sum(each in told for each in steps)
    note = say("%(number)s of %(total)s answered", number=count, total=len(steps))
    tasks = [_task(say("What you want, in private"), note, f"{own.base}/mine", count == len(steps))]
    for state in visit.room.gates:
        if state.closed or own.role.party not in state.gate.parties:
            continue
        closes = say("until %(time)s", time=when(visit, str(state.next_close)))
        if state.gate.rule == "batch" and not state.packages:
            closes = say(
                "The packages are made on %(time)s.", time=when(visit, str(state.gate.lists))
            )
        answered = _own_answer(visit, state) is not None
        if answered:
            closes = say("You answered; you can change it %(until)s.", until=closes)
        tasks.append(
            _task(
                gate_name(visit, state), closes, f"{own.base}/proposals/{state.gate.id}", answered
            )
        )
    questions = visit.room.in_compartment(f"caucus:{own.role.party}", "question", "reply")
    if questions and questions[-1].actor == "mediator":
        tasks.append(
            _task(
                say("The mediator wrote to you"),
                when(visit, questions[-1].at),
                f"{own.base}/caucus",
            )
        )
    return tasks


_NAMES = {
    "all-yes": later("Would you take this?"),
    "batch": later("Which of these could you live with?"),
    "improvement": later("Would one of these be better?"),
    "last-gap": later("How far would you go?"),
}


def gate_name(visit: Reader, state: GateState) -> str:
    """Return what is asked at a gate, as its heading."""
    name = visit.say(_NAMES[state.gate.rule])
    if state.gate.rule == "last-gap":
        issue = next((i.name for i in visit.case.issues if i.id == state.gate.issue), "")
        return f"{name} {issue}"
    return name


def _result_of(visit: Reader, state: GateState) -> str:
    """Return what came out of a gate, in two words."""
    return visit.say("Agreed by all.") if state.agreed is not None else visit.say("Not agreed.")


def _told_on(visit: Reader, state: GateState) -> str:
    return when(visit, str(state.gate.closes[len(state.outcomes) - 1]))


def departures(visit: Visit) -> list[str]:
    """Return who left the room, and when: all others see it."""
    return [
        visit.say("%(who)s left this room on %(time)s.",
                  who=visit.name_of(f"party:{each.content['party']}"), time=when(visit, each.at))
        for each in visit.room.events
        if each.kind == "left" and each.content["party"] != visit.own.role.party
    ]  # fmt: skip


def _changes(visit: Visit) -> list[Event]:
    return [each for each in visit.room.events if each.kind == "key-changed"][-3:]


def _key_changed(visit: Visit, event: Event) -> str:
    return visit.say(
        "%(who)s came in with a new device on %(time)s. If that surprises you, ask.",
        who=visit.name_of(event.content["member"]), time=when(visit, event.at),
    )  # fmt: skip


# ---- the charter --------------------------------------------------------------------------------


def charter_shown(visit: Reader, charter: Charter) -> dict[str, Any]:
    """Return the charter in words."""
    say = visit.say
    says = [
        say("The log of the room is written every %(hours)s hours, whether anything happened or not.", hours=charter.publish_hours),
        say("At most %(number)s outcomes are told in all: each tells a little of what was wanted.", number=charter.closes),
        say("Answers are told to the mediator as well.") if charter.mediator_sees_answers
        else say("Answers are told to nobody, the mediator included."),
        say("%(days)s days after its end the room is destroyed.", days=charter.keep_days),
    ]  # fmt: skip
    if charter.signed_answers:
        says.append(say("Answers count only under the signature of the party's own device, or of its sealed file."))  # fmt: skip
    return {
        "title": visit.case.title,
        "parties": [visit.name_of(f"party:{each}") for each in charter.parties],
        "issues": [issue.name for issue in visit.case.issues],
        "gates": gates_in_words(visit.words, charter),
        "says": [*says, charter.terms] if charter.terms else says,
        "limits": [say(each) for each in LIMITS],
        "hash": charter.digest(),
    }


def charter(visit: Visit) -> Response:
    """Show the charter, and ask for consent."""
    found = visit.room.charter
    if found is None:
        return visit.site.wrong(
            visit.words, 200, visit.say("The mediator is still writing the rules."),
            visit.say("Come back later. Nothing is asked of you before you agreed to them."), to=visit.base,
        )  # fmt: skip
    consented = visit.room.consents.get(visit.own.role.actor) == found.digest()
    return visit.show(
        "charter.html", visit.say("The rules of this room"), charter=charter_shown(visit, found),
        consented=consented, once=visit.once(found.digest()),
    )  # fmt: skip


def consent(visit: Visit) -> Response:
    """Take the consent to a charter, by its hash."""
    found = visit.room.charter
    if found is None:
        raise NotHere
    visit.act(Draft("consent", {"charter": visit.field("hash", 64)}), found.digest())
    return visit.go("/return" if visit.own.role.kind == "party" else "")


def way_back(visit: Visit) -> Response:
    """Show the return code, to be kept on paper."""
    code = visit.site.doors.return_code(visit.own, visit.now)
    return visit.show(
        "return.html", visit.say("Your return code"), code=code, since=bool(visit.own.since)
    )


# ---- proposals ----------------------------------------------------------------------------------


def gate_of_path(visit: Visit) -> GateState:
    """Return the gate that an address names, if this role takes part or may look.

    Raises:
        NotHere: If there is none such.
    """
    state = visit.room.gate(visit.part("gate"))
    own = visit.own.role
    if state is None or (own.kind == "party" and own.party not in state.gate.parties):
        raise NotHere
    return state


def _own_answer(visit: Visit, state: GateState) -> Event | None:
    return (state.answers or {}).get(str(visit.own.role.party))


def _about(visit: Visit, state: GateState) -> tuple[Any, ...]:
    """Return what a form for an answer is about: the package as it was read, and the newest own answer."""
    last = max(
        ((each.at, each.index) for name in ("party", "caucus")
         for each in visit.room.in_compartment(f"{name}:{visit.own.role.party}", "answer", "bid", "withdrawn")
         if each.content.get("gate") == state.gate.id),
        default=None,
    )  # fmt: skip
    return (_read_digest(state), last)


def _read_digest(state: GateState) -> str:
    return sha256(canonical([dict(each) for each in state.packages]).encode()).hexdigest()


def answer(visit: Visit) -> Response:
    """Ask for an answer: yes or no, several packages, or a number."""
    state = gate_of_path(visit)
    if state.closed:
        return visit.go(f"/proposals/{state.gate.id}/outcome")
    own, say = _own_answer(visit, state), visit.say
    deadline = say("You can change it until %(time)s.", time=when(visit, str(state.next_close)))
    shared: dict[str, Any] = {
        "deadline": deadline, "once": visit.once(_about(visit, state)), "read_digest": _read_digest(state),
        "next": visit.base, "lines": _gate_lines(visit, state), "words": state.gate.words,
        "given": _given(visit, own),
    }  # fmt: skip
    if state.gate.rule == "last-gap":
        issue = visit.case.issue(str(state.gate.issue))
        bid = issue.label(int(own.content["value"])) if own else ""
        sign = _to_sign(visit, state, {"value": -1}, labels=issue.labels())
        return visit.show("gap.html", issue.name, issue={**fields_of(issue), "name": issue.name}, bid=bid,
                          package=[], sign=sign, **shared)  # fmt: skip
    if not state.packages:
        return visit.site.wrong(
            visit.words, 200, say("The packages are not made yet."),
            say("They are made on %(time)s, from what all entered in private.", time=when(visit, str(state.gate.lists))),
            to=visit.base,
        )  # fmt: skip
    if state.gate.rule == "all-yes":
        package = package_in_words(visit, state.packages[0])
        said = visit.chosen()
        if said in ("yes", "no"):
            sign = _to_sign(visit, state, {"value": said})
            return visit.show("confirm.html", say("Is this your answer?"), package=package,
                              say=said, sign=sign, **shared)  # fmt: skip
        return visit.show("ask.html", say("Would you take this?"), package=package, **shared)
    return _batch(visit, state, own, shared)


def _to_sign(
    visit: Visit, state: GateState, value: dict[str, Any], labels: Sequence[str] = ()
) -> dict[str, Any] | None:
    """Return what the device is to sign with its key; None where it has none.

    A bid is not known yet: the script puts the place of the option that is chosen among the labels where -1 stands.
    """
    own, charter = visit.own, visit.room.charter
    if not own.key or charter is None:
        return None
    to = f"{'caucus' if charter.mediator_sees_answers else 'party'}:{own.role.party}"
    content = {"gate": state.gate.id, "round": len(state.outcomes), **value}
    kind = "bid" if labels else "answer"
    once = visit.once(_about(visit, state))[:32]
    text = signed_text(own.room, own.role.actor, kind, to, content, once)
    return {"key": own.key, "text": text, "labels": list(labels)}


def _signed(visit: Visit) -> dict[str, Any] | None:
    """Return the signature that a device sent with its form; None where it sent none.

    Raises:
        RequestError: If the charter asks for one.
    """
    signature = visit.field("signature", 128)
    if re.fullmatch("[0-9a-f]{128}", signature):
        return {"once": visit.field("once", 200)[:32], "signature": signature}
    if visit.room.charter is not None and visit.room.charter.signed_answers:
        raise RequestError(
            visit.say("The rules ask for the signature of your device, and this browser has no key for it. Ask the mediator for a new invitation, or for a sealed file.")
        )  # fmt: skip
    return None


def _gate_lines(visit: Visit, state: GateState) -> Any:
    lines, parties = visit.lines(), len(state.gate.parties)
    return lines._replace(learnt=learnt_from(visit.words, learnt_of(state.gate.rule), parties))


def learnt_of(rule: str) -> str:
    """Return what can be learnt from an answer to a gate, as `learnt_from` names it."""
    return {"all-yes": "answer", "last-gap": "gap"}.get(rule, "batch")


def _given(visit: Visit, own: Event | None) -> str:
    if own is None:
        return ""
    if own.content.get("value") not in ("yes", "no"):
        return visit.say("You answered already.")
    said = visit.say("yes") if own.content["value"] == "yes" else visit.say("no")
    return visit.say("Your answer so far: %(answer)s.", answer=said)


def _batch(visit: Visit, state: GateState, own: Event | None, shared: dict[str, Any]) -> Response:
    """Show the packages to be marked, or, where they are, to be put in order."""
    first = 1 if state.gate.rule == "improvement" else 0
    before = [int(each) for each in (own.content["order"] if own else [])]
    marked = visit.chosen()
    if marked:
        order = _places(marked, first, len(state.packages))
        rows = [(n, package_in_words(visit, state.packages[n])) for n in order]
        return visit.show(
            "ranking.html", visit.say("Which of them would you rather have?"), order=rows,
            sign=_to_sign(visit, state, {"order": order}), **shared,
        )  # fmt: skip
    packages = [
        (n, package_in_words(visit, each), n in before)
        for n, each in enumerate(state.packages) if n >= first
    ]  # fmt: skip
    return visit.show(
        "batch.html", visit.say("Which of these could you live with?"), packages=packages,
        improves=package_in_words(visit, state.packages[0]) if first else [], **shared,
    )  # fmt: skip


def _places(text: str, first: int, count: int) -> list[int]:
    given = [
        int(each) for each in text.split() if each.isascii() and each.isdigit() and len(each) < 4
    ]
    return [each for each in dict.fromkeys(given) if first <= each < count]


def answering(visit: Visit) -> Response:
    """Take an answer."""
    state = gate_of_path(visit)
    gate, here = state.gate, f"/proposals/{state.gate.id}"
    about = _about(visit, state)
    if visit.field("do", 20) == "withdraw":
        receipt = visit.act(Draft("withdrawn", {"gate": gate.id}), about)
        return _kept(
            visit, state, visit.say("Your answer is taken back. No answer counts as no."), receipt
        )
    if gate.rule == "last-gap":
        issue = visit.case.issue(str(gate.issue))
        bid = issue.find(visit.field("bid", 200).strip())
        if bid is None:
            raise RequestError(visit.say("Choose one of the answers."))
        draft = Draft("bid", {"gate": gate.id, "value": bid}, signed=_signed(visit))
        receipt = visit.act(draft, about)
        says = visit.say(
            "You would go to %(option)s.", option=option_in_words(issue, issue.label(bid))
        )
        return _kept(visit, state, says, receipt)
    if gate.rule == "all-yes":
        said = visit.field("say", 3)
        if said in ("yes", "no") and "digest" not in visit.form:
            return visit.read_again(here, said)
        if said not in ("yes", "no") or visit.field("digest", 64) != _read_digest(state):
            return visit.go(here)
        draft = Draft("answer", {"gate": gate.id, "value": said}, signed=_signed(visit))
        receipt = visit.act(draft, about)
        return _kept(
            visit,
            state,
            visit.say("You said yes.") if said == "yes" else visit.say("You said no."),
            receipt,
        )
    first = 1 if gate.rule == "improvement" else 0
    if visit.field("stage", 10) == "mark":
        marks = [str(each) for each in visit.form.getlist("mark")]
        places = _places(" ".join(marks), first, len(state.packages))
        before = _own_answer(visit, state)
        old = [each for each in (before.content["order"] if before else []) if each in places]
        order = [*old, *(each for each in places if each not in old)]
        return visit.read_again(here, " ".join(map(str, order)) or "none")
    order = _places(visit.field("order", 200), first, len(state.packages))
    if not visit.field("send", 5):
        turned = moved(visit, [str(each) for each in order])
        return visit.read_again(here, " ".join(turned) or "none")
    if visit.field("digest", 64) != _read_digest(state):
        return visit.go(here)
    draft = Draft("answer", {"gate": gate.id, "order": order}, signed=_signed(visit))
    receipt = visit.act(draft, about)
    says = visit.say("You could live with %(number)s of them.", number=len(order))
    return _kept(visit, state, says, receipt)


def _kept(visit: Visit, state: GateState, says: str, receipt: Receipt) -> Response:
    deadline = visit.say(
        "You can change it until %(time)s.", time=when(visit, str(state.next_close or receipt.at))
    )
    return visit.show(
        "sent.html", visit.say("It is kept."), says=says, receipt=receipt.note, next=visit.base,
        deadline=deadline, lines=_gate_lines(visit, state),
    )  # fmt: skip


def outcome(visit: Visit) -> Response:
    """Show what came out of a gate."""
    state = gate_of_path(visit)
    if not state.outcomes:
        return visit.go(f"/proposals/{state.gate.id}")
    agreed = state.agreed
    remarks = [
        visit.say(
            "It was told on %(time)s, as the rules say.",
            time=_told_on(visit, state),
        )
    ]
    if agreed is None and len(state.gate.parties) == 2 and state.gate.rule == "all-yes":
        remarks.append(
            visit.say("There are two sides: if you said yes, the other said no, or said nothing.")
        )
    return visit.show(
        "outcome.html", visit.say("What was decided"), remarks=remarks,
        package=package_in_words(visit, agreed) if agreed is not None else [],
    )  # fmt: skip


# ---- the record ---------------------------------------------------------------------------------


def record(visit: Visit) -> Response:
    """Show what the record says, and one's own receipts."""
    room, say = visit.room, visit.say
    heads = room.in_compartment("heads", "checkpoint")
    roots = room.in_compartment("log", "published")
    told = [
        say("The log has %(number)s entries.", number=len(room.in_compartment("log"))),
        say("It was last written on %(time)s.", time=when(visit, roots[-1].at)) if roots
        else say("It was not written yet."),
        say("%(number)s signed checkpoints.", number=len(heads)),
    ]  # fmt: skip
    receipts = []
    if visit.own.role.kind == "party":
        names = (f"party:{visit.own.role.party}", f"caucus:{visit.own.role.party}")
        own = [e for name in names for e in room.in_compartment(name, "answer", "bid", "entry")]
        receipts = [
            {"says": _what(visit, each), "text": leaf_hash(each.line().encode()).hex()}
            for each in own
        ]
    sign, time, seen = None, int(visit.now.timestamp()), _newest_checkpoint(visit)
    signed = [e.content["size"] for e in room.events if e.kind == "cosigned"]
    cosigned = seen is not None and seen[0] in signed
    if visit.own.key and seen and not cosigned and not room.ended:
        sign = {"key": visit.own.key, "text": witnessed_text(seen[1], time), "labels": []}
    return visit.show("record.html", say("The record"), lines_of_record=told, receipts=receipts, sign=sign,
                      cosigned=cosigned, time=time, size=seen[0] if seen else 0)  # fmt: skip


def _newest_checkpoint(visit: Visit) -> tuple[int, str] | None:
    """Return the size and the text of the newest checkpoint; None before there is one."""
    heads = visit.room.in_compartment("heads", "checkpoint")
    if not heads:
        return None
    text = str(heads[-1].content["note"]).rpartition("\n\n")[0] + "\n"
    return int(text.split("\n")[1]), text


def cosign(visit: Visit) -> Response:
    """Take a device's signature under a checkpoint: it saw this record, and no other can be shown later."""
    own, time, size = visit.own, visit.field("time", 12), visit.field("size", 12)
    signature = visit.field("signature", 128)
    numbers = time.isascii() and time.isdigit() and size.isascii() and size.isdigit()
    if not own.key or not numbers or not re.fullmatch("[0-9a-f]{128}", signature):
        raise RequestError(visit.say("This browser has no key to sign with."))
    name = f"{origin(own.room)}/{own.role.actor}"
    line = cosignature(name, bytes.fromhex(own.key), int(time), bytes.fromhex(signature))
    visit.also(Draft("cosigned", {"size": int(size), "line": line}))
    return visit.go("/record")


def _what(visit: Visit, event: Event) -> str:
    kind = (
        visit.say("A private answer")
        if event.kind == "entry"
        else visit.say("An answer to a package")
    )
    return f"{kind}, {when(visit, event.at)}"


def bundle(visit: Visit) -> Response:
    """Give out this role's own bundle of the record."""
    if visit.own.since:
        return visit.site.wrong(
            visit.words, 403, visit.say("This device came in without your return code."),
            visit.say("The record holds what you entered before; it is given out only where your return code was given."), to=visit.base,
        )  # fmt: skip
    data = export(visit.site.store, visit.own.room, visit.own.role, now=visit.now)
    headers = {"content-disposition": 'attachment; filename="record.zip"'}
    return Response(data, media_type="application/zip", headers=headers)


# ---- text, thread, language, devices, leaving ----------------------------------------------------


def text_on_table(visit: Visit) -> Response:
    """Show a version of the single negotiating text; the newest where none is named."""
    texts = visit.room.texts
    named = visit.request.path_params.get("version")
    if named is not None and (not named.isdigit() or not 1 <= int(named[:6]) <= len(texts)):
        raise NotHere
    number = int(named[:6]) if named else len(texts)
    shown = None
    if texts:
        event = texts[number - 1]
        parts: Sequence[dict[str, Any]] = event.content["parts"]
        names = {issue.id: issue for issue in visit.case.issues}
        package = [
            (names[each["issue"]].name, option_in_words(names[each["issue"]], str(each["option"])))
            for each in parts if each.get("issue") in names and each.get("option") is not None
        ]  # fmt: skip
        version = visit.say(
            "Version %(number)s, %(time)s", number=number, time=when(visit, event.at)
        )
        shown = {
            "version": version,
            "words": "\n\n".join(str(each["text"]) for each in parts),
            "package": package,
        }
    versions = [
        {"to": f"{visit.base}/text/{k}", "name": visit.say("Version %(number)s", number=k)}
        for k in range(len(texts), 0, -1) if k != number
    ]  # fmt: skip
    return visit.show(
        "text.html", visit.say("The text on the table"), text=shown, versions=versions
    )


def thread_of(visit: Visit, party: str) -> list[dict[str, Any]]:
    """Return what mediator and a party wrote to each other."""
    events = visit.room.in_compartment(f"caucus:{party}", "question", "reply")
    return [
        {"who": visit.name_of(each.actor), "when": when(visit, each.at), "text": each.content["text"],
         "own": each.actor == visit.own.role.actor} for each in events
    ]  # fmt: skip


def thread(visit: Visit) -> Response:
    """Show the thread with the mediator."""
    party = str(visit.own.role.party)
    told = thread_of(visit, party)
    return visit.show(
        "thread.html",
        visit.say("In confidence with the mediator"),
        thread=told,
        once=visit.once(len(told)),
    )


def write(visit: Visit) -> Response:
    """Send a message to the mediator."""
    party = str(visit.own.role.party)
    text = visit.field("text").strip()
    if not text:
        raise RequestError(visit.say("Write something first."))
    visit.act(Draft("reply", {"text": text}, f"caucus:{party}"), len(thread_of(visit, party)))
    return visit.go("/caucus")


def _languages(visit: Visit) -> list[tuple[str, str]]:
    """Return the languages that are offered: those of the charter, for the mediator all."""
    charter = None if visit.own.role.kind == "mediator" else visit.room.charter
    return [(k, name) for k, name in LANGUAGES.items() if charter is None or k in charter.languages]


def speak(visit: Visit) -> Response:
    """Offer the languages."""
    return visit.show("language.html", visit.say("Language"), languages=_languages(visit))


def speaking(visit: Visit) -> Response:
    """Show the pages in another language from now on."""
    language = visit.field("lang", 10)
    if language in dict(_languages(visit)):
        visit.site.doors.speak(visit.own, language, visit.now)
    return visit.go()


def device(visit: Visit) -> Response:
    """Tell what a code for another device does."""
    return visit.show("device.html", visit.say("Another device of yours"), code="")


def device_code(visit: Visit) -> Response:
    """Make a code for another device."""
    code = visit.site.doors.another_device(visit.own, visit.now)
    address = f"{visit.site.origin}/join#{code}"
    return visit.show("device.html", visit.say("Another device of yours"), code=address)


def leave(visit: Visit) -> Response:
    """Ask whether to leave."""
    return visit.show("leave.html", visit.say("Leave the room?"))


def leaving(visit: Visit) -> Response:
    """Leave, and erase what was entered; or end the session of this device alone."""
    role = visit.own.role
    if visit.field("do", 10) == "leave" and role.kind == "party":
        visit.act(Draft("left", {"party": role.party}))
    visit.site.doors.end(visit.own, visit.now)
    made = visit.site.wrong(
        visit.words, 200, visit.say("You are out."),
        visit.say("This device keeps nothing. To come in again you need a new invitation."),
    )  # fmt: skip
    made.delete_cookie(COOKIE, path=visit.base)
    return made


def who_sees_what(visit: Visit) -> Response:
    """Show the whole table, as the code obeys it."""
    charter = visit.room.charter
    rows = [
        (visit.say(_ROWS[each.what]), who_sees(visit.words, sight_of(each.what), charter))
        for each in TABLE
    ]
    return visit.show("table.html", visit.say("Who sees what"), rows=rows)


_ROWS = {
    "charter, shared text, proposals, outcomes": later(
        "The rules, the text on the table, proposals, outcomes"
    ),
    "what was released to all": later("What was released to all"),
    "the log: salted roots": later("The log"),
    "signed checkpoints of the record": later("Signed checkpoints of the record"),
    "X's entries for the mediator, caucus with X": later(
        "What you and the mediator write to each other"
    ),
    "X's entries for the machine": later("What you enter in private"),
    "X's answers and bids": later("Your answers to packages"),
    "whether and when X answered": later("Whether and when you answered"),
    "the desk: drafts and analyses": later("The mediator's desk"),
}
