"""From documents to the case file: drafts of statements, and what the analyst makes of them."""

__all__: list[str] = []
