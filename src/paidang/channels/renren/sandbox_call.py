"""What all of the sandbox's 人人商城 answers by: a refusal, a page of a list, numbers and times as its forms write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from paidang.channels.sandbox.http import Request
from paidang.channels.sandbox.shop import Shop
from paidang.kit.period import SHANGHAI

PAGE_MAX = 100
TIME = "%Y-%m-%d %H:%M:%S"


class No(Exception):
    """An `error` and its words."""

    def __init__(self, words: str, code: int = -1) -> None:
        super().__init__(words)
        self.code = code


@dataclass(slots=True)
class Memory:
    """What the back office knows beside the shop."""

    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of goods, by their number."""
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    seckills: dict[str, dict[str, str]] = field(default_factory=dict)
    """The form that each was made by, by its number: it has more than a `Deal`."""
    agents: dict[str, str] = field(default_factory=dict)
    """Who brought a member, by the member's number."""
    is_postage_free: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """One call, its session or token already good."""

    shop: Shop
    memory: Memory
    request: Request
    now: datetime

    @property
    def asked(self) -> Mapping[str, str]:
        return self.request.params

    def text(self, name: str) -> str:
        value = self.asked.get(name, "").strip()
        if not value:
            raise No(f"缺少参数 {name}")
        return value

    def whole(self, name: str, default: int) -> int:
        value = self.asked.get(name, "") or str(default)
        if not (value.isascii() and value.isdecimal()) or not 0 < int(value) < 10**6:
            raise No(f"{name} 不对")
        return int(value)

    def time(self, name: str) -> datetime:
        return read_time(self.text(name), name)

    def many(self, name: str) -> list[str]:
        """A form's list: `name[0]`, `name[1]`, ….

        A single value may stand under the bare name.
        """
        found = [value for key, value in self.asked.items() if key.startswith(f"{name}[") and value]
        return found or [each for each in self.asked.get(name, "").split(",") if each]

    def page(self, rows: Sequence[Any], *, size: str = "pagesize", usual: int = 20) -> dict[str, Any]:
        """The page that is asked for, and how many rows there are."""
        page, most = self.whole("page", 1), min(self.whole(size, usual), PAGE_MAX)
        return {
            "total": len(rows),
            "page": page,
            "page_size": most,
            "list": list(rows[(page - 1) * most : page * most]),
        }


def read_time(text: str, name: str) -> datetime:
    """A time of Shanghai, its seconds left out or not."""
    try:
        return datetime.fromisoformat(text.replace("+", " ")).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise No(f"{name} 不是时间") from None


def shown(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime(TIME)
