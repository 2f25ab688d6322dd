"""The version of the package, where everything inside it can ask for it without importing the package's own names."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
