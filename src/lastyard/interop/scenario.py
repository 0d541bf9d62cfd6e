"""What all exchange formats have in common: issues, and per party weights and evaluations.

Numbers are exact (:class:`fractions.Fraction`), read from the text of the file. A package
is worth, to a party, the sum over issues of weight x evaluation, plus pairwise terms.

Example:
    >>> issue = Issue("Price", ("low", "high"))
    >>> seller = Profile("seller", (Fraction(1),), ((Fraction(0), Fraction(1)),))
    >>> scenario = Scenario("sale", (issue,), (seller,), source_format="made by hand")
    >>> scenario.to_domain().values_of((1,))
    (Fraction(1, 1),)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lastyard.deals import Domain

__all__ = ["FormatError", "Issue", "PairTerm", "Profile", "Scenario"]

_MOST_ISSUES = 1_000
_MOST_OPTIONS = 100_000


class FormatError(ValueError):
    """A file is not what it claims to be, or says something that cannot be represented.

    Attributes:
        file: Name of the file, or empty.
        what: What is wrong and what to do about it.
    """

    def __init__(self, what: str, file: str = "") -> None:
        super().__init__(f"{file}: {what}" if file else what)
        self.file, self.what = file, what


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue.

    Attributes:
        name: Its name.
        options: The labels of its options; of a numeric issue, its steps as text.
        numbers: Of a numeric issue, the options as numbers; empty otherwise.
    """

    name: str
    options: tuple[str, ...]
    numbers: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class PairTerm:
    """What pairs of options of two issues add to a party's sum.

    Attributes:
        first: Position of the first issue.
        second: Position of the second, larger than the first.
        matrix: ``[option of first][option of second]``.
    """

    first: int
    second: int
    matrix: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One party's preferences.

    Attributes:
        name: The party.
        weights: One per issue, not negative.
        evaluations: Per issue, one per option.
        reservation: Value of having no agreement; None if the file says nothing.
        discount: Factor by which values shrink over the whole negotiation; None if the
            file says nothing. Kept for export; analyses do not use it.
        pairs: Pairwise terms.
    """

    name: str
    weights: tuple[Fraction, ...]
    evaluations: tuple[tuple[Fraction, ...], ...]
    reservation: Fraction | None = None
    discount: Fraction | None = None
    pairs: tuple[PairTerm, ...] = ()

    @property
    def values(self) -> tuple[tuple[Fraction, ...], ...]:
        """Weight x evaluation of every option of every issue."""
        return tuple(
            tuple(weight * x for x in issue)
            for weight, issue in zip(self.weights, self.evaluations, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """A domain with the profiles of its parties, as read from files.

    Attributes:
        name: Its name.
        issues: The issues.
        profiles: One per party.
        source_format: The format it was read from.
        notes: What was repaired or left out while reading, for the user to know.
    """

    name: str
    issues: tuple[Issue, ...]
    profiles: tuple[Profile, ...]
    source_format: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.issues:
            raise FormatError("there are no issues", self.name)
        if len(self.issues) > _MOST_ISSUES:
            raise FormatError(f"more than {_MOST_ISSUES:,} issues", self.name)
        names = [issue.name for issue in self.issues]
        for name in names:
            if names.count(name) > 1:
                raise FormatError(f"two issues are called {name!r}", self.name)
        for issue in self.issues:
            self._check_issue(issue)
        for profile in self.profiles:
            self._check_profile(profile)

    def _check_issue(self, issue: Issue) -> None:
        if not issue.options:
            raise FormatError(f"issue {issue.name!r} has no options", self.name)
        if len(issue.options) > _MOST_OPTIONS:
            raise FormatError(
                f"issue {issue.name!r} has more than {_MOST_OPTIONS:,} options", self.name
            )
        seen: set[str] = set()
        for option in issue.options:
            if option in seen:
                raise FormatError(f"issue {issue.name!r} has option {option!r} twice", self.name)
            seen.add(option)

    def _check_profile(self, profile: Profile) -> None:
        if len(profile.weights) != len(self.issues) or len(profile.evaluations) != len(self.issues):
            raise FormatError(f"{profile.name!r} does not rate all issues", self.name)
        for issue, weight, own in zip(
            self.issues, profile.weights, profile.evaluations, strict=True
        ):
            if weight < 0:
                raise FormatError(
                    f"{profile.name!r} gives issue {issue.name!r} the negative weight {weight}",
                    self.name,
                )
            if len(own) != len(issue.options):
                raise FormatError(
                    f"{profile.name!r} rates {len(own)} of the {len(issue.options)} options of "
                    f"issue {issue.name!r}",
                    self.name,
                )

    def to_domain(self, *, default_reservation: Fraction | None = None) -> Domain:
        """Return the scenario in the deal engine's own terms.

        Args:
            default_reservation: Taken for parties whose file states none.

        Raises:
            FormatError: There are no profiles.
        """
        if not self.profiles:
            raise FormatError("there are no profiles, so nothing is valued", self.name)
        pairs: dict[tuple[int, int], list[list[list[Fraction]]]] = {}
        for p, profile in enumerate(self.profiles):
            for term in profile.pairs:
                key = (term.first, term.second)
                shape = [len(self.issues[i].options) for i in key]
                matrices = pairs.setdefault(
                    key,
                    [
                        [[Fraction(0)] * shape[1] for _ in range(shape[0])]
                        for _ in range(len(self.profiles))
                    ],
                )
                for row, own in zip(matrices[p], term.matrix, strict=True):
                    for k, value in enumerate(own):
                        row[k] += value
        return Domain.of(
            [profile.values for profile in self.profiles],
            pairs=pairs,
            reservation=[
                default_reservation if profile.reservation is None else profile.reservation
                for profile in self.profiles
            ],
        )
