"""What is done with case files, in the timeline of the application."""

from accounts.capabilities import Capability
from accounts.rules import holds
from applications.models import Application
from journal.acts import PlainVerb
from journal.models import Audience

gathering = holds(Capability.GATHER_CASE_FILES)

ASK_CASE_FILE = PlainVerb(
    Application, "ask_case_file", "生成申报案卷", gathering, Audience.CITY, "您没有生成案卷的权限。"
)
DOWNLOAD_CASE_FILE = PlainVerb(Application, "download_case_file", "下载申报案卷", gathering, Audience.CITY)
