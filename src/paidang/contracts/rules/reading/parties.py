"""Whatever a text calls its parties, readers know them as 甲方 and 乙方: the first named is 甲方."""

import re

FIRST = ("委托方", "委托人", "品牌方", "需方", "发包方", "供货方")
SECOND = ("受托方", "受托人", "服务商", "服务方", "代运营方", "承接方", "经销商")


def aliases(text: str) -> dict[str, str]:
    """The words of this text that stand for 甲方 and 乙方; empty where it calls them so itself."""
    if re.search(r"(?:^|\n)\s*甲\s*方", text) and re.search(r"(?:^|\n|\s)乙\s*方", text):
        return {}
    named = {}
    for words, party in ((FIRST, "甲方"), (SECOND, "乙方")):
        for word in words:
            if re.search(rf"(?:^|\n)\s*{word}\s*(?:[（(][^\n]{{0,16}}[）)])?\s*[：:]", text):
                named[word] = party
                break
    return named if len(named) == 2 else {}
