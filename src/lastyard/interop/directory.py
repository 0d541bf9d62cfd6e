"""Reading a scenario from a directory or a file, whatever its format.

Example:
    >>> scenario = read_scenario(Path("domains/laptop"))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lastyard.files import is_file, is_folder
from lastyard.interop import genius, geniusweb, negmas
from lastyard.interop.scenario import (
    FormatError,
    Scenario,
    parse_json,
    parse_xml,
    parse_yaml,
    read_text,
)
from lastyard.interop.tables import is_negolog_profile, read_csv, read_negolog

__all__ = ["read_files", "read_scenario"]

# With fewer profiles left there is nobody to negotiate: then the file at fault is told.
_LEAST_PROFILES = 2


def read_scenario(path: Path, *, real_steps: int | None = None) -> Scenario:
    """Read the one domain that a directory holds, with all its profiles in order of name.

    Args:
        path: A directory with files of one format, or a CSV file.
        real_steps: Cut continuous issues into this many numbers.

    Raises:
        FormatError: There is no domain or more than one, or nothing of it can be read. A file
            that cannot be read beside others that can is left out, and noted.
    """
    if is_file(str(path)):
        if path.suffix.lower() == ".csv":
            return read_csv(path)
        raise FormatError("give the directory that holds the domain and its profiles", str(path))
    if not is_folder(str(path)):
        raise FormatError("does not exist", str(path))
    files = sorted(p for p in path.iterdir() if p.is_file())
    return _read(path, files, real_steps, lenient=True)


def read_files(files: Sequence[Path], *, real_steps: int | None = None) -> Scenario:
    """Read a domain and its profiles from files named one by one.

    Args:
        files: The domain and the profiles, or one CSV file; profiles in the order given.
        real_steps: Cut continuous issues into this many numbers.

    Raises:
        FormatError: There is no domain or more than one, or a file cannot be read.
    """
    for file in files:
        if not is_file(str(file)):
            raise FormatError("is not a file", str(file))
    where = Path(", ".join(str(file) for file in files))
    return _read(where, list(files), real_steps, lenient=False)


def _read(path: Path, files: list[Path], real_steps: int | None, *, lenient: bool) -> Scenario:
    by_suffix: dict[str, list[Path]] = {}
    for file in files:
        suffix = file.suffix.lower()
        by_suffix.setdefault(".yaml" if suffix == ".yml" else suffix, []).append(file)
    present = [suffix for suffix in (".xml", ".json", ".yaml", ".csv") if suffix in by_suffix]
    if not present:
        raise FormatError("holds no XML, JSON, YAML or CSV file", str(path))
    first: FormatError | None = None
    for suffix in present:
        try:
            scenario = _of_kind(path, by_suffix[suffix], suffix, real_steps, lenient=lenient)
        except FormatError as problem:
            if not lenient:
                raise
            first = first or problem
            continue
        others = [file for rest in present if rest != suffix for file in by_suffix[rest]]
        notes = tuple(f"{file}: left out: the domain is in {suffix} files" for file in others)
        return replace(scenario, notes=(*notes, *scenario.notes))
    raise first or FormatError("holds no domain", str(path))


def _of_kind(
    path: Path, files: list[Path], suffix: str, real_steps: int | None, *, lenient: bool
) -> Scenario:
    """Read a domain from files of one kind."""
    if suffix == ".csv":
        return read_csv(_only(files, path))
    problems: list[FormatError] = []
    parsed = _parsed(files, suffix, problems, lenient=lenient)
    if not parsed:
        raise problems[0]
    notes: list[str] = []
    scenario = _Reader(path, parsed, suffix, real_steps, notes, problems, lenient).read()
    return replace(scenario, notes=(*notes, *scenario.notes))


def _parsed(
    files: list[Path], suffix: str, problems: list[FormatError], *, lenient: bool
) -> dict[Path, Any]:
    """Parse files of one kind; where lenient, what is wrong with the others is kept."""
    found: dict[Path, Any] = {}
    for file in files:
        try:
            text = read_text(file)
            if suffix == ".xml":
                found[file] = parse_xml(text, str(file))[0]
            elif suffix == ".json":
                found[file] = parse_json(text, str(file))
            else:
                found[file] = parse_yaml(text, str(file))
        except FormatError as problem:
            if not lenient:
                raise
            problems.append(problem)
    return found


@dataclass(slots=True)
class _Reader:
    """Finds the domain among parsed files, and reads it with its profiles."""

    path: Path
    parsed: dict[Path, Any]
    suffix: str
    real_steps: int | None
    notes: list[str]
    problems: list[FormatError]
    lenient: bool

    def read(self) -> Scenario:
        """Read it; what could not be read is noted, unless too little is left without it."""
        try:
            scenario = self._read()
        except FormatError:
            if self.problems:
                raise self.problems[0] from None
            raise
        if self.problems and len(scenario.profiles) < _LEAST_PROFILES:
            raise self.problems[0]
        self.notes += [f"{each.file}: left out: {each.what}" for each in self.problems]
        return scenario

    def _read(self) -> Scenario:
        if self.suffix == ".xml":
            return self._split(
                genius.is_genius_domain,
                genius.is_genius_profile,
                lambda domain, own: genius.read_genius(domain, own, real_steps=self.real_steps),
            )
        values = self.parsed.values()
        if self.suffix == ".json" and any(map(is_negolog_profile, values)):
            own = [f for f, data in self.parsed.items() if is_negolog_profile(data)]
            self._note_others(own)
            return self._with_profiles(own, read_negolog)
        if self.suffix == ".json" and any(map(geniusweb.is_geniusweb_domain, values)):
            return self._split(
                geniusweb.is_geniusweb_domain,
                geniusweb.is_geniusweb_profile,
                geniusweb.read_geniusweb,
            )
        return self._split(
            negmas.is_negmas_domain,
            negmas.is_negmas_profile,
            lambda domain, own: negmas.read_negmas(domain, own, real_steps=self.real_steps),
        )

    def _split(
        self,
        is_domain: Callable[[Any], bool],
        is_profile: Callable[[Any], bool],
        read: Callable[[Path, list[Path]], Scenario],
    ) -> Scenario:
        domain = _only([file for file, data in self.parsed.items() if is_domain(data)], self.path)
        profiles = [file for file, data in self.parsed.items() if is_profile(data)]
        self._note_others([domain, *profiles])
        return self._with_profiles(profiles, lambda own: read(domain, list(own)))

    def _note_others(self, used: Sequence[Path]) -> None:
        self.notes += [
            f"{file}: left out: neither a domain nor a profile"
            for file in self.parsed
            if file not in used
        ]

    def _with_profiles(
        self, profiles: list[Path], read: Callable[[Sequence[Path]], Scenario]
    ) -> Scenario:
        """Read with all profiles; where lenient, with those that can be read, if any can."""
        try:
            return read(profiles)
        except FormatError:
            if not self.lenient or len(profiles) < 2:
                raise
            good: list[Path] = []
            for file in profiles:
                try:
                    read([*good, file])
                except FormatError as problem:
                    self.problems.append(problem)
                else:
                    good.append(file)
            if len(good) < _LEAST_PROFILES:
                raise
            return read(good)


def _only(files: list[Path], path: Path) -> Path:
    if len(files) != 1:
        names = ", ".join(file.name for file in files) or "none"
        raise FormatError(f"expected one domain, found {len(files)} ({names})", str(path))
    return files[0]
