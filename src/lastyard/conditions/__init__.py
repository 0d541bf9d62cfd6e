"""The condition language: its trees, its parser, and evaluation in three ways."""
