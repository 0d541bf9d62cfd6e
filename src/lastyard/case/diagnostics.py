"""What is wrong with an input, where it is, and what to do about it.

Exceptions of this package:

    LastYardError                 everything a user can cause; commands turn it into exit code 2
    ├── CaseError                 a case file cannot be used; carries every problem found
    └── RequestError              a question that cannot be answered as asked (bad option, bad date)

A problem is a :class:`Diagnostic`. Its ``code`` is stable and explained by
``lastyard explain CODE``; every code that can be printed is
here, a test reads them from the source.

Example:
    >>> place = Place("rafah.yaml", 3, 7)
    >>> print(Diagnostic("unknown-issue", "no issue is called 'grond'", place, help="did you mean 'ground'?"))
    rafah.yaml:3:7: error[unknown-issue]: no issue is called 'grond'
      help: did you mean 'ground'?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from lastyard.errors import LastYardError, did_you_mean
from lastyard.records import record
from lastyard.showing import one_line

__all__ = ["CODES", "CaseError", "Diagnostic", "Diagnostics", "Place"]

_LONGEST_LINE_SHOWN = 160


class Place(NamedTuple):
    """Where something stands in a file.

    A named tuple, not a dataclass: every value of a case file has one, and these are made
    three times faster.

    Attributes:
        file: Name of the file as the user gave it; ``-`` is standard input.
        line: Line, from 1.
        column: Column in characters, from 1.
        length: How many characters the caret line underlines, at least 1.
    """

    file: str
    line: int
    column: int
    length: int = 1

    def shifted(self, characters: int, length: int = 1) -> Place:
        """Return the place ``characters`` further right on the same line."""
        return Place(self.file, self.line, self.column + characters, length)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@record(frozen=True, slots=True)
class Diagnostic:
    """One problem found in an input.

    Attributes:
        code: Stable short name of the kind of problem.
        message: What is wrong, in one sentence.
        place: Where, when it can be said.
        help: What to do, when it can be said.
        severity: An ``error`` makes the case unusable, a ``warning`` does not.
        source_line: The text of the line at ``place``.
    """

    code: str
    message: str
    place: Place | None = None
    help: str | None = None
    severity: Literal["error", "warning"] = "error"
    source_line: str | None = None

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        lines = [one_line(f"{head}{self.severity}[{self.code}]: {self.message}")]
        if self.place and self.source_line is not None:
            lines += _caret_lines(self.place, self.source_line)
        if self.help:
            lines.append(one_line(f"  help: {self.help}"))
        return "\n".join(lines)


def _caret_lines(place: Place, source_line: str) -> list[str]:
    """Show the source line with a caret; a very long line is cut around the place."""
    start = place.column - 1
    text = source_line.rstrip("\n").replace("\t", " ")
    if len(text) > _LONGEST_LINE_SHOWN:
        first = max(0, start - _LONGEST_LINE_SHOWN // 2)
        text, start = text[first : first + _LONGEST_LINE_SHOWN], start - first
    if start > len(text):
        return []
    gutter = f"{place.line:>5} | "
    end = start + max(1, min(place.length, len(text) - start))
    before, marked, after = map(one_line, (text[:start], text[start:end], text[end:]))
    carets = " " * len(before) + "^" * max(1, len(marked))
    return [gutter + before + marked + after, " " * (len(gutter) - 2) + "| " + carets]


class CaseError(LastYardError):
    """A case file that cannot be used.

    Attributes:
        diagnostics: Every problem found, errors and warnings, in the order of the file.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))


class Diagnostics:
    """Collects problems while a file is read, so that all are told at once.

    Args:
        file: Name of the file, used for problems that have no place of their own.
        text: Its text, for showing the source line.
        limit: At the problem after this many, reading stops with :class:`CaseError`.
    """

    def __init__(self, file: str, text: str = "", limit: int = 200) -> None:
        self.file = file
        self._lines = text.splitlines()
        self._limit = limit
        self._found: list[Diagnostic] = []

    def error(self, code: str, message: str, place: Place | None, help: str | None = None) -> None:
        """Note an error: the case cannot be used."""
        self._note(code, message, place, help, "error")

    def warning(
        self, code: str, message: str, place: Place | None, help: str | None = None
    ) -> None:
        """Note a warning: the case can be used, but the user should know."""
        self._note(code, message, place, help, "warning")

    def unknown(
        self,
        code: str,
        name: str,
        place: Place | None,
        what: str,
        known: Iterable[str],
        many: str,
        help: str | None = None,
    ) -> None:
        """Note that nothing is called by a name.

        It is told what should be called so, with the nearest of what is known, or a list of these,
        which are called `many` together. The help may be given instead.
        """
        message = f"no {what} is called {name[:60]!r}"
        self.error(code, message, place, help or did_you_mean(name, known, many))

    def _note(
        self,
        code: str,
        message: str,
        place: Place | None,
        help: str | None,
        severity: Literal["error", "warning"],
    ) -> None:
        if len(self._found) >= self._limit:
            # Telling more would help nobody, and a hostile file could make it take for ever.
            more = f"more than {self._limit} problems: mend these first"
            raise CaseError((*self.all(), Diagnostic("more-problems", more)))
        line = None
        if place and place.file == self.file and 1 <= place.line <= len(self._lines):
            line = self._lines[place.line - 1]
        self._found.append(Diagnostic(code, message, place, help, severity, line))

    def forget(self, follow_ups: Iterable[tuple[str, str]]) -> None:
        """Drop what only follows from something else that was noted.

        `follow_ups` has codes, with the ends of the messages.
        """
        gone = tuple(follow_ups)
        self._found = [
            found
            for found in self._found
            if not any(found.code == code and found.message.endswith(end) for code, end in gone)
        ]

    @property
    def has_errors(self) -> bool:
        """Whether any error was noted."""
        return any(d.severity == "error" for d in self._found)

    def all(self) -> tuple[Diagnostic, ...]:
        """Return the problems in the order of the file."""
        far = Place(self.file, 10**9, 1)
        return tuple(sorted(self._found, key=lambda d: d.place or far))

    def raise_errors(self) -> None:
        """Raise :class:`CaseError` with everything noted, if there is any error."""
        if self.has_errors:
            raise CaseError(self.all())


CODES: Mapping[str, str] = {
    "accept-and-drop": (
        "A draft is marked both `accept: true` and `drop: true`; only one of them can be meant."
    ),
    "after-as-of": (
        "A statement is dated after the day the case is looked at. It is not in force on that "
        "day and takes no part in any answer. Correct its date, or move `as_of`."
    ),
    "agreement-names-mediator": (
        "The agreement rule names a mediator or an observer. They propose, host or speak, but "
        "they neither accept nor refuse. Leave them out, or give them `role: party`."
    ),
    "agreement-not-monotone": (
        "One more party that accepts would turn agreement into none. Such a rule would make "
        "every acceptance ambiguous, so it is refused. Say who must accept, never who must not."
    ),
    "bad-ballot": (
        "A ballot is yes, abstain or no, present (there, and not voting) or absent; or `chances` of "
        "yes, of no and of one of the others, which add up to 1; or, for a "
        "class of members, `counts` of the three, at most as many as there are. Of whoever is "
        "left out nothing is known."
    ),
    "bad-body": (
        "Who votes does not fit the rule by which they vote: members named twice, weights that "
        "are missing, groups of nobody, or a rule that is too large to be checked."
    ),
    "bad-date": "Not a day. Write days as 2024-03-22: year, month, day.",
    "bad-direction": (
        "`wants` takes `more` or `less`. More means later options of an ordered issue, or "
        "greater numbers."
    ),
    "bad-moves": (
        "The options, states or preferences under `moves` cannot be read or do not fit together. "
        "States and combinations are patterns (`YN-`, a letter an option) or statements (`attack "
        "and not release`); preferences name every feasible state once and run in no circle."
    ),
    "bad-name": (
        "Names of parties and issues are used in conditions, so they consist of letters, digits "
        "and _, do not begin with a digit, and are not words of the condition language. Names of "
        "statements, rules and sources may also contain . and -. Full names go to `name:`."
    ),
    "bad-number": "Not a number. Write numbers as 12, -0.5 or 1e6, without units.",
    "bad-probability": "A probability lies between 0 (never) and 1 (certain).",
    "bad-quota": (
        "A quota must be a whole number that the members can reach together; otherwise nothing "
        "could ever be agreed, or anything would be."
    ),
    "bad-range": "A numeric issue needs `range: [low, high]` with low below high, and a `step` above 0.",
    "bad-rule": (
        "The rule of a body cannot be read, asks for what no vote can reach, or lets more support "
        "turn adoption into rejection. Rules compare ballots (`yes >= 9 and no veto of a, b`); "
        "docs/bodies.md has them all."
    ),
    "bad-stress": (
        "`stresses` takes one of four words an issue: most important, badly needed, needed, not "
        "needed. They are read as people's words were in recorded negotiations."
    ),
    "bad-together": (
        "`together` under `values` lists at most eight pairs of options, of two issues each and "
        "each once, with the points that they add when a package holds both."
    ),
    "broad-option": (
        "A firm demand whose last allowed option is as broad as `some`, `any` or `limited` looks near to "
        "everything that falls under the word. Talks have failed over what it was to mean. Where the "
        "parties are known to mean different things, more options tell more: `some` as `up to a third` "
        "and `up to a half`."
    ),
    "broken-commitment": (
        "What a party offered, accepted or asked for leaves what the same party requires or "
        "rejects, and both are in force. A newer offer often means that the demand was given up: "
        "write `replaces: ID` in the offer (and what is left of the demand as a statement of its "
        "own). An older offer may have been withdrawn by the newer demand: write `replaces: ID` "
        "in the demand. Else one of the two is wrong: its words, its day, or who spoke for whom. "
        "Until then the demand counts in full, and blocks what the party itself has offered."
    ),
    "closed-by-one": (
        "A statement of firmness 1 never gives way, so no package that breaks it can be agreed. This "
        "one alone stands against a deal: without it everything else that was said could be kept. "
        "Words are seldom that certain; the word `absolute` means 0.97."
    ),
    "condition-syntax": (
        "The condition cannot be read. Conditions compare issues with options or numbers "
        "(== != < <= > >=, in [...]), joined by and, or, not, implies, iff. Options stand in "
        "quotes, issues and numbers do not."
    ),
    "condition-too-large": (
        "A condition has at most 10,000 characters and 50 levels of nesting. Split it into "
        "several statements or rules; all of them hold together."
    ),
    "condition-type": (
        "The condition can be read but means nothing: it compares things that cannot be "
        "compared, such as options without an order by <, or a number with a quoted option."
    ),
    "duplicate-key": "The same key stands twice in one mapping; only one of them could count.",
    "duplicate-name": "The same name stands for two things, or is listed twice where once is meant.",
    "duplicate-option": "An option is listed twice in one issue.",
    "empty-file": "The file holds nothing. `lastyard new FILE` writes a commented case.",
    "ends-anothers": "A party can replace or withdraw its own statements only.",
    "ends-in-circle": "Statements replace one another in a circle, so none of them could be in force.",
    "ends-later": "A statement replaces or withdraws one that was made after it; check the dates.",
    "file-outside": (
        "A case may name files below its own folder only, links followed: it may come from "
        "anybody, and what else your machine holds must not show in what you hand on. The quotes "
        "of such a source are not checked; without the file of a body the vote cannot be used. "
        "If you trust the case, `--files-root DIR` opens what lies below another folder, and "
        "`--allow-files-outside` everything."
    ),
    "file-too-large": (
        "A case file has at most 8 MB and 100,000 values. Documents belong in files of their "
        "own, named by `file:` of a source."
    ),
    "firmness-without-demand": (
        "Firmness says how sure a demand (requires), red line (rejects) or refusal is to hold. "
        "For other statements say with `confidence` how sure you are that they were made."
    ),
    "impossible-demand": (
        "No package satisfies what one statement demands, by itself or under the rules, so its party could "
        "agree to nothing. Mostly a number or a sign in it is not what was meant, an issue lacks the "
        "options that were spoken of, or a rule says too much. If the party does refuse every "
        "package for now, leave it as it is."
    ),
    "lone-refusal": (
        "A refusal of a whole package rules out that package and no other: the party may like another "
        "one better or worse. By what it asks for and wants, some are for certain no better for it. "
        "They stay open, so that talks may look nearer than they are. If the package was turned down as not "
        "enough, write `rejects` with the condition that is told."
    ),
    "lone-rejection": (
        "A party rejects one step of an issue alone, and asks for more, or for less. Steps beyond the one it "
        "rejected stay open, so that a deal may be found that is worse for it than what it turned down. If that "
        "was turned down as not enough, write `rejects` with the condition that is told."
    ),
    "missing-key": "Something that is needed was left out.",
    "more-problems": "Reading stopped after 200 problems; mend these first.",
    "no-order": (
        "`wants: more` or `less` needs an issue whose options have an order: numeric, or with "
        "`ordered: true`."
    ),
    "no-package": (
        "The rules contradict one another: no package satisfies them all. Rules are what no "
        "package may break, whoever proposes it; what one party demands is a statement."
    ),
    "no-source": (
        "Some statements name no source, so conclusions that rest on them cannot be followed to "
        "where it was said."
    ),
    "not-utf8": "The file is not text in the encoding UTF-8. Save it so in your editor.",
    "nothing-named": "A case needs at least one party and one issue.",
    "one-verb": (
        "Each statement says one thing with one verb: requires, rejects, offers, accepts, "
        "refuses, position, wants, prefers, ranks, stresses, values or withdraws. Make two statements of "
        "what says two things; then each can be doubted, replaced or withdrawn on its own."
    ),
    "options-and-range": "An issue has a list of `options`, or a `range` with a `step`; not both.",
    "partial-refusal": (
        "A refusal of a package that leaves issues open says only that the party would not take "
        "it with its own worst on the rest: with more given elsewhere it might. So it rules out "
        "nothing by itself. If every such package is refused, write `rejects` with a condition."
    ),
    "preference-contradiction": (
        "No value function fits all that a party says it likes, refuses and accepts, taken at its "
        "word. The smallest such set of statements is named, and which of them to leave out for "
        "the rest to fit. Say which statement replaces which, or give the doubtful one a "
        "`confidence` below 1; the analyses go on, and count nothing of that party as certain."
    ),
    "prefers-itself": "A package cannot be liked better than itself.",
    "prefers-other-issues": (
        "`prefers` compares two packages with all else equal, so both sides name the same issues."
    ),
    "quote-not-found": (
        "The words of a quote do not stand in the source's file (white space and the style of "
        "quotes and dashes aside). A quote is what was said; correct it, or leave it out."
    ),
    "quote-not-unique": (
        "The document has changed since the quote was coded, and its words now stand at several "
        "places whose surroundings fit equally well. The nearest to the old place is taken."
    ),
    "request": "The question cannot be answered as it was asked; the message says why.",
    "several-documents": "A case file is one YAML document; `---` begins another.",
    "source-file-unreadable": (
        "The text of a source cannot be read, so its quotes are not checked. Paths are relative "
        "to the case file."
    ),
    "step-does-not-divide": (
        "The steps of a numeric issue do not end at the end of its range, so the last number "
        "would be no option."
    ),
    "stray-key": "A key stands with a verb that it does not belong to.",
    "too-deep": "The file is nested deeper than any case needs.",
    "too-many-options": "An issue has at most 10,000 options; use a larger step or a coarser list.",
    "unknown-body": (
        "`body` is `agreement` (the body of the case's agreement rule), the name of a body in the "
        "catalog, the path of a file that ends in .yaml, or members and a rule written out."
    ),
    "unknown-issue": "The name of an issue is not among the `issues` of the case.",
    "softer-demand": (
        "A later demand of a party asks for less than an earlier one that is still in force, and is no firmer. "
        "Both are then levels of one demand, and the stricter one counts in full: the later one changes "
        "nothing. If it took the earlier one's place, write `replaces: ID` in it. If the earlier one is what the "
        "party asks for and the later one its bottom line, give the later one more `firmness`."
    ),
    "unknown-key": (
        "The key means nothing here. Keys that begin with x- are yours to use and are passed over."
    ),
    "unknown-member": "A ballot of someone who is not a member of the body that votes.",
    "unknown-option": (
        "The option is not one of the issue's. Options are compared letter by letter; numbers "
        "must be one of the steps."
    ),
    "unknown-party": "The name of a party is not among the `parties` of the case.",
    "unknown-role": "A role is party (default), ratifier, mediator or observer.",
    "bad-ratifier": (
        "A ratifier approves later what a party at the table has agreed to (a senate, a ballot of "
        "members, a coalition partner): it has `role: ratifier` and `of: PARTY`. Its demands count "
        "like those of a party, and are shown as binding at ratification."
    ),
    "unknown-source": "The name of a source is not among the `sources` of the case.",
    "unknown-statement": "A statement that is replaced, withdrawn or rested on is not in the case.",
    "unreadable-file": "The file is not there, or may not be read.",
    "until-before-on": "A statement cannot lapse before it was made.",
    "values-incomplete": (
        "`values` gives points for every option of every issue. On numeric issues the first and "
        "the last number are enough: between numbers with points they follow straight lines."
    ),
    "wrong-type": "Something else was expected here: text, a list, or a mapping.",
    "yaml-alias": (
        "Anchors and aliases of YAML are not used in case files: they hide what is said, and can "
        "blow up a small file. Write the value out. Text that begins with & or * needs quotes."
    ),
    "yaml-syntax": (
        "The file is not valid YAML. The usual causes: a text with a colon or a quote that needs "
        "quotes around it, indentation that does not line up, an open bracket."
    ),
    "yaml-tag": "Tags of YAML (!name) are not used in case files.",
}
