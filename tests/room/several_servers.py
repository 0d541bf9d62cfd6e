"""Serves the rooms of a database in a process of its own, with frames each second: python several_servers.py ADDRESS MUTANT."""

import sys


def main():
    from lastyard.room import postgres, store
    from lastyard.room.pages import routes, serve
    from lastyard.room.roles import compartments_of
    from lastyard.room.store import open_store
    from room_play import MASTER

    address, mutant = sys.argv[1:]
    routes.EVERY = serve._EVERY = 1
    if mutant == "nothing is told":
        store.Writing.append = _quietly(store.Writing.append)
    if mutant == "nothing is heard":
        postgres._News._listen = lambda self: setattr(self, "_since", 1)
    if mutant == "everything wakes":
        routes.readable = lambda role, parties: frozenset(compartments_of(parties))
    looked = routes.Streams.frame

    def frame(self, visit, known=""):
        # What costs time is told on standard error, for the test to see.
        sys.stderr.write("known\n" if known else "looked\n")
        sys.stderr.flush()
        return looked(self, visit, known)

    routes.Streams.frame = frame
    serve.serve(open_store(address, MASTER), say=_told)


def _told(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _quietly(append):
    def appended(self, event):
        self._moved = None
        append(self, event)

    return appended


if __name__ == "__main__":
    main()
