"""From a :class:`~lastyard.case.model.Case` to the text of a case file.

``load_text(dump(case)) == case``. Files are written whole or not at all.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text("{title: Talks, parties: {a: {}}, issues: {i: {options: [x, y]}}}")
    >>> load_text(dump(case)) == case
    True
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import yaml

from lastyard.case.model import CASE, Case, format_number
from lastyard.case.shapes import EscapedText, OneLine
from lastyard.files import write_whole
from lastyard.showing import needs_quotes_in_yaml, yaml_text

__all__ = ["as_yaml", "dump", "flat_as_yaml", "in_one_line", "save"]

Mapping = dict[str, Any]


def dump(case: Case) -> str:
    """Return the text of a case file."""
    return as_yaml(CASE.write(case, case))


def as_yaml(content: Any) -> str:
    """Return plain content (mappings, lists, texts, days, exact numbers) as YAML text."""
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return yaml_text(text)


def in_one_line(content: Any) -> str:
    """Return plain content as YAML text on one line, however long: a place within a text."""
    text = yaml.dump(
        [content], Dumper=_InLine, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    return yaml_text(text).strip()[1:-1]


def flat_as_yaml(content: Mapping) -> str:
    """Return a mapping without lists as YAML text, six times as fast as :func:`as_yaml`."""
    text = yaml.dump(content, Dumper=_Quick, sort_keys=False, allow_unicode=True, width=100)
    return yaml_text(text)


def save(case: Case, path: str) -> None:
    """Write a case file, whole or not at all.

    Raises:
        RequestError: If it cannot be written.
    """
    write_whole(path, dump(case), like=[case.file])


class _Dumper(yaml.SafeDumper):
    """Writes exact numbers and days plainly, lists of names on one line, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _InLine(_Dumper):
    """Writes everything on one line."""


class _Quick(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes mappings by the C library, which cannot indent lists as :class:`_Dumper` does."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # PyYAML writes this line break of other days in a way that it does not read back.
    style = '"' if "\x85" in text or needs_quotes_in_yaml(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _number_node(dumper: yaml.SafeDumper, number: Fraction) -> yaml.Node:
    text = format_number(number)
    tag = "int" if number.denominator == 1 else "str" if "/" in text else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text)


def _escaped_node(dumper: yaml.SafeDumper, text: EscapedText) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


def _date_node(dumper: yaml.SafeDumper, day: date) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())


def _list_node(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    in_line = not any(isinstance(item, dict) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=in_line)


def _list_in_line(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


def _text_in_line(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    if "\n" in text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    return _text_node(dumper, text)


def _one_line_node(dumper: yaml.SafeDumper, content: OneLine) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", content.items(), flow_style=True)


def _mapping_node(dumper: yaml.SafeDumper, content: Mapping) -> yaml.Node:
    in_line = not content or isinstance(dumper, _InLine)
    node = dumper.represent_mapping("tag:yaml.org,2002:map", content.items(), flow_style=in_line)
    for key, _ in node.value:
        # YAML 1.1 takes `on` for true and would quote it; our loader and YAML 1.2 do not.
        if key.value == "on":
            key.tag = "tag:yaml.org,2002:bool"
    return node


for _kind in (_Dumper, _Quick):
    _kind.add_representer(str, _text_node)
    _kind.add_representer(Fraction, _number_node)
    _kind.add_representer(EscapedText, _escaped_node)
    _kind.add_representer(date, _date_node)
_Dumper.add_representer(list, _list_node)
_Dumper.add_representer(dict, _mapping_node)
_Quick.add_representer(dict, _mapping_node)
_Dumper.add_representer(OneLine, _one_line_node)
_InLine.add_representer(str, _text_in_line)
_InLine.add_representer(list, _list_in_line)
