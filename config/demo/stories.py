"""Stories: one YAML file per application, with its answers and its life as dated steps; and those of old pilots.

``applicant``, ``recommender`` are keys of organisations; ``files`` are keys of materials; ``carbon`` is the calculation
sheet; ``life`` is a list of ``{at: mark, do: step, …}`` with marks as ``Season.instant`` takes them; a step with ``wait``
is left out unless so many days have passed since the step before it. In all texts ``{y}`` is the year of the cycle,
``{y-1}`` the year before, and so on.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from accounts.models import Organisation, User
from config.demo.materials import Materials
from config.demo.people import APPLICANT_NAMES, RECOMMENDER_NAMES
from config.demo.season import Season

FOLDER = Path(__file__).resolve().parent
YEAR = re.compile(r"\{y([+-]\d)?\}")


@dataclass(frozen=True)
class World:
    """Who and what there is in the demo, by key."""

    season: Season
    units: dict[str, Organisation]
    people: dict[str, User]
    materials: Materials

    def member(self, key: str) -> User:
        """The person with the right to submit, or to recommend, of an organisation."""
        special = {unit: name for name, unit in (APPLICANT_NAMES | RECOMMENDER_NAMES).items()}
        return self.people[special.get(key, key)]


@dataclass
class Story:
    """What happens to one application, or to a pilot of a paper year.

    ``application`` is its id from the first step on; ``entry`` that of the library where there is no application here.
    """

    name: str
    year: int
    data: dict
    application: int | None = None
    entry: int | None = None


def applications(season: Season) -> list[Story]:
    """All stories about applications, in the order of their file names: ``earlier-…``, ``last-…`` and ``running-…``."""
    found = []
    for path in sorted((FOLDER / "applications").glob("*.yaml")):
        year = season.year(path.stem.partition("-")[0])
        found.append(Story(path.stem, year, read(path, year)))
    return found


def old_pilots(season: Season) -> list[Story]:
    """The stories of pilots that were selected on paper and taken on here; marks count from the earlier year."""
    year = season.earlier
    return [Story(pilot["name"], year, pilot) for pilot in read(FOLDER / "old_pilots.yaml", year)]


def read(path: Path, year: int):
    """Read a YAML file with the years filled in."""
    text = YEAR.sub(lambda match: str(year + int(match[1] or 0)), path.read_text("utf-8"))
    return yaml.safe_load(text)
