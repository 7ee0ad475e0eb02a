"""Reading one JSON object key by key: each typed value or one error at its path, and no key left unread."""

from collections.abc import Mapping
from datetime import date

from paidang.kit.sentence import say
from paidang.settlement.rules.arithmetic import NotARate, fits_64_bits, read_rate
from paidang.settlement.rules.errors import BadPlace

TERMS_FILE = "terms.json"
DAYS_MAX = 36_525  # a period of more than a hundred years is a slip


class JsonObject:
    """An object of `terms.json` at a path. A reader answers None for what is absent or wrong, and notes the error.

    JSON's null stands for an absent key.
    """

    def __init__(self, value: object, path: str, errors: list[BadPlace]) -> None:
        self.path = path
        self.errors = errors
        self.value: Mapping[str, object] = {}
        self._asked: set[str] = set()
        if isinstance(value, dict):
            self.value = value
        else:
            errors.append(BadPlace(TERMS_FILE, None, path or None, value, say("应为一个JSON对象")))

    def path_of(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str | None, reason: str) -> None:
        """Note an error at one of this object's keys, or (None) at the object itself."""
        path = self.path if key is None else self.path_of(key)
        value = None if key is None else self.value.get(key)
        if not any(error.column == path for error in self.errors):
            self.errors.append(BadPlace(TERMS_FILE, None, path, value, reason))

    def has(self, key: str) -> bool:
        return self.value.get(key) is not None

    def get(self, key: str, *, required: bool = True) -> object | None:
        """The value as it is; an error where it is required and absent."""
        self._asked.add(key)
        value = self.value.get(key)
        if value is None and required:
            self.refuse(key, say("缺少此项"))
        return value

    def text(self, key: str, *, required: bool = True) -> str | None:
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, str) and (value or not required):
            return value
        self.refuse(key, say("应为文本，且不得为空"))
        return None

    def choice(self, key: str, choices: tuple[str, ...], *, required: bool = True) -> str | None:
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, str) and value in choices:
            return value
        self.refuse(key, say("应为以下之一：{choices}", choices=choices))
        return None

    def integer(
        self, key: str, *, minimum: int | None = None, maximum: int | None = None, required: bool = True
    ) -> int | None:
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not fits_64_bits(value):
            self.refuse(key, say("应为整数（金额以分计）"))
        elif minimum is not None and value < minimum:
            self.refuse(key, say("不得小于{minimum}", minimum=minimum))
        elif maximum is not None and value > maximum:
            self.refuse(key, say("不得大于{maximum}", maximum=maximum))
        else:
            return value
        return None

    def fen(self, key: str, *, required: bool = True) -> int | None:
        """An amount in fen, not below 0."""
        return self.integer(key, minimum=0, required=required)

    def days(self, key: str, *, required: bool = True) -> int | None:
        return self.integer(key, minimum=0, maximum=DAYS_MAX, required=required)

    def rate(self, key: str, *, required: bool = True) -> int | None:
        """A decimal string between 0 and 1, as millionths."""
        value = self.get(key, required=required)
        if value is None:
            return None
        if not isinstance(value, str):
            self.refuse(key, say('应为小数文本而不是数字，如 "0.3"'))
            return None
        try:
            return read_rate(value)
        except NotARate as why:
            self.refuse(key, str(why))
            return None

    def boolean(self, key: str, *, required: bool = True) -> bool | None:
        value = self.get(key, required=required)
        if value is None or isinstance(value, bool):
            return value
        self.refuse(key, say("应为 true 或 false"))
        return None

    def day(self, key: str, *, required: bool = True) -> date | None:
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, str) and len(value) == 10:
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.refuse(key, say("没有这一天，应为 YYYY-MM-DD"))
        return None

    def object(self, key: str, *, required: bool = True) -> "JsonObject | None":
        value = self.get(key, required=required)
        return None if value is None else JsonObject(value, self.path_of(key), self.errors)

    def objects(self, key: str, *, required: bool = True) -> "list[JsonObject]":
        value = self.get(key, required=required)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(key, say("应为列表"))
            return []
        return [JsonObject(each, f"{self.path_of(key)}[{i}]", self.errors) for i, each in enumerate(value)]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that may be absent."""
        value = self.get(key, required=False)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.refuse(key, say("应为文本的列表"))
        return ()

    def no_other_keys(self) -> None:
        """Refuse every key that nothing asked for."""
        for key in self.value:
            if key not in self._asked:
                self.refuse(key, say("未知的项"))
