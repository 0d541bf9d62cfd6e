"""The table of docs/benchmarks.md, measured and written: ``python -m benchmarks``."""

from __future__ import annotations

from benchmarks.table import main

main()
