"""Break the code on purpose, a little, and see whether the tests notice: ``make mutants``.

A mutant is the source with one change: a comparison moved by one step or turned round, ``+`` for
``-``, ``and`` for ``or``, a number one higher or lower, a condition negated, a statement left out.
A mutant which the tests that run its line pass survives: a test is missing, or the change makes no
difference. Mutants are drawn by a seed and tried in a copy of the tree until the time is over.

Not changed, since no answer follows from it: annotations, decorators, texts, ``strict`` of a zip;
what is paid to the budget for a step, and the share of it that a step may use (``tests/budget``
holds that the budget ends every search); how many results a cache keeps; and the constants and
defaults that say where an engine stops, how much it takes at a time (``_MOST_CELLS``, ``_STEPS``,
``_BLOCK``) and to how many digits it rounds: one more or less of them is as right. What happens at
such a limit is changed.

This file is a plugin of pytest, too: it notes which lines each test runs, and then lets only
those be tried that run the changed one, the quick ones first. A test that runs a line only in
another process, or finds its result in a cache, is not asked.
"""

import argparse
import ast
import copy
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("values", "blocking", "deals", "bodies", "conflict", "space", "asking", "reading")
# Tests of a package that stand elsewhere, since they put it to use: run where its own notice nothing.
_ELSEWHERE = {
    "bodies": ("analyses/test_vote*.py", "field/test_ballots.py"),
    "blocking": ("analyses/test_impasse.py", "analyses/test_within_reach.py"),
    "conflict": ("analyses/test_moves*.py", "field/test_moves.py", "field/test_import.py"),
    "deals": ("analyses/test_solutions.py", "analyses/test_efficient.py"),
    "values": ("analyses/test_packages*.py", "analyses/test_sense.py"),
    "space": ("blocking/test_blockage.py",),
    "asking": ("analyses/test_next_step.py", "commands/test_improve.py"),
    "reading": ("drafting/test_[dopt]*.py", "golden/test_reading_golden.py"),
}
# Calls of the budget whose amounts and presence are not changed, and constants that are limits.
_PAID = ("spend", "hold", "charge", "progress", "afford", "room")
_LIMIT = re.compile(
    r"_?(MOST|LARGEST|LONGEST|FEWEST|STEPS?|BLOCK|FIRST_BLOCK|BATCH|CACHED|REMEMBERED|WORK|BOX_WORK|BUDGET"
    r"|WAITING_BYTES|WORLDS|CLAUSES|CONFLICTS|ROUNDS?|TRIALS|COMPARED|WORTH_GUESSING|DIGITS|BOUND_DIGITS)(_|$)"
)
# What a run under pytest is to do: note the lines of a package, or run these tests alone.
_NOTE, _ONLY = "MUTANTS_NOTE", "MUTANTS_ONLY"
# A mutant may ask for any amount of memory; this much is more than any test needs.
_MOST_MEMORY = 8 << 30

_PAIRS: tuple[tuple[type[ast.AST], type[ast.AST]], ...] = (
    *((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn)),
    *((ast.Is, ast.IsNot), (ast.Add, ast.Sub), (ast.Mult, ast.Div), (ast.And, ast.Or)),
    (ast.BitAnd, ast.BitOr),
)
_OTHER = {
    **{one: other for pair in _PAIRS for one, other in (pair, pair[::-1])},
    **dict.fromkeys((ast.FloorDiv, ast.Mod, ast.Pow), ast.Mult),
}


class Mutant(NamedTuple):
    """One change: the file, the node as it is, and what stands in its place."""

    path: Path
    node: ast.expr | ast.stmt
    new: str

    def of(self, source: bytes) -> bytes:
        """Return the file with the change; offsets of a syntax tree count bytes."""
        lines = source.splitlines(keepends=True)
        first, last = self.node.lineno - 1, self.node.end_lineno - 1
        before = b"".join(lines[:first]) + lines[first][: self.node.col_offset]
        after = lines[last][self.node.end_col_offset :] + b"".join(lines[last + 1 :])
        return before + self.new.encode() + after

    def __str__(self) -> str:
        """Return where it is and what was changed, in a line."""
        return f"{self.path}:{self.node.lineno}:{self.node.col_offset}: {ast.unparse(self.node)} -> {self.new}"


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Return the parts which are changed: not what the docstring of this file names."""
    match node:
        case ast.JoinedStr() | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
        case ast.Assign(targets=[ast.Name(id=name)]) if name == "__all__" or _LIMIT.match(name):
            return
        case ast.Call() if _pays(node) or ast.unparse(node.func).startswith("Findings"):
            return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if name in ("defaults", "kw_defaults") and _large(part):
                continue
            left = isinstance(part, ast.keyword) and part.arg in ("strict", "share")
            if isinstance(part, ast.AST) and not left:
                yield part
                yield from _parts(part)


def _large(node: ast.AST | None) -> bool:
    """Return whether it is a number of a thousand or more, which as a default is a limit."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value >= 1_000


def _pays(node: ast.AST) -> bool:
    """Return whether it tells the budget what something costs."""
    function = node.func if isinstance(node, ast.Call) else None
    name = getattr(function, "attr", getattr(function, "id", None))
    return name in _PAID


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Return the changes of one node: what is replaced, and by what."""
    match node:
        case ast.Compare():
            for i, operator in enumerate(node.ops):
                changed = copy.deepcopy(node)
                changed.ops[i] = _OTHER[type(operator)]()
                yield node, f"({ast.unparse(changed)})"
        case ast.BinOp() | ast.BoolOp() if type(node.op) in _OTHER:
            changed = copy.deepcopy(node)
            changed.op = _OTHER[type(node.op)]()
            yield node, f"({ast.unparse(changed)})"
        case ast.Constant(value=bool()):
            yield node, str(not node.value)
        case ast.Constant(value=int() | float()):
            yield node, f"({node.value + 1})"
            yield node, f"({node.value - 1})"
        case ast.UnaryOp(op=ast.Not()):
            yield node, f"bool({ast.unparse(node.operand)})"
        case ast.If() | ast.IfExp() | ast.While() if isinstance(
            node.test, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr
        ):
            yield node.test, f"(not ({ast.unparse(node.test)}))"
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            if not (isinstance(node, ast.Expr) and _pays(node.value)):
                yield node, "pass"
        case ast.Continue() | ast.Break():
            yield node, "pass"


def mutants(package: str, seed: int, root: Path = ROOT) -> list[Mutant]:
    """Return every mutant of a package, in an order that the seed decides."""
    found = []
    for path in sorted((root / "src" / "lastyard" / package).glob("*.py")):
        tree = ast.parse(path.read_bytes())
        changes = [change for node in _parts(tree) for change in _changes(node)]
        found += [Mutant(path.relative_to(root), node, new) for node, new in changes]
    random.Random(f"{package} {seed}").shuffle(found)
    return found


class Tree:
    """A copy of what git tracks, in which one file at a time is another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True)
        for name in filter(None, os.fsdecode(names.stdout).split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)

    def runs(self, files: list[str], **settings: str) -> bool:
        """Return whether the tests of some files pass."""
        flags = ["-x", "-q", "-p", "mutants", "-p", "no:cacheprovider", "-p", "no:anyio"]
        oracles = next(filter(Path.is_dir, (p / "shared/oracles" for p in ROOT.parents)), None)
        environment = {
            **({"LASTYARD_ORACLES": str(oracles)} if oracles else {}),
            **os.environ,
            "PYTHONPATH": f"{self.folder / 'src'}{os.pathsep}{self.folder / 'tests'}",
            **settings,
        }
        running = subprocess.Popen(
            [sys.executable, "-m", "pytest", *flags, *files],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return running.wait() == 0
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()

    def notes(self, package: str) -> "Notes":
        """Run the tests of a package, and return which lines each of them runs.

        Raises:
            SystemExit: They fail as they are.
        """
        tests = self.folder / "tests"
        found = [f for p in (f"{package}/test_*.py", *_ELSEWHERE[package]) for f in tests.glob(p)]
        noted = self.folder / "noted.json"
        # The bytecode which this run leaves saves every later one from compiling all of it.
        writing = {"PYTHONDONTWRITEBYTECODE": "", _NOTE: f"{package}:{noted}"}
        if not self.runs([str(file) for file in sorted(found)], **writing):
            sys.exit(f"the tests of {package} fail as they are")
        return Notes(**json.loads(noted.read_text()))

    def survives(self, mutant: Mutant, notes: "Notes") -> bool:
        """Return whether the tests that run its lines pass with this change, undone again."""
        tests = notes.of(mutant)
        if not tests:
            return True
        only = self.folder / "only.json"
        files = sorted({test.split("::")[0] for test in tests})
        only.write_text(json.dumps({test: notes.seconds[test] for test in tests}))
        # The copy alone: somebody may be at work on the tree.
        path = self.folder / mutant.path
        source, times = path.read_bytes(), path.stat()
        path.write_bytes(mutant.of(source))
        try:
            settings = {"PYTHONDONTWRITEBYTECODE": "1", _ONLY: str(only)}
            return self.runs(files, **settings)
        finally:
            path.write_bytes(source)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


class Notes(NamedTuple):
    """How long each test takes, and which run each line.

    A line that runs on import has ``""``, one that a fixture runs the file of the tests.
    """

    seconds: dict[str, float]
    lines: dict[str, dict[str, list[str]]]

    def of(self, mutant: Mutant) -> list[str]:
        """Return the tests that run the lines of a mutant, the quick ones first."""
        noted = self.lines.get(str(mutant.path), {})
        first = mutant.node.lineno
        # Of an expression over several lines, the first of its statement may be the only one noted.
        while str(first) not in noted and first > 1:
            first -= 1
        lines = range(first, mutant.node.end_lineno + 1)
        ran = {name for line in lines for name in noted.get(str(line), ())}
        tests = [t for t in self.seconds if "" in ran or t in ran or t.split("::")[0] in ran]
        return sorted(tests, key=self.seconds.__getitem__)


if _NOTE in os.environ:
    import coverage

    _PACKAGE, _NOTED = os.environ[_NOTE].split(":", 1)
    _SOURCE = Path.cwd() / "src/lastyard" / _PACKAGE
    _COVERAGE = coverage.Coverage(data_file=None, config_file=False, include=[f"{_SOURCE}/*"])
    _SECONDS: dict[str, float] = {}
    _COVERAGE.start()

    def pytest_runtest_logstart(nodeid: str) -> None:
        """Note from here on what is made for the tests of this file: for others of them as well."""
        _COVERAGE.switch_context(nodeid.split("::", maxsplit=1)[0])
        _SECONDS[nodeid] = time.monotonic()

    def pytest_runtest_call(item: Any) -> None:
        """Note from here on what this test runs."""
        _COVERAGE.switch_context(item.nodeid)

    def pytest_runtest_logfinish(nodeid: str) -> None:
        """Note it no longer."""
        _COVERAGE.switch_context("")
        _SECONDS[nodeid] = time.monotonic() - _SECONDS[nodeid]

    def pytest_sessionfinish() -> None:
        """Write what was noted."""
        _COVERAGE.stop()
        data = _COVERAGE.get_data()
        lines = {
            str(Path(file).relative_to(Path.cwd())): data.contexts_by_lineno(file)
            for file in data.measured_files()
        }
        Path(_NOTED).write_text(json.dumps({"seconds": _SECONDS, "lines": lines}))


if _ONLY in os.environ:
    _ASKED: dict[str, float] = json.loads(Path(os.environ[_ONLY]).read_text())

    def pytest_collection_modifyitems(items: list[Any]) -> None:
        """Keep the tests that are asked for, in their order."""
        order = {test: i for i, test in enumerate(_ASKED)}
        items[:] = [item for item in items if item.nodeid in order]
        items.sort(key=lambda item: order[item.nodeid])

    def pytest_runtest_logstart(nodeid: str) -> None:
        """End it all where this test takes far longer than it does: its alarm is not caught."""
        signal.setitimer(signal.ITIMER_REAL, 5 + 5 * _ASKED[nodeid])


def main() -> None:
    """Try mutants of some packages, and print which survive."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.split("\n")[0])
    parser.add_argument("packages", nargs="*", default=PACKAGES, help=", ".join(PACKAGES))
    parser.add_argument("--seed", type=int, default=0, help="which are drawn first")
    parser.add_argument("--most", type=int, help="how many of each package, at most")
    parser.add_argument("--minutes", type=float, default=20, help="for all packages together")
    asked = parser.parse_args()
    if unknown := [name for name in asked.packages if name not in PACKAGES]:
        parser.error(f"no such package: {', '.join(unknown)}; there are {', '.join(PACKAGES)}")
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    end = time.monotonic() + 60 * asked.minutes
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Tree(Path(folder))
        for i, package in enumerate(asked.packages):
            start = time.monotonic()
            until = start + (end - start) / (len(asked.packages) - i)
            notes = tree.notes(package)
            drawn, tried, survived = mutants(package, asked.seed, tree.folder), 0, 0
            for mutant in drawn[: asked.most]:
                if time.monotonic() > until:
                    break
                tried += 1
                if tree.survives(mutant, notes):
                    survived += 1
                    print(mutant, flush=True)  # noqa: T201
            print(  # noqa: T201
                f"{package}: {tried} of {len(drawn)} mutants tried, "
                f"{tried - survived} killed, {survived} survived",
                flush=True,
            )


if __name__ == "__main__":
    main()
