"""A file that somebody gave, handed out again."""

from urllib.parse import quote

from django.http import HttpResponse


def given_file(name: str, content: bytes) -> HttpResponse:
    """The file as it was given; a browser saves it and never runs it."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
