"""The recommendation behind a revision, and what stands on the paper form with it (REC-2)."""

from django.db.models import F, QuerySet

from applications.models import Opinion, Revision


def opinion_of(revision: Revision) -> Opinion | None:
    """The recommendation that stands behind a revision: its own, or that of an earlier one (after a correction)."""
    return _forwarded(opinions_until(revision))


def recommender_of(revision: Revision) -> str:
    """The recommender as the cover names it: who recommended, who was asked and has not, or that nobody was (REC-1)."""
    return recommender_line(revision, opinions_until(revision))


def paper_answers(revision: Revision) -> dict:
    """Everything that stands on the paper form: the applicant's answers and the recommender's part."""
    return answers_on_paper(revision, opinions_until(revision))


def opinions_until(revision: Revision) -> list[Opinion]:
    """What recommenders said of a revision and of those before it, newest first, each with the ``number`` it is of."""
    opinions = _numbered().filter(revision__application_id=revision.application_id)
    return list(opinions.filter(number__lte=revision.number))


def opinions_by_application() -> dict[int, list[Opinion]]:
    """Application id → what recommenders said of its revisions, newest first, as ``opinions_until``; one query for all."""
    by_application: dict[int, list[Opinion]] = {}
    for opinion in _numbered().annotate(application=F("revision__application_id")):
        by_application.setdefault(opinion.application, []).append(opinion)
    return by_application


def _numbered() -> QuerySet[Opinion]:
    opinions = Opinion.objects.annotate(number=F("revision__number"))
    return opinions.select_related("recommender").order_by("-number")


def _forwarded(opinions: list[Opinion]) -> Opinion | None:
    return next((opinion for opinion in opinions if opinion.outcome == Opinion.Outcome.FORWARDED), None)


def recommender_line(revision: Revision, opinions: list[Opinion]) -> str:
    if opinion := _forwarded(opinions):
        return str(opinion.recommender)
    if opinion := next((each for each in opinions if each.number == revision.number), None):
        return f"{opinion.recommender}（{opinion.get_outcome_display()}）"
    return f"{revision.recommender}（待初审）" if revision.recommender else "无（自主申报）"


def answers_on_paper(revision: Revision, opinions: list[Opinion]) -> dict:
    opinion = _forwarded(opinions)
    return revision.answers | (opinion.answers if opinion else {})
