"""What a user asks for besides the case: a condition, or a package to evaluate."""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.case.conditions.parser import parse_condition
from lastyard.case.conditions.tokens import LanguageError
from lastyard.case.conditions.tree import Condition, OneOf
from lastyard.case.diagnostics import Diagnostics, RequestError, did_you_mean
from lastyard.case.loading.document import parse_document
from lastyard.case.loading.packages import package_from
from lastyard.case.model import Case

__all__ = ["evaluated_package", "required_condition"]


def evaluated_package(case: Case, wanted: str | Mapping[str, object]) -> dict[str, int]:
    """Read a package, complete or partial: ``ground: targeted, border: secured``.

    Raises:
        CaseError: If the text is not a package of the case.
        RequestError: If an issue or option of a mapping is not there.
    """
    issues = {issue.id: issue for issue in case.issues}
    if isinstance(wanted, str):
        text = wanted.strip()
        text = text if text.startswith("{") else "{" + text + "}"
        problems = Diagnostics("package", text)
        package = package_from(parse_document(text, "package", problems), issues, problems)
        problems.raise_errors()
        return dict(package or ())
    found = {}
    for id, option in wanted.items():
        if id not in issues:
            raise RequestError(f"no issue is called {id!r}: {did_you_mean(str(id), issues)}")
        index = issues[id].find(str(option))
        if index is None:
            raise RequestError(f"issue {id!r} has no option {str(option)[:60]!r}")
        found[id] = index
    return found


def required_condition(
    case: Case, require: str | None, wanted: Mapping[str, int]
) -> tuple[Condition, ...]:
    """Return what packages must satisfy besides the rules.

    Raises:
        RequestError: If the condition cannot be understood.
    """
    parts: list[Condition] = [OneOf(issue, 1 << option) for issue, option in wanted.items()]
    if require is not None:
        try:
            parts.append(parse_condition(require, {issue.id: issue for issue in case.issues}))
        except LanguageError as problem:
            help = f"; {problem.help}" if problem.help else ""
            raise RequestError(
                f"the condition {require[:80]!r}, at character {problem.start + 1}: "
                f"{problem.message}{help}"
            ) from None
    return tuple(parts)
