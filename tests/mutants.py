"""Break the code on purpose, a little, and see whether the tests notice: ``make mutants``.

A mutant is the source with one change: a comparison moved by one step or turned round, ``+`` for
``-``, ``and`` for ``or``, a number one higher or lower, a condition negated, a statement left out.
A mutant which the tests of its package pass survives: a test is missing, or the change makes no
difference. Mutants are drawn by a seed and tried in a copy of the tree until the time is over.
"""

import argparse
import ast
import copy
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("values", "blocking", "deals", "bodies", "conflict", "reading")
# Tests of a package that stand elsewhere, since they put it to use: run where its own notice nothing.
_ELSEWHERE = {
    "bodies": ("analyses/test_vote*.py", "field/test_ballots.py"),
    "blocking": ("analyses/test_impasse.py", "analyses/test_within_reach.py"),
    "conflict": ("analyses/test_moves*.py", "field/test_moves.py"),
    "deals": ("analyses/test_solutions.py", "analyses/test_efficient.py"),
    "values": ("analyses/test_packages*.py", "analyses/test_sense.py"),
    "reading": ("drafting/test_*.py",),
}
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

    def source(self) -> bytes:
        """Return the file with the change; offsets of a syntax tree count bytes."""
        lines = (ROOT / self.path).read_bytes().splitlines(keepends=True)
        first, last = self.node.lineno - 1, self.node.end_lineno - 1
        before = b"".join(lines[:first]) + lines[first][: self.node.col_offset]
        after = lines[last][self.node.end_col_offset :] + b"".join(lines[last + 1 :])
        return before + self.new.encode() + after

    def __str__(self) -> str:
        """Return where it is and what was changed, in a line."""
        return f"{self.path}:{self.node.lineno}: {ast.unparse(self.node)} -> {self.new}"


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Return the parts which run: no annotations, decorators, texts, exports, strict zips."""
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for part in value if isinstance(value, list) else [value]:
            strict = isinstance(part, ast.keyword) and part.arg == "strict"
            if isinstance(part, ast.AST) and not strict:
                yield part
                yield from _parts(part)


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
            yield node, "pass"
        case ast.Continue() | ast.Break():
            yield node, "pass"


def mutants(package: str, seed: int) -> list[Mutant]:
    """Return every mutant of a package, in an order that the seed decides."""
    found = []
    for path in sorted((ROOT / "src" / "lastyard" / package).glob("*.py")):
        tree = ast.parse(path.read_bytes())
        changes = [change for node in _parts(tree) for change in _changes(node)]
        found += [Mutant(path.relative_to(ROOT), node, new) for node, new in changes]
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

    def passes(self, package: str, module: str, timeout: float | None) -> bool:
        """Run the tests of a package, those named like the module first; a test that hangs fails."""
        named = sorted((self.folder / "tests" / package).glob("test_*.py"))
        named.sort(key=lambda path: module.rstrip("s") not in path.name)
        for pattern in _ELSEWHERE[package]:
            named += sorted((self.folder / "tests").glob(pattern))
        flags = ["-x", "-q", "-p", "no:cacheprovider"]
        oracles = next(filter(Path.is_dir, (p / "shared/oracles" for p in ROOT.parents)), None)
        environment = {
            **({"LASTYARD_ORACLES": str(oracles)} if oracles else {}),
            **os.environ,
            "PYTHONPATH": str(self.folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        running = subprocess.Popen(
            [sys.executable, "-m", "pytest", *flags, *map(str, named)],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return running.wait(timeout) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()

    def survives(self, mutant: Mutant, package: str, timeout: float) -> bool:
        """Whether the tests pass with this change, which is undone again."""
        (self.folder / mutant.path).write_bytes(mutant.source())
        try:
            return self.passes(package, mutant.path.stem, timeout)
        finally:
            shutil.copy2(ROOT / mutant.path, self.folder / mutant.path)


def main() -> None:
    """Try mutants of some packages, and print which survive."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.split("\n")[0])
    parser.add_argument("packages", nargs="*", default=PACKAGES, help=", ".join(PACKAGES))
    parser.add_argument("--seed", type=int, default=0, help="which are drawn first")
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
            if not tree.passes(package, "", None):
                sys.exit(f"the tests of {package} fail as they are")
            timeout = 3 * (time.monotonic() - start)
            drawn, tried, survived = mutants(package, asked.seed), 0, 0
            for mutant in drawn:
                if time.monotonic() > until:
                    break
                tried += 1
                if tree.survives(mutant, package, timeout):
                    survived += 1
                    print(mutant, flush=True)  # noqa: T201
            print(  # noqa: T201
                f"{package}: {tried} of {len(drawn)} mutants tried, "
                f"{tried - survived} killed, {survived} survived",
                flush=True,
            )


if __name__ == "__main__":
    main()
