"""``make bench-journal``: how fast the nightly verification walks a journal of a million rows, in how much memory.

Runs ``bench/journal_steps``. ``ARGS`` goes to it: ``make bench-journal ARGS="--rows 100000"``.
"""

from bench.measured import main

if __name__ == "__main__":
    main("bench.journal_steps")
