"""Same input and seed, same bytes: on every kind of processor, thread count and hash seed.

OpenBLAS and numpy choose their kernels by what the processor can do; here they are made to believe
in other ones. That older and newer releases of numpy agree is what the golden files show, when
`make test-oldest` and `make test-newest` read the same ones.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("answers_in_bytes.py")
CASES = ["rafah", "harbour"]
NO_WIDE = "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR X86_V3 X86_V4"
PROCESSORS = {
    "no wide instructions": {
        "NPY_DISABLE_CPU_FEATURES": NO_WIDE,
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2,-AVX512F",
        "OPENBLAS_CORETYPE": "Nehalem",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "1",
    },
    "Haswell, two threads": {
        "OPENBLAS_CORETYPE": "Haswell",
        "OPENBLAS_NUM_THREADS": "2",
        "PYTHONHASHSEED": "2",
    },
    "Sandybridge": {"OPENBLAS_CORETYPE": "Sandybridge", "OPENBLAS_NUM_THREADS": "1"},
}


def answers(cases, **environment):
    known = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "NPY_"))}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", SCRIPT, *cases],
        capture_output=True,
        text=True,
        check=True,
        env={**known, **environment},
    )
    return done.stdout.splitlines()


@pytest.mark.thorough
@pytest.mark.parametrize("processor", PROCESSORS)
def test_same_bytes(processor, usual):
    assert answers(CASES, **PROCESSORS[processor]) == usual


@pytest.fixture(scope="module")
def usual():
    found = answers(CASES)
    assert len(found) == 8 * len(CASES)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("processor", PROCESSORS)
def test_same_bytes_for_the_whole_catalog(processor):
    assert answers([], **PROCESSORS[processor]) == answers([])
