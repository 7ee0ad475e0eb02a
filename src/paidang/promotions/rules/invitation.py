"""A platform's offer as its message tells it: name, times and goods, taken out of the text. What is not in it stays open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.kit.clause import clause
from paidang.promotions.rules.goods import LINES_MAX

TEXT_MAX = 20_000
_DAYS = {"今": 0, "明": 1, "后": 2}
_MOMENT = re.compile(
    r"(?:(?:(?P<year>20\d\d)[-年/.])?(?P<month>\d{1,2})[-月/.](?P<day>\d{1,2})[日号]?|(?P<word>[今明后])(?:天|日|晚))?"
    r"[ \t]*(?:[（(]?(?:周|星期)[一二三四五六日天][)）]?)?[ \t]*(?P<part>上午|中午|下午|晚上|晚)?[ \t]*"
    r"(?:(?P<hour>[01]?\d|2[0-4])(?:[:：](?P<minute>[0-5]\d)(?::[0-5]\d)?|[点时](?:(?P<minute2>[0-5]\d)分?|(?P<half>半))?))"
)
_ANSWER = re.compile(
    r"截止|截至|之?前(?:回复|答复|确认|报名|提报|反馈)|报名时间|报名期|最晚|最迟|deadline", re.IGNORECASE
)
_END = re.compile(r"结束|下线|收尾")
_TITLE = re.compile(
    r"(?:活动名称|活动名|促销名称|活动主题)[:：]\s*(?P<named>[^\n，,；;。]{2,60})|【(?P<bracketed>[^】\n]{2,60})】"
)
_CODE = re.compile(r"(?<![\w.¥￥-])(?:\d{6,}|(?=[\w-]*\d)[A-Za-z][\w-]{2,})(?![\w.])", re.ASCII)
_WORD = re.compile(r"[\w-]+", re.ASCII)
_PRICE = re.compile(
    r"(?:价(?:格)?|[¥￥])[^\d\n]{0,6}(?P<after>\d[\d,]*(?:\.\d{1,2})?)|(?P<before>\d[\d,]*(?:\.\d{1,2})?)\s*元"
)
_UNITS = re.compile(
    r"(?:件数|库存|销量|数量|预计|备货)[^\d\n]{0,6}(?P<after>\d[\d,]*)|(?P<before>\d[\d,]*)\s*(?:件|个|套|只|pcs)"
)
_NUMBER = re.compile(r"(?<![\w.-])\d[\d,]*(?:\.\d{1,2})?(?![\w.])")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a message says. Moments are of its day's time zone, None where it names none; `goods`: SKU, price, units as text."""

    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    answer_by: datetime | None
    goods: Sequence[tuple[str, str, str]]


@clause("JD-3")
def read_invitation(text: str, codes: Mapping[str, str], now: datetime) -> Invitation:
    """Read a message that came at a moment; `codes`: what a store's goods may be called in it, and the SKU each is.

    >>> from paidang.kit.period import SHANGHAI
    >>> came = datetime(2026, 11, 30, 14, 0, tzinfo=SHANGHAI)
    >>> said = read_invitation("【限时秒杀】今晚 20:00-24:00，18:00 前回复。\\nCUP 活动价 129 元，备货 420 件", {"CUP": "CUP"}, came)
    >>> said.title, f"{said.starts_at:%d %H} {said.ends_at:%d %H} {said.answer_by:%d %H}", said.goods
    ('限时秒杀', '30 20 01 00 30 18', [('CUP', '129', '420')])
    """
    text = text[:TEXT_MAX]
    named = _TITLE.search(text)
    title = (named["named"] or named["bracketed"]).strip() if named else ""
    starts_at, ends_at, answer_by = _times(text, now)
    return Invitation(title, starts_at, ends_at, answer_by, list(_goods(text, codes))[:LINES_MAX])


def _times(text: str, now: datetime) -> tuple[datetime | None, datetime | None, datetime | None]:
    starts_at = ends_at = answer_by = None
    day = now
    for part in re.split(r"[\n；;。，,]", text):
        moments: list[datetime] = []
        is_bare = True  # an hour alone: of the day that was named last
        for found in _MOMENT.finditer(part):
            at = _moment(found, day, now)
            if at is None:
                continue
            if found["day"] or found["word"]:
                day, is_bare = at - timedelta(seconds=1) if int(found["hour"]) == 24 else at, False
            elif moments:
                at = _after(moments[-1], at)
            moments.append(at)
        if not moments:
            continue
        if _ANSWER.search(part):
            answer_by = answer_by or (_before(starts_at, moments[-1], now) if is_bare else moments[-1])
        elif len(moments) > 1 and starts_at is None:
            starts_at, ends_at = moments[0], moments[1]
        elif _END.search(part):
            ends_at = ends_at or moments[0]
        elif starts_at is None:
            starts_at = moments[0]
        elif ends_at is None and moments[0] > starts_at:
            ends_at = moments[0]
    return starts_at, ends_at, answer_by


def _after(first: datetime, at: datetime) -> datetime:
    """The hour that follows another: 8 to 10 in the evening, 20:00 to 2:00."""
    while at <= first:
        at += timedelta(hours=12 if at.hour < 12 and at + timedelta(hours=12) > first else 24)
    return at


def _before(starts_at: datetime | None, at: datetime, now: datetime) -> datetime:
    """The hour to answer by, of no day: ahead of now, and not after the start."""
    afternoon = at + timedelta(hours=12)
    if at <= now < afternoon and at.hour < 12:
        at = afternoon
    if starts_at is not None and at > starts_at and at - timedelta(days=1) > now:
        at -= timedelta(days=1)
    return at


def _moment(found: re.Match[str], named: datetime, now: datetime) -> datetime | None:
    hour = int(found["hour"])
    minute = 30 if found["half"] else int(found["minute"] or found["minute2"] or 0)
    if found["part"] in ("下午", "晚上", "晚") or (found["word"] and "晚" in found[0]):
        hour += 12 if hour < 12 else 0
    day = named
    if found["word"]:
        day = now + timedelta(days=_DAYS[found["word"]])
    elif found["day"]:
        try:
            year = int(found["year"] or now.year)
            day = now.replace(year=year, month=int(found["month"]), day=int(found["day"]))
            if not found["year"] and day < now - timedelta(days=90):  # in December they write of January
                day = day.replace(year=year + 1)
        except ValueError:
            return None
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return None if hour == 24 and minute else midnight + timedelta(hours=hour, minutes=minute)


def _goods(text: str, codes: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Line by line the first code, known ones before others, with its price and units; each SKU once."""
    seen = set()
    for line in re.split(r"[\n；;。]", text):
        bare = _MOMENT.sub(lambda found: " " * len(found[0]), line)
        known = next((found[0] for found in _WORD.finditer(bare) if found[0] in codes), "")
        unknown = _CODE.search(bare)
        code = known or (unknown[0] if unknown else "")
        if not code:
            continue
        rest = bare.replace(code, " ", 1)
        price, units = _said(_PRICE, rest), _said(_UNITS, rest)
        numbers = [
            one
            for one in (found[0].replace(",", "") for found in _NUMBER.finditer(rest))
            if one not in (price, units)
        ]
        if code not in codes and not price:
            continue  # an order number, a telephone, a name: no good
        price = price or (numbers.pop(0) if numbers else "")
        units = units or next((one for one in numbers if "." not in one), "")
        sku = codes.get(code, code)
        if sku not in seen:
            seen.add(sku)
            yield sku, price, units


def _said(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return (found["after"] or found["before"]).replace(",", "") if found else ""
