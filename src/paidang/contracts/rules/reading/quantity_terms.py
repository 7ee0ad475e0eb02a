"""The terms whose value is a quantity, and what hangs on them: the kind of days, who pays, what a rate is counted on."""

from collections.abc import Iterator
from dataclasses import replace

from paidang.contracts.rules.reading.commission import commission_base
from paidang.contracts.rules.reading.cycle import settlement_cycle
from paidang.contracts.rules.reading.formula import share_formula
from paidang.contracts.rules.reading.frames import Claim, Frames
from paidang.contracts.rules.reading.instalments import instalments
from paidang.contracts.rules.reading.parts import Parts
from paidang.contracts.rules.reading.payments import deposit_payer, late_party, settlement_payer
from paidang.contracts.rules.reading.quantities import RATIO, rate_in
from paidang.contracts.rules.reading.reader import Found
from paidang.contracts.rules.reading.rows_deadlines import DEADLINES
from paidang.contracts.rules.reading.rows_money import MONEY, RATES
from paidang.contracts.rules.reading.rows_periods import PERIODS
from paidang.contracts.rules.reading.silence import silences
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.contracts.rules.reading.tax import tax_included
from paidang.contracts.rules.reading.tiers import tiers
from paidang.contracts.rules.reading.time_terms import garbled_renewal, renewal, start_event
from paidang.kit.patterns import compiled

ROWS = (*DEADLINES, *MONEY, *RATES, *PERIODS)
WITH_DAY_KIND = ("settlement.confirm_days", "settlement.pay_days", "fee.setup.days")
TURNED = compiled(r"乙方(?:和|与|、|：|:)甲方[^，。；\n]{0,14}$")
BOTH_SHARES = compiled("，[^。；\\n]{0,6}甲方[^，。；\\n]{1,10}(?:，|、|；)?乙方[^，。；\\n]{1,10}")
DIVIDED = compiled("(?:的)?(?:比例)?(?:进行)?(?:分成|分配|分账|分享|分润|开|分)?")
SERVICE = compiled("服务期(?!限|间)")
PARTY = compiled("[甲乙]方")
IN_BRACKETS = compiled("（(?P<p>[甲乙]方)(?:得|分)?）")
GETS = compiled(
    r"[^。\n]{0,8}?(?P<p>[甲乙])方[^，。；\n0-9一二三四五六七八九]{0,6}(?P<r>[0-9.]+%|[一二三四五六七八九]成)"
)
SAID_OUTRIGHT = 2.3
"""What weighs more is said in so many words, and contradicts the contract even from an annex."""


def quantity_terms(squeezed: Squeezed, parts: Parts) -> Iterator[Found]:
    """All terms that rows took a quantity for, the best place of each value first, and what hangs on them."""
    frames = Frames(squeezed, ROWS)
    tiered = list(tiers(frames))
    yield from tiered
    parts_paid = list(instalments(frames))
    yield from parts_paid
    claims = sorted(
        _in_body(frames, _whole_terms(frames, _service_apart(frames, frames.claims()))),
        key=lambda claim: (claim.quantity.kind != RATIO, -claim.score),
    )
    for claim in claims:
        yield from _shares(frames, claim) if claim.row.term == "share" else _terms(claim)
    yield from commission_base(frames, claims, tiered)
    yield from settlement_payer(frames, parts, claims, parts_paid)
    yield from deposit_payer(frames, parts, claims)
    yield from late_party(frames, parts, claims)
    yield from silences(frames)
    yield from settlement_cycle(frames, claims)
    yield from start_event(frames)
    yield from renewal(frames)
    yield from garbled_renewal(frames)
    yield from share_formula(frames)
    yield from tax_included(frames)


def _service_apart(frames: Frames, claims: list[Claim]) -> list[Claim]:
    """服务期 is the contract's own term, unless that is said in other words beside it."""
    lasting = [claim for claim in claims if claim.row.term == "term.months"]
    service = [claim for claim in lasting if SERVICE.search(frames.text, *claim.span)]
    dated = [claim for claim in claims if claim.row.term == "term.start" and _has_term_word(frames, claim)]
    if len(service) == len(lasting) and not dated:
        return claims
    return [
        replace(claim, row=replace(claim.row, term="service.months")) if claim in service else claim
        for claim in claims
    ]


def _in_body(frames: Frames, claims: list[Claim]) -> list[Claim]:
    """Without what an annex says on a term that the contract itself has: annexes tell how things are done."""
    annex = frames.squeezed.annexes_from
    said = {claim.row.term for claim in claims if claim.quantity.start < annex}
    return [
        claim
        for claim in claims
        if claim.quantity.start < annex or claim.row.term not in said or claim.score > SAID_OUTRIGHT
    ]


def _whole_terms(frames: Frames, claims: list[Claim]) -> list[Claim]:
    """Without the first and last days of a licence, of coaching, of a year, where the contract has days of its own."""
    dated = [claim for claim in claims if claim.row.term in ("term.start", "term.end")]
    parts = [claim for claim in dated if _is_of_a_part(frames, claim)]
    own = {claim.row.term for claim in dated if claim not in parts}
    return [claim for claim in claims if not (claim in parts and claim.row.term in own)]


def _is_of_a_part(frames: Frames, claim: Claim) -> bool:
    first = frames.outline.context(*claim.span).sentence[0]
    return any(
        frames.spots.has(topic, first, claim.quantity.start) for topic in ("other_period", "service_term")
    )


def _has_term_word(frames: Frames, claim: Claim) -> bool:
    """合同期限自2026年3月1日起: the dates of the contract, by a word of its own."""
    sentence = frames.outline.context(*claim.span).sentence
    return any(not SERVICE.match(frames.text, *place) for place in frames.spots.inside("term", *sentence))


def _terms(claim: Claim) -> Iterator[Found]:
    term = str(claim.row.term)
    yield Found(term, claim.value, *claim.span)
    if term in WITH_DAY_KIND and claim.value is not None:
        yield Found(f"{term}.day_kind", claim.quantity.unit, *claim.span)


def _told_otherwise(text: str, end: int, right: str) -> bool:
    """四六分：甲方拿60%: which part is whose may be said after it."""
    told = GETS.match(text, end)
    value = rate_in(told["r"]) if told else None
    return told is not None and value is not None and (value == right) == (told["p"] == "甲")


def _shares(frames: Frames, claim: Claim) -> Iterator[Found]:
    """A ratio is both parties' shares; a rate is that of the party named before it."""
    quantity, text = claim.quantity, frames.text
    clause = frames.outline.context(quantity.start, quantity.end).clause
    if quantity.kind == RATIO and isinstance(quantity.value, tuple):
        left, right = quantity.value
        if _told_otherwise(text, quantity.end, right):
            return
        if TURNED.search(text, 0, quantity.start):
            left, right = right, left
        divided = DIVIDED.match(text, quantity.end)
        end = divided.end() if divided else quantity.end
        if both := BOTH_SHARES.match(text, end):
            end = both.end()
        yield Found("fee.share.a", left, quantity.start, end)
        yield Found("fee.share.b", right, quantity.start, end)
        return
    if beside := IN_BRACKETS.match(text, quantity.end):
        yield Found(
            f"fee.share.{'a' if beside['p'] == '甲方' else 'b'}", quantity.value, quantity.start, beside.end()
        )
        return
    named = PARTY.findall(text[clause[0] : quantity.start])
    if named:
        start = text.rindex(named[-1], clause[0], quantity.start)
        yield Found(f"fee.share.{'a' if named[-1] == '甲方' else 'b'}", quantity.value, start, quantity.end)
