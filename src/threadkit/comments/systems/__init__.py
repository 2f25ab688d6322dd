"""The comment systems, one file each."""
