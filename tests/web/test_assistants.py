"""`lastyard mcp`, asked by the client of the protocol's own SDK."""

import sys

import pytest

import lastyard as ly
from program import PROGRAM

mcp = pytest.importorskip("mcp", reason="lastyard[mcp] is not installed")
import anyio  # noqa: E402

from .conftest import TALKS  # noqa: E402


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "talks.yaml").write_text(TALKS)
    (tmp_path / "open" / "report.txt").write_text(
        "The union insisted the wage be at least 8 per cent."
    )
    (tmp_path / "secret.yaml").write_text(TALKS)
    return tmp_path / "open"


def asked(folder, *calls):
    """Start the program as an assistant does, and call its tools."""

    async def run():
        parameters = mcp.StdioServerParameters(command=PROGRAM, args=["mcp", str(folder)])
        async with mcp.Client(parameters) as client:
            tools = (await client.list_tools()).tools
            answers = [await client.call_tool(name, given) for name, given in calls]
        return tools, answers

    return anyio.run(run)


@pytest.mark.thorough
def test_tools_answer_what_the_commands_answer(folder):
    case = ly.load(str(folder / "talks.yaml"))
    calls = [
        ("cases", {}),
        ("impasse", {"case": "talks.yaml"}),
        ("standing", {"case": "talks.yaml", "as_of": "2024-01-06"}),
        ("what_would_change", {"case": "talks.yaml", "without": ["floor"]}),
        ("reasons", {"case": "talks.yaml", "id": "blocking-1"}),
        ("read_document", {"case": "talks.yaml", "document": "report.txt"}),
    ]
    tools, answers = asked(folder, *calls)
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert {name for name, _ in calls} <= {tool.name for tool in tools}
    assert not any(answer.is_error for answer in answers), answers
    found = [answer.structured_content for answer in answers]
    assert found[0]["cases"][0]["title"] == "Wage talks"
    assert found[1] == ly.impasse(case).as_json()
    assert found[2] == ly.standing(case, "2024-01-06").as_json()
    assert found[3] == ly.what_if(case, without=["floor"]).as_json()
    quote = found[5]["statements"][0]["quote"]
    assert (quote["exact"], quote["start"]) == ("the wage be at least 8 per cent", 19)
    assert sorted(p.name for p in folder.iterdir()) == ["report.txt", "talks.yaml"], (
        "nothing is written"
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("impasse", {"case": "../secret.yaml"}, "no '../secret.yaml'"),
        ("impasse", {"case": "nothing.yaml"}, "no case"),
        ("standing", {"case": "talks.yaml", "as_of": "soon"}, "soon"),
        ("reasons", {"case": "talks.yaml", "id": "nothing"}, "nothing"),
        (
            "read_document",
            {"case": "talks.yaml", "document": "../secret.yaml"},
            "no '../secret.yaml'",
        ),
        ("vote", {"case": "talks.yaml"}, "no `votes`"),
    ],
)
def test_what_cannot_be_answered_is_said(folder, tool, given, told):
    _, (answer,) = asked(folder, (tool, given))
    assert answer.is_error
    assert told in answer.content[0].text


def test_the_default_install_says_what_to_install():
    import subprocess

    code = "import sys; sys.modules['mcp'] = None\nfrom lastyard.commands import main; main(['mcp', '.'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "lastyard[mcp]"' in done.stderr
