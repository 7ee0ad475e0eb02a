"""How the demo world's files act in somebody's name: by address, in a transaction of that person's."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from paidang.team.models import Person

ActingAs = Callable[[str], AbstractContextManager[Person]]
