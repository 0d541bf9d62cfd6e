"""Private entry: one question a screen, saved at each, changeable until the list is made, read once more at the end.

What is entered stands in the compartment of the party, which the mediator does not read; gates do. A party may hand
it to the mediator as well, by a button of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from starlette.responses import Response

from lastyard.case.model import Issue, NumericRange, format_number
from lastyard.errors import RequestError
from lastyard.room.acts import Receipt
from lastyard.room.events import Draft, Event, canonical, moment
from lastyard.room.pages.comparing import MOST_PAIRS, pairs
from lastyard.room.pages.site import Reader, Visit
from lastyard.room.pages.words import later
from lastyard.room.store import NotHere

__all__ = [
    "MARKS", "SCALE", "deadline", "entered", "entry", "entry_in_words", "fields_of", "issue_shown", "moved",
    "option_in_words", "own", "package_in_words", "save", "show_own", "shown_by", "steps_of", "told_so_far",
]  # fmt: skip

_MOST_ROWS = 9
MARKS = (
    (2, later("Best")),
    (1, later("Could live with")),
    (0, later("Never")),
)
SCALE = (
    (0, later("Very badly: almost any deal is better")),
    (25, later("Badly")),
    (50, later("Half as well")),
    (75, later("Well")),
    (95, later("Almost as well as with the best deal")),
)


def told_so_far(visit: Visit) -> dict[str, Any]:
    """Return what this party entered for the machine, by question."""
    return dict(visit.room.entries.get(f"party:{visit.own.role.party}", {}))


def steps_of(visit: Visit, told: dict[str, Any]) -> list[str]:
    """Return the questions of this party, in their order."""
    case = visit.case
    first = ["order"] if len(case.issues) > 1 else []
    first += [f"issue:{issue.id}" for issue in case.issues]
    compared = []
    if len(case.issues) > 1 and all(each in told for each in first):
        found = _pairs(visit, told)
        compared = [f"compare:{k}" for k in range(len(found))]
    return [*first, *compared, "walk-away", "read"]


def _pairs(visit: Visit, told: dict[str, Any]) -> Sequence[Any]:
    """Return this party's comparisons, a function of its own entries alone."""
    seed = int.from_bytes(sha256(f"{visit.own.role.actor}".encode()).digest()[:4], "big")
    return pairs(visit.case, told, len(visit.room.remaining), MOST_PAIRS, seed)


def _number_of(visit: Visit, steps: Sequence[str]) -> int:
    text = visit.part("step")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:3]) <= len(steps):
        raise NotHere
    return int(text[:3])


def _last(visit: Visit, question: str) -> int:
    """Return the place of the newest answer to a question, for forms to be about."""
    own = visit.room.in_compartment(f"party:{visit.own.role.party}", "entry", "withdrawn")
    return max((e.index for e in own if e.content.get("question") == question), default=-1)


def entered(visit: Visit) -> Response:
    """Lead to the first question that is not answered."""
    told = told_so_far(visit)
    steps = steps_of(visit, told)
    number = next((k for k, each in enumerate(steps, 1) if each not in told), len(steps))
    return visit.go(f"/mine/{number}")


def deadline(visit: Reader) -> str:
    """Tell until when entries can be changed: until the next list is made of them."""
    lists = [
        g.gate.lists for g in visit.room.gates if g.gate.lists and not g.packages and not g.closed
    ]
    if not lists:
        return visit.say(
            "You can change it until packages are made of it; the mediator tells when."
        )
    return visit.say(
        "You can change it until %(time)s.", time=visit.words.moment(moment(min(lists)).timestamp())
    )


def entry(visit: Visit) -> Response:
    """Show one question."""
    told = told_so_far(visit)
    steps = steps_of(visit, told)
    number = _number_of(visit, steps)
    question = steps[number - 1]
    shared: dict[str, Any] = {
        "step": (number, len(steps)),
        "deadline": deadline(visit),
        "next": f"{visit.base}/mine/{number + 1}" if number < len(steps) else visit.base,
        "once": visit.once(_last(visit, question)),
    }
    case = visit.case
    if question == "order":
        order = visit.chosen().split() or told.get("order") or []
        return visit.show(
            "matters.html", visit.say("What matters most to you?"),
            order=[(each, _issue(visit, each).name) for each in _complete(visit, order)], **shared,
        )  # fmt: skip
    if question.startswith("issue:"):
        issue = _issue(visit, question.removeprefix("issue:"))
        return visit.show("issue.html", issue.name, marks=[(k, visit.say(w)) for k, w in MARKS],
                          issue=issue_shown(issue, told.get(question)), **shared)  # fmt: skip
    if question.startswith("compare:"):
        first, second = _pairs(visit, told)[int(question.removeprefix("compare:"))]
        rows = list(zip(case.issues, first, second, strict=True))
        return visit.show(
            "compare.html", visit.say("Which would you rather have?"),
            same=[(i.name, i.describe(a)) for i, a, b in rows if a == b],
            first=[(i.name, i.describe(a)) for i, a, b in rows if a != b],
            second=[(i.name, i.describe(b)) for i, a, b in rows if a != b],
            pair=canonical([list(first), list(second)]), **shared,
        )  # fmt: skip
    if question == "walk-away":
        return visit.show("walkaway.html", visit.say("If there is no deal"), share=told.get(question),
                          scale=[(k, visit.say(word)) for k, word in SCALE], **shared)  # fmt: skip
    return _read_once_more(visit, told, steps, shared)


def _complete(visit: Visit, order: Sequence[str]) -> list[str]:
    ids = [issue.id for issue in visit.case.issues]
    kept = [each for each in dict.fromkeys(order) if each in ids]
    return kept + [each for each in ids if each not in kept]


def _issue(visit: Visit, id: str) -> Issue:
    found = next((each for each in visit.case.issues if each.id == id), None)
    if found is None:
        raise NotHere
    return found


def issue_shown(issue: Issue, marks: list[int] | None) -> dict[str, Any]:
    """Return an issue as its screen shows it: a row an option, or three fields where there are many."""
    if issue.size <= _MOST_ROWS:
        rows = [(k, issue.describe(k), marks[k] if marks else None) for k in range(issue.size)]
        return {"name": issue.name, "options": rows}
    live = [k for k, mark in enumerate(marks or []) if mark > 0]
    best = [k for k, mark in enumerate(marks or []) if mark == 2]
    found = {"best": best[:1], "least": live[:1], "most": live[-1:]}
    return {
        **fields_of(issue), "name": issue.name, "options": [],
        **{name: issue.label(k[0]) if k else "" for name, k in found.items()},
    }  # fmt: skip


def fields_of(issue: Issue) -> dict[str, Any]:
    """Return what a field for one option needs: a range of numbers, or all options."""
    numeric = issue.is_numeric
    last = issue.size - 1
    return {
        "numeric": numeric, "labels": [] if numeric else issue.labels(), "unit": issue.unit or "",
        "low": issue.label(0) if numeric else "", "high": issue.label(last) if numeric else "",
        "step": format_number(issue.scale.step) if isinstance(issue.scale, NumericRange) else "",
    }  # fmt: skip


def save(visit: Visit) -> Response:
    """Take the answer to one question."""
    told = told_so_far(visit)
    steps = steps_of(visit, told)
    number = _number_of(visit, steps)
    question = steps[number - 1]
    if question == "order":
        order = moved(visit, _complete(visit, visit.field("order").split()))
        if not visit.field("go"):
            return visit.read_again(f"/mine/{number}", " ".join(order))
        answer: Any = order
    elif question.startswith("issue:"):
        answer = _marked(visit, _issue(visit, question.removeprefix("issue:")))
    elif question.startswith("compare:"):
        first, second = _pairs(visit, told)[int(question.removeprefix("compare:"))]
        rather = visit.field("rather", 2)
        if rather not in ("1", "0", "-1") or visit.field("pair") != canonical(
            [list(first), list(second)]
        ):
            raise RequestError(visit.say("Choose one of the two, or both as much."))
        answer = _preferred(visit, (first, second), int(rather))
    elif question == "walk-away":
        share = visit.field("share", 3)
        if share not in [str(k) for k, _ in SCALE]:
            raise RequestError(visit.say("Choose one of the answers."))
        answer = int(share)
    else:
        return _sent(visit, told, steps)
    _keep(visit, question, answer)
    return visit.go(f"/mine/{number + 1}")


def _preferred(visit: Visit, pair: Sequence[Any], rather: int) -> dict[str, Any]:
    """Return a comparison as entries have it: which is better, which worse."""
    one, other = (
        {issue.id: issue.label(k) for issue, k in zip(visit.case.issues, each, strict=True)}
        for each in pair
    )
    if rather == 0:
        return {"rather": 0, "alike": [one, other]}
    better, worse = (one, other) if rather > 0 else (other, one)
    return {"rather": rather, "better": better, "worse": worse}


def _keep(visit: Visit, question: str, answer: Any) -> Receipt:
    content = {"question": question, "answer": answer}
    to = f"party:{visit.own.role.party}"
    return visit.act(Draft("entry", content, to), _last(visit, question))


def moved(visit: Visit, order: list[str]) -> list[str]:
    """Return an order after the button that was pressed, if one was."""
    for button, by in (("up", -1), ("down", 1)):
        id = visit.field(button, 200)
        if id in order:
            k = order.index(id)
            to = min(max(k + by, 0), len(order) - 1)
            order[k], order[to] = order[to], order[k]
    return order


def _marked(visit: Visit, issue: Issue) -> list[int]:
    """Return a mark for each option."""
    if issue.size <= _MOST_ROWS:
        given = [visit.field(f"o.{k}", 1) for k in range(issue.size)]
        if any(each not in ("0", "1", "2") for each in given):
            raise RequestError(visit.say("Say something of every option, or answer later."))
        marks = [int(each) for each in given]
    else:
        found = [issue.find(visit.field(name, 200).strip()) for name in ("best", "least", "most")]
        best, low, high = (-1 if each is None else each for each in found)
        least, most = min(low, high), max(low, high)
        if least < 0 or not least <= best <= most:
            raise RequestError(visit.say("The best has to be one that you could live with."))
        marks = [2 if k == best else int(least <= k <= most) for k in range(issue.size)]
    if 2 not in marks:
        raise RequestError(visit.say("Say which is best; several can be."))
    return marks


def _read_once_more(
    visit: Visit, told: dict[str, Any], steps: Sequence[str], shared: dict[str, Any]
) -> Response:
    issues = []
    for issue in visit.case.issues:
        marks = told.get(f"issue:{issue.id}")
        if marks:
            rows = [
                (visit.say(word), _ranges([issue.describe(k) for k, m in enumerate(marks) if m == value], issue))
                for value, word in MARKS
            ]  # fmt: skip
            issues.append({"name": issue.name, "marks": [row for row in rows if row[1]]})
    missing = [
        visit.say("Question %(number)s is not answered.", number=k)
        for k, each in enumerate(steps, 1) if each not in (*told, "read") and not each.startswith("compare:")
    ]  # fmt: skip
    walk = dict(SCALE).get(told.get("walk-away", -1))
    return visit.show(
        "read.html", visit.say("Is this what you mean?"),
        matters=[_issue(visit, each).name for each in _complete(visit, told["order"])] if "order" in told else [],
        issues=issues, walkaway=visit.say(walk) if walk else "", missing=missing, back=f"{visit.base}/mine/1",
        read_digest=_digest(told), **shared,
    )  # fmt: skip


def _ranges(labels: list[str], issue: Issue) -> list[str]:
    return (
        labels if issue.size <= _MOST_ROWS or len(labels) < 3 else [f"{labels[0]} … {labels[-1]}"]
    )


def _digest(told: dict[str, Any]) -> str:
    return sha256(canonical({k: v for k, v in told.items() if k != "read"}).encode()).hexdigest()


def _sent(visit: Visit, told: dict[str, Any], steps: Sequence[str]) -> Response:
    """Take the confirmation, by the fingerprint of what was read."""
    read = _digest(told)
    if visit.field("digest", 64) != read:
        return visit.go(f"/mine/{len(steps)}")
    receipt = _keep(visit, "read", read)
    if visit.field("send", 20) == "mediator":
        for question, answer in sorted(told.items()):
            draft = Draft(
                "entry", {"question": question, "answer": answer}, f"caucus:{visit.own.role.party}"
            )
            visit.also(draft)
    return visit.show(
        "sent.html", visit.say("It is kept."), says=visit.say("Your private answers are complete."),
        receipt=receipt.note, next=visit.base, deadline=deadline(visit),
    )  # fmt: skip


def entry_in_words(visit: Visit, question: str, answer: Any) -> tuple[str, str] | None:
    """Return an entry as others read it, where it is shown to them; None where it says nothing alone."""
    say, comma = visit.say, visit.say(", ")
    if question == "order":
        names = [_issue(visit, each).name for each in _complete(visit, answer)]
        return say("What matters, most first"), comma.join(names)
    if question.startswith("issue:"):
        issue = _issue(visit, question.removeprefix("issue:"))
        told = [
            (word, [issue.describe(k) for k, m in enumerate(answer) if m == mark])
            for mark, word in MARKS
        ]
        parts = [
            f"{say(word)}: {comma.join(_ranges(named, issue))}" for word, named in told if named
        ]
        return issue.name, say("; ").join(parts)
    if question == "walk-away" and answer in dict(SCALE):
        return say("If there is no deal"), say(dict(SCALE)[answer])
    return None


def shown_by(visit: Visit, event: Event) -> tuple[str, str] | None:
    """Return what somebody shows by a ``released`` event, in words."""
    content = event.content.get("content")
    if not isinstance(content, Mapping):
        return visit.name_of(event.actor), str(event.content.get("text", ""))
    if "question" not in content:
        return visit.name_of(event.actor), str(content.get("text", ""))
    said = entry_in_words(visit, str(content["question"]), content["answer"])
    return said and (f"{visit.name_of(event.actor)}: {said[0]}", said[1])


def own(visit: Visit) -> Response:
    """Show what a party may show to others, one thing at a time."""
    return visit.show(
        "own.html",
        visit.say("Show something of yours"),
        rows=_own(visit),
        once=visit.once(_shown(visit)),
    )


def _own(visit: Visit) -> list[tuple[str, str, str]]:
    """Return what a party has: where it stands, what it is, and its words; of entries the newest."""
    id = visit.own.role.party
    newest = {
        str(e.content["question"]): e for e in visit.room.in_compartment(f"party:{id}", "entry")
    }
    rows = []
    for question, event in newest.items():
        said = entry_in_words(visit, question, event.content["answer"])
        if said is not None:
            rows.append((f"party:{id}/{event.index}", *said))
    for event in visit.room.in_compartment(f"caucus:{id}", "reply"):
        if event.actor == visit.own.role.actor:
            text = str(event.content["text"])
            rows.append((f"caucus:{id}/{event.index}", visit.say("To the mediator"), text))
    return rows


def _shown(visit: Visit) -> int:
    return sum(each.actor == visit.own.role.actor for each in visit.room.released)


def show_own(visit: Visit) -> Response:
    """Show one thing of a party's own to the members, or to observers as well."""
    to = "public" if visit.field("to", 10) == "public" else "shared"
    visit.act(Draft("released", {"from": visit.field("from", 200)}, to), _shown(visit))
    return visit.go()


def package_in_words(visit: Reader, package: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a package as names of issues with the options taken, in the order of the case."""
    return [
        (i.name, option_in_words(i, package[i.id])) for i in visit.case.issues if i.id in package
    ]


def option_in_words(issue: Issue, label: str) -> str:
    """Return an option with its unit."""
    place = issue.find(label)
    return label if place is None else issue.describe(place)
