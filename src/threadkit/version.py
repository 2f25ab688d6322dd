"""The version of the package, where everything inside it can ask for it without importing the package's own names."""

from typing import Final

__all__ = ["VERSION"]

VERSION: Final = "0.1.0"
