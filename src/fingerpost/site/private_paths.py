"""Keeps secrets that stand in addresses out of the log: private links of reports, and the drafts of reports."""

import logging
import re

_SECRET = re.compile(r"(/follow/[^/\s]+/|/report/)[\w-]{8,}")
HIDDEN = "[secret]"


class HideSecrets(logging.Filter):
    """Puts a word in the place of what leads to somebody's report. Nothing else of a line is changed."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if "/follow/" in said or "/report/" in said:
            record.msg, record.args = hide_secrets(said), ()
        return True


def hide_secrets(said: str) -> str:
    """The line without the secrets of its addresses."""
    return _SECRET.sub(rf"\1{HIDDEN}", said)
