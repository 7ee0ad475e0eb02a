"""Mail while no server is named: into a log of its own, addresses shortened."""

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from paidang.team.rules.mail import shortened


class LogBackend(BaseEmailBackend):
    """Logs mails instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        log = logging.getLogger("paidang.mail")
        for mail in email_messages:
            to = ", ".join(shortened(address) for address in mail.to)
            body = "\n".join(f"    {line}" for line in str(mail.body).splitlines())
            log.info("mail to %s (PAIDANG_SMTP_URL is not set): %s\n%s", to, mail.subject, body)
        return len(email_messages)
