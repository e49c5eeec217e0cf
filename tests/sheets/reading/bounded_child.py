"""Reads a Word file in a child as the portal does, and tells what that took: seconds of processor, memory in MB."""

import resource
import time

from sheets.reading import child

MB = 1024  # of what the kernel tells in KB


def read(request: dict) -> dict:
    """The answer of ``sheets.reading.child`` with ``seconds`` and ``peak_mb``."""
    begun = time.process_time()
    answer = child.read(request)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "refused": answer["refused"],
        "seconds": time.process_time() - begun,
        "peak_mb": usage.ru_maxrss / MB,
    }
