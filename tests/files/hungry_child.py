"""A child that never stops eating, for the tests of the sandbox."""

import time


def eat(request: dict) -> dict:
    if request["eat"] == "memory":
        return {"size": len(bytearray(1024**3))}
    while request["eat"] == "processor":
        pass
    time.sleep(600)
    return {}
