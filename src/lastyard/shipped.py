"""What comes with Last Yard: published cases and voting bodies, found by name from anywhere.

A name is the path inside the catalog without its ending, as ``news/sn-2024/rafah``; its last part
is enough where only one has it. A file of that name in the working folder comes first.

Example:
    >>> "news/sn-2024/rafah" in shipped_cases()
    True
    >>> find_shipped("rafah").endswith("rafah.yaml")
    True
"""

from __future__ import annotations

import os

__all__ = ["catalog_folder", "find_shipped", "named_once", "shipped_cases", "shipped_files"]

_CASES = ("news", "papers", "history")


def catalog_folder() -> str | None:
    """Return the path of the catalog, or None where it was left out."""
    package = os.path.dirname(os.path.abspath(__file__))
    # Installed, it lies in the package; in a checkout, beside src.
    for folder in (package, os.path.dirname(os.path.dirname(package))):
        catalog = os.path.join(folder, "catalog")
        if os.path.isdir(catalog):
            return catalog
    return None


def shipped_files(folder: str) -> dict[str, str]:
    """Return the paths of the YAML files below a folder of the catalog, by name in that folder."""
    catalog = catalog_folder()
    if catalog is None:
        return {}
    root = os.path.join(catalog, folder)
    found = {}
    for place, _, files in os.walk(root):
        for file in files:
            if file.endswith(".yaml"):
                path = os.path.join(place, file)
                found[os.path.relpath(path, root)[: -len(".yaml")].replace(os.sep, "/")] = path
    return dict(sorted(found.items()))


def shipped_cases() -> dict[str, str]:
    """Return the paths of the cases of the catalog by name."""
    return {
        f"{folder}/{name}": path
        for folder in _CASES
        for name, path in shipped_files(folder).items()
    }


def find_shipped(name: str) -> str:
    """Return the path of a case: a file of this name, or else the case of the catalog called so.

    Args:
        name: A path, ``-``, or a name from the catalog, in full or its last part.

    Returns:
        The path; ``name`` itself where nothing in the catalog is called so.
    """
    if name == "-" or os.path.exists(name) or os.path.isabs(name):
        return name
    asked = name.removeprefix("catalog/").removesuffix(".yaml")
    return named_once(asked, shipped_cases()) or name


def named_once(name: str, known: dict[str, str]) -> str | None:
    """Return the path that has this name, in full or as its last part; None unless just one has."""
    if name in known:
        return known[name]
    found = [path for full, path in known.items() if full.rpartition("/")[2] == name]
    return found[0] if len(found) == 1 else None
