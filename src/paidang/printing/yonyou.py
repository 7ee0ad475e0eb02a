"""Vouchers as the text file that 用友 U8 with 总账工具 takes in: 填制凭证,V800.

A line an entry, cells between commas, nothing quoted, GBK, CRLF. What follows the last cell that is said may be left out.
docs/vouchers.md says what this was checked against.
"""

from collections.abc import Iterable

from paidang.kit.money import yuan_text
from paidang.printing.vouchers import WORD, Voucher, VoucherLine

HEAD = "填制凭证,V800"
WORDS_BYTES, MAKER_BYTES, CODE_BYTES = 60, 20, 20
_COMMA = str.maketrans({",": "，", '"': "”", "'": "’"})


def u8_text(vouchers: Iterable[Voucher], maker: str) -> bytes:
    """The file. Per entry: 制单日期, 凭证类别字, 凭证号, 附单据数, 摘要, 科目编码, 借方, 贷方, 数量, 外币, 汇率, 制单人.
    Where the account is kept by customer or supplier: 结算方式, 票号, 发生日期, 部门编码, 个人编码, 客户编码, 供应商编码 too.

    >>> from datetime import date
    >>> one = Voucher(date(2026, 4, 7), 1, "3 月对账单", "青岚", [VoucherLine("1122", "应收账款", 5, 0)])
    >>> print(u8_text([one], "林知秋").decode("gbk").splitlines()[1])
    2026-04-07,记,1,0,3 月对账单,1122,0.05,0.00,0,0,0,林知秋
    """
    lines = [HEAD, *(_line(one, entry, maker) for one in vouchers for entry in one.lines)]
    return "".join(f"{line}\r\n" for line in lines).encode("gbk", errors="replace")


def _line(one: Voucher, entry: VoucherLine, maker: str) -> str:
    cells: tuple[str, ...] = (
        one.day.isoformat(), WORD, str(one.number), "0", _cut(one.words, WORDS_BYTES), entry.account, yuan_text(entry.debit),
        yuan_text(entry.credit), "0", "0", "0", _cut(maker, MAKER_BYTES),
    )  # fmt: skip
    if entry.kept_by:
        code = _cut(entry.other, CODE_BYTES)
        cells += ("",) * 5 + ((code, "") if entry.kept_by == "customer" else ("", code))
    return ",".join(cells)


def _cut(text: str, bytes_max: int) -> str:
    """What fits, whole characters; nothing that would begin another cell or line."""
    bare = "".join(char if char.isprintable() else " " for char in text).translate(_COMMA).strip()
    return bare.encode("gbk", errors="replace")[:bytes_max].decode("gbk", errors="ignore")
