"""What a slice does, told in order through its routes: by whom each is called, with what, and what the next ones need of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cast import Party

from paidang.contracts.models import Contract
from paidang.team.models import Person

Fields = dict[str, Any]


@cache
def now() -> datetime:
    """One moment for a whole run: routes read the clock themselves."""
    return timezone.now()


def at(**ahead: float) -> str:
    """A moment from now on, as a program sends it."""
    return (now() + timedelta(**ahead)).isoformat()


def day(ahead: int = 0) -> date:
    return (now() + timedelta(days=ahead, hours=8)).date()


def csv(*rows: str) -> Callable[["Scene"], Fields]:
    """A file of these rows, made anew each time it is sent."""
    return lambda _scene: {"file": SimpleUploadedFile("table.csv", "\n".join(rows).encode())}


@dataclass
class Scene:
    """A contract of two parties; `ids` fill the addresses, `seen` what bodies refer to."""

    contract: Contract
    brand: Party
    agency: Party
    ids: Fields = field(default_factory=dict)
    seen: Fields = field(default_factory=dict)

    def who(self, role: str) -> Person:
        return (self.brand if role.startswith("brand") else self.agency).people[role]


@dataclass(frozen=True, slots=True)
class Told:
    """A route by its operation. `body` is JSON, or with `is_form` fields and files; `keep` takes what comes next needs."""

    operation: str
    role: str = "agency_manager"
    body: Callable[[Scene], Fields] | None = None
    keep: Callable[[Scene, Any], None] | None = None
    is_form: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The world it begins in (a fixture), what else there has to be, and what is told."""

    world: str
    tells: Sequence[Told]
    before: Callable[[Scene], None] = lambda _scene: None


def just(**body: Any) -> Callable[[Scene], Fields]:
    """The same body whatever came before."""
    return lambda _scene: body


def ids(**names: str) -> Callable[[Scene, Any], None]:
    """Keep fields of the answer for the addresses to come: `ids(number="number")`."""
    return lambda scene, answer: scene.ids.update({key: answer[name] for key, name in names.items()})
