"""``make bench-rush``: a load of real submissions across the cutoff, and the audit after it (CUT-3, NUM-1).

Runs ``bench/rush_steps``. ``ARGS`` goes to it: ``make bench-rush ARGS="--help"``.
"""

from bench.measured import main

if __name__ == "__main__":
    main("bench.rush_steps")
