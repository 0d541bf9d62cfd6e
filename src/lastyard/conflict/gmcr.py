"""Read ``.gmcr`` files, as GMCR+ and gmcr-py write them, into a conflict.

The files are JSON: decision makers with their options (by number, from 0) and their
preferences, options with a permitted direction (``both``, ``fwd``, ``back``), and
infeasible combinations as lists of (option, "Y" or "N"). Preferences are statements from
most to least important, each such a list or a compound of several (any of them), unless
the file says that rankings were entered by hand: then a list of state numbers from 1, best
first, with ties as inner lists. Misperceptions, coalitions that move as one, and whatever
else a file holds have no part in the analysis: they are left out, and named. Format facts from files and the (faulty) schema published
in github.com/onp/gmcr-py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lastyard.conflict.errors import GmcrFileError
from lastyard.conflict.options import Direction, Option, OptionGraph, OptionModel, Pattern, matches
from lastyard.conflict.preferences import Preference, from_priorities
from lastyard.files import read_at_most

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lastyard.conflict.conflict import Conflict

_DIRECTIONS: dict[str, Direction] = {"both": "both", "fwd": "forward", "back": "back"}
_MOST_BYTES = 5_000_000

# What is read, and what only repeats it: payoffs and full coalitions follow from the rest.
_OF_FILES = frozenset(
    {
        "program", "version", "options", "decisionMakers", "infeasibles", "coalitions",
        "coalitionsFull", "useManualPreferenceRanking", "useManualPreferenceVectors",
    }
)  # fmt: skip
_OF_PEOPLE = frozenset(
    {
        "name", "options", "preferences", "preferenceRanking", "preferenceVector", "payoffs",
        "misperceptions",
    }
)  # fmt: skip
_OF_OPTIONS = frozenset({"name", "permittedDirection"})


@dataclass(frozen=True, slots=True, eq=False)
class GmcrFile:
    """What a ``.gmcr`` file says.

    Attributes:
        model: Decision makers, options and infeasible combinations.
        graph: Its states and moves.
        conflict: The same with preferences.
        without_preferences: Decision makers for whom the file has none; they are taken
            to be indifferent among all states.
        notes: What the file says that was left out, for the user to know.
    """

    model: OptionModel
    graph: OptionGraph
    conflict: Conflict
    without_preferences: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_gmcr(path: Path) -> GmcrFile:
    """Read a ``.gmcr`` file.

    Raises:
        GmcrFileError: The file cannot be read, with what is wrong and where in it.
    """
    try:
        data = read_at_most(str(path), _MOST_BYTES)
        if len(data) > _MOST_BYTES:
            raise GmcrFileError(f"{path} has more than {_MOST_BYTES:,} bytes")
        text = data.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise GmcrFileError(f"cannot read {path}: {error}") from error
    return parse_gmcr(text)


def parse_gmcr(text: str) -> GmcrFile:
    """Read the text of a ``.gmcr`` file.

    Raises:
        GmcrFileError: With what is wrong and where in the file.
    """
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise GmcrFileError(f"this is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise GmcrFileError("the file does not hold an object", help="is it a .gmcr file?")
    options = _list(data, "options", "the file")
    people = _list(data, "decisionMakers", "the file")
    names = [_name(person, f"decisionMakers[{k}]") for k, person in enumerate(people)]
    owners = _owners(people, names, len(options))
    model = OptionModel(
        tuple(names),
        tuple(_option(option, k, owners[k]) for k, option in enumerate(options)),
        tuple(
            Pattern(_pattern(condition, len(options), f"infeasibles[{k}]"))
            for k, condition in enumerate(_list(data, "infeasibles", "the file"))
        ),
    )
    graph = model.graph()
    by_hand = bool(data.get("useManualPreferenceRanking", data.get("useManualPreferenceVectors")))
    preferences, silent = [], []
    for name, person in zip(names, people, strict=True):
        preference = _preference(person, name, graph, by_hand)
        if preference is None:
            silent.append(name)
            preference = Preference(np.zeros(len(graph.labels), np.int32))
        preferences.append(preference)
    conflict = graph.with_preferences(preferences)
    return GmcrFile(model, graph, conflict, tuple(silent), tuple(_left_out(data, names)))


def _left_out(data: dict[str, Any], names: list[str]) -> Iterator[str]:
    """Yield what the file says that has no part in the analysis."""
    for name, person in zip(names, data["decisionMakers"], strict=True):
        number = _number_of(person.get("misperceptions"))
        if number:
            yield (
                f"what {name} misperceives ({number} in the file) is left out: "
                "the conflict is analysed as it is"
            )
        yield from _unknown(person, _OF_PEOPLE, name)
    for group in _joint(data):
        told = ", ".join(names[k] if _is_number(k, len(names)) else str(k)[:40] for k in group)
        yield f"the coalition of {told} is left out: each is taken to move on its own"
    for k, option in enumerate(data["options"]):
        yield from _unknown(option, _OF_OPTIONS, f"options[{k}]")
    yield from _unknown(data, _OF_FILES, "the file")


def _number_of(value: object) -> int:
    return len(value) if isinstance(value, list | dict) else int(bool(value))


def _joint(data: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield the coalitions of several."""
    given = data.get("coalitions")
    for each in given if isinstance(given, list) else []:
        members = each.get("members", []) if isinstance(each, dict) else each
        if isinstance(members, list) and len(members) > 1:
            yield members


def _unknown(content: dict[str, Any], known: frozenset[str], where: str) -> Iterator[str]:
    for key in content:
        if key not in known:
            yield f"{str(key)[:60]!r} of {where} is left out: it is not understood"


def _is_number(value: object, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def _list(data: dict[str, Any], key: str, where: str) -> list[Any]:
    value = data.get(key)
    if not isinstance(value, list):
        raise GmcrFileError(f"{where} has no list '{key}'")
    return value


def _name(entry: object, where: str) -> str:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise GmcrFileError(f"{where} has no name")
    return str(entry["name"])


def _option(entry: object, number: int, owner: str) -> Option:
    name = _name(entry, f"options[{number}]")
    direction = entry.get("permittedDirection", "both") if isinstance(entry, dict) else "both"
    if direction not in _DIRECTIONS:
        raise GmcrFileError(
            f"options[{number}] has the direction {direction!r}", help="both, fwd or back"
        )
    return Option(name, owner, _DIRECTIONS[direction])


def _owners(people: list[Any], names: list[str], options: int) -> list[str]:
    owners: dict[int, str] = {}
    for name, person in zip(names, people, strict=True):
        for number in _list(person, "options", name):
            if not _is_number(number, options):
                raise GmcrFileError(f"{name} has an option {number!r}, which is not in the file")
            if number in owners:
                raise GmcrFileError(f"option {number} belongs to {owners[number]} and to {name}")
            owners[number] = name
    missing = [k for k in range(options) if k not in owners]
    if missing:
        raise GmcrFileError(f"nobody has option {missing[0]}")
    return [owners[k] for k in range(options)]


def _pattern(condition: object, options: int, where: str) -> str:
    letters = ["-"] * options
    if not isinstance(condition, list):
        raise GmcrFileError(f"{where} is no list of options")
    for pair in condition:
        if (
            not isinstance(pair, list)
            or len(pair) != 2
            or not _is_number(pair[0], options)
            or pair[1] not in ("Y", "N")
        ):
            raise GmcrFileError(f"{where} has {pair!r}", help='expected [option, "Y" or "N"]')
        if letters[pair[0]] not in ("-", pair[1]):
            raise GmcrFileError(f"{where} wants option {pair[0]} both taken and not taken")
        letters[pair[0]] = pair[1]
    return "".join(letters)


def _preference(
    person: dict[str, Any], name: str, graph: OptionGraph, by_hand: bool
) -> Preference | None:
    if by_hand:
        ranking = person.get("preferenceRanking", person.get("preferenceVector"))
        if not isinstance(ranking, list):
            raise GmcrFileError(f"{name} has no ranking, though the file says it was entered")
        return _ranked(ranking, name, len(graph.labels))
    conditions = _list(person, "preferences", name)
    if not conditions:
        return None
    return from_priorities(
        [
            _holds(condition, graph, f"preference {k + 1} of {name}")
            for k, condition in enumerate(conditions)
        ]
    )


def _holds(condition: object, graph: OptionGraph, where: str) -> NDArray[np.bool_]:
    members = [condition]
    if isinstance(condition, dict):
        members = _list(condition, "members", where)
    result = np.zeros(len(graph.labels), bool)
    for member in members:
        result |= matches(_pattern(member, len(graph.options), where), graph.chosen)
    return result


def _ranked(ranking: list[Any], name: str, states: int) -> Preference:
    ranks = np.full(states, -1, np.int32)
    for place, group in enumerate(ranking):
        for number in group if isinstance(group, list) else [group]:
            if not isinstance(number, int) or not 1 <= number <= states:
                raise GmcrFileError(f"the ranking of {name} has {number!r}, which is no state")
            if ranks[number - 1] >= 0:
                raise GmcrFileError(f"the ranking of {name} has state {number} twice")
            ranks[number - 1] = len(ranking) - place
    if (ranks < 0).any():
        missing = int(np.argmax(ranks < 0)) + 1
        raise GmcrFileError(f"the ranking of {name} misses state {missing}")
    return Preference(ranks)
