"""Reading `PAIDANG_SMTP_URL`, once. No Django here: the settings themselves are made of it."""

from urllib.parse import parse_qs, unquote, urlsplit

SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
TIMEOUT_S = 15
SENDER = "paidang@localhost"


class BadMailUrl(ValueError):
    """`PAIDANG_SMTP_URL` cannot be used; the text says why and never holds the password."""


def mail_settings(url: str) -> dict[str, object]:
    """Django's mail settings for `smtps://user:password@host:465/?from=paidang%40example.com`; empty: into the log.

    smtps is TLS from the first byte, smtp+starttls asks for it, smtp goes in the clear: without a password only,
    unless the server is on this machine. BadMailUrl says what is wrong.
    """
    if not url:
        return {"EMAIL_BACKEND": "paidang.site.mail.LogBackend", "DEFAULT_FROM_EMAIL": SENDER}
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadMailUrl("PAIDANG_SMTP_URL 里的端口不是数字") from None
    if parts.scheme not in SCHEMES or not host:
        raise BadMailUrl("PAIDANG_SMTP_URL 要像 smtps://用户:密码@主机:465/?from=paidang%40example.com")
    if parts.scheme == "smtp" and parts.password and host not in LOOPBACK:
        raise BadMailUrl("PAIDANG_SMTP_URL 会把密码明着送出去：请用 smtps:// 或 smtp+starttls://")
    user = unquote(parts.username or "")
    sender = parse_qs(parts.query).get("from", [user])[0]
    if "@" not in sender:
        raise BadMailUrl("PAIDANG_SMTP_URL 没有发件人：请在末尾加 ?from=paidang%40example.com")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_TIMEOUT": TIMEOUT_S,
        "DEFAULT_FROM_EMAIL": sender,
    }
