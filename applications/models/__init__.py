"""An application: its draft, its immutable revisions, opinions, paper and packet."""

from applications.models.application import DRAFT_COLUMNS, Application
from applications.models.draft import Attachment, WordUpload
from applications.models.packet import Packet, PacketFile
from applications.models.paper import (
    PaperMark,
    PaperReceipt,
    PaperReminder,
    StampedScan,
    with_last_reminder,
    with_paper_copies,
)
from applications.models.participation import Participation
from applications.models.precheck import OpinionText, ParkOrder, PreCheck
from applications.models.remark import Remark
from applications.models.revision import Opinion, Revision
from applications.models.roll_over import RollOver

__all__ = [
    "DRAFT_COLUMNS",
    "Application",
    "Attachment",
    "Opinion",
    "OpinionText",
    "Packet",
    "PacketFile",
    "PaperMark",
    "PaperReceipt",
    "PaperReminder",
    "ParkOrder",
    "Participation",
    "PreCheck",
    "Remark",
    "Revision",
    "RollOver",
    "StampedScan",
    "WordUpload",
    "with_last_reminder",
    "with_paper_copies",
]
