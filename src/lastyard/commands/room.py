"""``lastyard room``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from lastyard.commands.options import needing
from lastyard.commands.telling import say
from lastyard.errors import LastYardError, RequestError

if TYPE_CHECKING:
    from lastyard.room.roles import Role
    from lastyard.room.store import Store

__all__ = ["opened", "role_of", "room_command"]

_EPILOG = """\b
Examples:
  lastyard room new talks.yaml
  lastyard room export ROOM --for party:union -o union.zip
  lastyard room verify union.zip --kept receipt.txt
"""

_store_option = click.option(
    "--in",
    "where",
    metavar="FOLDER",
    default="rooms",
    show_default=True,
    help="Where rooms are kept; or postgresql://... for a database.",
)
_key_option = click.option(
    "--key",
    "key_file",
    metavar="FILE",
    help="The file of the master key; default: FOLDER.key, or LASTYARD_ROOM_KEY where it is set.",
)
_port_option = click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, help="The port; default: one that is free."
)


@contextmanager
def opened(where: str, key_file: str | None, *, make: bool = False) -> Iterator[Store]:
    """Open the store of rooms, and close it at the end.

    Raises:
        RequestError: If it cannot be opened.
    """
    with needing("room", "a room"):
        store = _open(where, key_file, make=make)
    with closing(store):
        yield store


def _open(where: str, key_file: str | None, *, make: bool) -> Store:
    from pathlib import Path

    from lastyard.room.sealing import keep_out_of_dumps, master_key
    from lastyard.room.store import is_database, open_store

    folder = None if is_database(where) else Path(where)
    there = folder is not None and (folder / "rooms.db").exists()
    new = make and folder is not None and not there
    if folder is not None and not make and not there:
        raise RequestError(f"there are no rooms in {where!r}; `lastyard room new CASE` makes one")
    if folder is not None and new:
        folder.parent.mkdir(0o700, parents=True, exist_ok=True)
    # Beside the folder, not in it: a copy of the folder opens nothing.
    path = key_file or (f"{folder}.key" if folder is not None else "rooms.key")
    kept = os.path.lexists(path)
    if make and folder is None and not kept and "LASTYARD_ROOM_KEY" not in os.environ:
        raise RequestError(
            f"a database of rooms needs a master key: write 64 hexadecimal digits into {path!r} "
            f"(openssl rand -hex 32 > {path}; chmod 600 {path}), or set LASTYARD_ROOM_KEY"
        )
    keep_out_of_dumps()
    key = master_key(path, make=new)
    try:
        return open_store(where, key)
    except LastYardError:
        if new and not kept:
            Path(path).unlink(missing_ok=True)  # a key to nothing
        raise


def role_of(text: str) -> Role:
    """Return the role that ``mediator``, ``observer`` or ``party:ID`` stands for.

    Raises:
        RequestError: If it is none.
    """
    from lastyard.room.roles import MEDIATOR, OBSERVER, party

    kind, colon, id = text.partition(":")
    if kind == "party" and colon and id:
        return party(id)
    for role in (MEDIATOR, OBSERVER):
        if text == role.kind:
            return role
    raise RequestError(f"{text[:60]!r} is none of mediator, observer, party:ID")


def _now() -> datetime:
    return datetime.now(UTC)


@click.group("room", epilog=_EPILOG)
def room_command() -> None:
    """Talks in confidence: mediator and parties on one case, each seeing only what it may.

    Each party answers in private; at a fixed time all are told a package that every party accepts, or that there is
    none, and anybody can verify afterwards that nothing was changed. It needs the extra
    `lastyard[room]`; docs/room-record.md says what is promised and what is not.
    """


@room_command.command("new")
@click.argument("case_file", metavar="CASE")
@_store_option
@_key_option
@click.option(
    "--closes",
    type=click.IntRange(1, 1000),
    default=12,
    show_default=True,
    help="How many outcomes may be told in all.",
)
@click.option(
    "--publish-hours",
    type=click.IntRange(1, 168),
    default=24,
    show_default=True,
    help="Every how many hours the record is signed.",
)
@click.option(
    "--mediator-sees-answers", is_flag=True, help="Tell answers and bids to the mediator as well."
)
@click.option("--signed-answers", is_flag=True,
              help="Count answers and bids only under the party's own signature.")  # fmt: skip
@click.option("--language", "languages", metavar="CODE", multiple=True,
              help="A language of the parties' pages: en, fr, es or ar; may be repeated, the first stands "
              "in for others. Default: all.")  # fmt: skip
def new(
    case_file: str, where: str, key_file: str | None, closes: int, publish_hours: int,
    mediator_sees_answers: bool, signed_answers: bool, languages: tuple[str, ...],
) -> int:  # fmt: skip
    """Make a room on a case.

    Its parties are those of the case that decide.

    \b
    Examples:
      lastyard room new talks.yaml
      lastyard room new talks.yaml --in /srv/rooms --closes 6
    """
    from lastyard.answers.check import load_text
    from lastyard.case.yaml import read_text
    from lastyard.shipped import find_shipped

    text = read_text(find_shipped(case_file))
    parties = tuple(party.id for party in load_text(text, case_file).deciders)
    with opened(where, key_file, make=True) as store:
        from lastyard.room.acts import create
        from lastyard.room.charter import LANGUAGES, Charter
        from lastyard.room.events import instant
        from lastyard.room.store import is_database

        now = _now()
        begins = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        charter = Charter(
            parties, instant(begins), publish_hours, closes=closes,
            mediator_sees_answers=mediator_sees_answers, signed_answers=signed_answers, languages=languages or tuple(LANGUAGES),
        )  # fmt: skip
        room = create(store, text, charter, now=now)
    # The address of a database may hold a password.
    place = "the database" if is_database(where) else where
    say(f"Room {room}, for {', '.join(parties)}, kept in {place}.\n")
    return 0


@room_command.command("export")
@click.argument("room")
@click.option("--for", "reader", metavar="ROLE", default="mediator", show_default=True,
              help="Whose: mediator, observer, or party:ID.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", required=True, help="The file to write.")
@_store_option
@_key_option
def export(room: str, reader: str, output: str, where: str, key_file: str | None) -> int:
    """Write all that a role may see of a room.

    The file is a bundle: it holds what proves it, and `lastyard room verify` checks it.

    \b
    Examples:
      lastyard room export ROOM --for party:union -o union.zip
    """
    with opened(where, key_file) as store:
        from lastyard.room import acts

        data = acts.export(store, room, role_of(reader), now=_now())
    _write_for_owner(output, data)
    return 0


def _write_for_owner(path: str, data: bytes) -> None:
    """Write a file for its owner alone, as rooms are; a database has no mode to go by."""
    from lastyard.files import write_whole

    before = os.umask(0o077)
    try:
        write_whole(path, data)
    finally:
        os.umask(before)


@room_command.command("seal")
@click.argument("room")
@click.argument("party")
@click.option(
    "-o", "--output", metavar="FILE", required=True, help="The file to write: a page of HTML."
)
@click.option(
    "--language", metavar="CODE", help="Its language; default: the one that the party reads."
)
@click.option("--new-code", is_flag=True, help="Let it make a new code: the party lost its own.")
@_store_option
@_key_option
def seal(
    room: str, party: str, output: str, language: str | None, new_code: bool, where: str,
    key_file: str | None,
) -> int:  # fmt: skip
    """Write a sealed file, for a party that will use no server.

    The party opens it in a browser without a network, answers what it is asked now, and hands back a sealed answer, which
    `lastyard room take-in` takes in once. A newer file takes the place of the one before.

    \b
    Examples:
      lastyard room seal ROOM union -o union.html
      lastyard room seal ROOM union -o union.html --language fr
    """
    with opened(where, key_file) as store:
        with needing("room", "a room"):
            from lastyard.room.pages.offline import sealed_file

        page = sealed_file(store, room, party, language=language, new_code=new_code, now=_now())
    _write_for_owner(output, page.encode())
    return 0


@room_command.command("take-in")
@click.argument("room")
@click.argument("answer", metavar="FILE")
@click.option(
    "-o", "--output", metavar="FILE", help="Where to write its receipts, for the party to keep."
)
@_store_option
@_key_option
def take_in(room: str, answer: str, output: str | None, where: str, key_file: str | None) -> int:
    """Take in the sealed answer of a party.

    It counts as if the party had sent it now. It is taken in once.

    \b
    Examples:
      lastyard room take-in ROOM answer.txt -o receipts.txt
    """
    with opened(where, key_file) as store:
        from lastyard.room import carried

        text = _read(answer, carried.MOST_TEXT).decode("utf-8", "replace")
        taken = carried.take_in(store, room, text, now=_now())
    if output is not None:
        _write_for_owner(output, "\n".join(each.note for each in taken.receipts).encode())
    say(f"Taken in, for {taken.party}.\n")
    for reason in taken.refused:
        say(f"Not all of it: {reason}.\n")
    if taken.new_key:
        say(
            f"It is signed with a new key, which all members are told of. Ask {taken.party} by another channel "
            f"whether its page showed this fingerprint: {taken.new_key}\n"
        )
    return 1 if taken.refused else 0


@room_command.command("close")
@click.argument("room")
@_store_option
@_key_option
@click.option("--destroy", is_flag=True, help="Destroy its keys and all of it afterwards.")
def close(room: str, where: str, key_file: str | None, destroy: bool) -> int:
    """End a room.

    What is due is told, its record is signed a last time, and nobody can answer any more. Export the bundles first where --destroy is given: nothing can be read afterwards.

    \b
    Examples:
      lastyard room close ROOM
      lastyard room close ROOM --destroy
    """
    from secrets import token_hex

    with opened(where, key_file) as store:
        from lastyard.room.acts import TooLate, act
        from lastyard.room.events import Draft
        from lastyard.room.roles import MEDIATOR

        try:
            act(store, room, MEDIATOR, Draft("ended"), key=token_hex(16), now=_now())
            say(f"Room {room} is over.\n")
        except TooLate:
            say(f"Room {room} was over before.\n")
        if destroy:
            store.destroy(room)
            say("Its keys and entries are destroyed.\n")
    return 0


@room_command.command("verify")
@click.argument("bundle_file", metavar="BUNDLE")
@click.option("--kept", metavar="FILE", multiple=True,
              help="A receipt or a checkpoint that you kept; may be repeated.")  # fmt: skip
def verify(bundle_file: str, kept: tuple[str, ...]) -> int:
    """Say in five sentences whether the record of a room holds.

    Is it unbroken, who cosigned it, are its outcomes proved, are my answers in it, and what cannot be
    checked. It needs no server, no key and no network.

    Exit code 0: nothing is wrong; 1: something is; 2: this is no bundle.

    \b
    Examples:
      lastyard room verify union.zip
      lastyard room verify union.zip --kept receipt.txt --kept checkpoint.txt
    """
    data = _read(bundle_file, 500_000_000)
    notes = [(path, note) for path in kept for note in _notes(path)]
    with needing("room", "a room"):
        from lastyard.room.record.bundle import read_bundle
        from lastyard.room.record.verify import verify as verified
    bundle = read_bundle(data)
    for path, note in notes:
        _of_room(path, note, bundle.room)
    verdict = verified(bundle, [note for _, note in notes])
    for number, sentence in enumerate(verdict.sentences, 1):
        say(f"{number}. {sentence.text}\n")
        for problem in sentence.problems[:10]:
            say(f"   - {problem}\n")
        if len(sentence.problems) > 10:
            say(f"   - and {len(sentence.problems) - 10} more\n")
    return 0 if verdict.holds else 1


@room_command.command("serve")
@click.argument("where", metavar="[FOLDER]", default="rooms")
@_key_option
@_port_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--origin", metavar="URL", help="Where browsers reach it, as https://room.example.org."
)
@click.option(
    "--certificate", metavar="FILE", help="The certificate, where TLS ends here; with --tls-key."
)
@click.option("--tls-key", metavar="FILE", help="Its key.")
def serve(
    where: str, key_file: str | None, port: int, host: str, origin: str | None, certificate: str | None,
    tls_key: str | None,
) -> int:  # fmt: skip
    """Open the rooms of FOLDER in browsers: a desk for the mediator, a phone's screens for each party.

    It prints an invitation for the mediator of each room that nobody came into yet. It answers this machine only, unless
    --host and an --origin by https are given. Nothing is logged. Stop it with Ctrl-C.

    \b
    Examples:
      lastyard room serve
      lastyard room serve /srv/rooms --port 8443 --origin https://room.example.org
    """
    if (certificate is None) != (tls_key is None):
        raise RequestError("--certificate and --tls-key go together")
    pair = None if certificate is None or tls_key is None else (certificate, tls_key)
    with opened(where, key_file) as store:
        _pages().serve(
            store,
            port=port,
            host=host,
            origin=origin,
            certificate=pair,
            say=lambda text: say(text + "\n"),
        )
    return 0


@room_command.command("invite")
@click.argument("room")
@click.option("--for", "reader", metavar="ROLE", default="mediator", show_default=True,
              help="Whom: mediator, observer, or party:ID.")  # fmt: skip
@click.option(
    "--origin", metavar="URL", help="Where browsers reach the rooms; else only the code is told."
)
@_store_option
@_key_option
def invite(room: str, reader: str, origin: str | None, where: str, key_file: str | None) -> int:
    """Make a new invitation; the one before, and the member's devices, are let in no more.

    \b
    Examples:
      lastyard room invite ROOM
      lastyard room invite ROOM --for party:union --origin https://room.example.org
    """
    with opened(where, key_file) as store:
        code = _pages().invitation(store, room, role_of(reader))
    say(f"{origin.rstrip('/')}/join#{code}\n" if origin else f"{code}\n")
    return 0


@room_command.command("rehearse")
@click.argument("case_file", metavar="CASE")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True,
              help="What the parties' made-up values are drawn with.")  # fmt: skip
@click.option("--speed", type=click.IntRange(1, 36_000), default=3_600, show_default=True,
              help="How many times faster than a clock the time of the room goes.")  # fmt: skip
@_port_option
def rehearse(case_file: str, seed: int, speed: int, port: int) -> int:
    """Practise: a room whose parties are simulated, with made-up values. You are the mediator.

    The parties come in, agree, enter and answer by themselves. Time goes faster. Nothing is kept when you stop.

    \b
    Examples:
      lastyard room rehearse ceasefire
      lastyard room rehearse talks.yaml --seed 7 --speed 600
    """
    from lastyard.case.yaml import read_text
    from lastyard.shipped import find_shipped

    file = find_shipped(case_file)
    text = read_text(file)
    with needing("room", "a room"):
        from lastyard.room.pages.rehearsal import rehearse as rehearsed
    rehearsed(
        text,
        file=file,
        seed=seed,
        speed=speed,
        port=port,
        say=lambda line: say(line + "\n"),
    )
    return 0


def _pages() -> Any:
    with needing("room", "a room"):
        from lastyard.room.pages import serve
    return serve


def _read(path: str, most: int) -> bytes:
    from lastyard.files import read_at_most

    try:
        return read_at_most(path, most)
    except (OSError, ValueError) as wrong:
        reason = (getattr(wrong, "strerror", None) or "that is no name of a file").lower()
        raise RequestError(f"cannot read {path!r}: {reason}") from None


def _notes(path: str) -> list[str]:
    """Return the notes that a file holds, one or several after another."""
    text = _read(path, 1_000_000).decode("utf-8", "replace")
    return re.split(r"\n(?=lastyard\.room/)", text)


def _of_room(path: str, note: str, room: str) -> None:
    """Refuse what was kept where it is of another room, or no note of any: the record is not to blame.

    Raises:
        RequestError: If it is.
    """
    from lastyard.room.record.notes import origin

    before, _, rest = note.partition("\n")[0].partition(" ")
    if not before.startswith(origin("")) or rest not in ("", "receipt"):
        raise RequestError(f"{path!r} is no receipt or checkpoint of a room")
    if before != origin(room):
        other = before.removeprefix(origin(""))[:60]
        raise RequestError(f"{path!r} is of room {other}, the bundle of room {room}")
