"""What a contract calls its two sides, and how a point and what was decided on it read, Chinese or English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paidang.contracts.rules.gaps import OWN
from paidang.contracts.rules.points import Choice, Point
from paidang.contracts.rules.reading.vocabulary import TERMS, show_value
from paidang.kit.money import percent, yuan


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one contract. `by_role`: its 甲方 is the agency, so the sides of money are called by what they are."""

    by_role: bool
    english: bool = False

    def say(self, zh: str, en: str) -> str:
        if self.english:
            return en[:1].upper() + en[1:]
        return zh.replace("甲方", "品牌方").replace("乙方", "代运营") if self.by_role else zh

    def side(self, side: str) -> str:
        """What the side of money (a brand, b agency) is called."""
        if self.english:
            return "Brand" if side == "a" else "Agency"
        return self.say("甲方", "") if side == "a" else self.say("乙方", "")

    def question(self, point: Point) -> str:
        if point.key in TERMS:  # a term of the text, which has its own 甲方
            return point.en if self.english else point.zh
        return self.say(point.zh, point.en)

    def value(self, point: Point, value: object) -> str:
        """A decided or proposed value as people read it."""
        if isinstance(value, Mapping) and point.kind == "tax":
            return self._tax(point, value)
        if isinstance(value, Mapping) and point.kind == "share":
            return " · ".join(f"{self.side(side)} {percent(str(value[side]))}" for side in "ab")
        if point.kind == "rate":
            return percent(str(value))
        if point.kind == "amount" and isinstance(value, int):
            return yuan(value)
        if point.key in TERMS and point.key not in OWN:
            return show_value(point.key, value, "en" if self.english else "zh")
        return self._choice(point.choices, value) or str(value)

    def _tax(self, point: Point, value: Mapping[str, object]) -> str:
        rate = "" if value.get("mode") == "none" else f" {percent(str(value['rate']))}"
        mode, side = (
            self._choice(point.choices, value.get("mode")) + rate,
            self.side(str(value.get("paid_by"))),
        )
        return f"{mode}, paid by {side}" if self.english else f"{mode}，{side}缴"

    def _choice(self, choices: Sequence[Choice], value: object) -> str:
        return next((self.say(choice.zh, choice.en) for choice in choices if choice.value == value), "")
