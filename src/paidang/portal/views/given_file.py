"""A file that somebody gave, handed out again."""

from urllib.parse import quote

from django.http import HttpResponse

from paidang.kit.media import PICTURES


def given_file(name: str, content: bytes) -> HttpResponse:
    """The file as it was given; a browser saves it and never runs it."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def shown_file(name: str, media: str, content: bytes) -> HttpResponse:
    """A picture to look at; of any other kind the file to save. Its address names its digest: a browser may keep it."""
    if media not in PICTURES:
        return given_file(name, content)
    answer = HttpResponse(content, content_type=media)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer
