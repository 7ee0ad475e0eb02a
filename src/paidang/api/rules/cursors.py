"""Cursors: a place in a list, opaque to who carries it from one page to the next."""

import base64
import binascii


class NotACursor(ValueError):
    """A text that no page of this list gave out."""


def cursor_of(listing: str, place: str) -> str:
    """The place as a cursor that is good for this listing alone.

    >>> place_of("orders", cursor_of("orders", "2026-03-02~7"))
    '2026-03-02~7'
    """
    return base64.urlsafe_b64encode(f"{listing}:{place}".encode()).decode().rstrip("=")


def place_of(listing: str, cursor: str) -> str:
    """The place again; NotACursor for anything else. Empty is the beginning."""
    if not cursor:
        return ""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        named, colon, place = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise NotACursor(cursor) from None
    if named != listing or not colon or not place or "\0" in place:
        raise NotACursor(cursor)
    return place


def number_of(listing: str, cursor: str) -> int | None:
    """The place as a number of a row; None is the beginning."""
    place = place_of(listing, cursor)
    if place and not (place.isascii() and place.isdecimal() and len(place) < 19):
        raise NotACursor(cursor)
    return int(place) if place else None
