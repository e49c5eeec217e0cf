"""Children that ask or do odd things, for the tests of the sandbox."""

import os
import signal


def act(request: dict) -> dict:
    """Crash, or tell what a child sees."""
    if request["do"] == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    os.kill(os.getpid(), signal.SIGTERM)
    return {"environment": sorted(os.environ), "pid": os.getpid(), "nursery": os.getppid()}
