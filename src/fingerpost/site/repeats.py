"""What asyncio says over and over, once a minute: out of open files, it writes 2,000 pages a second into the log."""

import logging
import time

EVERY = 60.0  # seconds
MOST = 100  # messages remembered


class SaidOnce(logging.Filter):
    """Lets each message of asyncio through once a minute, and whatever others say always."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name != "asyncio":
            return True
        words, now = str(record.msg).partition("\n")[0], time.monotonic()
        if now - self._said.get(words, -EVERY) < EVERY:
            return False
        if len(self._said) >= MOST:
            self._said.clear()
        self._said[words] = now
        return True
