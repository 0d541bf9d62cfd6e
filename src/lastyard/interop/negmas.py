"""Reading NegMAS scenarios (YAML or JSON): tables, and functions of a number that are exact.

NegMAS files name Python classes. The names are compared with those understood here;
nothing is imported or executed. A package is worth the sum over issues of weight x value
plus the bias, as they stand; a discounting wrapper gives its factor and is otherwise
looked through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from lastyard.interop.scenario import (
    FormatError,
    Issue,
    Profile,
    Scenario,
    as_list,
    as_map,
    cut,
    label_of,
    left_out,
    parse_json,
    parse_yaml,
    read_text,
    steps,
    to_number,
)

__all__ = ["is_negmas_domain", "is_negmas_profile", "read_negmas"]

_ADDITIVE = (
    "LinearAdditiveUtilityFunction",
    "LinearUtilityAggregationFunction",
    "AffineUtilityFunction",
    "LinearUtilityFunction",
)
_OF_NUMBERS = ("AffineUtilityFunction", "LinearUtilityFunction")
_LOOKED_THROUGH = ("ExpDiscountedUFun", "LinDiscountedUFun", "")
_OF_CLASSES = ("type", "__python_class__", "name", "id", "outcome_space", "owner", "stability")
_IN_DOMAIN = (*_OF_CLASSES, "issues", "path")
_IN_ISSUE = (*_OF_CLASSES, "values", "n_levels", "n_values")
_IN_WRAPPER = (*_OF_CLASSES, "ufun", "discount", "reserved_value", "dynamic_reservation")
_IN_FUNCTION = (*_OF_CLASSES, "weights", "values", "bias", "reserved_value")
_LISTED = (
    "CategoricalIssue",
    "OrdinalIssue",
    "CardinalIssue",
    "DiscreteOrdinalIssue",
    "DiscreteCardinalIssue",
    "SingletonIssue",
    "",
)
_COUNTED = ("ContiguousIssue", "IntegerIssue")
# The functions of a number that have an exact value at a fraction, with what each states. The
# others of NegMAS (exponentials, logarithms, waves, bells, code) have none.
_NUMBERS = {
    "AffineFun": ("slope", "bias"),
    "LinearFun": ("slope", "bias"),
    "IdentityFun": (),
    "ConstFun": ("bias",),
    "QuadraticFun": ("a2", "a1", "bias"),
    "PolynomialFun": ("coefficients", "bias"),
    "TriangularFun": ("start", "middle", "end", "bias", "scale"),
}


def is_negmas_domain(data: object) -> bool:
    """Return whether a parsed file looks like a NegMAS outcome space."""
    return isinstance(data, dict) and isinstance(data.get("issues"), list)


def is_negmas_profile(data: object) -> bool:
    """Return whether a parsed file looks like a NegMAS utility function."""
    return isinstance(data, dict) and "issues" not in data and bool(_class(data))


def read_negmas(
    domain: Path, profiles: Sequence[Path], *, real_steps: int | None = None
) -> Scenario:
    """Read an outcome space and its utility functions.

    Continuous issues are cut into as many equally spaced numbers as is asked for.

    Raises:
        FormatError: A file is malformed, or uses a class whose values are not exact.
    """
    file = str(domain)
    data = as_map(_parse(domain), "domain", file)
    listed = as_list(data.get("issues"), "issues", file)
    issues = tuple(_issue(node, file, real_steps) for node in listed)
    bare = Scenario(str(data.get("name", domain.stem)), issues, (), "NegMAS")
    notes = left_out(data, _IN_DOMAIN, "the domain", file)
    for node in data["issues"]:
        notes += left_out(node, _IN_ISSUE, f"issue {str(node.get('name'))!r}", file)
    read = []
    for path in profiles:
        profile, own = _profile(path, issues)
        read.append(profile)
        notes += own
    return replace(bare, profiles=tuple(read), notes=tuple(notes))


def _parse(path: Path) -> object:
    text = read_text(path)
    if path.suffix.lower() == ".json":
        return parse_json(text, str(path))
    return parse_yaml(text, str(path))


def _class(node: dict[str, Any]) -> str:
    name = str(node.get("type", node.get("__python_class__", "")) or "")
    return name.rsplit(".", 1)[-1]


def _issue(node: object, file: str, real_steps: int | None) -> Issue:
    content = as_map(node, "issue", file)
    name, kind, values = str(content.get("name", "")), _class(content), content.get("values")
    if not name:
        raise FormatError("an issue has no name", file)
    if kind in (*_COUNTED, "ContinuousIssue"):
        ends = as_list(values, f"issue {name!r}", file)
        if len(ends) != 2:
            raise FormatError(f"issue {name!r}: expected the lowest and the highest number", file)
        low, high = (to_number(x, f"issue {name!r}", file) for x in ends)
        if kind in _COUNTED:
            numbers = steps(low, high, Fraction(1), f"issue {name!r}", file)
        else:
            numbers = cut(low, high, real_steps, f"issue {name!r}", file)
        return Issue(name, tuple(map(label_of, numbers)), tuple(numbers))
    if kind not in _LISTED:
        raise FormatError(f"issue {name!r} is of class {kind!r}, which cannot be listed", file)
    labels = tuple(str(x) for x in as_list(values, f"issue {name!r}", file))
    try:
        numbers = [to_number(label, "", file) for label in labels]
    except FormatError:
        return Issue(name, labels)
    return Issue(name, labels, tuple(numbers))


def _profile(path: Path, issues: tuple[Issue, ...]) -> tuple[Profile, list[str]]:
    file = str(path)
    outer = as_map(_parse(path), "utility function", file)
    discount = None
    node = outer
    notes: list[str] = []
    while "ufun" in node:
        if _class(node) not in _LOOKED_THROUGH:
            raise FormatError(
                f"a utility function within one of class {_class(node)!r}, which is not understood",
                file,
            )
        notes += left_out(node, _IN_WRAPPER, f"the {_class(node)}", file)
        if node.get("discount") not in (None, "", "null"):
            discount = to_number(node["discount"], "discount", file)
        node = as_map(node["ufun"], "ufun", file)
    kind = _class(node)
    if kind not in _ADDITIVE:
        raise FormatError(
            f"a utility function of class {kind!r}; only additive ones can be read", file
        )
    notes += left_out(node, _IN_FUNCTION, f"the {kind}", file)
    weights = _per_issue(node.get("weights"), issues, "weights", file)
    functions = _per_issue(node.get("values"), issues, "values", file)
    rates = [
        Fraction(1) if weight is None else to_number(weight, f"weight of {issue.name!r}", file)
        for issue, weight in zip(issues, weights, strict=True)
    ]
    if kind in _OF_NUMBERS and node.get("values") in (None, ""):
        # The weight is the slope, which may fall; a weight here may not.
        functions = [{"type": "LinearFun", "slope": -1 if rate < 0 else 1} for rate in rates]
        rates = [abs(rate) for rate in rates]
    evaluations = [
        _evaluation(function, issue, file)
        for issue, function in zip(issues, functions, strict=True)
    ]
    names = [issue.name for issue in issues]
    for what in ("weights", "values"):
        if isinstance(node.get(what), dict):
            notes += left_out(node[what], names, what, file)
    for issue, function in zip(issues, functions, strict=True):
        notes += _beyond(function, issue, file)
    bias = to_number(node.get("bias") or 0, "bias", file)
    if bias:
        spread = next((i for i, rate in enumerate(rates) if rate > 0), None)
        if spread is None:
            raise FormatError("a bias, but no issue with a positive weight", file)
        evaluations[spread] = tuple(x + bias / rates[spread] for x in evaluations[spread])
    inner = node.get("reserved_value")
    if "reserved_value" in outer and inner is not None and outer["reserved_value"] != inner:
        notes.append(
            f"{file}: two reservation values; the outer one, {outer['reserved_value']}, counts"
        )
    stated = outer.get("reserved_value", node.get("reserved_value"))
    reservation = _reservation(stated, file)
    return Profile(path.stem, tuple(rates), tuple(evaluations), reservation, discount), notes


def _beyond(function: dict[str, Any], issue: Issue, file: str) -> list[str]:
    """Note what the values of an issue say beyond what is read."""
    what = f"values of {issue.name!r}"
    if "mapping" not in function and not _class(function):
        return left_out(function, issue.options, what, file)
    read = ("mapping", *_NUMBERS.get(_class(function), ()))
    notes = left_out(function, (*_OF_CLASSES, *read), what, file)
    if isinstance(function.get("mapping"), dict):
        notes += left_out(function["mapping"], issue.options, what, file)
    return notes


def _reservation(stated: object, file: str) -> Fraction | None:
    """Read a reservation value; minus infinity accepts everything."""
    if stated is None or str(stated).strip().lower() in ("", "null", "~", "none", "-.inf", "-inf"):
        return None
    return to_number(stated, "reserved_value", file)


def _per_issue(node: object, issues: tuple[Issue, ...], what: str, file: str) -> list[Any]:
    if node is None or node == "":
        return [None] * len(issues)
    if isinstance(node, dict):
        missing = next((issue.name for issue in issues if issue.name not in node), None)
        if missing is not None:
            raise FormatError(f"{what}: issue {missing!r} is missing", file)
        return [node[issue.name] for issue in issues]
    listed = as_list(node, what, file)
    if len(listed) != len(issues):
        raise FormatError(f"{what}: {len(listed)} for {len(issues)} issues", file)
    return listed


def _evaluation(node: object, issue: Issue, file: str) -> tuple[Fraction, ...]:
    what = f"values of {issue.name!r}"
    content = as_map(node, what, file)
    kind = _class(content)
    table = content.get("mapping", content if not kind else None)
    if kind in ("TableFun", "") and isinstance(table, dict):
        missing = next((option for option in issue.options if option not in table), None)
        if missing is not None:
            raise FormatError(f"{what}: option {missing!r} is missing", file)
        return tuple(
            to_number(table[option], f"{what}, {option!r}", file) for option in issue.options
        )
    if kind not in _NUMBERS:
        exact = ", ".join(_NUMBERS)
        raise FormatError(
            f"{what}: of class {kind!r}; only tables (TableFun) and exact functions ({exact}) can "
            "be read",
            file,
        )
    stated = {
        key: to_number(content.get(key, _UNSTATED.get(key)), f"{what}, {key}", file)
        for key in _NUMBERS[kind]
        if key != "coefficients"
    }
    if kind == "ConstFun":
        return (stated["bias"],) * len(issue.options)
    if not issue.numbers:
        raise FormatError(f"{what}: a function of numbers over options that are none", file)
    if kind == "TriangularFun":
        return tuple(_triangle(x, **stated) for x in issue.numbers)
    powers = _powers(kind, stated, content, what, file)
    return tuple(
        sum((each * x**power for power, each in enumerate(powers)), Fraction(0))
        for x in issue.numbers
    )


_UNSTATED = {"bias": 0, "scale": 1}


def _powers(
    kind: str, stated: dict[str, Fraction], content: dict[str, Any], what: str, file: str
) -> list[Fraction]:
    """Return the coefficients of a polynomial, the constant first."""
    if kind == "IdentityFun":
        return [Fraction(0), Fraction(1)]
    if kind == "QuadraticFun":
        return [stated["bias"], stated["a1"], stated["a2"]]
    if kind == "PolynomialFun":
        listed = as_list(content.get("coefficients"), f"{what}, coefficients", file)
        if len(listed) > _MOST_POWERS:
            raise FormatError(
                f"{what}: {len(listed)} coefficients are more than {_MOST_POWERS}", file
            )
        return [stated["bias"], *(to_number(each, what, file) for each in listed)]
    return [stated["bias"], stated["slope"]]


_MOST_POWERS = 20


def _triangle(
    x: Fraction,
    *,
    start: Fraction,
    middle: Fraction,
    end: Fraction,
    bias: Fraction,
    scale: Fraction,
) -> Fraction:
    """Return what NegMAS's triangular function is worth at a number."""
    if x <= start or x >= end:
        return bias
    if x <= middle:
        return bias + scale * (x - start) / (middle - start)
    return bias + scale * (end - x) / (end - middle)
