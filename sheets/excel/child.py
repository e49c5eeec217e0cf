"""Reads a table from a workbook that somebody uploaded; runs in a child process with limits (``files.children``)."""

import io
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_COLUMNS = 30
LONGEST = 300  # characters of a cell
UNREADABLE = "文件已损坏，或不是 Excel 工作簿（.xlsx），无法读取。请在 Excel 或 WPS 中另存为 .xlsx 后再上传。"


def read_rows(request: dict) -> dict:
    """The texts of the first worksheet, row by row, without empty rows.

    Args:
        request: ``path`` of the file; ``most``, how many rows are read.

    Returns:
        ``rows``: number of the row in the sheet and its texts; ``refused``: a sentence, or "".
    """
    try:
        content = io.BytesIO(Path(request["path"]).read_bytes())  # by its name openpyxl would refuse it
        book = load_workbook(content, read_only=True, data_only=True)
        lines = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
        rows = []
        for number, line in enumerate(lines, start=1):
            texts = ["" if value is None else str(value).strip()[:LONGEST] for value in line]
            if any(texts):
                rows.append([number, texts])
            if len(rows) > request["most"]:
                return {"rows": [], "refused": f"一次最多导入 {request['most'] - 1} 行，请分成几个文件。"}
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError):
        return {"rows": [], "refused": UNREADABLE}
    return {"rows": rows, "refused": ""}
