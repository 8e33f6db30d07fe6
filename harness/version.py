"""The version of the harness, written into every record."""

__version__ = "0.1.0"
