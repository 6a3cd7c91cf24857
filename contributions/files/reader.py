"""The way in: bytes of a filing, whatever its format."""

import re
from dataclasses import replace

from contributions.files.checks import block
from contributions.files.records import Context, Reading
from contributions.files.text135 import TextFiling
from contributions.files.workbook import ExcelFiling
from sso_core.files import archive, encoding
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET

_MONTH_IN_NAME = re.compile(r"(?<!\d)(2[05]\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)")


def open_filing(data: bytes, context: Context) -> Reading:
    """Begin to read. The rows come as they are taken; an unreadable file has none and says why."""
    if not data.strip(b"\x1a\r\n \t\x00\xef\xbb\xbf"):
        return _unreadable("file_empty")
    if data.startswith((archive.ZIP_MARK, archive.OLD_EXCEL_MARK)):
        return ExcelFiling(data, context).reading
    found = encoding.detect(data)
    if found == "utf-16":
        return _unreadable("encoding_utf16")
    if encoding.is_binary(data):
        return _unreadable("format_unknown")
    return TextFiling(data, context, encoded=found).reading


def _unreadable(code: str) -> Reading:
    return Reading("unknown", readable=False, findings=[block(code, 0, "")])


def period_in_name(filename: str) -> Period | None:
    """The month that a file name tells (``1-10_2569-06.xlsx``, ``202606``), for files that do not tell it."""
    match = _MONTH_IN_NAME.search(filename)
    if match is None:
        return None
    year = int(match[1])
    return Period(year - BE_OFFSET if year >= 2400 else year, int(match[2]))


def with_period_of_name(context: Context, data: bytes, filename: str) -> Context:
    """The context for an Excel file whose month was not said, where its name says it."""
    if context.period is None and data.startswith(archive.ZIP_MARK):
        return replace(context, period=period_in_name(filename))
    return context
