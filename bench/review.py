"""``make bench-review``: how long the lists of an evaluation take with a season of 20,000 applications.

Runs ``bench/review_steps``. ``ARGS`` goes to it: ``make bench-review ARGS="--help"``.
"""

from bench.measured import main

if __name__ == "__main__":
    main("bench.review_steps")
