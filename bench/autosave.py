"""``make bench-autosave``: how long a page of a full technology form takes to save itself while 50 people type.

Runs ``bench/autosave_steps``. ``ARGS`` goes to it: ``make bench-autosave ARGS="--help"``.
"""

from bench.measured import main

if __name__ == "__main__":
    main("bench.autosave_steps")
