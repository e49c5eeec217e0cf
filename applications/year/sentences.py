"""Why an application counts for its year: what pages warn of before a submission and say after it (CUT-3, CUT-5)."""

from collections.abc import Mapping
from datetime import datetime

from applications.models import Application
from applications.states import NOT_RECEIVED, State
from applications.year.progress import Counting
from face.wording import chinese_datetime, cutoff_text
from programme.cutoff import default_cutoff
from programme.cycles.receiving import cycle_as_is
from programme.models import Cycle

Cutoffs = Mapping[int, datetime]


def standing_now(application: Application, counts: Counting) -> Application:
    """Show what is not received under the year it would count for, also while its old cycle waits to be closed.

    The cycle is put into the object only, so that title, hints and conditions of the form follow the year.
    """
    if application.state in NOT_RECEIVED and application.cycle.year != counts.year:
        application.cycle = cycle_as_is(counts.year)
    return application


def warning(application: Application, counts: Counting, cutoffs: Cutoffs) -> str:
    """What to know before submitting, when the year is not the one that was aimed at; else empty."""
    if application.state == State.CORRECTION:
        return _correction_warning(application, counts)
    if counts.year <= application.begun_for:
        return ""
    return (
        f"这份申报是为 {application.begun_for} 年度开始填写的。{_passed(counts.year - 1, cutoffs)}，"
        f"现在提交，参加 {counts.year} 年度评选。申报表的标题和与年度有关的提示已改为 {counts.year} 年度，请核对。"
    )


def _correction_warning(application: Application, counts: Counting) -> str:
    deadline = application.correction_deadline
    if deadline is None or counts.until == application.correction_due:
        return ""
    moved = "仍参加" if counts.year == int(application.number[:4]) else "转入"
    return (
        f"补正期限已于 {cutoff_text(deadline)} 届满，提交补正前不列入任何年度的名单。"
        f"{cutoff_text(counts.until)} 之前提交，{moved} {counts.year} 年度评选，编号不变。"
    )


def explanation(application: Application, cutoffs: Cutoffs | None = None) -> str:
    """Why what was submitted counts for its year, when that is not the year that was aimed at; else empty.

    Args:
        cutoffs: year → exclusive cutoff, when known; else read when they are needed.
    """
    year = application.cycle.year
    late = year > application.begun_for
    if application.received_at is None:
        if not late:
            return ""
        return f"{_passed(year - 1, cutoffs)}，因此推荐单位报送后参加 {year} 年度评选。"
    numbered = int(application.number[:4])
    if year > numbered:
        return f"因补正逾期，由 {numbered} 年度转入 {year} 年度评选，编号不变。"
    if not late or application.current_revision.submitted_at > application.received_at:
        return ""
    received = chinese_datetime(application.received_at)
    return f"{_passed(year - 1, cutoffs)}，市生态环境局于 {received} 收到本申报，因此参加 {year} 年度评选。"


def _passed(year: int, cutoffs: Cutoffs | None) -> str:
    known = Cycle.objects.cutoffs() if cutoffs is None else cutoffs
    return f"{year} 年度已于 {cutoff_text(known.get(year, default_cutoff(year)))} 截止"
