"""How a call is signed: over the exact text of its content and the secret."""

import base64
import hashlib


def digest(content: str, secret: str) -> str:
    """`data_digest`: the MD5 of content and secret, in Base64.

    >>> digest('{"cpCode":"ZTO"}', "secret")
    'mKQUawnXAI+y4tXt6p+53g=='
    """
    return base64.b64encode(hashlib.md5((content + secret).encode(), usedforsecurity=False).digest()).decode()
