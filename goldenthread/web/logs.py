"""What may not be written to a log: addresses that let whoever reads them in."""

import logging
import re

SECRET_ADDRESS = re.compile(r"(/answer/|/password/reset/key/|/accounts/invitation/)[^/\s\"']+")


class HideSecretAddresses(logging.Filter):
    """Writes such an address without what makes it work: "/answer/…/"."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the line is written, less the secret."""
        words = record.getMessage()
        hidden = SECRET_ADDRESS.sub(r"\1…", words)
        if hidden != words:
            record.msg, record.args = hidden, ()
        return True
