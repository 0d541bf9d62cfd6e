"""The command line: one file a family of commands, imported only when one of them is called.

Results go to standard output, everything else to standard error. Exit codes: 0 done,
1 a negative answer, 2 bad usage or bad input, 3 an answer that could not be written to standard
output, 141 when nobody reads it any more (`| head`), 130 when stopped.
"""

import gc

# A command makes many objects and soon ends: looking for cycles so often is in vain, and that
# holds from the first import on.
gc.set_threshold(100_000, 50, 50)

from lastyard.commands.main import main  # noqa: E402

__all__ = ["main"]
