"""Reading Genius domains and profiles (XML).

The meaning is that of Genius's own classes: a package is worth the sum over issues of
weight x evaluation. Weights stand as they are if they sum to 1 within 0.02, Genius's own
tolerance, and are divided by their sum otherwise. (Genius cuts what then exceeds 1 down
to 1; here it is kept, since a sum that is cut is no sum.) A discrete evaluation is divided by the
largest of its issue; an integer evaluation is offset + slope x (number - lowest number),
a real one parameter0 + parameter1 x number, both cut to [0, 1]; triangles rise from
their left foot to the top and fall to the right one.

Example:
    >>> scenario = read_genius(Path("laptop.xml"), [Path("buyer.xml"), Path("seller.xml")])
    ... # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from lastyard.interop.scenario import (
    Element,
    FormatError,
    Issue,
    PairTerm,
    Profile,
    Scenario,
    cut,
    label_of,
    parse_xml,
    read_text,
    steps,
    to_number,
)

__all__ = ["is_genius_domain", "is_genius_profile", "read_genius", "read_hyperrectangles"]

_Matrix = list[list[Fraction]]


def read_hyperrectangles(
    root: Element, issues: tuple[Issue, ...], positions: dict[str, int], file: str
) -> tuple[tuple[tuple[Fraction, ...], ...], tuple[PairTerm, ...]]:
    """Read the boxes of one utility space.

    Each box names, per issue, the numbers that it includes; a package earns the value of
    every box that it lies in. Boxes over one or two issues are values and pairwise terms; a side
    that holds all of an issue counts for nothing, and a box with a side that holds none of it is
    empty. What still spans three issues or more cannot be represented and is refused by name.

    Returns:
        Values per issue and option, and pairwise terms.

    Raises:
        FormatError: A box spans three issues or more, or uses what is not understood.
    """
    values = [[Fraction(0)] * len(issue.options) for issue in issues]
    pairs: dict[tuple[int, int], _Matrix] = {}
    highest = Fraction(0)
    for element in root.walk():
        if element.tag == "utility_function" and "maxutility" in element.attributes:
            highest = to_number(element.attributes["maxutility"], "maxutility", file)
        if element.tag == "ufun":
            how = element.attributes.get("aggregation", "sum").lower()
            if how != "sum":
                raise FormatError(f"boxes aggregated by {how!r}; only sums can be read", file)
            weight = to_number(element.attributes.get("weight", "1"), "weight of ufun", file)
            for box in element.all("hyperrectangle"):
                _add_box(box, weight, issues, positions, values, pairs, file)
    scale = highest if highest > 0 else Fraction(1)
    tables = tuple(tuple(x / scale for x in issue) for issue in values)
    terms = tuple(
        PairTerm(i, j, tuple(tuple(x / scale for x in row) for row in matrix))
        for (i, j), matrix in sorted(pairs.items())
    )
    return tables, terms


def _add_box(
    box: Element,
    weight: Fraction,
    issues: tuple[Issue, ...],
    positions: dict[str, int],
    values: list[list[Fraction]],
    pairs: dict[tuple[int, int], _Matrix],
    file: str,
) -> None:
    worth = weight * to_number(box.attributes.get("utility_function"), "value of a box", file)
    inside: dict[int, set[int]] = {}
    for side in box.children:
        if side.tag not in ("includes", "excludes"):
            raise FormatError(f"a box has a side {side.tag!r}, which is not understood", file)
        index = side.attributes.get("index", "").strip()
        if index not in positions:
            raise FormatError(f"a box names issue {index!r}, which the domain does not have", file)
        i = positions[index]
        low = to_number(side.attributes.get("min"), "side of a box", file)
        high = to_number(side.attributes.get("max"), "side of a box", file)
        numbers = issues[i].numbers or tuple(map(Fraction, range(len(issues[i].options))))
        within = {k for k, x in enumerate(numbers) if low <= x <= high}
        if side.tag == "excludes":
            within = set(range(len(numbers))) - within
        inside[i] = inside.get(i, set(range(len(numbers)))) & within
    if not all(inside.values()):
        return
    inside = {i: own for i, own in inside.items() if len(own) < len(issues[i].options)}
    if len(inside) > 2:
        names = ", ".join(repr(issues[i].name) for i in sorted(inside))
        raise FormatError(
            f"a box spans {len(inside)} issues ({names}); values of at most two issues together "
            "can be represented",
            file,
        )
    if not inside:
        inside = {0: set(range(len(issues[0].options)))}
    first, *rest = sorted(inside)
    if not rest:
        for k in inside[first]:
            values[first][k] += worth
        return
    shape = len(issues[first].options), len(issues[rest[0]].options)
    matrix = pairs.setdefault((first, rest[0]), [[Fraction(0)] * shape[1] for _ in range(shape[0])])
    for k in inside[first]:
        for other in inside[rest[0]]:
            matrix[k][other] += worth


_DISCRETE = ("discrete", "")

_KNOWN = frozenset(
    {
        "negotiation_template", "utility_space", "objective", "issue", "item", "range",
        "evaluator", "weight", "reservation", "discount_factor", "utility_function", "ufun",
        "hyperrectangle", "includes", "excludes",
    }
)  # fmt: skip

# NegMAS writes "any", whatever the space is.
_KINDS = frozenset({"", "ANY", "LINEAR", "NONLINEAR"})

_OF_UNCERTAINTY = frozenset(
    {"comparisons", "errors", "experimental", "seed", "fixedseed", "elicitationcost"}
)

_NEARLY_ONE = Fraction(2, 100)


def is_genius_domain(root: Element) -> bool:
    """Return whether XML looks like a Genius domain template."""
    return root.tag == "negotiation_template"


def is_genius_profile(root: Element) -> bool:
    """Return whether XML looks like a Genius utility space."""
    return root.tag == "utility_space"


def read_genius(
    domain: Path, profiles: Sequence[Path], *, real_steps: int | None = None
) -> Scenario:
    """Read a domain and its profiles.

    Continuous issues are cut into as many equally spaced numbers as is asked for.

    Raises:
        FormatError: A file is malformed beyond repair, or says what a table of values
            cannot hold.
    """
    root, notes = _root(domain)
    notes += _left_out(root, str(domain))
    issues = _issues(root, str(domain), real_steps)
    read = []
    bare = Scenario(domain.stem, tuple(issue for _, issue in issues), (), "Genius XML")
    for path in profiles:
        own, own_notes = _root(path)
        own_notes += _left_out(own, str(path))
        profile, more = _profile(own, issues, path)
        read.append(profile)
        notes += own_notes + more
    return replace(bare, profiles=tuple(read), notes=notes)


def _left_out(root: Element, file: str) -> tuple[str, ...]:
    """Note what a file holds beyond what is read, and refuse what would change the values."""
    notes: list[str] = []
    kind = root.attributes.get("type", "").strip().upper()
    known = _KNOWN
    if kind == "UNCERTAIN":
        known |= _OF_UNCERTAINTY
        counts = [
            f"{element.tag} {element.attributes.get('value', element.text)[:20]}".strip()
            for element in root.walk()
            if element.tag in _OF_UNCERTAINTY
        ]
        told = f" ({', '.join(counts)})" if counts else ""
        notes.append(
            f"{file}: the profile is UNCERTAIN{told}; its evaluations are read as if its party "
            "knew them"
        )
    elif kind not in _KINDS:
        raise FormatError(f"a utility space of type {kind!r}, which is not understood", file)
    stray: dict[str, int] = {}
    for element in root.walk():
        if element.tag not in known:
            stray[element.tag] = stray.get(element.tag, 0) + 1
        cost = element.attributes.get("cost", "").strip() if element.tag == "item" else ""
        if cost.strip("0.") != "":
            stray["cost of an item"] = stray.get("cost of an item", 0) + 1
        inner = element.all("objective") if element.tag == "objective" else []
        if inner:
            named = ", ".join(repr(each.attributes.get("name", "")) for each in inner)
            notes.append(f"{file}: objectives within objectives ({named}) are read as their issues")
    if stray:
        listed = ", ".join(f"{tag} ({count})" for tag, count in stray.items())
        notes.append(f"{file}: left out, as no part of the values: {listed}")
    found = len(_issue_elements(root))
    for element in (root, *root.children):
        stated = element.attributes.get("number_of_issues", str(found)).strip()
        if stated != str(found) and (kind, stated) != ("ANY", "0"):  # NegMAS writes 0
            notes.append(f"{file}: says that it has {stated[:20]} issues; it has {found}")
    return tuple(notes)


def _root(path: Path) -> tuple[Element, tuple[str, ...]]:
    return parse_xml(read_text(path), str(path))


def _kind(element: Element) -> str:
    for key in ("type", "etype", "vtype"):
        if key in element.attributes:
            return element.attributes[key].strip().lower()
    return ""


def _issue_elements(root: Element) -> list[Element]:
    return [element for element in root.walk() if element.tag == "issue"]


def _issues(root: Element, file: str, real_steps: int | None) -> tuple[tuple[Element, Issue], ...]:
    elements = _issue_elements(root)
    if not elements:
        raise FormatError("there are no issues", file)
    return tuple((element, _issue(element, file, real_steps)) for element in elements)


def _issue(element: Element, file: str, real_steps: int | None) -> Issue:
    name = element.attributes.get("name", "").strip()
    if not name:
        raise FormatError("an issue has no name", file)
    kind = _kind(element)
    if kind in _DISCRETE:
        labels = [item.attributes.get("value", "").strip() for item in element.all("item")]
        return Issue(name, tuple(dict.fromkeys(labels)))
    if kind not in ("integer", "real"):
        raise FormatError(f"issue {name!r} is of unknown type {kind!r}", file)
    low, high = _bounds(element, name, file)
    if kind == "integer":
        numbers = steps(low, high, Fraction(1), f"issue {name!r}", file)
    else:
        numbers = cut(low, high, real_steps, f"issue {name!r}", file)
    return Issue(name, tuple(label_of(x) for x in numbers), tuple(numbers))


def _bounds(element: Element, name: str, file: str) -> tuple[Fraction, Fraction]:
    places = [element, *element.all("range")]
    low, high = (
        next((place.attributes[key] for place in places if key in place.attributes), None)
        for key in ("lowerbound", "upperbound")
    )
    return (
        to_number(low, f"lower bound of issue {name!r}", file),
        to_number(high, f"upper bound of issue {name!r}", file),
    )


def _single(root: Element, tag: str, file: str) -> Fraction | None:
    found = [element for element in root.walk() if element.tag == tag]
    if not found:
        return None
    values = {to_number(each.attributes.get("value"), tag, file) for each in found}
    if len(values) > 1:
        raise FormatError(f"{tag} stands {len(found)} times, with different values", file)
    return values.pop()


def _profile(
    root: Element, issues: tuple[tuple[Element, Issue], ...], path: Path
) -> tuple[Profile, tuple[str, ...]]:
    file = str(path)
    reservation = _single(root, "reservation", file)
    discount = _single(root, "discount_factor", file)
    names = tuple(issue for _, issue in issues)
    if any(element.tag == "hyperrectangle" for element in root.walk()):
        positions = {
            element.attributes.get("index", ""): i for i, (element, _) in enumerate(issues)
        }
        evaluations, pairs = read_hyperrectangles(root, names, positions, file)
        weights = (Fraction(1),) * len(names)
        return Profile(path.stem, weights, evaluations, reservation, discount, pairs), ()
    indices = [element.attributes.get("index", "").strip() for element, _ in issues]
    elements, notes = _matched(_issue_elements(root), names, indices, file)
    weights, more = _weights(root, elements, names, file)
    rated = []
    for element, issue in zip(elements, names, strict=True):
        evaluation, note = _evaluation(element, issue, file)
        rated.append(evaluation)
        more += note
    return Profile(path.stem, weights, tuple(rated), reservation, discount), notes + more


def _matched(
    elements: list[Element], issues: tuple[Issue, ...], indices: list[str], file: str
) -> tuple[list[Element], tuple[str, ...]]:
    """Put a profile's issues into the domain's order, by name, else by place."""
    by_name: dict[str, list[Element]] = {}
    for element in elements:
        by_name.setdefault(element.attributes.get("name", "").strip(), []).append(element)
    missing = next((issue.name for issue in issues if issue.name not in by_name), None)
    if missing is not None and len(elements) == len(issues):
        return elements, (f"{file}: issue names differ from the domain's; matched by place",)
    if missing is not None:
        raise FormatError(f"issue {missing!r} of the domain is not rated", file)
    notes: list[str] = []
    matched = []
    for issue, index in zip(issues, indices, strict=True):
        same = by_name.pop(issue.name)
        if len(same) > 1:
            fitting = [e for e in same if e.attributes.get("index", "").strip() == index]
            if len(fitting) != 1:
                raise FormatError(f"issue {issue.name!r} is rated {len(same)} times", file)
            notes.append(
                f"{file}: issue {issue.name!r} is rated {len(same)} times; what has the domain's "
                f"index {index} counts, as in Genius"
            )
            same = fitting
        matched.append(same[0])
    if by_name:
        beyond = ", ".join(map(repr, by_name))
        notes.append(f"{file}: rates {beyond}, which the domain does not have; left out")
    return matched, tuple(notes)


def _weights(
    root: Element, elements: list[Element], issues: tuple[Issue, ...], file: str
) -> tuple[tuple[Fraction, ...], tuple[str, ...]]:
    notes: tuple[str, ...] = ()
    given: dict[str, Fraction] = {}
    for element in root.walk():
        if element.tag == "weight":
            index = element.attributes.get("index", "").strip()
            if index in given:
                notes += (f"{file}: weight {index} stands twice; the last counts, as in Genius",)
            given[index] = to_number(element.attributes.get("value"), f"weight {index}", file)
    indices = [element.attributes.get("index", "").strip() for element in elements]
    if len(set(indices)) == len(indices) and all(index in given for index in indices):
        weights = [given[index] for index in indices]
    elif len(given) == len(elements):
        weights = list(given.values())
        notes += (f"{file}: weight indices do not fit the issues'; matched by place",)
    else:
        missing = next((i for i, x in enumerate(indices) if x not in given), 0)
        raise FormatError(f"issue {issues[missing].name!r} has no weight", file)
    for issue, weight in zip(issues, weights, strict=True):
        if weight < 0:
            raise FormatError(f"issue {issue.name!r} has the negative weight {weight}", file)
    total = sum(weights, Fraction(0))
    if total <= 0:
        raise FormatError("all weights are zero", file)
    if abs(total - 1) > _NEARLY_ONE:
        notes += (f"{file}: weights sum to {float(total):g} and were divided by that",)
        return tuple(weight / total for weight in weights), notes
    if total > 1 + Fraction(1, 10**9):
        notes += (f"{file}: weights sum to {float(total):g}; Genius cuts values above 1",)
    return tuple(weights), notes


def _evaluation(
    element: Element, issue: Issue, file: str
) -> tuple[tuple[Fraction, ...], tuple[str, ...]]:
    kind = _kind(element)
    if kind in _DISCRETE:
        return _discrete(element, issue, file)
    evaluators = element.all("evaluator")
    if not evaluators:
        raise FormatError(f"issue {issue.name!r} has no evaluator", file)
    if not issue.numbers:
        raise FormatError(f"issue {issue.name!r} is numeric here but not in the domain", file)
    if len(evaluators) > 1:
        raise FormatError(f"issue {issue.name!r} has {len(evaluators)} evaluators", file)
    evaluator = evaluators[0]
    function = evaluator.attributes.get("ftype", "linear").strip().lower()

    def parameter(*names: str) -> Fraction:
        found = next((n for n in names if n in evaluator.attributes), names[0])
        return to_number(evaluator.attributes.get(found), f"{found} of issue {issue.name!r}", file)

    if function == "linear":
        # Integer issues count from their lower bound, real ones from zero.
        from_low = kind == "integer" and "slope" in evaluator.attributes
        origin = _bounds(element, issue.name, file)[0] if from_low else Fraction(0)
        slope, offset = parameter("slope", "parameter1"), parameter("offset", "parameter0")
        raw = [offset + slope * (x - origin) for x in issue.numbers]
        return tuple(min(max(x, Fraction(0)), Fraction(1)) for x in raw), ()
    if function == "constant":
        return (parameter("parameter0", "offset"),) * len(issue.numbers), ()
    if function in ("triangular", "triangular_variable_top", "triangularvariabletop"):
        left, right, top = (parameter(f"parameter{k}") for k in range(3))
        height = Fraction(1) if function == "triangular" else parameter("parameter3")
        return tuple(_triangle(x, left, right, top, height) for x in issue.numbers), ()
    raise FormatError(
        f"issue {issue.name!r} is rated by a {function!r} function, which cannot be read exactly",
        file,
    )


def _triangle(
    x: Fraction, left: Fraction, right: Fraction, top: Fraction, height: Fraction
) -> Fraction:
    # The order of the tests is Genius's own; it makes the right foot worth 0 even at the top.
    if x < left:
        return Fraction(0)
    if x < top:
        return height * (x - left) / (top - left)
    if x < right:
        return height * (right - x) / (right - top)
    return Fraction(0)


def _discrete(
    element: Element, issue: Issue, file: str
) -> tuple[tuple[Fraction, ...], tuple[str, ...]]:
    notes: tuple[str, ...] = ()
    given: dict[str, Fraction] = {}
    items = element.all("item")
    for item in items:
        label = item.attributes.get("value", "").strip()
        what = f"evaluation of {label!r} on issue {issue.name!r}"
        if label in given:
            notes += (f"{file}: {what} stands twice; the last one counts, as in Genius",)
        given[label] = to_number(item.attributes.get("evaluation"), what, file)
    if not all(option in given for option in issue.options):
        missing = next(option for option in issue.options if option not in given)
        if len(given) != len(issue.options):
            raise FormatError(f"option {missing!r} of issue {issue.name!r} is not rated", file)
        notes += (
            f"{file}: options of issue {issue.name!r} are spelt differently; matched by place",
        )
        given = dict(zip(issue.options, given.values(), strict=True))
    beyond = ", ".join(repr(label) for label in given if label not in issue.options)
    if beyond:
        notes += (f"{file}: rates {beyond} on issue {issue.name!r}, which the domain has not",)
    own = [given[option] for option in issue.options]
    if min(own) < 0:
        raise FormatError(f"issue {issue.name!r} has the negative evaluation {min(own)}", file)
    largest = max(own)
    return tuple(x / largest if largest else Fraction(0) for x in own), notes
