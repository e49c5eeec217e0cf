"""Why a file is not taken. The text of each is a plain Chinese sentence that says what to do."""


class FileRefused(Exception):
    """The file cannot be accepted as it is."""


class StoreFull(FileRefused):
    """The content could not be written: the disk is full or not writable. Nothing was left behind."""

    def __init__(self):
        super().__init__(
            "文件没有保存成功：服务器存储空间不足或暂时不可写。请稍后重试；仍不成功时请联系市级工作人员。"
        )
