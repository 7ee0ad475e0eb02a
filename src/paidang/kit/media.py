"""What a picture or a PDF is by its own bytes."""

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
PICTURES = (JPEG, PNG, WEBP)


def media_of(content: bytes) -> str:
    """The media type by the first bytes, never by a name; empty for anything else.

    >>> media_of(b"%PDF-1.7 ..."), media_of(b"<svg onload=x>")
    ('application/pdf', '')
    """
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return PDF if content.startswith(b"%PDF-") else ""
