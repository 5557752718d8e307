"""Lists of an office as PDF, by the same compiler and fonts as letters."""

from typing import Any

from core.documents.typesetting.compiler import _compile


def compile_sheet(template: str, data: dict[str, Any], timestamp: int) -> bytes:
    """`data` through data/<template>.typ as tagged PDF; `timestamp` is the moment that the file names as its own."""
    return _compile(template, data, timestamp)
