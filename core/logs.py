"""What the log must not hold."""

import logging
import re

SECRET = re.compile(r"(/(?:calendars|lead-with|letter|letters/stop|s|address|factor)/)[^/\s?#]+")


class WithoutSecrets(logging.Filter):
    """Addresses that open something for whoever has them are written down without what makes them secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if SECRET.search(words):
            record.msg, record.args = SECRET.sub(r"\1…", words), None
        return True
