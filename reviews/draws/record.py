"""The record of a draw as a file for whoever checks it: all that is hashed, and how to draw again from it (REV-2)."""

import json

from reviews.draws.recipe import RECIPE
from reviews.models import Draw, SeedNaming
from reviews.states import DrawKind, SeedSource


def naming_of(row: Draw) -> SeedNaming | None:
    """The naming of the public value that a draw was made by; None for a seed of the server, or an old draw."""
    first = row.origin if row.kind == DrawKind.REPLACEMENT else row
    return SeedNaming.objects.filter(draw=first).select_related("named_by").first()


def seed_words(row: Draw, naming: SeedNaming | None) -> str:
    """Where the seed of a draw comes from, as people read it: of a public value only its source was named before."""
    if row.seed_source != SeedSource.PUBLIC:
        return row.get_seed_source_display()
    return "公开数值，来源和日期在产生之前已指定" if naming else "抽取人填写，登记为事先公布"


def record_file(row: Draw) -> str:
    """JSON with ``record`` (what is hashed), ``sha256``, ``naming`` where a public value was named, and the recipe."""
    naming = naming_of(row)
    named = naming and {
        "source": naming.source,
        "day": naming.day.isoformat(),
        "decimals": naming.decimals,
        "named_at": naming.named_at.isoformat(),
        "value": naming.value,
    }
    body = {"recipe": RECIPE, "sha256": row.sha256, "naming": named, "record": row.body()}
    return json.dumps(body, ensure_ascii=False, indent=1)
