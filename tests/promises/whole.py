"""Makes a room and writes answers to it in one process, for its calls to be traced."""

import os
import sys
from datetime import timedelta


def main():
    from lastyard.room.acts import act, create
    from lastyard.room.events import Draft
    from lastyard.room.roles import party
    from lastyard.room.store import open_store
    from room_play import CASE, MASTER, START

    where, answers, mutant = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    if mutant == "synchronous is normal":
        import lastyard.room.sqlite as sqlite

        sqlite.PRAGMAS = tuple(each.replace("FULL", "NORMAL") for each in sqlite.PRAGMAS)
    if mutant == "the folder of keys is not synced":
        import lastyard.room.sealing as sealing

        sealing.sync_folder = lambda path: None
    store = open_store(where, MASTER)
    room = create(store, CASE, now=START)
    os.write(1, room.encode() + b"\n")
    for k in range(answers):
        early = mutant == "acknowledged before it is kept"
        if early:
            os.write(1, b"%d\n" % k)
        who = ("union", "firm", "state")[k % 3]
        draft = Draft("entry", {"question": f"q{k}", "answer": k}, f"party:{who}")
        act(
            store,
            room,
            party(who),
            draft,
            key=f"the key of answer {k}",
            now=START + timedelta(seconds=k),
        )
        if not early:
            os.write(1, b"%d\n" % k)
