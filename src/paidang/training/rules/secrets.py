"""The list of what is handed over names accounts and never their secrets: what looks like one is refused."""

import re

_NAMED = re.compile(
    r"(?i)(密码|口令|密钥|passw(?:or)?d|\bpwd\b|secret|token|api[ _-]?key)\s*(?:是|为|[:：=])\s*\S"
)


def looks_like_secret(text: str) -> bool:
    """Whether a password or a key seems to be written out.

    >>> looks_like_secret("京东主账号 密码：Abc12345"), looks_like_secret("京东主账号，密码当面改")
    (True, False)
    """
    return _NAMED.search(text) is not None
