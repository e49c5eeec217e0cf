"""Times of several ways to do the same, taken in turn so that whatever else the machine does hits all of them."""

import time
from dataclasses import dataclass, field
from statistics import median

from bench.documents_steps.others import Way


@dataclass
class Timed:
    """One way and its times in seconds, one for each round; without a way it was not measured."""

    name: str
    way: Way | None
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle of its times."""
        return median(self.seconds)

    def ratio(self, other: "Timed") -> float:
        """How many times as long it takes as ``other``: the middle of the rounds' ratios."""
        return median(own / its for own, its in zip(self.seconds, other.seconds, strict=False))


def interleave(timed: list[Timed], rounds: int) -> None:
    """Run every way once unmeasured, then once in each round, starting with another one each time."""
    present = [item for item in timed if item.way]
    for item in present:
        item.way()
    for turn in range(rounds):
        shift = turn % len(present)
        for item in present[shift:] + present[:shift]:
            begun = time.perf_counter()
            item.way()
            item.seconds.append(time.perf_counter() - begun)
