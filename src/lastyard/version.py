"""The version of this release, the one place where it is written."""

__all__ = ["VERSION"]

VERSION = "0.2.0"
