"""Writes answers to a room and says of each that it was acknowledged; to be killed."""

import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lastyard.room.acts import act
from lastyard.room.events import Draft
from lastyard.room.roles import party
from lastyard.room.store import Writing, open_store
from room_play import MASTER, START

where, room, first, last, mutant = sys.argv[1:]
if mutant == "synchronous is normal":
    import lastyard.room.sqlite as sqlite

    sqlite.PRAGMAS = tuple(each.replace("FULL", "NORMAL") for each in sqlite.PRAGMAS)
if mutant == "the key is kept in memory":
    told = {}
    Writing.said = lambda self, compartment, key: told.get(key)
    Writing.say = lambda self, compartment, key, digest, receipt: told.update(
        {key: (digest, receipt)}
    )
parties = ("union", "firm", "state")
store = open_store(where, MASTER)
for k in range(int(first), int(last)):
    if mutant == "acknowledged before it is kept":
        os.write(1, b"%d\n" % k)
    who = parties[k % 3]
    to = ("party", "caucus")[k // 3 % 2]
    draft = Draft("entry", {"question": f"q{k}", "answer": k}, f"{to}:{who}")
    now = START + timedelta(seconds=k)
    act(store, room, party(who), draft, key=f"the key of answer {k}", now=now)
    if mutant != "acknowledged before it is kept":
        os.write(1, b"%d\n" % k)
