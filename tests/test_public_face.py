"""What the package offers, and what it leaves alone until needed."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import lastyard

PACKAGES = [m.name for m in pkgutil.walk_packages(lastyard.__path__, "lastyard.")]


def test_every_public_name_is_there():
    for name in lastyard.__all__:
        assert getattr(lastyard, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = lastyard.nothing
    assert set(lastyard.__all__) <= set(dir(lastyard))


def test_a_name_stays_the_same_after_submodules_are_imported():
    for name in PACKAGES:
        importlib.import_module(name)
    for name in lastyard.__all__:
        assert not hasattr(getattr(lastyard, name), "__path__"), f"{name} is hidden by a package"


LISTING = [name for name in PACKAGES if hasattr(importlib.import_module(name), "__all__")]


@pytest.mark.parametrize("name", LISTING)
def test_all_lists_what_a_module_offers(name):
    module = importlib.import_module(name)
    for public in module.__all__:
        assert hasattr(module, public), f"{name}.{public}"
    own = [
        key
        for key, value in vars(module).items()
        if not key.startswith("_")
        and getattr(value, "__module__", None) == name
        and (isinstance(value, type) or callable(value))
        and type(value).__name__ != "TypeVar"
    ]
    missing = set(own) - set(module.__all__)
    assert not missing, f"{name} defines {sorted(missing)} without listing or hiding them"


ARROWS = {  # what a room may import, besides itself and the ground; the top floor last
    "conditions": set(),
    "bodies": {"conditions"},
    "conflict": {"conditions"},
    "asking": set(),
    "deals": set(),
    "values": set(),
    "case": {"conditions", "bodies", "conflict"},  # to check votes and moves where they are written
    "space": {"conditions"},
    "blocking": {"conditions", "case", "space"},
    "interop": {"conditions", "case", "deals"},
    "answers": {
        "conditions",
        "case",
        "space",
        "blocking",
        "bodies",
        "conflict",
        "values",
        "deals",
        "asking",
    },
    "reading": set(),
    "drafting": {"case", "reading", "answers"},
    "show": {"conditions", "case", "blocking", "bodies", "conflict", "answers", "drafting"},
    "web": {"case", "conditions", "answers", "show", "reading", "drafting"},
    "room": {"case", "conditions", "deals", "asking", "web"},  # the last two for its pages alone
    "commands": {
        "case",
        "bodies",
        "interop",
        "answers",
        "show",
        "reading",
        "drafting",
        "web",
        "room",
    },
}
GROUND = {
    "budget",
    "errors",
    "files",
    "network",
    "portable",
    "records",
    "results",
    "shipped",
    "showing",
    "streams",
    "version",
    "workers",
}


@pytest.mark.thorough
def test_the_arrows_run_one_way():
    import ast
    from pathlib import Path

    root = Path(lastyard.__file__).parent
    for room, allowed in ARROWS.items():
        for path in (root / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.ImportFrom)
                    and node.module
                    and node.module.startswith("lastyard.")
                ):
                    target, *further = node.module.split(".")[1:]
                    inner = ".".join([target, *further[:1]])
                    right = allowed | {room, *GROUND}
                    assert {target, inner} & right, f"{path} imports {node.module}"


def test_a_room_needs_no_pages():
    from pathlib import Path

    for path in (Path(lastyard.__file__).parent / "room").rglob("*.py"):
        if "pages" not in path.parts:
            text = path.read_text(encoding="utf-8")
            for upper in ("lastyard.room.pages", "lastyard.web", "lastyard.asking", "starlette"):
                assert f"from {upper}" not in text, f"{path} imports {upper}"


@pytest.mark.thorough
def test_no_modules_import_one_another_in_a_circle():
    import ast
    from pathlib import Path

    root = Path(lastyard.__file__).parent
    files = {
        ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for path in root.rglob("*.py")
    }
    imports = {}
    for name, path in files.items():
        found = set()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module and node.module in files:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= (inner & set(files)) or {node.module}
        imports[name] = found - {name}
    # What imports nothing that is left is taken away until nothing is left, or a circle is.
    while free := {name for name, found in imports.items() if not found & set(imports)}:
        imports = {name: found for name, found in imports.items() if name not in free}
    assert not imports, f"circles, and what needs them: {sorted(imports)}"


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "CASE"], ["schema"], ["standing", "CASE"]]
)
def test_quick_commands_import_neither_numpy_nor_a_solver(arguments, tmp_path):
    from lastyard.commands.start import STARTER

    path = tmp_path / "case.yaml"
    path.write_text(STARTER, encoding="utf-8")
    arguments = [str(path) if a == "CASE" else a for a in arguments]
    code = (
        "import sys\nfrom lastyard.commands import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'numpy', 'scipy', 'pysat', 'highspy', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(f'imports {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_check_imports_no_more_than_a_small_case_needs(tmp_path):
    """What takes long to import and is needed for other answers, errors or files only."""
    path = tmp_path / "case.yaml"
    path.write_text(
        "title: Small\nparties: {p: {}}\nissues: {i: {options: [a, b]}}\nstatements:\n"
        "  - {id: s, party: p, on: 2024-01-05, requires: \"i == 'a'\"}\n"
        "  - {id: t, party: p, on: 2024-01-06, rejects: \"i == 'b'\"}\n",
        encoding="utf-8",
    )
    spared = ["difflib", "json", "pathlib", "lastyard.case.votes", "lastyard.space.search"]
    code = (
        "import sys\nfrom lastyard.commands import main\n"
        f"try: main(['check', {str(path)!r}])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"print(*({{*{spared!r}}} & set(sys.modules)), file=sys.stderr)"
    )
    # -S: what the installation itself imports at its start is not ours.
    paths = [str(p) for p in sys.path if p]
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys\nsys.path[:0] = {paths!r}\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr.split() == []
