"""Who pays what: the fee, the deposit, the late fee; read where rows found the money or the deadline."""

from collections.abc import Iterator, Sequence

from paidang.contracts.rules.reading.frames import Claim, Frames
from paidang.contracts.rules.reading.mentions import AGENT, BOTH, GOAL, OTHER, SUBJECT, Mention
from paidang.contracts.rules.reading.outline import Span
from paidang.contracts.rules.reading.parts import Part, Parts
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

CARRIED_OVER = 70
"""How far on in its sentence a subject still acts."""
OTHER_SIDE = {"a": "b", "b": "a"}
PAYING = ("settlement.pay_days", "settlement.pay_due_day", "settlement.pay_window")
FEES = ("fee.monthly", "fee.quarterly", "fee.fixed_total", "fee.minimum", "fee.commission.rate", "fee.setup")
NO_FEE = (
    "refund",
    "deposit",
    "top_up",
    "goods_pay",
    "rebate",
    "penalty",
    "budget",
    "platform_charge",
    "cost",
)
TO_PARTY = compiled(r"(?:向|给|至|到|与|付|支付|汇入|转入|打到|汇至|付至)[甲乙]方$")
AS_FOLLOWS = compiled(
    r"(?P<p>[甲乙])方(?:应当?|须|需|同意)?(?:按照?|以|依)(?:下列|以下|如下|下述|上述|下表|附表)(?:所列)?(?:标准|方式|约定|价格|费率|规则|办法)?(?:向[甲乙]方)?(?:支付|付款|付)[^，。；：\n]{0,6}"
)
LABELLED = compiled(
    r"(?:付款|支付|结算|打款|缴费|付费)(?:义务)?(?:方|人|单位|责任)?(?:：|为|是)(?:由)?(?P<p>[甲乙])方"
)
ANYONE = compiled(
    "任一造|哪一?[头边家方]|谁(?:要是|如果|若)?(?=欠|逾|迟|延|该|晚|拖|没|不)|(?<!对)(?<!守约)(?<!另)(?<!付款)一方|违约方|付款方|逾期方|迟延方|欠款方"
)
PLATFORM_PAYS = compiled("(?:平台|京东|天猫|淘宝|抖音|快手|拼多多|买家|消费者)(?:会|将|再)?$")
BANK = compiled("银行|转账|电汇|汇款|户名|账户|账号|现金|支票")
COLLECTS = compiled("收取|收到|收下")
GIVES = compiled(
    r"增补|补至|缴|收取|交(?!由|易)|支付|付(?!款后)|存|放|押(?!金)|打(?!算)|汇|转给|提供|出(?!厂)|给(?=乙方|甲方)"
)
MORE_OF_IT = compiled("差额|增补至|补至|增至|增加到")
"""What a deposit is raised by is given like the deposit itself."""
LATER_SAME = compiled(
    r"[甲乙]方[^，。；\n]{1,8}[、和与及][甲乙]方[^，。；\n]{1,8}，(?:都|均|皆|一律|一样)|(?:对)?(?:甲、乙方|双方|两方)(?:均|都|同等|一律|相同|同)|(?:不管|不论|无论)(?:是)?(?:哪一?[家方边]|谁|何方)"
)

LIKEWISE_WITHIN = 70
LIKEWISE = compiled(
    r"(?<=；|。)(?:如|若)?[甲乙]方(?:该|应)?[^，。；\n]{0,18}(?:退|付|还)[^，。；\n]{0,12}?(?:，(?:[甲乙]方)?|的|也)(?:一样|亦同|亦然|同样|也一样|也是一样|比照|按(?:同一|相同|同样|上述|前述)标准|适用(?:同一|相同|前述))"
)
"""The other party's own lateness, which costs the same: 乙方逾期退还保证金的，亦同."""


def settlement_payer(
    frames: Frames, parts: Parts, claims: Sequence[Claim], instalments: Sequence[Found]
) -> Iterator[Found]:
    """Who pays the fee: the actor of the paying where a deadline of payment was read, else where a fee was."""
    if label := frames.squeezed.first(LABELLED) or frames.squeezed.first(AS_FOLLOWS):
        yield Found("settlement.payer", {"甲": "a", "乙": "b"}[label["p"]], *label.span())
        return
    spans = [claim.span for term in PAYING for claim in claims if claim.row.term == term]
    spans += [_lead(frames, found) for found in instalments]
    spans += [(found.start, found.end) for found in instalments]
    spans += [claim.span for term in FEES for claim in claims if claim.row.term == term]
    if instalments or any(claim.row.term in FEES for claim in claims):
        spans += [place for place in frames.spots.of("pay") if _by_bank(frames, place)]
    spans += [place for place in frames.spots.of("pay") if _of_fee(frames, place)]
    for span in spans:
        if found := _payer(frames, parts, span):
            yield found
            return


def _lead(frames: Frames, found: Found) -> Span:
    """The sentence that leads into instalments, if one does."""
    heads = frames.outline.context(found.start, found.start + 1).heads
    return heads[0] if heads else (found.start, found.end)


def _of_fee(frames: Frames, place: Span) -> bool:
    inside, sentence = frames.spots.inside, frames.outline.context(*place).sentence
    speaks = any(inside(topic, *sentence) for topic in ("fee", "commission", "total", "share"))
    return speaks and not any(inside(topic, *sentence) for topic in NO_FEE)


def _by_bank(frames: Frames, place: Span) -> bool:
    inside, sentence = frames.spots.inside, frames.outline.context(*place).sentence
    return bool(BANK.search(frames.text, *sentence)) and not any(
        inside(topic, *sentence) for topic in (*NO_FEE, "platform_name")
    )


def _payer(frames: Frames, parts: Parts, span: Span) -> Found | None:
    """The actor of the paying in the sentence of a span."""
    context = frames.outline.context(*span)
    pays = frames.spots.inside("pay", *context.sentence)
    pays.sort(key=lambda place: max(place[0] - span[1], span[0] - place[1]))
    for place in pays:
        if PLATFORM_PAYS.search(frames.text, context.sentence[0], place[0]):
            continue
        part = parts.all[parts.index(place[0])]
        side, start = _who_pays(parts, part, place)
        if side in ("a", "b"):
            return Found("settlement.payer", side, min(start, place[0]), place[1])
    return None


def _who_pays(parts: Parts, part: Part, place: Span) -> tuple[str | None, int]:
    own = [m for m in part.of(SUBJECT, AGENT) if m.start < place[0]] or part.of(AGENT)
    if own:
        return own[-1].side, own[-1].start
    if to := _goal(parts, part):
        side = OTHER_SIDE.get(to.side)
        near = part.carried and part.carried.side == side and place[0] - part.carried.start < CARRIED_OVER
        return side, part.carried.start if near and part.carried else to.start
    if part.carried and place[0] - part.carried.start < CARRIED_OVER:
        return part.carried.side, part.carried.start
    return None, place[0]


def _goal(parts: Parts, part: Part) -> Mention | None:
    """向乙方支付, 付给乙方: to whom."""
    for mention in part.of(GOAL, OTHER):
        if mention.role == GOAL or TO_PARTY.search(parts.text[part.start : mention.end]):
            return mention
    return None


def deposit_payer(frames: Frames, parts: Parts, claims: Sequence[Claim]) -> Iterator[Found]:
    """Who gives the deposit: the actor beside its amount, else beside the word."""
    spans = [claim.span for claim in claims if claim.row.term == "deposit"]
    spans += [place for place in frames.spots.of("deposit") if not _is_platforms(frames, place)]
    for span in spans:
        first, last = parts.sentence(parts.index(span[0]))
        own = parts.index(span[0])
        for part in (parts.all[own], *(parts.all[i] for i in range(first, last + 1) if i != own)):
            gives = GIVES.search(parts.text, part.start, part.end)
            if (
                not gives
                or frames.spots.inside("refund", part.start, part.end)
                or (
                    frames.spots.inside("top_up", part.start, part.end)
                    and not MORE_OF_IT.search(parts.words(part))
                )
            ):
                continue
            side, start = _who_pays(parts, part, gives.span())
            if COLLECTS.search(parts.text, part.start, part.end):
                side = OTHER_SIDE.get(side or "")
            if side in ("a", "b"):
                yield Found("deposit.payer", side, *_given(frames, start, gives.span(), span))
                return


def _given(frames: Frames, start: int, gives: Span, span: Span) -> Span:
    """From the giver to the word deposit, or to the giving."""
    named = frames.spots.inside("deposit", min(start, span[0]), max(span[1], gives[1]))
    return min(start, gives[0], *(place[0] for place in named)), max(
        gives[1], *(place[1] for place in named)
    ) if named else max(gives[1], span[1])


def _is_platforms(frames: Frames, place: Span) -> bool:
    return bool(frames.spots.inside("platform_deposit", *frames.outline.context(*place).sentence))


def late_party(frames: Frames, parts: Parts, claims: Sequence[Claim]) -> Iterator[Found]:
    """Who owes a late fee: who is late in the words before the rate."""
    for claim in claims:
        if claim.row.term != "penalty.late_payment.rate_per_day":
            continue
        context = frames.outline.context(*claim.span)
        for sentence in (context.sentence, context.before):
            found = _late_in(frames, parts, sentence, claim)
            if found:
                yield found
                break


def _late_in(frames: Frames, parts: Parts, sentence: Span, claim: Claim) -> Found | None:
    same = LATER_SAME.search(frames.text, *sentence) or LIKEWISE.search(
        frames.text, claim.quantity.end, min(len(frames.text), claim.quantity.end + LIKEWISE_WITHIN)
    )
    if same:
        return Found("penalty.late_payment.party", BOTH, *same.span())
    late = [
        place
        for topic in ("late_pay", "late", "owed")
        for place in frames.spots.inside(topic, sentence[0], claim.quantity.start)
    ]
    named = [
        m
        for part in parts.all
        if sentence[0] <= part.start < claim.quantity.start
        for m in part.of(SUBJECT, AGENT)
    ]
    named += [
        m
        for part in parts.all
        if sentence[0] <= part.start < claim.quantity.start and not named
        for m in part.mentions
        if m.side == BOTH
    ]
    each = {
        m.side
        for m in named
        if any(
            0 <= place[0] - m.end <= 4
            for place in frames.spots.inside("late_pay", sentence[0], claim.quantity.start)
        )
    }
    if each == {"a", "b"}:
        return Found("penalty.late_payment.party", BOTH, named[0].start, claim.quantity.end)
    anyone = ANYONE.search(frames.text, sentence[0], claim.quantity.start)
    if anyone and not any(m.start < anyone.start() for m in named):
        return Found("penalty.late_payment.party", BOTH, anyone.start(), claim.quantity.end)
    if late and named and not any(m.start <= late[0][0] for m in named):
        return (
            Found("penalty.late_payment.party", named[0].side, named[0].start, claim.quantity.end)
            if named[0].side in ("a", "b", BOTH)
            else None
        )
    for place in late:
        before = [m for m in named if m.start <= place[0]]
        if before and before[-1].side in ("a", "b", BOTH):
            end = claim.quantity.end if claim.quantity.end - before[-1].start < 60 else place[1]
            return Found("penalty.late_payment.party", before[-1].side, before[-1].start, end)
    return None
