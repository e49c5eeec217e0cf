"""Where cycles, entries and pilots come from; states of the library and of requests for a higher quota."""

from django.db import models

from face.look import Looks


class Origin(models.TextChoices):
    """Where a cycle, an entry of the library or a pilot comes from; what must hold of it depends on that."""

    PORTAL = "portal", "本平台"
    IMPORTED = "imported", "历年资料"  # evaluated on paper in an earlier year, entered by staff (ELI-R)
    NATIONAL = "national", "国家组织"  # NAT-1


class LibraryState(models.TextChoices):
    """Where an entry of the library stands (LIB-1)."""

    RECEIVED = "received", "已接收"
    ELIGIBLE = "eligible", "通过形式审查"
    NOT_ELIGIBLE = "not_eligible", "不符合条件"
    PROPOSED = "proposed", "拟入选，公示中"
    SELECTED = "selected", "入选试点"
    KEPT = "kept", "纳入项目库"
    WITHDRAWN = "withdrawn", "申报单位已撤回"
    NATIONAL = "national", "国家试点"


DECIDED_LIBRARY_STATES = (
    LibraryState.NOT_ELIGIBLE,
    LibraryState.SELECTED,
    LibraryState.KEPT,
    LibraryState.WITHDRAWN,
)


class QuotaRequestState(models.TextChoices):
    """From asking for a higher quota to the answer (REC-3)."""

    OPEN = "open", "待答复"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


QUOTA_REQUEST_LOOKS = Looks(
    QuotaRequestState,
    {
        QuotaRequestState.OPEN: "waiting",
        QuotaRequestState.GRANTED: "good",
        QuotaRequestState.REFUSED: "bad",
        QuotaRequestState.WITHDRAWN: "neutral",
    },
)
