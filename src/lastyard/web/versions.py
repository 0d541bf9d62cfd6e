"""Earlier versions of a case file, kept beside it, and the joining of two texts that come from one.

They lie in ``.lastyard-versions/NAME/``, numbered, each the bytes of the file as it was before it was changed here.
Numbers, not times, give the order: a clock may jump.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from lastyard.case.yaml import MOST_BYTES
from lastyard.errors import RequestError
from lastyard.files import make_folder, read_at_most, refusals_told, write_whole

__all__ = ["Joined", "Kept", "Versions", "joined"]

_FOLDER = ".lastyard-versions"
_NAME = re.compile(r"(\d{6,})-([0-9a-f]{12})\.yaml")
_MOST = 200
_MOST_LINES = 20_000


class Kept(NamedTuple):
    """One earlier version.

    Attributes:
        number: Its number, from 1.
        digest: The first digits of the SHA-256 of its bytes.
        when: When it was put away, in seconds since 1970.
        path: Its file.
    """

    number: int
    digest: str
    when: float
    path: Path


class Versions:
    """The earlier versions of one case file."""

    def __init__(self, case_path: str) -> None:
        path = Path(case_path)
        self._case_path = case_path
        self._folder = path.parent / _FOLDER / path.name

    def all(self) -> list[Kept]:
        """Return all that are kept, the newest first."""
        found = []
        try:
            for path in self._folder.iterdir():
                named = _NAME.fullmatch(path.name)
                if named and path.is_file():
                    kept = Kept(int(named[1]), named[2], path.stat().st_mtime, path)
                    found.append(kept)
        except OSError:
            return []
        return sorted(found, reverse=True)

    def keep(self, data: bytes) -> None:
        """Put the bytes of the case file away, unless they are what was put away last.

        Raises:
            RequestError: If they cannot be written.
        """
        known = self.all()
        digest = hashlib.sha256(data).hexdigest()[:12]
        if known and known[0].digest == digest:
            return
        with refusals_told("cannot keep the earlier version", "it cannot be made"):
            make_folder(str(self._folder), like=[self._case_path])
        number = known[0].number + 1 if known else 1
        path = self._folder / f"{number:06d}-{digest}.yaml"
        write_whole(str(path), data, like=[self._case_path])
        for old in known[_MOST - 1 :]:
            old.path.unlink(missing_ok=True)

    def read(self, number: int) -> bytes:
        """Return the bytes of a version.

        Raises:
            RequestError: If there is none of that number, or it cannot be read.
        """
        for kept in self.all():
            if kept.number == number:
                with refusals_told(f"cannot read version {number}"):
                    return read_at_most(str(kept.path), MOST_BYTES)
        raise RequestError(f"no version {number} is kept")


class Joined(NamedTuple):
    """Two texts joined, line by line.

    Attributes:
        text: The joined text; where both changed the same lines, both stand in it between marks.
        conflicts: In how many places both changed the same lines.
    """

    text: str
    conflicts: int


def joined(base: str, mine: str, theirs: str) -> Joined | None:
    """Join two texts that were made from one; None where they are too long to be compared.

    The method is that of diff3 (Khanna, Kunal, Pierce 2007, "A Formal Investigation of Diff3"): what only
    one side changed is taken from it, what both changed alike once.

    Example:
        >>> joined("a\\nb\\nc\\n", "a\\nB\\nc\\n", "a\\nb\\nc\\nd\\n").text
        'a\\nB\\nc\\nd\\n'
    """
    lines = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    if max(map(len, lines)) > _MOST_LINES:
        return None
    made: list[str] = []
    conflicts = 0
    at = (0, 0, 0)
    for first, end in _alike(*lines):
        old, own, other = (side[a:b] for side, a, b in zip(lines, at, first, strict=True))
        if other in (own, old):
            made += own
        elif own == old:
            made += other
        else:
            conflicts += 1
            made += ["<<<<<<< yours\n", *_ended(own), "=======\n", *_ended(other)]
            made.append(">>>>>>> in the file\n")
        made += lines[0][first[0] : end[0]]
        at = end
    return Joined("".join(made), conflicts)


def _ended(lines: Sequence[str]) -> list[str]:
    return [line if line.endswith("\n") else line + "\n" for line in lines]


_Place = tuple[int, int, int]


def _alike(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[_Place, _Place]]:
    """Yield where all three are alike, as the places where that begins and ends; then the end."""
    one = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    other = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(one) and j < len(other):
        a, b = one[i], other[j]
        low, high = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if low < high:
            first = (low, a.b + low - a.a, b.b + low - b.a)
            yield first, (high, first[1] + high - low, first[2] + high - low)
        if a.a + a.size < b.a + b.size:
            i += 1
        else:
            j += 1
    end = (len(base), len(mine), len(theirs))
    yield end, end
