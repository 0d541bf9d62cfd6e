"""Who may come in: invitations that work once, and the sessions that they become.

Both are small secrets of the store, found by the hash of what the member holds; what it holds is kept nowhere. An
address tells nothing of the room: a session has a name of its own, which stands in its addresses, and two members of
one room have different ones.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from lastyard.room.acts import act, view
from lastyard.room.events import Draft, instant
from lastyard.room.roles import Role
from lastyard.room.store import NotHere, Store

__all__ = ["COOKIE", "Doors", "Session"]

COOKIE = "room"
_INVITED, _SOON, _STAYS = timedelta(days=14), timedelta(hours=1), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Session:
    """A device that was let in.

    Attributes:
        room: The room.
        role: Who uses it.
        alias: Its name in addresses.
        language: What its pages are written in.
        secret: What its cookie holds, from which the tokens of its forms follow.
        since: How many of its party's entries and answers, the oldest, it does not see.
        key: The public key of the device, hexadecimal; empty where it has none.
    """

    room: str
    role: Role
    alias: str
    language: str
    secret: str
    since: int = 0
    key: str = ""

    @property
    def base(self) -> str:
        """Where its pages are."""
        return f"/r/{self.alias}"

    @property
    def cookie(self) -> str:
        """What the browser keeps."""
        return f"{self.room}.{self.secret}"

    @property
    def return_code(self) -> str:
        """What its member keeps on paper, to see with a new device what it entered before."""
        code = self.token("return")
        return "-".join(code[k : k + 4] for k in range(0, 16, 4))

    def token(self, *of: str) -> str:
        """Return a token that only this session can have, for some purpose."""
        content = "\0".join(of).encode("utf-8", "surrogatepass")
        return hmac.new(self.secret.encode(), content, sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of all rooms of a store.

    Attributes:
        store: The store.
        random: Returns so many random bytes, as text of letters and digits.
    """

    store: Store
    random: Callable[[], str]

    def invite(self, room: str, role: Role, now: datetime) -> str:
        """Return the code of a new invitation; those before it, and the member's devices, are let in no more.

        Raises:
            NotHere: If there is no such room.
        """
        secret = self.random()
        name = _hash(secret)
        self.store.keep(room, f"let-in:{role.actor}", name, instant(now + _STAYS))
        return self._invitation(room, role, secret, name, now + _INVITED, own=False)

    def another_device(self, session: Session, now: datetime) -> str | None:
        """Return a code for one more device of a member, for an hour; its others stay. None where it was shut out."""
        of = self.store.kept(session.room, f"let-in:{session.role.actor}", instant(now))
        if of is None:
            return None
        return self._invitation(
            session.room, session.role, self.random(), of, now + _SOON, own=not session.since
        )

    def _invitation(
        self, room: str, role: Role, secret: str, of: str, until: datetime, *, own: bool
    ) -> str:
        kept = json.dumps({"kind": role.kind, "party": role.party, "of": of, "own": own})
        self.store.keep(room, f"invitation:{_hash(secret)}", kept, instant(until))
        return f"{room}.{secret}"

    def return_code(self, session: Session, now: datetime) -> str:
        """Return the code with which a member sees on a new device what it entered; empty where this device has none."""
        kept = self.store.kept(session.room, f"return:{session.role.actor}", instant(now))
        return session.return_code if kept == _hash(session.return_code) else ""

    def has_come(self, room: str, role: Role, now: datetime) -> bool:
        """Whether a member came in by its newest invitation."""
        of = self.store.kept(room, f"let-in:{role.actor}", instant(now))
        return of is not None and self.store.kept(room, f"came:{of}", instant(now)) is not None

    def enter(
        self, code: str, language: str, now: datetime, back: str = "", key: str = ""
    ) -> Session:
        """Change an invitation for a session: the first device of a member, or a new one.

        A new device that the mediator invited sees what was entered before only with the member's return code, so that
        who invites cannot read it by an invitation for somebody else.

        Args:
            code: The invitation.
            language: What its pages are to be written in.
            now: The time.
            back: The return code, where there is one.
            key: The public key that the device signs with, hexadecimal; empty where it has none.

        Raises:
            NotHere: If the code was used, has expired, was replaced, or never was one: all told alike.
        """
        room, _, secret = code.strip().rpartition("#")[2].partition(".")
        at = instant(now)
        try:
            found = self.store.take(room, f"invitation:{_hash(secret)}", at)
            kept = json.loads(found) if found else None
            role = Role(kept["kind"], kept["party"]) if kept else None
            let_in = self.store.kept(room, f"let-in:{role.actor}", at) if role else None
        except NotHere:
            kept = role = let_in = None
        if kept is None or role is None or let_in != kept["of"]:
            raise NotHere
        # The alias says nothing of the secret; the secret opens nothing but this one session.
        session = Session(room, role, self.random()[:22], language, self.random(), key=key)
        seen = view(self.store, room, role)
        if seen.charter is not None and role.kind != "mediator":
            session = replace(session, language=seen.charter.spoken(language))
        known = {each.actor for each in seen.members}
        returns = f"return:{role.actor}"
        if (
            role.actor in known
            and not kept["own"]
            and self.store.kept(room, returns, at) != _hash(back.strip())
        ):
            with self.store.reading(room) as reading:
                hidden = reading.size(f"party:{role.party}") if role.party is not None else 0
            session = replace(session, since=hidden)
        elif not kept["own"]:
            self.store.keep(room, returns, _hash(session.return_code), instant(now + _STAYS * 40))
        if role.kind != "observer":
            draft = (
                Draft("key-changed", {"member": role.actor, "key": key or None})
                if role.actor in known
                else Draft(
                    "joined", {"member": role.actor, "lang": session.language, "key": key or None}
                )
            )
            act(self.store, room, role, draft, key=session.token("came in"), now=now)
        self.store.keep(room, f"came:{let_in}", "yes", instant(now + _STAYS))
        self._remember(session, kept["of"], now)
        return session

    def _remember(self, session: Session, of: str, now: datetime) -> None:
        kept = {
            "kind": session.role.kind, "party": session.role.party, "alias": session.alias,
            "language": session.language, "of": of, "since": session.since,
            "key": session.key,
        }  # fmt: skip
        name = f"session:{_hash(session.secret)}"
        self.store.keep(session.room, name, json.dumps(kept), instant(now + _STAYS))

    def session(self, cookie: str, alias: str, now: datetime) -> Session | None:
        """Return the session that a cookie and an address belong to; None where they do not."""
        room, _, secret = cookie.partition(".")
        at = instant(now)
        try:
            kept = self.store.kept(room, f"session:{_hash(secret)}", at)
            told = json.loads(kept) if kept else None
            if told is None or not hmac.compare_digest(told["alias"].encode(), alias.encode()):
                return None
            role = Role(told["kind"], told["party"])
            if self.store.kept(room, f"let-in:{role.actor}", at) != told["of"]:
                return None
        except NotHere:
            return None
        return Session(
            room, role, alias, told["language"], secret, told["since"], told.get("key", "")
        )

    def speak(self, session: Session, language: str, now: datetime) -> None:
        """Show a session's pages in another language from now on."""
        of = self.store.kept(session.room, f"let-in:{session.role.actor}", instant(now))
        if of is not None:
            self._remember(replace(session, language=language), of, now)

    def end(self, session: Session, now: datetime) -> None:
        """End a session."""
        self.store.keep(session.room, f"session:{_hash(session.secret)}", None, instant(now))


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
