"""What is not written to a log: addresses that let whoever reads them in, and where nothing of ours went wrong."""

import logging
import re

SECRET_ADDRESS = re.compile(r"(/answer/|/invitation/|/calendar/|/contribute/|/password/reset/key/)[^/\s\"']+")


class HideSecretAddresses(logging.Filter):
    """Writes such an address without what makes it work: "/answer/…/"."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the line is written, less the secret."""
        words = record.getMessage()
        hidden = SECRET_ADDRESS.sub(r"\1…", words)
        if hidden != words:
            record.msg, record.args = hidden, ()
        return True


class InOneLine(logging.Filter):
    """Tells of a request by a name that is not ours without the way there: strangers try names all day."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the line is written."""
        if record.name == "django.security.DisallowedHost":
            record.exc_info = record.exc_text = None
        return True
