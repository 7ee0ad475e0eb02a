"""What if: other terms or factory prices, and the last sent months reckoned again beside what they came to."""

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router
from pydantic import StrictInt, StrictStr

from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, FenOrNone, Json, Shape
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.settlement.models import Statement
from paidang.settlement.queries.try_months import Prices, list_last_months, months_at_hand
from paidang.settlement.rules.trying import BadTry, Value, check_value, knobs, read_change, reason_of
from paidang.team.rules.api_tokens import READ

router = Router(tags=["statements"])
PATH = "/contracts/{code}/what-if"
TRIES_MAX = 1000


class UnableToTry(UnableTo):
    """A value that cannot be tried. HTTP 422."""

    status = 422
    code = "NOT_TO_BE_TRIED"


class KnobOut(Shape):
    """A value of the terms that can be tried otherwise: a rate as a decimal text, or fen."""

    key: str = Field(examples=["components.0.b"])
    kind: str = Field(description="share, rate, tier_rate, threshold, monthly, minimum, tax")
    value: str | int
    clause: str
    above_fen: int = Field(description="where a tier begins")


class PriceOut(Shape):
    sku: str
    factory_price_fen: int


class KnobsOut(Shape):
    """What can be tried, on which months; no months: none was sent yet, or they are too large to wait for."""

    months: list[str]
    terms: list[KnobOut]
    dearest: list[PriceOut] = Field(
        description="the goods that cost most in the last month; any SKU can be tried"
    )


class TryIn(Asked):
    terms: Annotated[
        dict[str, StrictStr | StrictInt],
        Field(
            default_factory=dict,
            max_length=TRIES_MAX,
            description="by `key`; of a share the other side gets the rest",
        ),
    ]
    prices_fen: Annotated[
        dict[str, FenOrNone],
        Field(default_factory=dict, max_length=TRIES_MAX, description="factory prices by SKU"),
    ]
    prices_percent: str = Field(
        "0", max_length=40, description="by which all other factory prices change", examples=["-5"]
    )


class TriedOut(Shape):
    """One month as it was and as it would be (`statement.json`); null from where the values do not fit the facts."""

    month: str
    before: Json
    after: Json | None
    gain_b_fen: int | None = Field(description="what the agency would be due more")


class TriesOut(Shape):
    """The months, the earliest first, a loss carried on. Nothing is stored."""

    months: list[TriedOut]
    gain_b_fen: int | None


@reads(router, PATH, KnobsOut)
def get_what_can_be_tried(request: HttpRequest, code: Code) -> KnobsOut:
    """Which values of the terms can be tried otherwise, and the goods whose prices matter most."""
    statements = list_last_months(get_contract(code))
    if not statements:
        return KnobsOut(months=[], terms=[], dearest=[])
    with months_at_hand(statements) as months:
        dearest = months.list_dearest()
    return KnobsOut(
        months=[one.month for one in statements],
        terms=[
            KnobOut(key=one.key, kind=one.kind, value=one.value, clause=one.clause, above_fen=one.above)
            for one in knobs(statements[-1].terms)
        ],
        dearest=[PriceOut(sku=sku, factory_price_fen=price) for sku, price in dearest],
    )


@acts(router, PATH, TriesOut, verbs=[READ], errors=("422 NOT_TO_BE_TRIED",))
def try_what_if(request: HttpRequest, code: Code, body: TryIn) -> TriesOut:
    """Reckon the last sent months, up to three, by these values. No figure of any statement changes."""
    statements = list_last_months(get_contract(code))
    if not statements:
        return TriesOut(months=[], gain_b_fen=None)
    terms, percent = _checked(statements[-1], body)
    with months_at_hand(statements) as months:
        results = months.reckon(terms, Prices(body.prices_fen, percent))
    tried = [
        TriedOut(
            month=one.month, before=one.figures, after=dict(new) if new else None,
            gain_b_fen=new["entitled_b"] - one.figures["entitled_b"] if new else None,
        )
        for one, new in zip(statements, results, strict=True)
    ]  # fmt: skip
    gains = [one.gain_b_fen for one in tried]
    return TriesOut(months=tried, gain_b_fen=None if None in gains else sum(filter(None, gains)))


def _checked(last: Statement, body: TryIn) -> tuple[dict[str, Value], Decimal]:
    known = {one.key: one for one in knobs(last.terms)}
    try:
        if unknown := body.terms.keys() - known.keys():
            raise UnableToTry(
                say("条款里没有能试的 {key}", key=min(unknown)), remedy=say("能试的键见这个地址的 GET。")
            )
        return (
            {key: check_value(known[key], value) for key, value in body.terms.items()},
            read_change(body.prices_percent),
        )
    except BadTry as why:
        raise UnableToTry(reason_of(why), remedy=say("没有写入任何内容。")) from None
