"""What a document is called that carries a chain's head. It is kept in Chinese, and goes into heads.json as it is kept."""

import re

_ENGLISH = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (r"(\S+) 对账单第 (\d+) 版", "Statement of {0}, version {1}"),
        (r"(\S+) 对账单回执", "Receipt for the statement of {0}"),
        (r"收款回执 (\d+)", "Receipt {0} for a payment"),
        (r"(\S+) 合同生效页", "{0}, page of coming into force"),
        (r"(\S+) 签署文件", "{0}, signed document"),
        (r"(\S+) 纸上签署", "{0}, signed on paper"),
        (r"(\S+) 通知 (\d+)", "{0}, notice {1}"),
        (r"(\S+) 补充协议 (\d+)", "{0}, supplementary agreement {1}"),
        (r"(\S+) 结清", "{0}, everything settled"),
        (r"(\S+) 争议卷宗", "{0}, dispute file"),
        (r"(.+) 存证下载", "{0}, evidence downloaded"),
    )
)


def document_wording(document: str, lang: str = "zh") -> str:
    """The document's name for people; one that the table does not know is shown as it is.

    >>> document_wording("2026-09 对账单第 1 版", "en")
    'Statement of 2026-09, version 1'
    """
    if not lang.startswith("zh"):
        for pattern, english in _ENGLISH:
            if found := pattern.fullmatch(document):
                return english.format(*found.groups())
    return document
