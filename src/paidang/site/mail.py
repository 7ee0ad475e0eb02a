"""Mail while no server is named: into a log of its own, addresses shortened."""

import logging
import os
from collections.abc import Sequence
from io import TextIOWrapper

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from paidang.team.rules.mail import shortened


class PrivateFile(logging.FileHandler):
    """A log that only its owner reads: the letters of all organisations stand in it."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_WRONLY, 0o600))
        os.chmod(self.baseFilename, 0o600)
        return super()._open()


class LogBackend(BaseEmailBackend):
    """Logs mails instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        log = logging.getLogger("paidang.mail")
        for mail in email_messages:
            to = ", ".join(shortened(address) for address in mail.to)
            body = "\n".join(f"    {line}" for line in str(mail.body).splitlines())
            log.info("mail to %s (PAIDANG_SMTP_URL is not set): %s\n%s", to, mail.subject, body)
        return len(email_messages)
