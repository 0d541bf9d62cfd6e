"""What `lastyard timeline` answers on a case of the catalog, word for word and line for line.

LASTYARD_UPDATE=1 python -m pytest tests/golden      writes the answers anew; then read the diff
"""

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

import lastyard as ly
from lastyard.show.published import ANSWERS
from lastyard.show.timeline import agreement_svg, gaps_svg, packages_svg, timeline_svg

HERE = Path(__file__).parent / "timeline"
CASE = Path(__file__).parents[2] / "catalog/news/national-post-2020/fisheries.yaml"


@pytest.mark.thorough
def test_answers():
    result = ly.timeline(ly.load(str(CASE)))
    content = result.as_json()
    jsonschema.validate(content, ANSWERS["timeline"], format_checker=jsonschema.FormatChecker())
    texts = {
        "txt": str(result),
        "json": json.dumps(content, indent=1, ensure_ascii=False) + "\n",
        "svg": timeline_svg(result),
    }
    for kind, text in texts.items():
        path = HERE / f"fisheries.{kind}"
        if os.environ.get("LASTYARD_UPDATE"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text
    for draw in (gaps_svg, agreement_svg, packages_svg, timeline_svg):
        root = ElementTree.fromstring(draw(result))
        marks = [e for e in root.iter() if e.tag.endswith(("circle", "rect")) and len(e)]
        assert marks
        assert all(mark[0].tag.endswith("title") and mark[0].text for mark in marks)
