"""Scenarios that were kept: what would be otherwise, by a name, beside the case they are of.

They lie in ``CASE.scenarios.json``, one object a scenario: its name, the statements set aside, what was
supposed, and firmness by statement.

Example:
    >>> kept = Scenario("Firm moves", without=("ceiling",), firmness=(("floor", "0.3"),))
    >>> kept.address
    'without=ceiling&firmness.floor=0.3'
    >>> Scenario.of_address("Firm moves", kept.address) == kept
    True
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from lastyard.drafting.record import alone_with
from lastyard.errors import RequestError
from lastyard.files import read_at_most, write_whole

__all__ = ["Scenario", "keep", "kept_of", "let_go", "scenarios_path"]

_MOST, _LONGEST_NAME, _MOST_BYTES = 40, 120, 1_000_000


@dataclass(frozen=True, slots=True)
class Scenario:
    """What would be otherwise.

    Attributes:
        name: What it is called; empty for one that was not kept.
        without: Identifiers of statements that are set aside.
        suppose: Statements that are supposed, as they are written.
        firmness: Statements with another firmness, each with its level as written.
    """

    name: str = ""
    without: tuple[str, ...] = ()
    suppose: tuple[str, ...] = ()
    firmness: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of_query(cls, name: str, pairs: Iterable[tuple[str, str]]) -> Scenario:
        """Return the scenario that the query of an address is.

        Args:
            name: What it is called.
            pairs: The query's names and values; ``who``, ``verb`` and ``what`` together are
                something supposed, others than a scenario's are left out.
        """
        pairs = [(key, value.strip()) for key, value in pairs]
        given = dict(pairs)
        supposed = [value for key, value in pairs if key == "suppose" and value]
        said = [given.get(key, "") for key in ("who", "verb", "what")]
        if all(said):
            supposed.append(" ".join(said))
        return cls(
            name,
            tuple(dict.fromkeys(value for key, value in pairs if key == "without")),
            tuple(supposed),
            tuple(
                (key.removeprefix("firmness."), value)
                for key, value in pairs
                if key.startswith("firmness.") and value
            ),
        )

    @classmethod
    def of_address(cls, name: str, address: str) -> Scenario:
        """Return the scenario that an address's query is, as :attr:`address` writes it."""
        return cls.of_query(name, parse_qsl(address, keep_blank_values=True))

    @property
    def address(self) -> str:
        """The query of the address that shows it."""
        return urlencode(
            [
                *(("without", id) for id in self.without),
                *(("suppose", text) for text in self.suppose),
                *((f"firmness.{id}", level) for id, level in self.firmness),
            ]
        )

    @property
    def changes(self) -> dict[str, Any]:
        """What it changes, as the question ``what-if`` takes it; empty where it changes nothing."""
        return {
            key: value
            for key in ("without", "suppose", "firmness")
            if (value := getattr(self, key))
        }


def scenarios_path(case_path: str) -> str:
    """Return where the scenarios of a case lie."""
    return str(Path(case_path).with_suffix(".scenarios.json"))


def kept_of(case_path: str) -> list[Scenario]:
    """Return the scenarios that are kept of a case, in the order in which they were kept.

    Raises:
        RequestError: If the file is there and cannot be read.
    """
    path = scenarios_path(case_path)
    try:
        content = json.loads(read_at_most(path, _MOST_BYTES))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError):
        raise RequestError(f"{Path(path).name} cannot be read; mend it or take it away") from None
    if not isinstance(content, list):
        raise RequestError(f"{Path(path).name} holds no list of scenarios; mend it or take it away")
    return [_scenario(each, Path(path).name) for each in content[:_MOST]]


def _scenario(content: Any, file: str) -> Scenario:
    try:
        return Scenario(
            _text(content["name"]),
            _texts(content.get("without", [])),
            _texts(content.get("suppose", [])),
            tuple((_text(id), _text(level)) for id, level in content.get("firmness", {}).items()),
        )
    except (AttributeError, KeyError, TypeError, UnicodeEncodeError):
        told = f"{file} holds something that is no scenario; mend it or take it away"
        raise RequestError(told) from None


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(_text, value))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a letter, which JSON can write, is none
    return value


def keep(case_path: str, scenario: Scenario) -> None:
    """Keep a scenario; one of the same name is replaced.

    Raises:
        RequestError: If it has no name or changes nothing, if too many are kept, or if it
            cannot be written.
    """
    if not scenario.name or len(scenario.name) > _LONGEST_NAME:
        raise RequestError(f"give the scenario a name of at most {_LONGEST_NAME} letters")
    if not scenario.changes:
        raise RequestError("this scenario changes nothing; set something aside first")
    with alone_with(case_path):
        others = {each.name: each for each in kept_of(case_path)}
        if scenario.name not in others and len(others) >= _MOST:
            raise RequestError(f"{_MOST} scenarios are kept; let one go first")
        _write(case_path, {**others, scenario.name: scenario}.values())


def let_go(case_path: str, name: str) -> None:
    """Forget a scenario; nothing happens where none is called so.

    Raises:
        RequestError: If that cannot be written.
    """
    with alone_with(case_path):
        others = kept_of(case_path)
        left = [each for each in others if each.name != name]
        if len(left) < len(others):
            _write(case_path, left)


def _write(case_path: str, scenarios: Iterable[Scenario]) -> None:
    content: list[Mapping[str, Any]] = [
        {"name": each.name, **each.changes, "firmness": dict(each.firmness)} for each in scenarios
    ]
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    write_whole(scenarios_path(case_path), text.encode(), like=[case_path])
