"""Reading a scenario from a directory or a file, whatever its format.

Example:
    >>> scenario = read_scenario(Path("domains/laptop"))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lastyard.interop import genius, geniusweb, negmas, negolog
from lastyard.interop.csv_tables import read_csv
from lastyard.interop.reading import parse_json, parse_xml, parse_yaml, read_text
from lastyard.interop.scenario import FormatError, Scenario

__all__ = ["read_files", "read_scenario"]


def read_scenario(path: Path, *, real_steps: int | None = None) -> Scenario:
    """Read the one domain that a directory holds, with all its profiles in order of name.

    Args:
        path: A directory with files of one format, or a CSV file.
        real_steps: Cut continuous issues into this many numbers.

    Raises:
        FormatError: There is no domain or more than one, or a file cannot be read.
    """
    if path.is_file():
        if path.suffix.lower() == ".csv":
            return read_csv(path)
        raise FormatError("give the directory that holds the domain and its profiles", str(path))
    if not path.is_dir():
        raise FormatError("does not exist", str(path))
    return _read(path, sorted(p for p in path.iterdir() if p.is_file()), real_steps)


def read_files(files: Sequence[Path], *, real_steps: int | None = None) -> Scenario:
    """Read a domain and its profiles from files named one by one.

    Args:
        files: The domain and the profiles, or one CSV file; profiles in the order given.
        real_steps: Cut continuous issues into this many numbers.

    Raises:
        FormatError: There is no domain or more than one, or a file cannot be read.
    """
    for file in files:
        if not file.is_file():
            raise FormatError("is not a file", str(file))
    where = Path(", ".join(str(file) for file in files))
    return _read(where, list(files), real_steps)


def _read(path: Path, files: list[Path], real_steps: int | None) -> Scenario:
    by_suffix: dict[str, list[Path]] = {}
    for file in files:
        by_suffix.setdefault(file.suffix.lower(), []).append(file)
    if by_suffix.get(".xml"):
        return _genius(path, by_suffix[".xml"], real_steps)
    if by_suffix.get(".json"):
        return _json(path, by_suffix[".json"])
    if yamls := [file for file in files if file.suffix.lower() in (".yml", ".yaml")]:
        parsed = {file: parse_yaml(read_text(file), str(file)) for file in yamls}
        return _split(
            path, parsed, negmas.is_negmas_domain, negmas.is_negmas_profile, negmas.read_negmas
        )
    if tables := by_suffix.get(".csv"):
        return read_csv(_only(tables, path))
    raise FormatError("holds no XML, JSON, YAML or CSV file", str(path))


def _genius(path: Path, files: list[Path], real_steps: int | None) -> Scenario:
    parsed = {file: parse_xml(read_text(file), str(file))[0] for file in files}

    def read(domain: Path, profiles: list[Path]) -> Scenario:
        return genius.read_genius(domain, profiles, real_steps=real_steps)

    return _split(path, parsed, genius.is_genius_domain, genius.is_genius_profile, read)


def _json(path: Path, files: list[Path]) -> Scenario:
    parsed = {file: parse_json(read_text(file), str(file)) for file in files}
    profiles = [file for file, data in parsed.items() if negolog.is_negolog_profile(data)]
    if profiles:
        return negolog.read_negolog(profiles)
    if any(geniusweb.is_geniusweb_domain(data) for data in parsed.values()):
        return _split(
            path,
            parsed,
            geniusweb.is_geniusweb_domain,
            geniusweb.is_geniusweb_profile,
            geniusweb.read_geniusweb,
        )
    return _split(
        path, parsed, negmas.is_negmas_domain, negmas.is_negmas_profile, negmas.read_negmas
    )


def _split(
    path: Path,
    parsed: dict[Path, Any],
    is_domain: Callable[[Any], bool],
    is_profile: Callable[[Any], bool],
    read: Callable[[Path, list[Path]], Scenario],
) -> Scenario:
    domain = _only([file for file, data in parsed.items() if is_domain(data)], path)
    return read(domain, [file for file, data in parsed.items() if is_profile(data)])


def _only(files: list[Path], path: Path) -> Path:
    if len(files) != 1:
        names = ", ".join(file.name for file in files) or "none"
        raise FormatError(f"expected one domain, found {len(files)} ({names})", str(path))
    return files[0]
