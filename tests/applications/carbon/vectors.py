"""The shared vectors of the arithmetic: the server's and the browser's must give the same figures for each."""

from pathlib import Path

import yaml

KEYS = ("baseline", "unit", "factor", "factor_unit", "project")
SUMS = ("baseline", "project", "reduction")


def vectors() -> list[tuple[dict, dict | None]]:
    """(entries of a row, its sums as texts or None) of every vector."""
    found = []
    for row in yaml.safe_load(Path(__file__).with_name("vectors.yaml").read_text("utf-8")):
        sums = dict(zip(SUMS, row[5:], strict=True))
        found.append((dict(zip(KEYS, row[:5], strict=True)), sums if sums["baseline"] is not None else None))
    return found
