"""The command line: one file a command, imported only when it is called.

Results go to standard output, everything else to standard error. Exit codes: 0 done,
1 a negative answer, 2 bad usage or bad input.
"""

from lastyard.commands.main import main

__all__ = ["main"]
