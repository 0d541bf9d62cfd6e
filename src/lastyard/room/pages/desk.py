"""The mediator's desk: members, threads, the text, what is asked of the parties, what goes out, the end.

All of it is drawn from the mediator's own cut: no private entry and no answer is in it, and so nothing here tells
who has answered, or how many. Sending to parties and to all goes through a look at whose confidence it rests on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.responses import Response

from lastyard.case.model import (
    Accepts,
    Case,
    Offers,
    Position,
    Prefers,
    Refuses,
    Rejects,
    Requires,
    Statement,
)
from lastyard.case.writing import dump
from lastyard.conditions.tree import issues_of
from lastyard.errors import RequestError
from lastyard.room.acts import TooLate
from lastyard.room.carried import MOST_TEXT, take_in
from lastyard.room.charter import GATES, LANGUAGES, Charter, charter_of
from lastyard.room.drafts import confidences_of
from lastyard.room.entries import case_text, expected_share
from lastyard.room.events import Draft, Event, canonical, instant, moment
from lastyard.room.gates import Gate, gate_of
from lastyard.room.pages.entry import entry_in_words, fields_of, package_in_words, shown_by
from lastyard.room.pages.offline import sealed_file
from lastyard.room.pages.party import (
    charter_shown,
    departures,
    gate_of_path,
    state_of,
    thread_of,
    when,
)
from lastyard.room.pages.site import Visit
from lastyard.room.pages.words import gates_in_words
from lastyard.room.roles import OBSERVER, Role, party
from lastyard.room.room import GateState
from lastyard.room.store import NotHere
from lastyard.version import VERSION
from lastyard.web.work import Task, Work

__all__ = ["ANSWERS", "Desk", "draw", "rests_on"]

ANSWERS = (
    ("standing", "Positions", "Where the parties stand"),
    ("impasse", "Disputes", "What blocks a deal, and what would open one"),
    ("packages", "Deals", "The packages most likely to be agreed"),
    ("next", "What to ask", "What to ask and propose next"),
)
_MENU = (
    ("/desk", "Overview"),
    ("/desk/setup/1", "Set-up"),
    ("/desk/members", "Members"),
    ("/desk/sealed", "Sealed files"),
    ("/desk/text", "The text"),
    ("/desk/propose", "Ask the parties"),
    ("/desk/publish", "Publish"),
    ("/record", "The record"),
    ("/desk/end", "Take away, end"),
)
_RULES = ("batch", "all-yes", "improvement", "last-gap")
_PARTS = 4
_GRAM = 4


def draw(visit: Visit, template: str, title: str, status: int = 200, **more: Any) -> Response:
    """Draw a page of the desk."""
    here = visit.request.url.path.removeprefix(visit.base)
    menu = [(path, name, 0) for path, name in _MENU]
    answers = [(f"/desk/answers/{id}", name, 0) for id, name, _ in ANSWERS]
    around = {"room_title": visit.case.title, "menu": menu, "answers": answers, "here": here}
    return visit.show(template, title, status, **(around | more))


def _charter(visit: Visit) -> Charter:
    found = visit.room.charter
    if found is None:
        raise RequestError("the room has no charter yet: write it under Set-up")
    return found


def _budget(visit: Visit) -> str:
    charter = _charter(visit)
    return f"{visit.room.closes_used} of {charter.closes} outcomes used or promised."


def _gate_title(visit: Visit, state: GateState) -> str:
    names = dict(
        zip(_charter(visit).gates, gates_in_words(visit.words, _charter(visit)), strict=True)
    )
    return names[state.gate.rule][0] if state.gate.rule in names else state.gate.rule


class Desk:
    """The handlers of the desk."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def home(self, visit: Visit) -> Response:
        """Show the members, what is asked, and what came out."""
        shown = self.overview(visit)
        return draw(
            visit,
            "desk_home.html",
            "The desk",
            budget=_budget(visit),
            state=state_of(shown),
            **shown,
        )

    def overview(self, visit: Visit) -> dict[str, Any]:
        """Return what the overview of the desk shows."""
        room, charter = visit.room, _charter(visit)
        members = []
        for id in charter.parties:
            thread = room.in_compartment(f"caucus:{id}", "question", "reply")
            last = thread[-1] if thread else None
            wrote = "Write" if last is None else (
                "It wrote to you" if last.actor != "mediator" else "You wrote")  # fmt: skip
            members.append(
                {
                    "name": visit.name_of(f"party:{id}"),
                    "came": self._came(visit, f"party:{id}"),
                    "agreed": "yes"
                    if room.consents.get(f"party:{id}") == charter.digest()
                    else "not yet",
                    "thread": f"{visit.base}/desk/caucus/{id}",
                    "wrote": wrote,
                }
            )
        gates = [
            {"id": s.gate.id, "name": _gate_title(visit, s), "closes": when(visit, s.gate.closes[-1]),
             "result": self._result(s)} for s in room.gates
        ]  # fmt: skip
        agreed = room.agreed
        if room.ended:
            heading = "The room is over."
        elif agreed:
            heading = "A package is agreed."
        elif not room.consented:
            heading = "The charter is with the members."
        elif any(not each.closed for each in room.gates):
            heading = "The parties are asked."
        else:
            heading = "All agreed to the charter. Nothing is asked at the moment."
        lede = (
            "Invite the members, and wait until each has agreed; nothing can be asked before."
            if not room.consented
            else "What parties enter in private, and what they answer, stays sealed: you see what they hand to you, and outcomes at their times."
        )
        changes = [each for each in room.events if each.kind == "key-changed"]
        notices = [
            f"{visit.name_of(e.content['member'])} came in with a new device on {when(visit, e.at)}; all members see this."
            for e in changes[-3:]
        ]  # fmt: skip
        notices += departures(visit)
        own = [(e, shown_by(visit, e)) for e in room.released if e.actor != "mediator"]
        notices += [f"{said[0]}, {when(visit, e.at)}: {said[1]}" for e, said in own[-5:] if said]
        return {
            "members": members,
            "gates": gates,
            "heading": heading,
            "notices": notices,
            "lede": lede,
        }

    @staticmethod
    def _came(visit: Visit, actor: str) -> str:
        member = next((each for each in visit.room.members if each.actor == actor), None)
        if actor.removeprefix("party:") in visit.room.left:
            return "left the room"
        if member is None:
            return "not yet"
        return "yes" if not member.changes else f"yes; new devices: {member.changes}"

    @staticmethod
    def _result(state: GateState) -> str:
        if not state.outcomes:
            return "sealed until then"
        return "agreed" if state.agreed is not None else "not agreed"

    # ---- set-up ---------------------------------------------------------------------

    _STEPS = ("Issues", "Who decides", "Ways and budget", "Languages and clock", "Charter")

    def setup(self, visit: Visit, problems: tuple[str, ...] = ()) -> Response:
        """Show one step of the set-up."""
        number = self._step(visit)
        charter = self._drafted(visit)
        case = visit.case
        every = dict(
            zip(GATES, gates_in_words(visit.words, replace(charter, gates=GATES)), strict=True)
        )
        return draw(
            visit, "desk_setup.html", "Set-up", 400 if problems else 200, number=number,
            name=self._STEPS[number - 1], names=self._STEPS, problems=problems, charter=charter,
            issues=[(i.name, ", ".join(i.describe(k) for k in range(min(i.size, 12))) + (" …" if i.size > 12 else "")) for i in case.issues],
            gates=[(g, *every[g], g in charter.gates) for g in GATES],
            shown=charter_shown(visit, charter), stands=charter == visit.room.charter,
            once=visit.once(charter.digest()), lines=None,
        )  # fmt: skip

    def set_up(self, visit: Visit) -> Response:
        """Take one step of the set-up; the last puts the charter to the members."""
        number, charter = self._step(visit), self._drafted(visit)
        try:
            if number == 3:
                charter = replace(charter, gates=_chosen(visit, "gate"), closes=_whole(visit, "closes"),
                                  mediator_sees_answers=visit.field("sees", 3) == "yes",
                                  signed_answers=visit.field("signed", 3) == "yes")  # fmt: skip
            elif number == 4:
                charter = replace(charter, languages=_chosen(visit, "language"),
                                  publish_hours=_whole(visit, "hours"), keep_days=_whole(visit, "keep"))  # fmt: skip
            elif number == 5:
                before = charter
                charter = charter_of(
                    replace(charter, terms=visit.field("terms", 2_000).strip()).content()
                )
                visit.act(Draft("charter", charter.content()), before.digest())
                self._keep(visit, None)
                return visit.go("/desk")
            self._keep(visit, charter_of(charter.content()))
        except RequestError as problem:
            return self.setup(visit, (str(problem),))
        return visit.go(f"/desk/setup/{number + 1}")

    def _step(self, visit: Visit) -> int:
        text = visit.part("step")
        if text not in ("1", "2", "3", "4", "5"):
            raise NotHere
        return int(text)

    @staticmethod
    def _drafted(visit: Visit) -> Charter:
        """Return the charter that is being written; what stands where none is."""
        kept = visit.site.store.kept(visit.own.room, "setup", instant(visit.now))
        return charter_of(json.loads(kept)) if kept else _charter(visit)

    @staticmethod
    def _keep(visit: Visit, charter: Charter | None) -> None:
        kept = canonical(charter.content()) if charter else None
        visit.site.store.keep(
            visit.own.room, "setup", kept, instant(visit.now + timedelta(days=90))
        )

    # ---- members --------------------------------------------------------------------

    def members(self, visit: Visit, code: str = "", invited: str = "") -> Response:
        """Show who was invited, and make invitations."""
        roles = [*(party(id) for id in _charter(visit).parties), OBSERVER]
        doors, now = visit.site.doors, visit.now
        rows = []
        for role in roles:
            known = any(each.actor == role.actor for each in visit.room.members)
            has_come = doors.has_come(visit.own.room, role, now)
            its_code = visit.site.store.kept(visit.own.room, f"code:{role.party}", instant(now))
            by_file = its_code is not None  # that of its sealed files
            came = "left the room" if role.party in visit.room.left else "came in" if has_come else "answers by sealed file" if by_file else (
                "invited again, and not in yet" if known else "not in yet")  # fmt: skip
            rows.append(
                {
                    "name": visit.name_of(role.actor),
                    "actor": role.actor,
                    "came": came,
                    "has_come": known,
                }
            )
        return draw(
            visit,
            "desk_members.html",
            "Members",
            members=rows,
            code=code,
            invited=invited,
            lines=None,
        )

    def invite(self, visit: Visit) -> Response:
        """Make an invitation, shown once."""
        actor = visit.field("actor", 100)
        roles: dict[str, Role] = {party(id).actor: party(id) for id in _charter(visit).parties}
        role = (roles | {OBSERVER.actor: OBSERVER}).get(actor)
        if role is None:
            raise NotHere
        code = visit.site.doors.invite(visit.own.room, role, visit.now)
        return self.members(visit, f"{visit.site.origin}/join#{code}", visit.name_of(actor))

    # ---- sealed files ----------------------------------------------------------------

    def sealed(
        self, visit: Visit, taken: str = "", problems: tuple[str, ...] = (), key: str = ""
    ) -> Response:
        """Show the form by which sealed files are made and their answers taken in."""
        parties = [(id, visit.name_of(f"party:{id}")) for id in visit.room.remaining]
        languages = [(each, LANGUAGES[each]) for each in _charter(visit).languages]
        return draw(
            visit, "desk_sealed.html", "Sealed files", 400 if problems and not taken else 200, parties=parties,
            languages=languages, taken=taken, problems=problems, key=key, lines=None,
        )  # fmt: skip

    def sealing(self, visit: Visit) -> Response:
        """Make a party's file, or take in a sealed answer: what is in it, and how much, is told to nobody here."""
        site, own = visit.site, visit.own
        try:
            if visit.field("do", 10) == "take":
                took = take_in(
                    site.store, own.room, visit.field("answer", MOST_TEXT), now=visit.now
                )
                site.asked.add(own.room)
                told = ("Not all of it: some came too late, or is not asked any more.",)
                name = visit.name_of(f"party:{took.party}")
                return self.sealed(visit, name, told if took.refused else (), took.new_key)
            id = visit.field("party", 100)
            if id not in visit.room.remaining:
                raise NotHere
            page = sealed_file(
                site.store, own.room, id, language=visit.field("language", 10) or None,
                new_code=visit.field("new", 3) == "yes", now=visit.now,
            )  # fmt: skip
        except NotHere:
            raise
        except TooLate:
            return self.sealed(visit, problems=("It came too late: nothing of it was taken.",))
        except RequestError as problem:
            return self.sealed(visit, problems=(str(problem),))
        headers = {"content-disposition": 'attachment; filename="answers.html"'}
        return Response(page, media_type="text/html", headers=headers)

    # ---- caucus and text -------------------------------------------------------------

    def _party(self, visit: Visit) -> str:
        id = visit.part("party")
        if id not in _charter(visit).parties:
            raise NotHere
        return id

    def caucus(self, visit: Visit) -> Response:
        """Show the thread with one party, and what it handed over."""
        id = self._party(visit)
        told = thread_of(visit, id)
        entries = _handed(visit, id)
        return draw(
            visit, "desk_thread.html", "In confidence", party=visit.name_of(f"party:{id}"), thread=told,
            entries=entries, once=visit.once(len(told)), lines=None,
        )  # fmt: skip

    def ask(self, visit: Visit) -> Response:
        """Write to one party."""
        id = self._party(visit)
        text = visit.field("text").strip()
        if not text:
            raise RequestError("Write something first.")
        visit.act(Draft("question", {"text": text}, f"caucus:{id}"), len(thread_of(visit, id)))
        return visit.go(f"/desk/caucus/{id}")

    def text(self, visit: Visit) -> Response:
        """Show the text on the table, and a form for its next version."""
        texts = visit.room.texts
        parts: list[dict[str, Any]] = list(texts[-1].content["parts"]) if texts else []
        choices = [
            (f"{i.id}={k}", f"{i.name}: {i.describe(k)}")
            for i in visit.case.issues for k in range(min(i.size, 60))
        ]  # fmt: skip
        names = {
            f"{i.id}={i.label(k)}": f"{i.id}={k}"
            for i in visit.case.issues
            for k in range(min(i.size, 60))
        }
        says = dict(choices)
        chosen = [names.get(f"{each.get('issue')}={each.get('option')}", "") for each in parts]
        filled = zip(parts, chosen, strict=True)
        rows = [(n, each["text"], place) for n, (each, place) in enumerate(filled)]
        rows += [(n, "", "") for n in range(len(parts), max(_PARTS, len(parts) + 1))]
        shown = None
        if texts:
            told = [
                {"text": each["text"], "says": says.get(place, "")}
                for each, place in zip(parts, chosen, strict=True)
            ]
            shown = {"version": f"Version {len(texts)}, {when(visit, texts[-1].at)}", "parts": told}
        return draw(
            visit,
            "desk_text.html",
            "The text",
            text=shown,
            rows=rows,
            choices=choices,
            once=visit.once(len(texts)),
        )

    def write_text(self, visit: Visit) -> Response:
        """Send a version of the text to all."""
        parts = []
        for n in range(60):
            words = visit.field(f"t{n}").strip()
            if not words:
                continue
            id, _, place = visit.field(f"i{n}", 200).partition("=")
            issue = next((each for each in visit.case.issues if each.id == id), None)
            known = issue is not None and place.isdigit() and int(place[:6]) < issue.size
            option = issue.label(int(place[:6])) if issue is not None and known else None
            parts.append({"text": words, "issue": id if known else None, "option": option})
        if not parts:
            raise RequestError("Write something first.")
        version = len(visit.room.texts)
        visit.act(Draft("text", {"version": version + 1, "parts": parts}), version)
        return visit.go("/desk/text")

    # ---- asking the parties -----------------------------------------------------------

    def propose(self, visit: Visit, problems: tuple[str, ...] = (), check: Any = None) -> Response:
        """Show the form by which something is asked of the parties."""
        charter = _charter(visit)
        words = dict(zip(charter.gates, gates_in_words(visit.words, charter), strict=True))
        rules = [(each, *words[each]) for each in _RULES if each in words]
        soon = visit.now.replace(minute=0, second=0) + timedelta(hours=48)
        given = {k: str(v)[:4_000] for k, v in visit.form.multi_items() if isinstance(v, str)}
        return draw(
            visit, "desk_propose.html", "Ask the parties", 400 if problems else 200, problems=problems,
            fields=given, check=check, rules=rules, budget=_budget(visit),
            issues=[{**fields_of(i), "id": i.id, "name": i.name} for i in visit.case.issues],
            parties=[(p, visit.name_of(f"party:{p}")) for p in charter.parties],
            closes=_local(soon + timedelta(hours=24)), lists=_local(soon),
            once=visit.once(len(visit.room.gates)), lines=None,
        )  # fmt: skip

    def proposing(self, visit: Visit) -> Response:
        """Look at what is to be asked, and send it."""
        stage = visit.field("stage", 10)
        if stage not in ("check", "send"):
            return self.propose(visit)
        try:
            if not visit.room.consented:
                raise RequestError(
                    "not all members have agreed to the charter yet; nothing can be asked before"
                )
            gate = self._gate(visit)
            if stage == "check":
                return self.propose(visit, check=self._check(visit, gate))
            visit.act(Draft("proposal", gate.content()), len(visit.room.gates))
        except NotHere:
            raise
        except RequestError as problem:
            return self.propose(visit, (str(problem),))
        return visit.go(f"/desk/gates/{gate.id}")

    def _gate(self, visit: Visit) -> Gate:
        """Return the gate that a form describes."""
        charter, rule = _charter(visit), visit.field("rule", 20)
        if rule not in charter.gates:
            raise RequestError("choose how; the charter allows no other way")
        package = {}
        for issue in visit.case.issues:
            label = visit.field(f"p.{issue.id}", 200).strip()
            place = issue.find(label) if label else None
            if label and place is None:
                raise RequestError(f"{label[:40]!r} is no option of {issue.name}")
            if place is not None:
                package[issue.id] = issue.label(place)
        packages: list[dict[str, str]] = []
        if rule in ("all-yes", "improvement"):
            missing = [i.name for i in visit.case.issues if i.id not in package]
            if missing:
                raise RequestError(
                    f"the package leaves {missing[0]} open; it has to settle every issue"
                )
            packages = [package]
        if rule == "improvement":
            agreed = visit.room.agreed
            if not agreed:
                raise RequestError("nothing is agreed yet that could be improved")
            packages = [dict(agreed[-1]), package]
        asked = next((i for i in visit.case.issues if i.id == visit.field("issue", 100)), None)
        gap = rule == "last-gap" and asked is not None
        content = {
            "gate": visit.own.token("gate", str(len(visit.room.gates)))[:12], "rule": rule,
            "parties": list(visit.room.remaining), "closes": [_instant(visit.field("closes", 30))],
            "packages": packages, "lists": _instant(visit.field("lists", 30)) if rule == "batch" else None,
            "issue": asked.id if gap and asked else None, "more": visit.field("more", 100) if gap else None,
            "gap": _whole(visit, "gap") if gap else 0, "options": asked.labels() if gap and asked else [],
            "words": visit.field("words", 2_000).strip(),
        }  # fmt: skip
        if gap and asked and not asked.has_order:
            raise RequestError(f"{asked.name} has no order, so no bids can meet on it")
        made = gate_of(content)
        if any(moment(at) <= visit.now for at in (made.lists, *made.closes) if at is not None):
            raise RequestError("its times have to lie ahead")
        return made

    def _check(self, visit: Visit, gate: Gate) -> dict[str, Any]:
        """Return what is to be looked at before a question goes out."""
        package = dict(gate.packages[-1]) if gate.packages else {}
        charter = _charter(visit)
        used = visit.room.closes_used + len(gate.closes)
        lines = [
            ("The outcome is told on", ", ".join(when(visit, each) for each in gate.closes)),
            ("Budget", f"With this, {used} of {charter.closes} outcomes are used or promised."),
        ]
        if gate.lists:
            lines.insert(0, ("The list is made on", when(visit, gate.lists)))
        if len(gate.parties) == 2:
            lines.append(
                ("Two sides", "“Not agreed” tells whoever said yes that the other said no.")
            )
        text = " ".join(
            [gate.words, *(f"{name}: {says}" for name, says in package_in_words(visit, package))]
        )
        rests = rests_on(visit, text)
        lines += [(f"In confidence from {who}", f"{what} ({why})") for _, who, what, why in rests]
        lines += _shares(visit, package)
        if not rests:
            lines.append(("Confidences", "Nothing in it names what only a confidence named."))
        if gate.words:
            lines.append(("Your words", gate.words))
        evaluate = ""
        if package:
            text = ", ".join(f"{id}: {label}" for id, label in package.items())
            evaluate = visit.address("/desk/answers/packages", text)
        return {"lines": lines, "package": package_in_words(visit, package), "evaluate": evaluate}

    def gate(self, visit: Visit) -> Response:
        """Show one gate: what was asked and what came out."""
        state = gate_of_path(visit)
        packages = [(n, package_in_words(visit, each)) for n, each in enumerate(state.packages, 1)]
        outcomes = [
            {"says": f"{when(visit, state.gate.closes[k])}: {each['result']}.",
             "package": package_in_words(visit, each["package"]) if each.get("package") else []}
            for k, each in enumerate(state.outcomes)
        ]  # fmt: skip
        closes = f"It is told on {when(visit, str(state.next_close))}." if state.next_close else ""
        says = state.gate.words or "Sealed: nobody is told who has answered, or how many."
        if state.gate.lists and not state.packages:
            says = f"The list is made on {when(visit, state.gate.lists)}, from what the parties entered in private."
        return draw(visit, "desk_gate.html", _gate_title(visit, state), name=_gate_title(visit, state), says=says,
                    packages=packages, outcomes=outcomes, closes=closes)  # fmt: skip

    # ---- what goes out, answers, the end ------------------------------------------------

    def publish(self, visit: Visit, text: str = "", rests: Any = None) -> Response:
        """Show what was published, and a form for more."""
        events = self._released(visit)
        published = [(when(visit, e.at), str(e.content.get("text", ""))) for e in events]
        parties = [(id, visit.name_of(f"party:{id}")) for id in _charter(visit).parties]
        return draw(visit, "desk_publish.html", "Publish", text=text, rests=rests, published=published,
                    parties=parties, once=visit.once(len(events)))  # fmt: skip

    @staticmethod
    def _released(visit: Visit) -> list[Event]:
        found = (each for each in visit.room.released if each.actor == "mediator")
        return sorted(found, key=lambda each: each.at)

    def publishing(self, visit: Visit) -> Response:
        """Look at what is to go out, and publish it, each confidence that it rests on taken on by name."""
        text, stage = visit.field("text").strip(), visit.field("stage", 10)
        if not text:
            raise RequestError("Write something first.")
        if stage == "check":
            return self.publish(visit, text, rests_on(visit, text))
        if stage != "send":
            return self.publish(visit, text)
        rests = list(_chosen(visit, "rests"))
        named = sorted(confidences_of(rests))
        to = "public" if visit.field("to", 10) == "public" else "shared"
        content = {"parts": [{"text": text, "rests_on": rests}], "acknowledged": named}
        visit.act(Draft("released", content, to), len(self._released(visit)))
        return visit.go("/desk/publish")

    def answers(self, visit: Visit) -> Response:
        """Show one answer about the case, worked out on what the mediator knows."""
        id = visit.part("answer")
        titles = {each: title for each, _, title in ANSWERS}
        if id not in titles:
            raise NotHere
        chosen = visit.chosen()
        more = {"evaluate": chosen} if chosen and id == "packages" else {}
        job = self._work.ask(self._task(visit, id, **more))
        return draw(visit, "desk_answer.html", titles[id], question=titles[id], job=job, lines=None)

    def why(self, visit: Visit) -> Response:
        """Show what something rests on."""
        job = self._work.ask(self._task(visit, "why", id=visit.part("id"), of=visit.asked("of")))
        return draw(
            visit,
            "desk_answer.html",
            "What it rests on",
            question="What it rests on",
            job=job,
            lines=None,
        )

    def _task(self, visit: Visit, question: str, **more: Any) -> Task:
        text = dump(visit.case)
        asked = {
            "text": text,
            "name": "room.yaml",
            "base": f"{visit.base}/desk",
            "day": "",
            "more": more,
        }
        key = hashlib.sha256(
            repr((VERSION, question, sorted(asked.items()))).encode("utf-8", "surrogatepass")
        )
        return Task(key.hexdigest(), 0, question, asked, 1.0)

    def end(self, visit: Visit) -> Response:
        """Show how to take the record away, end the room, and erase it."""
        return draw(
            visit,
            "desk_end.html",
            "The end",
            keep=_charter(visit).keep_days,
            ended=visit.room.ended,
            lines=None,
        )

    def ending(self, visit: Visit) -> Response:
        """End the room, or erase it."""
        if visit.field("do", 10) == "erase":
            if visit.field("sure", 20).strip() != "erase":
                raise RequestError("Type the word “erase” to go on.")
            visit.site.store.destroy(visit.own.room)
            return visit.site.wrong(
                visit.words,
                200,
                "Everything is erased.",
                "The keys of the room are destroyed. Bundles that were taken away still verify.",
            )
        visit.act(Draft("ended", {"cosignatures": []}))
        return visit.go("/desk/end")


def _chosen(visit: Visit, name: str) -> tuple[str, ...]:
    return tuple(str(each)[:300] for each in visit.form.getlist(name))


def _whole(visit: Visit, name: str) -> int:
    text = visit.field(name, 6).strip()
    if not text.isascii() or not text.isdigit():
        raise RequestError(f"{name}: give a whole number, 0 or more")
    return int(text)


def _local(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def _instant(text: str) -> str:
    """Return the instant that a field for day and time holds, in universal time.

    Raises:
        RequestError: If it holds none.
    """
    try:
        return instant(datetime.fromisoformat(text.strip()).replace(tzinfo=UTC))
    except ValueError:
        raise RequestError("give a day and a time, as 2026-09-01 12:00") from None


def _shares(visit: Visit, package: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each party's expected share of a package, from what it handed to the mediator."""
    lines = []
    for id in _charter(visit).parties if package else ():
        told = visit.room.entries.get(f"caucus:{id}", {})
        share = expected_share(visit.case, told, package)
        says = (
            "not known: it handed you no order and marks"
            if share is None
            else f"about {round(100 * share)} in 100 of its best, by its order and marks"
        )
        lines.append((f"Expected share of {visit.name_of(f'party:{id}')}", says))
    return lines


def _handed(visit: Visit, id: str) -> list[tuple[str, str]]:
    """Return what a party handed to the mediator, in words."""
    told: Mapping[str, Any] = visit.room.entries.get(f"caucus:{id}", {})
    found = [entry_in_words(visit, question, answer) for question, answer in told.items()]
    return [each for each in found if each is not None]


_OPTIONS = re.compile(r"'[^']*'|\"[^\"]*\"|\d+(?:\.\d+)?")


def rests_on(visit: Visit, text: str) -> list[tuple[str, str, str, str]]:
    """Return whose confidence words may rest on: the event, who, what was told, and what they have in common.

    Looked for are options that a confidence named as best or never, four words in a row that one used, and options and words of
    the statements in confidence that the case brought along.
    """
    low = text.casefold()
    grams = _grams(low)
    found = []
    case = case_text(visit.room.in_compartment("desk", "case")[-1:])
    for id in _charter(visit).parties:
        who = visit.name_of(f"party:{id}")
        for statement in (s for s in case.statements if s.confidential and s.party == id):
            shared = _said_in_common(case, statement, low, grams)
            if shared:  # the first event between the two is the party's cut of the case
                found.append((f"caucus:{id}/0", who, *shared))
        for event in visit.room.in_compartment(f"caucus:{id}", "entry", "reply"):
            if event.actor == "mediator":
                continue
            shared = _in_common(visit.case, event, low, grams)
            if shared:
                found.append((f"caucus:{id}/{event.index}", who, *shared))
    return found


def _said_in_common(
    case: Case, statement: Statement, low: str, grams: set[str]
) -> tuple[str, str] | None:
    """Return what words have in common with a statement in confidence of the case."""
    says = f"{statement.id} ({statement.verb}), in confidence in the case"
    quoted = statement.quote.exact if statement.quote else ""
    words = grams & _grams(f"{quoted} {statement.note or ''}".casefold())
    if words:
        return says[:120], f"the same words: “{min(words)}”"
    for issue, option in _options_of(case, statement):
        name, shown = case.issue(issue).name, case.issue(issue).describe(option)
        label = case.issue(issue).label(option)
        if (" " in shown and _names(low, shown)) or (_names(low, name) and _names(low, label)):
            return says[:120], "the same option is named"
    return None


def _options_of(case: Case, statement: Statement) -> list[tuple[str, int]]:
    """Return the options that a statement names, by issue."""
    match statement.says:
        case Offers(package) | Accepts(package) | Refuses(package) | Position(package):
            return list(package)
        case Prefers(better, worse):
            return [*better, *worse]
        case Requires(condition) | Rejects(condition):
            named = [each.strip("'\"") for each in _OPTIONS.findall(condition.text)]
            found = (
                (id, case.issue(id).find(each))
                for id in issues_of(condition.tree)
                for each in named
            )
            return [(id, option) for id, option in found if option is not None]
        case _:
            return []


def _in_common(case: Case, event: Event, low: str, grams: set[str]) -> tuple[str, str] | None:
    if event.kind == "reply":
        told = str(event.content["text"])
        shared = grams & _grams(told.casefold())
        return (told[:120], f"the same words: “{min(shared)}”") if shared else None
    id, marks = str(event.content["question"]).removeprefix("issue:"), event.content["answer"]
    issue = next((each for each in case.issues if each.id == id), None)
    if issue is None or not isinstance(marks, list) or not _names(low, issue.name):
        return None
    named = [k for k, m in enumerate(marks[: issue.size]) if m != 1 and _names(low, issue.label(k))]
    options = ", ".join(
        f"{issue.describe(k)}: {'best' if marks[k] == 2 else 'never'}" for k in named
    )
    return (f"{issue.name}, {options}", "the same option is named") if named else None


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text) is not None


def _grams(text: str) -> set[str]:
    words = re.findall(r"\w{3,}", text)
    return {" ".join(words[k : k + _GRAM]) for k in range(len(words) - _GRAM + 1)}
