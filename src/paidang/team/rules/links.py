"""The one-time link by which somebody sets a password."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Whose link it is, and the token that it carries; the portal signs the first and makes the address."""

    org_id: int
    person_id: int
    token: str
