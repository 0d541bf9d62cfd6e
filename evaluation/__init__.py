"""How well Last Yard reads people: recorded negotiations with known private values."""

__all__: list[str] = []
