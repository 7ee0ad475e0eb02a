"""What no answer means: to a statement (settlement.silence), or to a draft or a plan (approval.silence)."""

from collections.abc import Iterator

from paidang.contracts.rules.reading.frames import Frames
from paidang.contracts.rules.reading.reader import Found, in_sentences
from paidang.kit.patterns import compiled

DEEMED = r"(?:视[为同作](?:为)?|视同为?|视为是|即为|默认(?:为)?|当作|当成|(?<!应)当(?=[甲乙]方|同意|认|确认|没|不同意|默|是)|等同于?|就算|就当|(?<![结计核换运预打])算(?=确认|同意|认可|通过|不同意|认账|没)|作为|推定|等于|=|就是(?=认|同|没|不)|以(?=该?[^，。；\n]{0,8}为准)|以(?=[^，。；\n]{1,6}论)|(?<![未不没])按(?=[^，。；\n]{0,6}(?:认账|认可|同意|确认|认了)|[^，。；\n]{0,6}(?:批准|核准|通过|否决|拒绝|驳回|反对)[^，。；\n]{0,2}(?:处理|论|算|对待|办|计))|构成(?=[^，。；\n]{0,4}(?:同意|认可|确认|批准|接受))|(?:产生|发生|具有)(?=(?:同意|认可|确认|批准|接受)))"
ANSWERS = r"(?:答复|回复|异议|确认|回话|反馈|表示|表态|提出|意见|回应|回执|回音|回信|消息|动静|吭声|出声|说话|告知|通知|核对|审批|批复|批下来|审签|签(?=视|的|字|章|名)|批准|处理|作声|搭理|音讯|核实|审核|审定|答应|批(?=的|，|过|复|准)|理会|说法|吱声|核准|核定|沉默|说(?=的|有|哪|什么|不对|不行|话)|签认|签回|覆|回(?=[=，的者就]))"
NO_ANSWER = compiled(
    rf"(?P<q>(?:沉默|逾期|超期|超过|到期|届时|届期|过期|期满|期内|过时|过了|未|不|无|没)[^，。；\n]{{0,22}}?{ANSWERS}?[^，。；\n]{{0,12}}?(?:，|：)?[^，。；\n]{{0,14}}?(?P<d>{DEEMED})(?P<w>[^，。；\n]{{0,16}}))"
)
SAYS_WHAT = compiled(DEEMED)
NONE_GIVEN = compiled(
    rf"沉默|(?:未|不|无|没|逾期)[^。；\n]{{0,22}}{ANSWERS}|逾期[^，。；]{{0,4}}[，：]|逾期[^，。；\n]{{0,4}}视|{ANSWERS}[^。；\n]{{0,4}}(?:逾期|超时|超期)"
)
REFUSED = compiled(
    r"[没不]批|不同意|不予|拒绝|否决|不批准|(?:未|没有?)(?:予|经|获|能)?(?:核准|核可|核定|许可|允许|批准|同意|认可|确认|通过)|不认可|不通过|反对|不确认|不接受|驳回|不行|异议(?<!无异议)(?<!没有异议)"
)
ACCEPTED = compiled(
    r"是?对的|为准|认了|没有?问题|认账|承认|核定|准许|核准|准予|照准|定稿|定案|终稿|同意|确认|认可|无误|通过|接受|批准|合格|无异议|没有异议|许可|验收|默许|没有?错|没毛病|没异议|算数|有效|收悉|对账完成|正确|属实"
)
SOMETHING_ELSE = compiled(r"解除|违约|终止|放弃|弃权|续期|续约|送达|收货|签收")
NOT_DEEMED = compiled(rf"(?:不|不得|不能|不应|不可以?|不会|不足以|无法)(?:据此|因此|就此)?(?={DEEMED})")
GOES_ON = compiled(
    rf"(?:未|不|无|没)[^，。；\n]{{0,10}}(?:{ANSWERS}|反对|意见)[^，。；\n]{{0,6}}，(?:则|即)?[甲乙]方(?:(?P<no>不得|不可|不能|无权)|即可|可以?|有权|得)(?:自行|直接|先行|径行|按[^，。；\n]{{0,6}})?(?:实施|执行|发布|上线|投放|开展|推进|操作|照做|照办|上线)"
)
"""What may or must not be done while nobody answers."""


def silences(frames: Frames) -> Iterator[Found]:
    """Each place where no answer is said to mean something."""
    for match in in_sentences(NO_ANSWER, SAYS_WHAT, frames.squeezed):
        if not NONE_GIVEN.search(match["q"]) or SOMETHING_ELSE.search(match["w"]):
            continue
        denied = NOT_DEEMED.search(match["q"]) is not None
        refused, accepted = REFUSED.search(match["w"]), ACCEPTED.search(match["w"])
        if not (refused or accepted):
            continue
        value = "refused" if refused or denied else "approved"
        if term := _to_what(frames, *match.span()):
            yield Found(term, value, *match.span("q"))
    for match in frames.squeezed.matches(GOES_ON):
        if _to_what(frames, *match.span()) == "approval.silence":
            yield Found("approval.silence", "refused" if match["no"] else "approved", *match.span())


def _to_what(frames: Frames, start: int, end: int) -> str | None:
    """What was not answered: the nearest of a statement and a draft, here, before or in the heading."""
    context = frames.outline.context(start, end)
    inside = frames.spots.inside
    goes_on = frames.text[context.sibling[1] - 1 : context.sibling[1]] == "；"
    above = (context.sibling, *context.heads) if goes_on else (*context.heads, context.sibling)
    for span in (context.sentence, context.before, *above):
        statement, draft = (
            [end - last for topic in topics for _, last in inside(topic, *span)]
            for topics in (("statement", "settle"), ("draft",))
        )
        if statement or draft:
            return (
                "settlement.silence"
                if min(statement, default=10**6) <= min(draft, default=10**6) or inside("statement", *span)
                else "approval.silence"
            )
    return None
