"""PROV-O and Web Annotation documents: right by the specifications, and free of private names.

Required properties from https://www.w3.org/TR/annotation-model/ and the domains and ranges of
https://www.w3.org/TR/prov-o/ .
"""

import getpass
import json
import re
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.show.prov import Names, annotations_json, prov_json, without_source

CATALOG = Path(__file__).parents[2] / "catalog"
RAFAH = CATALOG / "news/sn-2024/rafah.yaml"
REPORT = "The minister said \u2013 on Monday \u2013 that “no deal”\nis better than a bad deal. No deal, she said.\n"
QUOTED = """
title: Quoted
parties: {a: {name: "A <b>"}}
issues: {i: {options: [x, y]}}
sources:
  web: {title: On the web, url: "https://example.org/a b?x=1"}
  paper: {title: A paper, file: report.txt}
statements:
  - {id: one, party: a, on: 2024-01-01, source: paper, requires: "i == 'x'", quote: '"no deal" is better'}
  - {id: two, party: a, on: 2024-01-02, source: web, quote: {exact: never, prefix: "we ", suffix: " again"}, rejects: "i == 'y'"}
  - {id: three, party: a, on: 2024-01-02, source: web, wants: {}}
  - {id: four, party: a, on: 2024-01-02, position: {i: x}}
""".replace("wants: {}", "position: {i: x}")


@pytest.fixture
def quoted(tmp_path):
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    path = tmp_path / "case.yaml"
    path.write_text(QUOTED, encoding="utf-8")
    return ly.load(str(path))


def test_annotations_have_what_the_specification_requires(quoted):
    collection = annotations_json(quoted)
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    page = collection["first"]
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == collection["id"]
    assert collection["total"] == len(page["items"]) == 3
    ids = set()
    for annotation in page["items"]:
        ids.add(annotation["id"])
        assert annotation["type"] == "Annotation"
        assert annotation["motivation"] == "classifying"
        assert all(body["type"] == "TextualBody" and body["value"] for body in annotation["body"])
        target = annotation["target"]
        assert "id" in target or (target["type"] == "SpecificResource" and target["source"]["id"])
    assert len(ids) == 3
    assert [statement.id for statement in without_source(quoted)] == ["four"]


def test_selectors_point_at_the_words_in_the_source(quoted):
    one, two, three = (item["target"] for item in annotations_json(quoted)["first"]["items"])
    quote, position = one["selector"]
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert REPORT[position["start"] : position["end"]] == "“no deal”\nis better"
    assert two["selector"] == [
        {"type": "TextQuoteSelector", "exact": "never", "prefix": "we ", "suffix": " again"}
    ]
    assert two["source"]["id"] == "https://example.org/a%20b?x=1"
    assert three == {"id": "https://example.org/a%20b?x=1", "type": "Text"}


def everything(path):
    case = ly.load(str(path))
    return case, ly.trace(ly.analyse(case), ly.check(case), ly.packages(case, top=2))


PROV = "http://www.w3.org/ns/prov#"
# Property: class of its subject, class of its object (None: a literal, or any).
RANGES = {
    "wasGeneratedBy": ("Entity", "Activity"),
    "wasDerivedFrom": ("Entity", "Entity"),
    "wasQuotedFrom": ("Entity", "Entity"),
    "wasAttributedTo": ("Entity", "Agent"),
    "used": ("Activity", "Entity"),
    "wasAssociatedWith": ("Activity", "Agent"),
    "qualifiedDerivation": ("Entity", "Derivation"),
    "entity": (None, "Entity"),
    "hadActivity": ("Derivation", "Activity"),
    "hadUsage": ("Derivation", "Usage"),
    "hadRole": ("Usage", "Role"),
    "value": ("Entity", None),
}


# rdflib 7 calls what it has itself deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_prov_is_json_ld_with_the_right_things_at_both_ends_of_every_property():
    rdflib = pytest.importorskip("rdflib")
    case, traced = everything(RAFAH)
    graph = rdflib.Graph().parse(data=json.dumps(prov_json(traced)), format="json-ld")
    kinds = {}
    for subject, kind in graph.subject_objects(rdflib.RDF.type):
        name = str(kind).removeprefix(PROV).replace("SoftwareAgent", "Agent")
        kinds.setdefault(subject, set()).add(name)
    seen = set()
    for subject, predicate, thing in graph:
        if str(predicate).startswith(PROV):
            name = str(predicate).removeprefix(PROV)
            seen.add(name)
            start, end = RANGES[name]
            assert start is None or start in kinds[subject], (subject, name)
            assert end is None or end in kinds[thing], (name, thing)
    assert seen == set(RANGES) - {"wasQuotedFrom"}
    entities = {str(s) for s, kind in kinds.items() if "Entity" in kind}
    names = Names(case)
    assert {names.of(f.id) for f in traced.findings} <= entities
    assert {names.of(f"statement:{s.id}") for s in case.statements} <= entities


def test_a_quote_is_told_as_such(quoted):
    nodes = {n["@id"]: n for n in prov_json(ly.trace(ly.standing(quoted)))["@graph"]}
    one = nodes[Names(quoted).of("statement:one")]
    assert one["prov:wasQuotedFrom"] == {"@id": Names(quoted).of("source:paper")}
    assert one["prov:value"] == '"no deal" is better'


def test_exports_are_the_same_everywhere_and_name_no_user_or_path(tmp_path):
    texts = []
    for folder in ("one", "another place"):
        path = tmp_path / folder / "case.yaml"
        path.parent.mkdir()
        path.write_bytes(RAFAH.read_bytes())
        case, traced = everything(path)
        texts.append(json.dumps([prov_json(traced), annotations_json(case)]))
    assert texts[0] == texts[1]
    assert str(tmp_path) not in texts[0]
    assert "case.yaml" not in texts[0]
    assert not re.search(rf"[/\\]{re.escape(getpass.getuser())}[/\\]", texts[0])


def test_names_change_with_the_content_and_are_valid_iris():
    text = "{title: T, parties: {a: {}}, issues: {é: {options: [x, y]}}}"
    one = Names(ly.load_text(text))
    assert one.case != Names(ly.load_text(text.replace("T", "U"))).case
    assert one.of("issue:é").endswith("#issue/%C3%A9")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one.case)
