"""Changing the text of a case file, with every comment, space and quote elsewhere kept.

Each function takes a text and returns a new one, or raises: a text that could not be used
afterwards is never returned. Nothing is written; :func:`save_text` does, if the file still is what
was read. (ruamel.yaml keeps comments too, but rewrites aligned columns and line breaks.)

Things of a case are named by their section and identifier: ``("parties", "union")``,
``("statements", "u1")``; what a case says once by ``("case", "title")``.

Example:
    >>> text = '''title: Wages  # of 2024
    ... parties: {union: {}, firm: {}}
    ... issues: {pay: {options: [frozen, raised]}}
    ... statements:
    ...   - {id: u1, party: union, on: 2024-01-05, requires: pay == 'raised'}  # at the gate
    ... '''
    >>> text = changed(text, ("statements", "u1"), {"firmness": "firm"})
    >>> print(renamed(text, "issues", "pay", "wage"), end="")
    title: Wages  # of 2024
    parties: {union: {}, firm: {}}
    issues: {wage: {options: [frozen, raised]}}
    statements:
      - {id: u1, party: union, on: 2024-01-05, requires: wage == 'raised', firmness: firm}  # at the gate
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from textwrap import dedent, indent
from typing import Any, Literal, NamedTuple

import yaml

from lastyard.case.load import load_text
from lastyard.case.model import CASE, SOURCE, Case, Source, Statement, format_number
from lastyard.case.parse import parse_condition
from lastyard.case.shapes import Shape
from lastyard.case.statement import STATEMENT
from lastyard.case.writing import as_yaml, in_one_line
from lastyard.case.yaml import read_with_form
from lastyard.conditions.language import LanguageError, tokenize
from lastyard.errors import RequestError, did_you_mean
from lastyard.files import write_whole

__all__ = [
    "LISTS",
    "MAPPINGS",
    "ORDER",
    "Edit",
    "FileChanged",
    "Key",
    "add_statements",
    "added",
    "applied",
    "as_content",
    "changed",
    "compose",
    "end_of_line",
    "end_of_node",
    "fields_of",
    "line_of",
    "lost_comments",
    "plain",
    "removed",
    "renamed",
    "replaced",
    "save_text",
    "splice",
    "start_of_comments",
    "units",
    "withdrawn",
]

Key = tuple[str, str]
Named = Literal["parties", "issues", "options", "rules", "sources", "statements", "votes"]

MAPPINGS = ("parties", "issues", "sources")
LISTS = ("rules", "statements", "votes")
ORDER = CASE.names

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Ways to tell which of several equal words in one condition are meant, beyond which nobody tries.
_MOST_EQUAL_WORDS = 10
# What cannot stand as it is within each kind of quotes.
_NOT_WITHIN = {"'": {"'", "\n"}, '"': {'"', "\\", "\n"}}


class FileChanged(RequestError):
    """A file is no longer what was read when the edit began."""


class Edit(NamedTuple):
    """A change of a text: what stands from one offset to another becomes something else."""

    start: int
    end: int
    text: str


def save_text(path: str, text: str, *, read: str) -> None:
    """Write a case file whole, if it still holds what was read; line ends and mode are kept.

    Lines of the text end with a line feed; `read` is what the file held when the edit began.

    Raises:
        CaseError: If the new text is no case, or the file cannot be read.
        FileChanged: If somebody else has changed the file.
        RequestError: If it cannot be written.
    """
    load_text(text, path)
    now, form = read_with_form(path)
    if now != read:
        raise FileChanged(
            f"{path} was changed by somebody else in the meantime: nothing is written"
        )
    write_whole(path, form.written(text), over_inputs=True)


def changed(text: str, key: Key, fields: Mapping[str, Any]) -> str:
    """Return the text with some fields of one thing changed.

    For ``("case", NAME)`` the only field is that name. Fields hold what the case file would;
    None takes one away.

    Raises:
        RequestError: If there is no such thing.
        CaseError: If the case could not be used afterwards.
    """
    for name, value in fields.items():
        root = compose(text)
        if key[0] == "case":
            edits = _set(text, root, name, value)
        else:
            holder, item = _item(root, key)
            if isinstance(item, yaml.MappingNode):
                edits = _set(text, item, name, value)
            elif value is None:
                edits = []
            else:  # an empty value, as in `union:`
                edits = _set(text, holder, key[1], {name: value})
        text = applied(text, edits)
    return _usable(text)


def added(text: str, section: str, items: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """Return the text with things added at the end of a section.

    Parties, issues and sources are given by identifier, all else as a list.

    Raises:
        RequestError: If something of that name is there already.
        CaseError: If the case could not be used afterwards.
    """
    names = list(items) if isinstance(items, Mapping) else [item["id"] for item in items]
    root = compose(text)
    for name in names:
        if _find(root, (section, name)) is not None:
            raise RequestError(f"{section} has {name!r} already")
    return _usable(applied(text, _added(text, root, section, items)))


def removed(text: str, key: Key) -> str:
    """Return the text without one thing, and without the comments that stand right above it.

    Raises:
        RequestError: If there is no such thing.
        CaseError: If the case could not be used afterwards, as when others refer to it.
    """
    root = compose(text)
    if key[0] == "case":
        return _usable(applied(text, _set(text, root, key[1], None)))
    holder, item = _item(root, key)
    if len(holder.value) == 1:
        edits = _set(text, root, key[0], None)
    elif isinstance(holder, yaml.MappingNode):
        edits = _set(text, holder, key[1], None)
    else:
        edits = _without(text, holder, [(each, each) for each in holder.value], item)
    return _usable(applied(text, edits))


def withdrawn(
    text: str, ids: Sequence[str], on: date, fields: Mapping[str, Any] | None = None
) -> str:
    """Return the text with a statement added that withdraws earlier ones of the same party.

    The fields are what else is known of it, as its source, who said it and a quote.

    Raises:
        RequestError: If there are no such statements.
        CaseError: If the case could not be used afterwards.
    """
    old = _statements(text, ids)
    new = {
        "id": _free_name(text, f"{ids[0]}-withdrawn"),
        "party": old[0]["party"],
        "on": on,
        "withdraws": list(ids) if len(ids) > 1 else ids[0],
    }
    return added(text, "statements", [new | dict(fields or {})])


def replaced(text: str, id: str, on: date, fields: Mapping[str, Any]) -> str:
    """Return the text with a new statement that takes the place of an earlier one.

    The earlier one stays in the file: it held until the new one.

    The fields are what the new one says and how firmly; its verb may be another.

    Raises:
        RequestError: If there is no such statement.
        CaseError: If the case could not be used afterwards.
    """
    (old,) = _statements(text, [id])
    new = {"id": _free_name(text, id), "party": old["party"], "on": on}
    return added(text, "statements", [new | dict(fields) | {"replaces": id}])


def renamed(text: str, section: Named, old: str, new: str, issue: str | None = None) -> str:
    """Return the text with something called by another identifier, wherever it is named.

    An option belongs to an issue.

    Raises:
        RequestError: If there is no such thing, the new name is empty or taken, or a condition
            names two things alike so that it cannot be told which is meant.
        CaseError: If the text is no case before, or would be none afterwards.
    """
    if not new.strip():
        raise RequestError("give a name")
    case = load_text(text)
    known = _names(case, section, issue)
    if old not in known:
        raise RequestError(f"no {section} called {old!r}: " + did_you_mean(old, known))
    if new in known:
        raise RequestError(f"{section} has {new!r} already")
    edits = []
    for path, node in _walk(compose(text), ()):
        what = _meaning(path)
        if what in ("condition", "agreement"):
            value = _condition_renamed(node.value, what, section, old, new, issue, case)
        else:
            alike = what == (f"options {issue}" if section == "options" else section)
            value = new if alike and node.value == old else node.value
        if value != node.value:
            in_line = any(step.siblings.flow_style for step in path)
            edits.append(_scalar(text, node, value, in_line))
    return _usable(applied(text, edits))


def add_statements(
    path: str, statements: Iterable[Statement], sources: Iterable[Source] = ()
) -> None:
    """Append statements, and sources that they name, to a case file.

    The new text is loaded before anything is written, so a statement that does not fit
    the case leaves the file untouched.

    Raises:
        CaseError: If the file, or the file with the statements, cannot be used.
        RequestError: If it cannot be written.
    """
    if path == "-":
        raise RequestError("standard input cannot be edited; give the path of a case file")
    text, form = read_with_form(path)
    case = load_text(text, path)
    new = text
    for section, items in (
        ("statements", [STATEMENT.write(s, case) for s in statements]),
        ("sources", {source.id: SOURCE.write(source, case) for source in sources}),
    ):
        if items:
            new = applied(new, _added(new, compose(new), section, items))
    if new != text:
        load_text(new, path)
        write_whole(path, form.written(new), over_inputs=True)


def compose(text: str) -> Any:
    """Return the nodes of a text that was loaded as a case before."""
    root = yaml.compose(text, Loader=_LOADER)
    if not isinstance(root, yaml.MappingNode):
        load_text(text)  # tells what is wrong
    return root


def start_of_comments(text: str, at: int) -> int:
    """Return where the comments that stand right above a key or an item begin."""
    at = text.rfind("\n", 0, at) + 1
    line = text[at:].split("\n", 1)[0]
    margin = line[: len(line) - len(line.lstrip(" "))] + "#"
    while at:
        start = text.rfind("\n", 0, at - 1) + 1
        if not text.startswith(margin, start):
            break
        at = start
    return at


def end_of_node(node: Any) -> int:
    """Return the offset after the last character of a node.

    The parser's own end mark of a block stands at the next token, after comments.
    """
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            return int(max(0, node.end_mark.index - 1))
        return int(node.end_mark.index)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return end_of_node(last[1] if isinstance(node, yaml.MappingNode) else last)


def end_of_line(text: str, at: int) -> int:
    """Return the offset after the line in which the character before an offset stands."""
    if at and text[at - 1] == "\n":
        return at
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _usable(text: str) -> str:
    load_text(text)
    return text


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with edits made, of which none may stand within another."""
    for edit in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        before = text[: edit.start]
        if edit.start == len(text) and edit.text.endswith("\n") and before[-1:] not in ("", "\n"):
            before += "\n"  # the last line had no end
        text = before + edit.text + text[edit.end :]
    return text


def _find(root: Any, key: Key) -> tuple[Any, Any] | None:
    """Return the section and the item of a key; None when there is none such."""
    holder = next((value for name, value in root.value if name.value == key[0]), None)
    if isinstance(holder, yaml.MappingNode) and key[0] in MAPPINGS:
        for name, value in holder.value:
            if name.value == key[1]:
                return holder, value
    if isinstance(holder, yaml.SequenceNode) and key[0] in LISTS:
        for item in holder.value:
            if isinstance(item, yaml.MappingNode) and _plain(item).get("id") == key[1]:
                return holder, item
    return None


def _item(root: Any, key: Key) -> tuple[Any, Any]:
    found = _find(root, key)
    if found is None:
        raise RequestError(f"no {key[1]!r} among the {key[0]}")
    return found


def _plain(node: Any) -> dict[str, str]:
    return {k.value: v.value for k, v in node.value if isinstance(v, yaml.ScalarNode)}


def _statements(text: str, ids: Sequence[str]) -> list[dict[str, str]]:
    root = compose(text)
    return [_plain(_item(root, ("statements", id))[1]) for id in ids]


def _free_name(text: str, name: str) -> str:
    taken = {statement.id for statement in load_text(text).statements}
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _set(text: str, mapping: Any, name: str, value: Any) -> list[Edit]:
    """Return the edits that give a key of a mapping a value, or take the key away for None."""
    pairs = mapping.value
    entry = next((pair for pair in pairs if pair[0].value == name), None)
    top = not mapping.flow_style and mapping.start_mark.column == 0
    if value is None:
        return [] if entry is None else _without(text, mapping, pairs, entry)
    if entry is not None:
        at, node = entry[0].end_mark.index, entry[1]
        end = end_of_node(node) if _stands(node) else at + text[at:].index(":") + 1
        return [Edit(at, end, ": " + in_one_line(value))]
    line = f"{in_one_line(name)}: {in_one_line(value)}"
    if not pairs:
        return [Edit(mapping.start_mark.index, mapping.end_mark.index, "{" + line + "}")]
    if mapping.flow_style:
        end = _end_of_entry(text, pairs[-1])
        return [Edit(end, end, ", " + line)]
    if top and name in ORDER:
        return [_section(text, mapping, name, f"{line}\n")]
    end = end_of_line(text, _end_of_entry(text, pairs[-1]))
    return [Edit(end, end, " " * pairs[0][0].start_mark.column + line + "\n")]


def _stands(node: Any) -> bool:
    """Whether a value stands in the text: `union:` has none."""
    return bool(node.end_mark.index > node.start_mark.index)


def _end_of_entry(text: str, pair: Any) -> int:
    key, value = pair
    if _stands(value):
        return end_of_node(value)
    at = int(key.end_mark.index)
    return at + text[at:].index(":") + 1


def _without(text: str, holder: Any, pairs: Sequence[Any], entry: Any) -> list[Edit]:
    """Return the edits that take an entry of a mapping, or an item of a list, away."""
    if isinstance(holder, yaml.SequenceNode):
        pairs = holder.value
        starts = [item.start_mark.index for item in pairs]
        ends = [end_of_node(item) for item in pairs]
    else:
        starts = [pair[0].start_mark.index for pair in pairs]
        ends = [_end_of_entry(text, pair) for pair in pairs]
    at = next(i for i, pair in enumerate(pairs) if pair is entry)
    start, end = starts[at], ends[at]
    if len(pairs) == 1:
        return [Edit(holder.start_mark.index, end_of_node(holder), "{}")]
    if holder.flow_style:
        if at == 0:
            return [Edit(start, starts[1], "")]
        comma = ends[at - 1] + text[ends[at - 1] :].index(",")
        return [Edit(comma, comma + 1, ""), Edit(start, end, "")]
    if isinstance(holder, yaml.MappingNode) and at == 0 and _shares_line(text, start):
        return [Edit(start, starts[1], "")]  # the dash of a list's item stands before it
    return [Edit(start_of_comments(text, start), end_of_line(text, end), "")]


def _shares_line(text: str, at: int) -> bool:
    return bool(text[text.rfind("\n", 0, at) + 1 : at].strip())


def _added(text: str, root: Any, section: str, items: Any) -> list[Edit]:
    """Return the edits that add items, or entries, at the end of a section."""
    entry = next((pair for pair in root.value if pair[0].value == section), None)
    if (entry is None or not entry[1].value) and root.flow_style:
        return _set(text, root, section, items)
    body = _indented(items, 2)
    if entry is None:
        return [_section(text, root, section, f"{section}:\n{body}")]
    node = entry[1]
    if not node.value:
        at = entry[0].end_mark.index
        end = end_of_line(text, _end_of_entry(text, entry))
        rest = text[_end_of_entry(text, entry) : end].strip()
        return [Edit(at, end, f":{'  ' + rest if rest else ''}\n{body}")]
    if node.flow_style:
        last = node.value[-1]
        end = _end_of_entry(text, last) if isinstance(last, tuple) else end_of_node(last)
        return [Edit(end, end, ", " + in_one_line(items)[1:-1])]
    end = end_of_line(text, end_of_node(node))
    return [Edit(end, end, _indented(items, node.start_mark.column))]


def _section(text: str, root: Any, name: str, lines: str) -> Edit:
    """Return the edit that puts a section that is not there above those that come after it."""
    later = ORDER[ORDER.index(name) + 1 :]
    starts = [key.start_mark.index for key, _ in root.value if key.value in later]
    if not starts:
        return Edit(len(text), len(text), lines)
    at = start_of_comments(text, min(starts))
    return Edit(at, at, lines if name in ORDER[:3] or "\n\n" not in text else lines + "\n")


def _indented(content: Any, spaces: int) -> str:
    plain = content if isinstance(content, Mapping) else list(content)
    return "".join(" " * spaces + line + "\n" for line in as_yaml(plain).splitlines())


def _scalar(text: str, node: Any, value: str, in_line: bool) -> Edit:
    """Return the edit that gives a scalar another text, its quotes kept where that is possible."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if node.style in _NOT_WITHIN:
        inner = text[start + 1 : end - 1]
        if inner == node.value and not set(value) & _NOT_WITHIN[node.style]:
            return Edit(start + 1, end - 1, value)
    elif text[start:end] == node.value and _stays_plain(value, in_line):
        return Edit(start, end, value)
    return Edit(start, end_of_node(node), in_one_line(value))


def _stays_plain(value: str, in_line: bool) -> bool:
    """Return whether a text needs no quotes where it stands."""
    try:
        node: Any = yaml.compose(f"[{value}]" if in_line else f"k: {value}", Loader=_LOADER)
    except yaml.YAMLError:
        return False
    if len(node.value) != 1:  # nothing, or several things
        return False
    inner = node.value[0] if in_line else node.value[0][1]
    return getattr(inner, "value", None) == value


@lru_cache
def _kinds() -> dict[tuple[str, ...], str]:
    """Return what stands where in a case file, as the records declare it.

    `*` is any key or place in a list, `#` the keys of a mapping themselves, `~` the rest of the path: a
    package names issues by its keys and options by its values.
    """
    return dict(_named_in(CASE, ()))


def _named_in(shape: Shape[Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for key in shape.keys:
        names = key.kind.names
        for place, what in names() if callable(names) else names:
            whole = (*path, key.name, *place.split())
            if isinstance(what, Shape):
                yield from _named_in(what, whole)
            else:
                yield whole, what


class _Step(NamedTuple):
    """A step of the way to a scalar.

    Attributes:
        name: The key, or ``*`` for a place in a list.
        is_key: Whether the scalar is that key itself.
        siblings: The node in which the step is taken.
    """

    name: str
    is_key: bool = False
    siblings: Any = None


def _walk(node: Any, path: tuple[_Step, ...]) -> Iterator[tuple[tuple[_Step, ...], Any]]:
    """Yield every key and scalar with the way to it."""
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _walk(item, (*path, _Step("*", siblings=node)))
    else:
        for key, value in node.value:
            yield (*path, _Step(key.value, is_key=True, siblings=node)), key
            yield from _walk(value, (*path, _Step(key.value, siblings=node)))


def _meaning(path: tuple[_Step, ...]) -> str | None:
    """Return what a scalar names: a section, ``options ISSUE``, or what it is written in."""
    names = [step.name for step in path]
    last = "#" if path[-1].is_key else names[-1]
    for place, kind in _kinds().items():
        if place[-1] == "~":
            if len(path) == len(place) and _fits(place[:-1], names[:-1]):
                return "issues" if path[-1].is_key else f"options {names[-1]}"
        elif len(place) == len(path) and _fits(place[:-1], names[:-1]):
            if not (place[-1] == last or (place[-1] == "*" and not path[-1].is_key)):
                continue
            if kind == "options of the issue":
                return f"options {names[1]}"
            if kind == "options":
                return f"options {names[-2]}"
            if kind == "members":
                # The members of a body of its own are no parties of the case, whatever their names.
                vote = path[2].siblings
                return "parties" if _plain(vote).get("body") == "agreement" else None
            return kind
    return None


def _fits(place: Sequence[str], names: Sequence[str]) -> bool:
    return all(part in ("*", name) for part, name in zip(place, names, strict=True))


def _names(case: Case, section: str, issue: str | None) -> list[str]:
    if section == "options":
        found = next((each for each in case.issues if each.id == issue), None)
        if found is None or not isinstance(found.scale, tuple):
            raise RequestError(f"no issue {issue!r} whose options have names")
        return found.labels()
    things: Iterable[Any] = getattr(case, section)
    return [thing.id for thing in things]


def _condition_renamed(
    written: str, what: str, section: str, old: str, new: str, issue: str | None, case: Case
) -> str:
    """Return a condition, or an agreement rule, with one thing in it called by another name."""
    if section not in {"agreement": ("parties",), "condition": ("issues", "options")}[what]:
        return written
    if what == "agreement" and written.strip() in ("all", "agreement"):
        return written
    tokens = [t for t in tokenize(written) if t.text == old and t.kind in ("name", "text")]
    if section != "options":
        tokens = [t for t in tokens if t.kind == "name"]
        return _words_replaced(written, [(t.start, t.length, new) for t in tokens])
    if len(tokens) > _MOST_EQUAL_WORDS:
        raise RequestError(f"{old!r} stands too often in one condition to tell what it means")
    issues = {each.id: each for each in case.issues}
    before = parse_condition(written, issues)
    named = issues[issue or ""]
    scale = tuple(new if label == old else label for label in named.labels())
    after = issues | {named.id: replace(named, scale=scale)}
    for count in range(len(tokens), -1, -1):
        for some in combinations(tokens, count):
            quoted = [(t.start, t.length, named.in_condition(new)) for t in some]
            candidate = _words_replaced(written, quoted)
            try:
                if parse_condition(candidate, after) == before:
                    return candidate
            except LanguageError:
                continue
    raise RequestError(f"cannot tell which {old!r} is meant in the condition {written!r}")


def _words_replaced(written: str, words: Iterable[tuple[int, int, str]]) -> str:
    for start, length, word in sorted(words, reverse=True):
        written = written[:start] + word + written[start + length :]
    return written


def units(case: Case) -> dict[Key, Any]:
    """Return the units of a case, in the order in which its file holds them.

    Each party, issue, rule, source, statement and vote is one. What the case says once (title,
    agreement, moves, ...) is a unit of the section ``case``. A unit is what the case file holds for it,
    so two are equal when the file says the same. Put into another text, an item is its lines, with the comments
    that stand right above it. Items written in a block (one each line) are moved as they stand; of a section
    written in one line, as ``{a: {}}``, the whole section is written anew.

    Example:
        >>> from lastyard.case.load import load_text
        >>> case = load_text("{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}}")
        >>> list(units(case))
        [('case', 'title'), ('parties', 'a'), ('issues', 'i')]
    """
    found: dict[Key, Any] = {}
    for name, content in CASE.write(case, case).items():
        if name in MAPPINGS:
            found |= {(name, id): value for id, value in content.items()}
        elif name in LISTS:
            found |= {(name, item["id"]): item for item in content}
        else:
            found["case", name] = content
    return found


def as_content(found: Mapping[Key, Any]) -> dict[str, Any]:
    """Return the mapping that a case file holds for some units."""
    content: dict[str, Any] = {}
    for name in ORDER:
        own = {id: value for (section, id), value in found.items() if section == name}
        if name in MAPPINGS and own:
            content[name] = own
        elif name in LISTS and own:
            content[name] = list(own.values())
        elif ("case", name) in found:
            content[name] = found["case", name]
    return content


def fields_of(key: Key, unit: Any) -> dict[str, Any]:
    """Return the fields of a unit; one that is a single value has one field, its name."""
    if isinstance(unit, dict) and key[0] != "case":
        return {name: value for name, value in unit.items() if name != "id"}
    return {} if unit is None else {key[1]: unit}


def plain(value: Any) -> Any:
    """Return a value of a case file as plain JSON content, numbers as the file writes them."""
    match value:
        case Fraction():
            return format_number(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return value


class _Item(NamedTuple):
    """The lines of an item, and the line at which it begins after its comments."""

    start: int
    end: int
    line: int


class _Section(NamedTuple):
    """A top-level key: its lines, and its items where each has lines of its own."""

    start: int
    end: int
    items: Mapping[str, _Item]
    column: int
    line: int


def splice(
    a: str, b: str, joined: Mapping[Key, Any], of_a: Mapping[Key, Any], of_b: Mapping[Key, Any]
) -> str | None:
    """Return the text of one file with what two joined files hold.

    The text `a` is edited; what is put in comes from `b` with its comments, where that holds it.
    `joined` are the units that the file is to hold, `of_a` and `of_b` those of the two texts.

    Returns:
        The text; None when ``a`` is written in one line and cannot be edited.
    """
    mine, theirs = _sections(a), _sections(b) or {}
    if mine is None:
        return None
    changed = [key for key in {**of_a, **joined} if of_a.get(key) != joined.get(key)]
    edits: list[Edit] = []
    for name in dict.fromkeys(map(_section_of, changed)):
        whole = _own(joined, name)
        section, other = mine.get(name), theirs.get(name)
        if section is not None and not whole:
            edits.append(Edit(section.start, section.end, ""))
        elif section is not None and section.items:
            keys = [key for key in changed if key[0] == name]
            edits += _item_edits(b, keys, joined, section, other)
        else:
            text = as_yaml(as_content(whole))
            if other is not None and whole == _own(of_b, name):
                text = _whole_lines(b[other.start : other.end])
            at = section or _place_for(name, mine, len(a))
            edits.append(Edit(at.start, at.end, text))
    return applied(a, edits)


def _section_of(key: Key) -> str:
    return key[1] if key[0] == "case" else key[0]


def _own(found: Mapping[Key, Any], name: str) -> dict[Key, Any]:
    return {key: value for key, value in found.items() if _section_of(key) == name}


def _place_for(name: str, mine: Mapping[str, _Section], end: int) -> Edit:
    """Return where a section that is not there belongs: above those that come after it."""
    later = [mine[key].start for key in ORDER[ORDER.index(name) + 1 :] if key in mine]
    at = min(later, default=end)
    return Edit(at, at, "")


def _item_edits(
    b: str,
    keys: Sequence[Key],
    joined: Mapping[Key, Any],
    section: _Section,
    other: _Section | None,
) -> list[Edit]:
    """Return the edits of one section, item by item; what is added comes last."""
    edits, added = [], ""
    for key in keys:
        span = section.items.get(key[1])
        text = ""
        if key in joined:
            text = indent(_lines_of(b, key, joined[key], other), " " * section.column)
        if span is None:
            added += text
        else:
            edits.append(Edit(span.start, span.end, text))
    if added:
        end = max(item.end for item in section.items.values())
        edits.append(Edit(end, end, added))
    return edits


def _lines_of(b: str, key: Key, unit: Any, other: _Section | None) -> str:
    """Return the lines of an item, not indented: as the other file has them, where it can."""
    span = other.items.get(key[1]) if other is not None else None
    if span is not None:
        return dedent(_whole_lines(b[span.start : span.end]))
    return as_yaml([unit] if key[0] in LISTS else {key[1]: unit})


def _whole_lines(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _sections(text: str) -> dict[str, _Section] | None:
    """Return where everything stands; None when the file is written in one line."""
    root = compose(text)
    if root.flow_style:
        return None
    return {
        key.value: _Section(
            start_of_comments(text, key.start_mark.index),
            end_of_line(text, end_of_node(value) if _holds(value) else key.end_mark.index),
            _items(text, value) if key.value in (*MAPPINGS, *LISTS) else {},
            _column(value),
            key.start_mark.line + 1,
        )
        for key, value in root.value
    }


def _holds(node: Any) -> bool:
    return bool(node.value)


def _column(node: Any) -> int:
    return int(node.start_mark.column)


def _items(text: str, node: Any) -> dict[str, _Item]:
    """Return where the items of a block stand, with the comments right above each."""
    found: dict[str, _Item] = {}
    if getattr(node, "flow_style", False):
        return found
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            mark, end = key.start_mark, end_of_node(value) if _holds(value) else key.end_mark.index
            found[key.value] = _item_at(text, mark, end)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                id = next((value.value for key, value in item.value if key.value == "id"), "")
                found[id] = _item_at(text, item.start_mark, end_of_node(item))
    return found


def _item_at(text: str, mark: Any, end: int) -> _Item:
    return _Item(start_of_comments(text, mark.index), end_of_line(text, end), int(mark.line) + 1)


def line_of(text: str, key: Key) -> int | None:
    """Return the line at which a file holds something; None when it does not say."""
    sections = _sections(text)
    section = None if sections is None else sections.get(_section_of(key))
    if section is None:
        return None
    if key[0] == "case":
        return section.line
    item = section.items.get(key[1])
    return item.line if item else None


def lost_comments(text: str, new: str) -> list[tuple[int, str]]:
    """Return the lines of comment of a text, with their numbers, that another has not."""
    left = Counter(map(str.strip, new.splitlines()))
    lost = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith("#"):
            if not left[line]:
                lost.append((number, line))
            left[line] -= bool(left[line])
    return lost
