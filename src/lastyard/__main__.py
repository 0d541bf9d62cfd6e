"""``python -m lastyard``: the command of the same name."""

from lastyard.commands import main

if __name__ == "__main__":
    main()
