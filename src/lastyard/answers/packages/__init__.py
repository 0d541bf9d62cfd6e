"""Which packages the parties would agree to: likely, certain, fair and different ones."""
