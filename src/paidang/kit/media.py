"""What a picture or a PDF is by its own bytes."""

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say

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


def is_invoice(content: bytes) -> bool:
    """Whether a file can be an invoice: a PDF, an OFD, an XML or a picture of one.

    >>> is_invoice(b"%PDF-1.7 ..."), is_invoice(b"MZ..."), is_invoice(b"PK.. a workbook")
    (True, False, False)
    """
    is_ofd = content.startswith(b"PK\x03\x04") and b"OFD.xml" in content
    return bool(media_of(content)) or is_ofd or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml")


def check_invoice(content: bytes, unable: type[UnableTo]) -> None:
    """`unable` for a file that can be no invoice: the other side is to open it."""
    if not is_invoice(content):
        raise unable(
            say("这不是发票文件"), code="FILE_NOT_TAKEN", remedy=say("请附上 PDF、OFD、XML 或图片。")
        )


def check_count(count: int, *, most: int, unable: type[UnableTo]) -> None:
    """`unable` where more than `most` files would lie beside one thing."""
    if count > most:
        raise unable(
            say("这里至多 {most} 个文件，这样就有 {count} 个", most=most, count=count),
            code="TOO_MANY_FILES",
            remedy=say("请挑要紧的，或合成一个 PDF。"),
        )


OF_A_PHONE = say("苹果手机请在设置里选“兼容性最佳”，或先截图。")
"""What who took a picture with a phone can do where its kind is refused."""


def check_paper(content: bytes, *, bytes_max: int, unable: type[UnableTo], remedy: str) -> str:
    """The media type of a picture or PDF that was handed in; `unable` for any other file, an empty one, or one too large."""
    media = media_of(content)
    if not media or len(content) > bytes_max:
        raise unable(
            say("只收 JPEG、PNG、WebP 图片和 PDF，每个至多 {most} MB", most=bytes_max // 2**20),
            code="FILE_NOT_TAKEN",
            remedy=remedy,
        )
    return media
