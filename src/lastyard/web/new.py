"""New cases: made by five questions, or brought in as a file, alone or with all that belongs to it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from lastyard.answers.check import load_text
from lastyard.case.diagnostics import CaseError
from lastyard.case.issue import Issue
from lastyard.case.writing import as_yaml
from lastyard.case.yaml import MOST_BYTES, decoded
from lastyard.conditions.language import AGREEMENT_WORDS
from lastyard.drafting.record import record_path
from lastyard.errors import LastYardError, RequestError
from lastyard.files import (
    make_folder,
    mode_of_inputs,
    read_at_most,
    refusals_told,
    safe_name,
    write_whole,
)
from lastyard.web.bench import Handlers, base_of, posted, redirect, text_field
from lastyard.web.folder import CaseFile
from lastyard.web.pages import download
from lastyard.web.scenarios import scenarios_path
from lastyard.web.wording import option_called

__all__ = ["New", "case_of_answers", "options_of", "short_name"]

_MOST_PACKED, _MOST_ENTRIES = 200_000_000, 2_000
_RANGE = re.compile(
    r"(-?\d+(?:\.\d+)?)\s*(?:to|-|\u2013)\s*(-?\d+(?:\.\d+)?)(?:\s+(?:in )?steps?(?: of)?\s+(\d+(?:\.\d+)?))?\s*(.*)"
)
# What stands after a range and is no unit: a step or a number that was not understood.
_NO_UNIT = re.compile(
    r"(?:in )?steps?\b|(?:by|every|each) \W*\d|[\d.,/+\u2013-]|e\d", re.IGNORECASE
)
# Options may have ranges for names: `0-4, 5-8`.
_OPTIONS_OF_RANGES = re.compile(r".*(?:,\s|<).*\d.*")
_ROLES = ("mediator", "observer")
# What YAML takes for something else than a word.
_YAML = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_ASKED = ("title", "parties", "issues", "others", "failing")


class New(Handlers):
    """The handlers of the pages that begin a case."""

    async def ask(self, request: Request) -> Response:
        """Ask the five questions."""
        return self._asked(request, dict.fromkeys(_ASKED, ""))

    def _asked(
        self, request: Request, given: dict[str, str], told: str = "", status: int = 200
    ) -> Response:
        return self._bench.page(request, "new.html", status, given=given, told=told)

    async def make(self, request: Request) -> Response:
        """Make a case of the answers."""
        form = await posted(request)
        given = {name: text_field(form, name).strip() for name in _ASKED}
        try:
            text = case_of_answers(given)
            await run_in_threadpool(load_text, text)
        except CaseError as problem:
            told = problem.diagnostics[0].message if problem.diagnostics else str(problem)
            return self._asked(request, given, told, 422)
        except RequestError as problem:
            return self._asked(request, given, str(problem), 422)
        try:
            name = await run_in_threadpool(self._put, given["title"], text.encode())
        except RequestError as problem:
            return self._asked(request, given, str(problem), 507)
        return redirect(base_of(self._bench.folder.open(name)))

    def _put(self, title: str, data: bytes) -> str:
        """Write a new case under a name that is free."""
        root = Path(self._bench.folder.root)
        used = {path.stem for path in root.iterdir()}
        stem = safe_name(title, used, gap="-", empty="case").lower()
        while True:
            try:
                write_whole(str(root / f"{stem}.yaml"), data, over=False)
            except FileExistsError:
                used.add(stem)
                stem = safe_name(title, used, gap="-", empty="case").lower()
            else:
                return f"{stem}.yaml"

    # ---- files that are brought in, and given out ------------------------------------

    async def choose(self, request: Request) -> Response:
        """Ask for a file to bring in."""
        return self._bench.page(request, "import.html", told="")

    async def bring(self, request: Request) -> Response:
        """Bring a case in: its file, or a file that holds it with its documents."""
        form = await posted(request)
        value = form.get("file")
        try:
            if not isinstance(value, UploadFile) or not value.filename:
                raise RequestError("choose a file")
            data = await value.read()
            name = await run_in_threadpool(self._taken, value.filename, data)
        except LastYardError as problem:
            return self._bench.page(request, "import.html", 422, told=str(problem))
        return redirect(base_of(self._bench.folder.open(name)))

    def _taken(self, filename: str, data: bytes) -> str:
        if data[:4] == b"PK\x03\x04":
            return self._unpacked(data)
        if len(data) > MOST_BYTES:
            raise RequestError(f"a case file has at most {MOST_BYTES // 1_000_000} MB")
        if not filename.lower().endswith((".yaml", ".yml")):
            raise RequestError(
                "bring a case (.yaml) or a packed one (.zip); a report or a table is brought in on the page “Read” of its case"
            )
        decoded(data, filename)
        return self._put(filename.rpartition(".")[0], data)

    def _unpacked(self, data: bytes) -> str:
        """Write what a packed case holds; nothing of it can go elsewhere."""
        try:
            packed = zipfile.ZipFile(io.BytesIO(data))
            entries = [each for each in packed.infolist() if not each.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError):
            raise RequestError("this file is packed in a way that cannot be read") from None
        if len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries) > _MOST_PACKED:
            raise RequestError("this file holds more than a case and its documents may have")
        tops = [e for e in entries if "/" not in e.filename and e.filename.endswith(".yaml")]
        if len(tops) != 1:
            raise RequestError("a packed case holds one .yaml at its top, and folders beside it")
        stem = tops[0].filename.removesuffix(".yaml")
        case = _read(packed, tops[0], MOST_BYTES)
        decoded(case, tops[0].filename)
        inside = []
        for entry in entries:
            path = PurePosixPath(entry.filename)
            if entry is tops[0]:
                continue
            parts = path.parts
            own = parts[0] in (f"{stem}.documents", f"{stem}.coded.jsonl", f"{stem}.scenarios.json")
            if not own or any(
                p in ("..", "") or p[0] == "." or "\\" in p or "\0" in p for p in parts
            ):
                raise RequestError(f"{entry.filename[:80]!r} does not belong to a case")
            inside.append((entry, parts))
        root = Path(self._bench.folder.root)
        if any((root / name).exists() for name in (f"{stem}.yaml", f"{stem}.documents")):
            raise RequestError(f"there is a {stem!r} here already; rename one of them")
        if safe_name(stem, gap="-", also=" ") != stem:
            raise RequestError(
                f"{stem[:60]!r} is no name for a case; rename it before it is packed"
            )
        for entry, parts in inside:
            target = root.joinpath(*parts)
            make_folder(str(target.parent))
            write_whole(str(target), _read(packed, entry, _MOST_PACKED), over=False)
        write_whole(str(root / f"{stem}.yaml"), case, over=False)
        return f"{stem}.yaml"

    async def pack(self, request: Request) -> Response:
        """Give out a case with its documents, drafts and decisions as one file."""
        file = await self._bench.file(request)
        data = await run_in_threadpool(self._packed, file)
        stem = Path(file.path).stem
        return download(data, f"{safe_name(stem)}.zip", "application/zip")

    def _packed(self, file: CaseFile) -> bytes:
        stem, made = Path(file.path).stem, io.BytesIO()
        documents = Path(self._bench.folder.documents_of(file.name))
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            _add(packed, f"{stem}.yaml", Path(file.path))
            record = Path(record_path(file.path))
            if record.is_file():
                _add(packed, f"{stem}.coded.jsonl", record)
            scenarios = Path(scenarios_path(file.path))
            if scenarios.is_file():
                _add(packed, f"{stem}.scenarios.json", scenarios)
            for path in sorted(documents.rglob("*")) if documents.is_dir() else ():
                inside = path.relative_to(documents)
                hidden = any(part.startswith(".") for part in inside.parts)
                if path.is_file() and not path.is_symlink() and not hidden:
                    _add(packed, f"{stem}.documents/{inside.as_posix()}", path)
        return made.getvalue()


def _add(packed: zipfile.ZipFile, name: str, path: Path) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same case, the same bytes
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = mode_of_inputs([str(path)]) << 16
    with refusals_told(f"cannot read {name!r}"):
        packed.writestr(entry, read_at_most(str(path), _MOST_PACKED))


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Unpack one file, whatever it says of its size."""
    try:
        with packed.open(entry) as stream:
            data = stream.read(most + 1)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise RequestError(f"{entry.filename[:80]!r} cannot be unpacked") from None
    if len(data) > most:
        raise RequestError(f"{entry.filename[:80]!r} is too large")
    return data


# ---- five questions -------------------------------------------------------------------------


def case_of_answers(given: dict[str, str]) -> str:
    """Return the text of the case that five answers make.

    Args:
        given: ``title``; ``parties``, one per line, with further words after a colon; ``issues``,
            one a line with its options after a colon: parted by commas, by ``<`` where their
            order means something, or a range such as ``0 to 8 step 0.5 %``; ``others``, who is
            there and does not decide; ``failing``, what holds if the talks fail, an issue a line.

    Raises:
        RequestError: If something is missing or cannot be understood.

    Example:
        >>> print(case_of_answers({"title": "Pay", "parties": "Union: guild\\nFirm",
        ...       "issues": "Shifts: as now < by choice", "others": "", "failing": ""}), end="")
        title: Pay
        parties:
          union:
            name: Union
            words: [guild]
          firm:
            name: Firm
        issues:
          shifts:
            name: Shifts
            options: [as now, by choice]
            ordered: true
    """
    if not given["title"]:
        raise RequestError("say what the talks are about")
    ids: set[str] = set()
    parties: dict[str, Any] = {}
    for name, rest in _lines(given["parties"]):
        words = [word.strip() for word in rest.split(",") if word.strip()]
        parties[short_name(name, "party", ids)] = {
            "name": name,
            **({"words": words} if words else {}),
        }
    if len(parties) < 2:
        raise RequestError("name at least two who must agree, one per line")
    for name, rest in _lines(given["others"]):
        role = next((role for role in _ROLES if role in rest.lower()), "" if rest else "mediator")
        if not role:
            raise RequestError(f"say what {name[:60]!r} is after the colon: mediator or observer")
        parties[short_name(name, "party", ids)] = {"name": name, "role": role}
    issues: dict[str, Any] = {}
    named: dict[str, str] = {}
    ids = set()
    for name, rest in _lines(given["issues"]):
        id = short_name(name, "issue", ids)
        named[name.casefold()] = id
        issues[id] = {"name": name, **options_of(name, rest)}
    if not issues:
        raise RequestError("name at least one thing that is negotiated, with its options")
    content = {"title": given["title"], "parties": parties, "issues": issues}
    held: dict[str, Any] = {}
    lines = _lines(given["failing"])
    known = {each.id: each for each in load_text(as_yaml(content)).issues} if lines else {}
    for name, rest in lines:
        issue = known.get(named.get(name.casefold(), ""))
        if issue is None:
            raise RequestError(f"{name[:60]!r} is not one of the things that are negotiated")
        option = option_called(issue, rest)
        if option is None:
            raise RequestError(f"{name[:60]!r} cannot be {rest[:60]!r}; it is {_scale_told(issue)}")
        held[issue.id] = option
    return as_yaml({**content, "status_quo": held} if held else content)


def _scale_told(issue: Issue) -> str:
    if issue.is_numeric:
        return f"{issue.label(0)} to {issue.describe(issue.size - 1)}"
    return " or ".join(issue.labels())


def _lines(text: str) -> list[tuple[str, str]]:
    """Return each line as what stands before and after its first colon."""
    found = []
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name.strip():
            found.append((" ".join(name.split()), rest.strip()))
    return found


def options_of(name: str, rest: str) -> dict[str, Any]:
    """Return what a case file holds for the options of an issue, as somebody typed them.

    Raises:
        RequestError: If there are fewer than two, or a range cannot be understood.
    """
    range_ = _RANGE.fullmatch(rest)
    if range_ is not None and not _OPTIONS_OF_RANGES.fullmatch(range_[4]):
        low, high, step, unit = range_.groups()
        if _NO_UNIT.match(unit):
            raise RequestError(
                f"{rest[:60]!r} is not understood; write a range as `0 to 10 step 0.5 %`: its two ends, "
                "the step as a number with a point, and the unit if there is one"
            )
        found: dict[str, Any] = {
            "range": [_figure(low), _figure(high)],
            "step": _figure(step or "1"),
        }
        return {**found, "unit": unit.strip()} if unit.strip() else found
    ordered = "<" in rest
    options = [option.strip() for option in rest.split("<" if ordered else ",") if option.strip()]
    if len(options) < 2:
        raise RequestError(
            f"give {name[:60]!r} two options or more after a colon, such as `open, closed` or "
            "`0 to 10 step 1`"
        )
    return {"options": options, **({"ordered": True} if ordered else {})}


def _figure(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def short_name(name: str, kind: str, used: set[str]) -> str:
    """Return a short name of plain letters, which conditions can use."""
    wanted = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:24].strip("_")
    if not wanted or wanted[0].isdigit() or wanted in AGREEMENT_WORDS | _YAML:
        wanted = f"{kind}_{wanted}".strip("_") if wanted else kind
    found, number = wanted, 1
    while found in used:
        number += 1
        found = f"{wanted}{number}"
    used.add(found)
    return found
