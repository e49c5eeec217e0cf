"""Checks of ``make check`` that are ours; run as modules, with ``bin`` on the path."""
