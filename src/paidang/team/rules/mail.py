"""How somebody wants to be reminded by e-mail, and in which language."""

OFF, DIGEST, NOW = "off", "digest", "now"
MAILS = (DIGEST, NOW, OFF)

ZH, EN = "zh-hans", "en"
LANGUAGES = (ZH, EN)


def shortened(address: str) -> str:
    """An e-mail address as a log may show it.

    >>> shortened("lin@shizhou.example")
    'l…@shizhou.example'
    """
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}"
