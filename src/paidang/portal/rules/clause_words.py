"""How a clause reference is written: ids of the clause map as in the contract, and both in English."""

import re

_DIGITS = "零一二三四五六七八九"
_ID = re.compile(r"(OP|TC|TT)-(\d{1,2})((?:-[A-Z0-9]+)*)")
_ZH = re.compile(r"第([一二三四五六七八九十]{1,3})([章条])\s*(.*)")
_ADDENDUM = re.compile(r"补充约定\s*(\d*)(.*)")
_SUPPLEMENT = re.compile(r"补充协议 (\d+)\s*(.*)")


def chinese_number(number: int) -> str:
    """1 to 99 as a contract counts its chapters.

    >>> chinese_number(12)
    '十二'
    """
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (
        _DIGITS[ones] if ones or not tens else ""
    )


def _number(chinese: str) -> int:
    if "十" not in chinese:
        return _DIGITS.index(chinese)
    tens, ones = chinese.split("十")
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def supplement_of(reference: str) -> int | None:
    """The number of the supplementary agreement that a reference is into.

    >>> supplement_of("补充协议 2 第一条 1.1")
    2
    """
    found = _SUPPLEMENT.fullmatch(reference)
    return int(found[1]) if found else None


def clause_words(reference: str, *, english: bool = False) -> str:
    """Write a clause as people cite it; what is no known form is left as it is.

    The operation agreement (OP) counts chapters 章, the consulting ones (TC, TT) articles 条.

    >>> clause_words("OP-3-E-4")
    '第三章 E 4'
    >>> clause_words("第三章 E 4", english=True)
    'Ch. 3 E 4'
    """
    if known := _ID.fullmatch(reference):
        unit = "章" if known[1] == "OP" else "条"
        reference = f"第{chinese_number(int(known[2]))}{unit} {known[3].replace('-', ' ').strip()}".strip()
    if not english:
        return reference
    if written := _ZH.fullmatch(reference):
        number, rest = _number(written[1]), written[3]
        if written[2] == "章":
            return f"Ch. {number} {rest}".strip()
        return f"Art. {number}" + (f".{rest}" if rest else "")
    if supplement := _SUPPLEMENT.fullmatch(reference):
        return f"Supplement {supplement[1]} {clause_words(supplement[2], english=True)}".strip()
    if addendum := _ADDENDUM.fullmatch(reference):
        return f"Addendum {addendum[1]}{addendum[2]}".strip()
    return reference
