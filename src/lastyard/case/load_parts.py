"""Parts of a case file, each read with its problems placed: issues, conditions, agreement, packages, references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from lastyard.case.diagnostics import Diagnostics, Place
from lastyard.case.model import (
    MOST_STEPS,
    Agreement,
    Case,
    Issue,
    NumericRange,
    Package,
    Party,
    Statement,
    WrittenCondition,
    format_number,
    parse_number,
)
from lastyard.case.parse import body_rule, parse_agreement, parse_condition, why_not_monotone
from lastyard.case.shapes import SHAPES
from lastyard.case.yaml import Entry, Fields, ListNode, MapNode, Node, TextNode, kind_of, texts_from
from lastyard.conditions.language import KEYWORDS, LanguageError
from lastyard.conditions.tree import issues_of
from lastyard.errors import did_you_mean

__all__ = [
    "agreement_from",
    "check_references",
    "condition_from",
    "is_empty",
    "issue_from",
    "known_issue",
    "note_language_error",
    "option_from",
    "package_from",
]


def issue_from(entry: Entry, parties: Iterable[Party], problems: Diagnostics) -> Issue | None:
    """Read one issue; note every problem and return None when it has no usable options."""
    fields = Fields(entry.value, SHAPES["issue"], problems)
    if entry.key.text in KEYWORDS:
        problems.error(
            "bad-name",
            f"{entry.key.text!r} is a word of the condition language",
            entry.key.place,
            "choose another identifier",
        )
    scale = _scale(entry, fields, problems)
    name, unit = fields.text("name"), fields.text("unit")
    ordered, words, note = fields.flag("ordered"), fields.words("words"), fields.text("note")
    of = _owners(fields, parties, problems)
    if scale is None:
        return None
    option_words = _option_words(scale, fields, problems)
    return Issue(
        id=entry.key.text,
        name=name or entry.key.text,
        scale=scale,
        ordered=ordered or isinstance(scale, NumericRange),
        unit=unit,
        words=words,
        option_words=option_words,
        of=of,
        note=note,
        place=entry.key.place,
    )


def _owners(fields: Fields, parties: Iterable[Party], problems: Diagnostics) -> tuple[str, ...]:
    """Read whose own issue it is; parties that decide, each once."""
    known = [party.id for party in parties if party.decides]
    found: dict[str, None] = {}
    for node in fields.texts("of"):
        if node.text in known:
            found[node.text] = None
        else:
            problems.error(
                "unknown-party",
                f"no party that decides is called {node.text[:60]!r}",
                node.place,
                did_you_mean(node.text, known, "parties"),
            )
    return tuple(found)


def _scale(
    entry: Entry, fields: Fields, problems: Diagnostics
) -> tuple[str, ...] | NumericRange | None:
    if "options" in fields and "range" in fields:
        problems.error(
            "options-and-range",
            "an issue has either `options` or a `range`",
            fields.key_place("range"),
            "remove one of them",
        )
        return None
    if "options" in fields:
        if "step" in fields:
            problems.error(
                "options-and-range",
                "`step` goes with a `range`, not with `options`",
                fields.key_place("step"),
                "remove it",
            )
        return _options(fields, problems)
    if "range" in fields:
        return _range(fields, problems)
    if not fields.mistaken.isdisjoint(("options", "range")):
        return None
    problems.error(
        "missing-key",
        f"the issue {entry.key.text!r} has no options",
        entry.key.place,
        "add `options: [...]`, or `range: [low, high]` with `step:`",
    )
    return None


def _options(fields: Fields, problems: Diagnostics) -> tuple[str, ...] | None:
    nodes = fields.texts("options")
    seen: dict[str, TextNode] = {}
    for node in nodes:
        if node.text in seen:
            problems.error(
                "duplicate-option",
                f"the option {node.text[:60]!r} is listed twice",
                node.place,
                "remove or rename one of them",
            )
        if not node.text.strip():
            problems.error("bad-name", "an option needs a name", node.place)
        seen.setdefault(node.text, node)
    if len(seen) > MOST_STEPS:
        problems.error(
            "too-many-options",
            f"{len(seen)} options, more than {MOST_STEPS}",
            fields.key_place("options"),
            "use a coarser list",
        )
        return None
    if not seen:
        problems.error(
            "missing-key", "an issue needs options", fields.key_place("options"), "list them"
        )
        return None
    return tuple(seen)


def _option_words(
    scale: tuple[str, ...] | NumericRange, fields: Fields, problems: Diagnostics
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read other words for options, in the order of the options."""
    node = fields.node("option_words")
    if node is None:
        return ()
    if isinstance(scale, NumericRange) or not isinstance(node, MapNode):
        numeric = isinstance(scale, NumericRange)
        problems.error(
            "wrong-type",
            "numbers need no `option_words`" if numeric else "`option_words` names options",
            node.place,
            "remove them" if numeric else "write them as {option: [word, other words]}",
        )
        return ()
    listed: dict[str, tuple[str, ...]] = {}
    for entry in node.entries:
        if entry.key.text in scale:
            listed[entry.key.text] = tuple(t.text for t in texts_from(entry.value, problems))
        else:
            problems.error(
                "unknown-option",
                f"the issue has no option {entry.key.text[:60]!r}",
                entry.key.place,
                did_you_mean(entry.key.text, scale, "options"),
            )
    return tuple((option, listed[option]) for option in scale if option in listed)


def _help_for_range(node: Node | None, texts: list[TextNode]) -> str:
    from lastyard.case.hints import help_for_number, number_meant  # noqa: PLC0415

    if len(texts) > 2 and number_meant(",".join(text.text for text in texts[1:])) is not None:
        number = "".join(text.text for text in texts[1:])
        return f"a comma ends a number: write {number} for {','.join(t.text for t in texts[1:])}"
    helped = (help_for_number(text.text) for text in texts if parse_number(text.text) is None)
    told = next((help for help in helped if help), None)
    ends = re.fullmatch(r"\s*([\d.]+)\s*(?:-|to|\.\.+|:|\u2013)\s*([\d.]+)\s*", _text_of(node))
    if ends:
        return f"write it as `range: [{ends[1]}, {ends[2]}]`"
    return told or "write it as `range: [0, 180]`"


def _text_of(node: Node | None) -> str:
    return node.text if isinstance(node, TextNode) else ""


def _range(fields: Fields, problems: Diagnostics) -> NumericRange | None:
    node, place = fields.node("range"), fields.key_place("range")
    texts = (
        [item for item in node.items if isinstance(item, TextNode)]
        if isinstance(node, ListNode)
        else []
    )
    ends = [parse_number(text.text) for text in texts]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        problems.error("bad-range", "a range is two numbers", place, _help_for_range(node, texts))
        return None
    low, high = ends[0], ends[1]
    if low >= high:
        problems.error(
            "bad-range",
            f"the range goes from {texts[0].text} to {texts[1].text}",
            texts[0].place,
            "give the smaller number first",
        )
        return None
    if "step" in fields.mistaken:
        return None
    if "step" not in fields:
        problems.error("missing-key", "a range needs a step", place, "add `step:`, as `step: 1`")
        return None
    step = fields.number("step")
    if step is None:
        return None
    step_node = fields.node("step")
    step_place = step_node.place if step_node else place
    if step <= 0:
        problems.error("bad-range", "the step must be above zero", step_place)
        return None
    if (high - low) / step >= MOST_STEPS:
        problems.error(
            "too-many-options",
            f"{int((high - low) / step) + 1} steps, more than {MOST_STEPS}",
            step_place,
            f"a step of {format_number((high - low) / (MOST_STEPS // 10))} would give 1,001",
        )
        return None
    if (high - low) % step:
        last = low + (high - low) // step * step
        problems.error(
            "step-does-not-divide",
            f"steps of {format_number(step)} from {format_number(low)} do not reach "
            f"{format_number(high)}",
            step_place,
            f"end the range at {format_number(last)} or {format_number(last + step)}",
        )
        return None
    return NumericRange(low, high, step)


def condition_from(
    node: Node | None,
    issues: Mapping[str, Issue],
    problems: Diagnostics,
    known: dict[str, WrittenCondition] | None = None,
) -> WrittenCondition | None:
    """Read a condition; note what is wrong with it and return None.

    Args:
        node: The condition.
        issues: The issues by identifier.
        problems: Receives what is wrong.
        known: The conditions on these issues read so far, by their texts. Records repeat
            themselves: a text that occurs again is not parsed again.
    """
    if node is None:
        return None
    if not isinstance(node, TextNode):
        problems.error(
            "wrong-type",
            f"a condition is text, found {kind_of(node)}",
            node.place,
            "put the condition in quotes",
        )
        return None
    text = node.text
    if known is not None and text in known:
        return known[text]
    try:
        condition = WrittenCondition(text, parse_condition(text, issues))
    except LanguageError as problem:
        note_language_error(problem, node, problems)
        return None
    if known is not None:
        known[text] = condition
    return condition


def note_language_error(problem: LanguageError, node: TextNode, problems: Diagnostics) -> None:
    """Note a problem inside a text at its own column, or say the character where it has none."""
    if node.offset >= 0:
        place = node.place.shifted(node.offset + problem.start, problem.length)
        problems.error(problem.code, problem.message, place, problem.help)
    else:
        message = f"{problem.message} (character {problem.start + 1} of this text)"
        problems.error(problem.code, message, node.place, problem.help)


_LARGEST_WEIGHT = 10**9


def agreement_from(
    node: Node | None, parties: Sequence[Party], problems: Diagnostics
) -> Agreement | None:
    """Read the agreement rule; note every problem and return None.

    Args:
        node: The value of ``agreement``, if given.
        parties: Everybody in the case, to tell who decides.
        problems: Receives what is wrong.
    """
    if node is None:
        return None
    deciders = [party.id for party in parties if party.decides]
    others = {party.id: party.role for party in parties if not party.decides}
    if isinstance(node, TextNode):
        return _formula(node, deciders, others, problems)
    return _Body(node, deciders, others, problems).read()


def _formula(
    node: TextNode, deciders: Sequence[str], others: Mapping[str, str], problems: Diagnostics
) -> Agreement | None:
    try:
        tree = parse_agreement(node.text, deciders)
    except LanguageError as problem:
        name = node.text[problem.start : problem.start + problem.length]
        if problem.code == "unknown-party" and name in others:
            problem.code = "agreement-names-mediator"
            problem.message = f"{name!r} is {_a(others[name])}: it does not accept or refuse"
            problem.help = "leave it out, or give it `role: party`"
        note_language_error(problem, node, problems)
        return None
    if reason := why_not_monotone(tree):
        problems.error(
            "agreement-not-monotone",
            f"the agreement rule is not monotone: {reason}",
            node.place,
            "say who must accept, never who must not",
        )
        return None
    named = issues_of(tree)
    return Agreement(node.text, tree, tuple(id for id in deciders if id in named))


def _a(role: str) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


class _Body:
    def __init__(
        self,
        node: Node,
        deciders: Sequence[str],
        others: Mapping[str, str],
        problems: Diagnostics,
    ) -> None:
        self._fields = Fields(node, SHAPES["body"], problems)
        self._deciders = deciders
        self._others = others
        self._problems = problems

    def read(self) -> Agreement | None:
        members = self._members("members", self._deciders)
        veto = self._members("veto", members)
        weights = self._weights(members)
        quota = self._fields.number("quota")
        if quota is None or not members:
            return None
        total = sum(weights.get(member, 1) for member in members)
        if quota.denominator != 1 or not 1 <= quota <= total:
            self._problems.error(
                "bad-quota",
                f"the quota must be a whole number from 1 to {total}, what all members reach",
                self._fields.key_place("quota"),
                "a quota that nobody can reach would make agreement impossible",
            )
            return None
        tree = body_rule(members, int(quota), veto, weights)
        named = [id for id in self._deciders if id in members]
        return Agreement(
            text=_body_text(members, int(quota), veto, weights),
            tree=tree,
            parties=tuple(named),
            members=tuple(members),
            quota=int(quota),
            veto=tuple(veto),
            weights=tuple((id, weights[id]) for id in members if id in weights),
        )

    def _members(self, name: str, known: Sequence[str]) -> list[str]:
        found: list[str] = []
        for node in self._fields.texts(name):
            if node.text in found:
                self._problems.error(
                    "duplicate-name", f"{node.text!r} is named twice", node.place, "name it once"
                )
            elif node.text in self._others:
                role = _a(self._others[node.text])
                self._problems.error(
                    "agreement-names-mediator",
                    f"{node.text!r} is {role}: it does not accept or refuse",
                    node.place,
                    "leave it out, or give it `role: party`",
                )
            elif node.text not in known:
                self._problems.error(
                    "unknown-party",
                    f"no {'member' if name == 'veto' else 'party'} is called {node.text[:60]!r}",
                    node.place,
                    did_you_mean(node.text, known, "members" if name == "veto" else "parties"),
                )
            else:
                found.append(node.text)
        return found

    def _weights(self, members: Sequence[str]) -> dict[str, int]:
        node = self._fields.node("weights")
        if node is None:
            return {}
        weights: dict[str, int] = {}
        entries = node.entries if isinstance(node, MapNode) else []
        for entry in entries:
            value = entry.value
            text = value.text if isinstance(value, TextNode) else ""
            if entry.key.text not in members:
                self._problems.error(
                    "unknown-party",
                    f"no member is called {entry.key.text[:60]!r}",
                    entry.key.place,
                    did_you_mean(entry.key.text, members, "members"),
                )
            elif not text.isdecimal() or len(text) > 10 or int(text) > _LARGEST_WEIGHT:
                self._problems.error(
                    "bad-number", "a weight is a whole number from 0 to 1,000,000,000", value.place
                )
            else:
                weights[entry.key.text] = int(text)
        if not entries:
            self._problems.error(
                "wrong-type", "`weights` maps members to numbers", node.place, "{member: 2}"
            )
        return weights


def _body_text(
    members: Sequence[str], quota: int, veto: Sequence[str], weights: Mapping[str, int]
) -> str:
    unit = "weight" if weights else "members"
    total = sum(weights.get(member, 1) for member in members)
    text = f"{quota} of {total} {unit}"
    if not veto:
        return text
    must = veto[0] if len(veto) == 1 else f"each of {', '.join(veto)}"
    return f"{text}, {must} among them"


def package_from(
    node: Node | None, issues: Mapping[str, Issue], problems: Diagnostics
) -> Package | None:
    """Read a complete or partial package; note every problem and return None."""
    if node is None:
        return None
    if not isinstance(node, MapNode) or not node.entries:
        found = "an empty mapping" if isinstance(node, MapNode) else kind_of(node)
        problems.error(
            "wrong-type",
            f"a package names issues and options, found {found}",
            node.place,
            "write it as {issue: option, other issue: option}",
        )
        return None
    chosen: dict[str, int] = {}
    complete = True
    for before, entry in pairwise(node.entries):
        if entry.key.text.isdecimal() and is_empty(entry.value):
            from lastyard.case.hints import help_for_comma  # noqa: PLC0415  (only errors need it)

            cut = before.value.text if isinstance(before.value, TextNode) else ""
            problems.error(
                "bad-number",
                f"the comma cuts the number {cut},{entry.key.text[:60]} in two",
                entry.key.place,
                help_for_comma(cut, entry.key.text),
            )
            return None
    for entry in node.entries:
        issue = known_issue(entry.key, issues, problems)
        index = option_from(entry.value, issue, problems) if issue else None
        if issue is None or index is None:
            complete = False
        else:
            chosen[issue.id] = index
    if not complete:
        return None
    return tuple((id, chosen[id]) for id in issues if id in chosen)


def is_empty(node: Node) -> bool:
    """Return whether nothing is given."""
    return isinstance(node, TextNode) and node.is_null


def known_issue(node: TextNode, issues: Mapping[str, Issue], problems: Diagnostics) -> Issue | None:
    """Return the issue that a text names; note when there is none such."""
    issue = issues.get(node.text)
    if issue is None:
        problems.error(
            "unknown-issue",
            f"no issue is called {node.text[:60]!r}",
            node.place,
            did_you_mean(node.text, issues, "issues"),
        )
    return issue


def option_from(node: Node, issue: Issue, problems: Diagnostics) -> int | None:
    """Return the index of an option that a node names; note when there is none such."""
    if not isinstance(node, TextNode):
        problems.error(
            "wrong-type", f"an option is text or a number, found {kind_of(node)}", node.place
        )
        return None
    index = issue.find(node.text)
    if index is None:
        problems.error(
            "unknown-option",
            f"{issue.id!r} has no option {node.text[:60]!r}",
            node.place,
            _help_for_option(node.text, issue),
        )
    return index


def _help_for_option(text: str, issue: Issue) -> str:
    if isinstance(issue.scale, tuple):
        return did_you_mean(text, issue.scale, "options")
    return _help_for_number(text, issue.scale, issue.unit)


def _help_for_number(text: str, scale: NumericRange, unit: str | None) -> str:
    low, high, step = (format_number(n) for n in (scale.low, scale.high, scale.step))
    number = parse_number(text)
    if number is None:
        from lastyard.case.hints import help_for_number  # noqa: PLC0415  (only errors need it)

        told = help_for_number(text)
        if told is not None:
            return told
    if number is not None and scale.low <= number <= scale.high:
        lower = scale.low + (number - scale.low) // scale.step * scale.step
        upper = lower + scale.step
        return f"its steps next to it: {format_number(lower)}, {format_number(upper)}"
    in_unit = f" (in {unit}, without the unit)" if unit else ""
    return f"give a number from {low} to {high} in steps of {step}{in_unit}"


def check_references(case: Case, problems: Diagnostics, *, complete: bool) -> None:
    """Note every reference that leads nowhere or cannot be meant.

    Args:
        case: The case as read.
        problems: Receives what is wrong.
        complete: Whether every statement of the file was readable. If not, a reference
            may be to an unreadable one, and references that lead nowhere are passed over.
    """
    _check_twice("statement", ((s.id, s.place) for s in case.statements), problems)
    _check_twice("rule", ((rule.id, rule.place) for rule in case.rules), problems)
    _check_twice("vote", ((vote.id, vote.place) for vote in case.votes), problems)
    sources = [source.id for source in case.sources]  # in their order, for the list in the help
    for source_id, place in _sources_used(case):
        if source_id not in sources:
            problems.error(
                "unknown-source",
                f"no source is called {source_id[:60]!r}",
                place,
                did_you_mean(source_id, sources, "sources"),
            )
    statements = {statement.id: statement for statement in case.statements}
    _check_ends(statements, problems, complete=complete)
    if complete:
        _check_ballots(case, statements, problems)
    _check_circles(statements, problems)
    _check_dates(case, problems)
    unsourced = [s for s in case.statements if s.source is None]
    if unsourced and case.sources:
        some = ", ".join(s.id for s in unsourced[:3]) + (", ..." if len(unsourced) > 3 else "")
        problems.warning(
            "no-source",
            f"{len(unsourced)} of {len(case.statements)} statements name no source: {some}",
            unsourced[0].place,
            "add `source:`, so that every conclusion can be followed to where it was said",
        )


def _check_twice(
    what: str, named: Iterable[tuple[str, Place | None]], problems: Diagnostics
) -> None:
    first: dict[str, Place | None] = {}
    for id, place in named:
        if id in first:
            earlier = first[id]
            where = f" (first on line {earlier.line})" if earlier else ""
            problems.error(
                "duplicate-name", f"two {what}s are called {id!r}{where}", place, "rename one"
            )
        first.setdefault(id, place)


def _sources_used(case: Case) -> Iterable[tuple[str, Place | None]]:
    used = [(statement.source, statement.place) for statement in case.statements]
    used += [(rule.source, rule.place) for rule in case.rules]
    used += [(vote.source, vote.place) for vote in case.votes]
    used += [(ballot.source, ballot.place) for vote in case.votes for ballot in vote.ballots]
    if case.moves is not None:
        used.append((case.moves.source, case.moves.place))
    if case.outcome is not None:
        used.append((case.outcome.source, case.outcome.place))
    return [(source, place) for source, place in used if source is not None]


def _check_ends(
    statements: Mapping[str, Statement], problems: Diagnostics, *, complete: bool
) -> None:
    for statement in statements.values():
        for id in statement.ends:
            earlier = statements.get(id)
            if earlier is None and complete:
                problems.error(
                    "unknown-statement",
                    f"{statement.id!r} ends {id[:60]!r}, and no statement is called so",
                    statement.place,
                    did_you_mean(id, statements, "statements"),
                )
            if earlier is None:
                continue
            if earlier.party != statement.party:
                problems.error(
                    "ends-anothers",
                    f"{statement.id!r} of {statement.party!r} ends {id!r} of {earlier.party!r}",
                    statement.place,
                    "a party can replace or withdraw its own statements only",
                )
            if earlier.on > statement.on:
                problems.error(
                    "ends-later",
                    f"{statement.id!r} of {statement.on} ends {id!r} of {earlier.on}, "
                    "which was made after it",
                    statement.place,
                    "check the dates",
                )


def _check_ballots(case: Case, statements: Mapping[str, Statement], problems: Diagnostics) -> None:
    for vote in case.votes:
        for ballot in vote.ballots:
            if ballot.statement is not None and ballot.statement not in statements:
                problems.error(
                    "unknown-statement",
                    f"the ballot rests on {ballot.statement[:60]!r}, and no statement is called so",
                    ballot.place,
                    did_you_mean(ballot.statement, statements, "statements"),
                )


def _check_circles(statements: Mapping[str, Statement], problems: Diagnostics) -> None:
    """Note each circle of replacements once, at its first statement in the file."""
    settled: set[str] = set()
    for start in statements:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            id, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(id)
                settled.add(id)
            elif id in on_path:
                circle = path[path.index(id) :]
                problems.error(
                    "ends-in-circle",
                    "these statements replace one another in a circle: "
                    + " -> ".join((*circle, id)),
                    statements[circle[0]].place,
                    "the first statement of a chain replaces nothing",
                )
            elif id in statements and id not in settled:
                path.append(id)
                on_path.add(id)
                stack.append((id, True))
                stack.extend((other, False) for other in statements[id].ends)


def _check_dates(case: Case, problems: Diagnostics) -> None:
    if case.as_of is None:
        return
    for statement in case.statements:
        if statement.on > case.as_of:
            problems.warning(
                "after-as-of",
                f"{statement.id!r} is of {statement.on}, after the case's day {case.as_of}: "
                "it is not in force",
                statement.place,
                "correct the date, or move `as_of`",
            )
