"""What each party can do alone, as a case file writes it down.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text('''
    ... title: Water
    ... parties: {syria: {}, iraq: {}}
    ... issues: {flow: {options: [held back, released]}}
    ... moves:
    ...   options:
    ...     release: {owner: syria}
    ...     attack: {owner: iraq}
    ...   preferences:
    ...     syria: {priorities: [not release, not attack]}
    ...     iraq: {priorities: [release, attack]}
    ...   status_quo: NN
    ... ''')
    >>> case.moves.decision_makers
    ('syria', 'iraq')
"""

from collections.abc import Iterable
from dataclasses import field
from fractions import Fraction
from typing import Annotated, Any, Literal

from lastyard.budget import current
from lastyard.case.diagnostics import Place
from lastyard.case.issue import PACKAGE, Package
from lastyard.case.shapes import (
    NOTE,
    PARTY,
    POINTS,
    SOME_IDS,
    SOURCE_NAMED,
    TEXT,
    TEXTS,
    Fields,
    Kind,
    OneLine,
    Reading,
    Shape,
    map_of,
    name_from,
    party_named,
    ref,
)
from lastyard.case.yaml import Entry, ListNode, MapNode, Node, TextNode
from lastyard.conditions.language import LOGICAL_WORDS
from lastyard.records import record

__all__ = [
    "MOVES",
    "MOVE_OPTION",
    "MOVE_PREFERENCE",
    "MoveOption",
    "MoveOutcome",
    "MovePreference",
    "Moves",
]


# ---- reading; what cannot be used spoils the whole, which is then not worked out ----------------


def _wrong(
    reading: Reading, place: Place, message: str, help: str | None, code: str = "bad-moves"
) -> None:
    reading.sound = False
    reading.problems.error(code, message, place, help)


def _entries(entry: Entry, reading: Reading) -> list[Entry]:
    if isinstance(entry.value, MapNode):
        return entry.value.entries
    message = f"`{entry.key.text}` is a mapping"
    _wrong(reading, entry.value.place, message, "{name: ...}", "wrong-type")
    return []


def _items(node: Node, reading: Reading) -> list[Node]:
    if isinstance(node, ListNode):
        return node.items
    _wrong(reading, node.place, "expected a list", "[one, two]", "wrong-type")
    return []


def _state(node: Node, reading: Reading) -> str | None:
    if isinstance(node, TextNode) and not node.is_null:
        return node.text
    message = "expected text: a pattern or statement"
    _wrong(reading, node.place, message, None, "wrong-type")
    return None


# ---- options ------------------------------------------------------------------------------------


def _read_irreversible(entry: Entry, reading: Reading) -> str | None:
    way: str | None = TEXT.read(entry, reading)
    if way in (None, "taken", "left"):
        return way
    message = f"`irreversible` is taken or left, not {str(way)[:40]!r}"
    help = "taken: once taken it cannot be undone; left: once left it cannot be retaken"
    _wrong(reading, entry.key.place, message, help)
    return None


_IRREVERSIBLE = Kind({"enum": ["taken", "left"]}, _read_irreversible)


@record(frozen=True, slots=True)
class MoveOption:
    """Something a party can do or leave without anyone's agreement."""

    id: str
    owner: Annotated[str, PARTY("The party that decides on it.")]
    name: Annotated[str, TEXT("Name shown to people.", like="id")]
    irreversible: Annotated[
        Literal["taken", "left"] | None,
        _IRREVERSIBLE(
            "`taken`: once taken it cannot be undone; `left`: once given up it cannot be "
            "taken again."
        ),
    ] = None
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)


MOVE_OPTION = Shape("move_option", "an option", MoveOption, in_line=True)


def _read_options(entry: Entry, reading: Reading) -> tuple[MoveOption, ...]:
    found = []
    for each in _entries(entry, reading):
        name = each.key
        if not name_from(name, reading.problems, "an option", words=LOGICAL_WORDS, full="name"):
            reading.sound = False
            continue
        found.append(MOVE_OPTION.read(each.value, reading, name))
    if None in found:
        reading.sound = False
    return tuple(option for option in found if option is not None)


# ---- preferences --------------------------------------------------------------------------------


def _read_ranking(entry: Entry, reading: Reading) -> tuple[tuple[str, ...], ...]:
    groups = []
    for item in _items(entry.value, reading):
        members = item.items if isinstance(item, ListNode) else [item]
        texts = [_state(member, reading) for member in members]
        groups.append(tuple(text for text in texts if text is not None))
    return tuple(groups)


def _read_payoffs(entry: Entry, reading: Reading) -> tuple[tuple[str, Fraction], ...]:
    found = []
    for each in _entries(entry, reading):
        number = POINTS.read(each, reading)
        if number is None:
            reading.sound = False
        else:
            found.append((each.key.text, number))
    return tuple(found)


def _read_pairs(entry: Entry, reading: Reading) -> tuple[tuple[str, str], ...]:
    found = []
    for item in _items(entry.value, reading):
        texts = [_state(each, reading) for each in _items(item, reading)]
        if len(texts) != 2 or texts[0] is None or texts[1] is None:
            _wrong(reading, item.place, "a pair has two states", "[the better, the worse]")
        else:
            found.append((texts[0], texts[1]))
    return tuple(found)


_RANKING = Kind(
    {"type": "array", "items": SOME_IDS, "minItems": 1},
    _read_ranking,
    lambda groups, _: [group[0] if len(group) == 1 else list(group) for group in groups],
)
_PAYOFFS = Kind(
    map_of(POINTS.schema, minProperties=1), _read_payoffs, lambda payoffs, _: OneLine(payoffs)
)
_PAIR = {"type": "array", "items": TEXT.schema, "minItems": 2, "maxItems": 2}
_PAIRS = Kind(
    {"type": "array", "items": _PAIR, "minItems": 1},
    _read_pairs,
    lambda pairs, _: [list(pair) for pair in pairs],
)
_FROM = Kind({"enum": ["statements"]}, lambda *_: True, lambda *_: "statements")


@record(frozen=True, slots=True)
class MovePreference:
    """What a party prefers among the states, in one of five ways; the others are empty.

    Attributes:
        ranking: Groups of states, best first; those in one group are equally good.
    """

    party: str
    priorities: Annotated[
        tuple[str, ...],
        Kind(SOME_IDS, TEXTS.read, TEXTS.write)("Statements about options, most important first."),
    ] = ()
    ranking: Annotated[
        tuple[tuple[str, ...], ...],
        _RANKING("States, best first; those in one inner list are equally good."),
    ] = ()
    payoffs: Annotated[
        tuple[tuple[str, Fraction], ...], _PAYOFFS("Points per state; only their order counts.")
    ] = ()
    prefers: Annotated[
        tuple[tuple[str, str], ...], _PAIRS("Pairs [better, worse]; the rest stays unknown.")
    ] = ()
    from_statements: Annotated[
        bool,
        _FROM(
            "`statements`: what follows for certain from what the party said of the issues, "
            "through `outcomes`; the rest stays unknown.",
            "from",
        ),
    ] = False
    note: Annotated[str | None, NOTE] = None


_WAYS = ("priorities", "ranking", "payoffs", "prefers", "from")
MOVE_PREFERENCE = Shape(
    "move_preference",
    "a preference",
    MovePreference,
    one_of=tuple((way,) for way in _WAYS),
    named="party",
)


def _read_preferences(entry: Entry, reading: Reading) -> tuple[MovePreference, ...]:
    found = []
    for each in _entries(entry, reading):
        party = party_named(each.key, reading)
        if party is None:
            reading.sound = False
        fields = Fields(each.value, MOVE_PREFERENCE, reading)
        given = [way for way in _WAYS if way in fields]
        if len(given) != 1:
            help = "leave the party out if nothing is known of what it prefers"
            _wrong(reading, each.key.place, f"give one of {', '.join(_WAYS)}", help)
            continue
        way, node = given[0], fields.node(given[0])
        place = fields.key_place(way)
        if node is None or not getattr(node, "entries", getattr(node, "items", True)):
            _wrong(reading, place, f"`{way}` is empty", "say what it prefers")
        elif way == "from" and (said := TEXT.read(fields.given["from"], reading)) != "statements":
            message = f"`from` is statements, not {str(said)[:40]!r}"
            _wrong(reading, place, message, "from: statements")
        elif party is not None:
            found.append(MOVE_PREFERENCE.made(fields, each.key))
    return tuple(preference for preference in found if preference is not None)


# ---- the whole ----------------------------------------------------------------------------------


@record(frozen=True, slots=True)
class MoveOutcome:
    """What some states mean on the issues of the case.

    Attributes:
        state: A name, pattern or statement; it may hold in several states.
        package: The options that the issues have there; issues left out are left open.
    """

    state: str
    package: Package


def _read_states(entry: Entry, reading: Reading) -> tuple[tuple[str, str], ...]:
    found = ((each.key.text, _state(each.value, reading)) for each in _entries(entry, reading))
    return tuple((name, text) for name, text in found if text is not None)


def _read_outcomes(entry: Entry, reading: Reading) -> tuple[MoveOutcome, ...]:
    found = []
    for each in _entries(entry, reading):
        package = PACKAGE.read(each, reading)
        if package is None:
            reading.sound = False
        else:
            found.append(MoveOutcome(each.key.text, package))
    return tuple(found)


_OPTIONS = Kind(
    map_of(ref("move_option")),
    _read_options,
    lambda options, case: {option.id: MOVE_OPTION.write(option, case) for option in options},
    names=(("*", MOVE_OPTION),),
)
_STATES = Kind(map_of(TEXT.schema), _read_states, lambda states, _: dict(states))
_PREFERENCES = Kind(
    map_of(ref("move_preference")),
    _read_preferences,
    lambda given, case: {each.party: MOVE_PREFERENCE.write(each, case) for each in given},
    names=(("#", "parties"),),
)
_OUTCOMES = Kind(
    map_of(PACKAGE.schema, minProperties=1),
    _read_outcomes,
    lambda outcomes, case: {each.state: PACKAGE.write(each.package, case) for each in outcomes},
    names=(("* ~", "package"),),
)


@record(frozen=True, slots=True)
class Moves:
    """The moves of a case. States and combinations are patterns (``YN-``) or statements.

    Attributes:
        options: What can be done, in the order of the patterns.
        outcomes: What states mean on the issues; all that hold in a state hold together.
    """

    options: Annotated[tuple[MoveOption, ...], _OPTIONS("What can be done alone.")]
    infeasible: Annotated[tuple[str, ...], TEXTS("Combinations that cannot occur.")] = ()
    same: Annotated[
        tuple[str, ...], TEXTS("Combinations that cannot be told apart: one state each.")
    ] = ()
    states: Annotated[
        tuple[tuple[str, str], ...],
        _STATES("Names of states: a pattern such as `YN-`, or a statement, for each."),
    ] = ()
    preferences: Annotated[
        tuple[MovePreference, ...],
        _PREFERENCES("What each party prefers; of those left out nothing is known."),
    ] = ()
    status_quo: Annotated[str | None, TEXT("The state that holds now.")] = None
    outcomes: Annotated[
        tuple[MoveOutcome, ...],
        _OUTCOMES(
            "What states without a deal mean on the issues of the case: for a name, pattern "
            "or statement a package, whole or in part."
        ),
    ] = ()
    source: Annotated[str | None, SOURCE_NAMED("Where this is from.")] = None
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The parties with options or preferences, in the order they are named."""
        named = [*(o.owner for o in self.options), *(p.party for p in self.preferences)]
        return tuple(dict.fromkeys(named))


def _check(fields: Fields, found: dict[str, Any]) -> bool:
    """Check that states and preferences can be worked out."""
    if not fields.is_mapping:
        return False
    reading, options = fields.reading, found.get("options", ())
    if not options and "options" in fields and reading.sound:
        place = fields.key_place("options")
        _wrong(reading, place, "there are no options", "{name: {owner: ...}}")
    users = [each.party for each in found.get("preferences", ()) if each.from_statements]
    if users and not found.get("outcomes"):
        message = f"what {users[0]!r} said of the issues tells nothing of states without `outcomes`"
        help = "add `outcomes: {STATE: {issue: option}}`, or give its preferences in another way"
        _wrong(reading, fields.key_place("preferences"), message, help)
    return bool(reading.sound and options) and _makes_sense(Moves(**found), fields)


def _makes_sense(moves: Moves, fields: Fields) -> bool:
    from lastyard.case.moves_graph import MovesError, check_moves  # noqa: PLC0415

    try:
        current().attempt(
            "whether what is said of moves makes sense", lambda: check_moves(moves), share=0.3
        )
    except MovesError as problem:
        node = _at(fields, problem.at)
        place, message = node.place, problem.problem
        if problem.column is not None and isinstance(node, TextNode):
            if node.offset >= 0:
                place = place.shifted(node.offset + problem.column - 1)
            else:
                message += f" (character {problem.column} of this text)"
        fields.problems.error("bad-moves", message, place, problem.help or None)
        return False
    return True


def _at(fields: Fields, path: Iterable[str | int]) -> Node:
    """Return the node that a path leads to, or the last one on the way."""
    node: Node = MapNode(fields.place, list(fields.given.values()))
    for step in path:
        if isinstance(node, MapNode):
            found = next((e.value for e in node.entries if e.key.text == step), None)
        elif isinstance(node, ListNode) and isinstance(step, int):
            found = node.items[step]
        else:
            found = None
        if found is None:
            break
        node = found
    return node


MOVES = Shape("moves", "`moves`", Moves, check=_check)
