"""What a day of the month and a daily rate are quoted with: 每月10日前, 每日按欠款的千分之三支付违约金."""

from paidang.contracts.rules.reading.quantities import DAY, EVERY, MONTH_OF, RATE, WINDOW, Quantity
from paidang.kit.patterns import compiled

_MONTH_WORDS = compiled(
    rf"(?:{MONTH_OF}|(?:每季度?|季度?)?后?(?:的)?首月的?|每季度?)(?:（[^）]{{0,6}}）)?[^，。；\n0-9]{{0,2}}$"
)
_TO_THE_END = compiled(r"(?:（[^）]{0,4}）)?(?:或)?(?:之前|以前|前|期间|之间|内)?")
_OF_PENALTY = compiled(r"[^，。；\n]{0,10}?(?:违约金|滞纳金|利息|罚金)")
_EACH_DAY = compiled(
    r"(?:每(?:逾期|逾|迟延|延迟|拖延|延期|超|晚|拖|迟|欠|延)?(?:付|交)?(?:一|1|个)*(?:日历|自然)?[日天]|按[日天]|[日天]|一天)(?!猫)[^。；\n%‰|]{0,30}?$"
)


def worded(text: str, quantity: Quantity) -> tuple[int, int] | None:
    """What a day of the month or a daily rate is quoted with: 每月10日前, 每日按欠款的千分之三支付违约金."""
    before = text[max(0, quantity.start - 40) : quantity.start]
    if quantity.kind in (DAY, WINDOW):
        month = _MONTH_WORDS.search(before)
        ends = _TO_THE_END.match(text, quantity.end)
        return quantity.start - (
            len(before) - month.start() if month else 0
        ), ends.end() if ends else quantity.end
    if quantity.kind == RATE and quantity.relation == EVERY:
        daily = next((m for m in _EACH_DAY.finditer(before) if m.end() == len(before)), None)
        penalty = _OF_PENALTY.match(text, quantity.end)
        if daily:
            return quantity.start - len(before) + daily.start(), penalty.end() if penalty else quantity.end
    return None
