import json
from contextlib import contextmanager

import pytest

from lastyard.reading import Document, ReadingError
from lastyard.reading.endpoint import Endpoint, Suggestion, read_with_model, verify
from serving import Handler, serving

TEXT = "“We agree,” Ada Moor said. For Otto Penn the draft was a gift to nobody."


@contextmanager
def served(content, status=200):
    seen = []

    class Model(Handler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, self.headers.get("Authorization"), json.loads(body)))
            told = {"choices": [{"message": {"content": content}}]}
            self.reply(content if isinstance(content, bytes) else json.dumps(told).encode(), status)

    with serving(Model) as address:
        yield f"{address}/v1", seen


def test_only_what_the_document_bears_out_is_kept():
    answer = (
        "```json\n"
        + json.dumps(
            [
                {"speaker": "Otto Penn", "quote": "the draft was a gift to nobody"},
                {"speaker": "Ada Moor", "quote": "We agree"},
                {"speaker": "Ada Moor", "quote": "We disagree"},
                {"speaker": "Lena Roth", "quote": "the draft"},
            ]
        )
        + "\n```"
    )
    with served(answer) as (url, seen):
        found = read_with_model(
            Document.from_text(TEXT), Endpoint(url, "m", key="k"), text_may_leave=True
        )
    assert [(s.speaker, s.quote.exact) for s in found.reading.statements] == [
        ("Ada Moor", "“We agree,”"),
        ("Otto Penn", "the draft was a gift to nobody"),
    ]
    assert len(found.added) == 1
    assert [r.reason for r in found.refused] == [
        "the quotation does not stand in the document",
        "the speaker does not occur in the document",
    ]
    assert found.reading.method.endswith("+model")
    path, key, body = seen[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer k", "m")


def test_nothing_is_sent_without_consent():
    with served("[]") as (url, seen):
        with pytest.raises(ReadingError, match="is sent to"):
            read_with_model(Document.from_text(TEXT), Endpoint(url, "m"), text_may_leave=False)
        assert seen == []


@pytest.mark.parametrize("content", ["no list", b"not json", "[1, 2]", b"{}", '[{"speaker": "x"}]'])
def test_a_useless_answer_is_an_error(content):
    with served(content) as (url, _), pytest.raises(ReadingError, match="list of statements"):
        read_with_model(Document.from_text(TEXT), Endpoint(url, "m"), text_may_leave=True)


def test_a_failing_or_absent_endpoint_is_an_error():
    with served("[]", status=500) as (url, _), pytest.raises(ReadingError, match="does not answer"):
        read_with_model(Document.from_text(TEXT), Endpoint(url, "m"), text_may_leave=True)
    with pytest.raises(ReadingError, match="no http"):
        read_with_model(Document.from_text(TEXT), Endpoint("file:///etc", "m"), text_may_leave=True)


def test_empty_suggestions_are_refused():
    kept, refused = verify(TEXT, [Suggestion("Ada Moor", " "), Suggestion("", "We agree")])
    assert (kept, len(refused)) == ([], 2)
