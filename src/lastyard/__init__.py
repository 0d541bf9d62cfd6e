"""Last Yard: from what the parties have said to where the talks stand and what blocks a deal."""

__all__: list[str] = []
