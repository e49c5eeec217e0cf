"""Which kinds of submission there are: one record each."""

from pilots.writing.kind import Kind

KINDS: dict[str, Kind] = {}
