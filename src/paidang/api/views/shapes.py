"""The words for values on the wire: fen as integers, moments as RFC 3339 in Asia/Shanghai, sentences in the caller's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import get_language, gettext
from ninja import Field, Path, Query, Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StrictInt,
    WithJsonSchema,
    computed_field,
)

from paidang.kit.money import FEN_MAX
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import Fact, worded

ID_MAX = 2**63 - 1
NUMBER_MAX = 2**31 - 1
LIMIT_MAX = 200
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(2999, 12, 31)


def moment(at: datetime) -> str:
    """`2026-04-02T10:00:00+08:00`."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def _name_of(one: object) -> object:
    """Who did it by name, as the pages say it; nobody is no name."""
    return "" if one is None else getattr(one, "name", one)


Named = Annotated[str, BeforeValidator(_name_of)]
Moment = Annotated[
    datetime,
    PlainSerializer(moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-04-02T10:00:00+08:00"]}),
]


def _in_shanghai(at: datetime) -> datetime:
    if not FIRST_DAY <= at.date() <= LAST_DAY:
        raise ValueError(f"from {FIRST_DAY} to {LAST_DAY}")
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


MomentIn = Annotated[
    datetime,
    AfterValidator(_in_shanghai),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-04-02T10:00:00+08:00"]}),
]
"""Without an offset it is of Asia/Shanghai."""
Fen = Annotated[
    StrictInt, Field(ge=-FEN_MAX, le=FEN_MAX, description="1/100 yuan, an integer", examples=[3817663])
]
FenToPay = Annotated[
    StrictInt, Field(gt=0, le=FEN_MAX, description="1/100 yuan, an integer", examples=[3817663])
]
FenOrNone = Annotated[
    StrictInt, Field(ge=0, le=FEN_MAX, description="1/100 yuan, an integer; 0 is none", examples=[0])
]
Units = Annotated[StrictInt, Field(ge=1, le=10**9)]
Code = Annotated[str, Path(max_length=40, description="the contract's code", examples=["PD-2026-0001"])]
MONTH = r"^[12]\d{3}-(0[1-9]|1[0-2])$"
Month = Annotated[str, Path(pattern=MONTH, examples=["2026-03"])]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
"""One that has days before and after it."""
Id = Annotated[int, Path(ge=1, le=ID_MAX)]
Number = Annotated[int, Path(ge=1, le=NUMBER_MAX, description="its number within the contract")]
Row = Annotated[StrictInt, Field(ge=1, le=ID_MAX, description="the `id` of a row")]
NumberIn = Annotated[StrictInt, Field(ge=1, le=NUMBER_MAX)]
Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="of the file")]
Version = Annotated[
    int | None, Query(ge=1, le=10_000, description="an earlier version; without it the current one")
]
Cursor = Annotated[str, Query(max_length=600, description="`next_cursor` of the page before")]
Limit = Annotated[int, Query(ge=1, le=LIMIT_MAX)]
Digest = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="what the caller has seen, by its sha256")
]
Side = Annotated[str, Field(description="`a` the brand, `b` the agency", examples=["a"])]
Json = dict[str, Any]


class Shape(Schema):
    """What is answered."""


class Done(Shape):
    """It was done; `count` of how many things, where it is about several."""

    count: int = 1


class Asked(Schema):
    """What is asked for; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


def language() -> str:
    """The language of the request as the rules name it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def said(text: Fact) -> str:
    """A sentence in the language of the request."""
    return worded(text, gettext)


def word_of(field: str, words: Mapping[Any, Fact]) -> Any:
    """The word for people beside a code, in the language of the request: `role_word = word_of("role", …)`; "" beside none."""

    def word(self: Shape) -> str:
        code = getattr(self, field)
        return said(words[code]) if code in words else ""

    return computed_field(return_type=str, description=f"`{field}` for people, in the request's language")(
        property(word)
    )


def plain(facts: Mapping[str, Any]) -> Json:
    """Facts of a sentence as JSON has them: numbers stay numbers."""
    return {key: value if isinstance(value, int) else said(value) for key, value in facts.items()}
