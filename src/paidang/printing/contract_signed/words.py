"""The words around a signed contract's text and on its evidence page, Chinese and English side by side."""

WORDS: dict[str, tuple[str, str]] = {
    "page": ("第{n}页，共{total}页", "Page {n} of {total}"),
    "s.glyphs": ("字体里没有的字", "Characters the font lacks"),
    "n.glyphs": ("以下字符按编码印出：", "Printed by their code: "),
    "version": ("第{n}稿", "Version {n}"),
    "side.a": ("品牌方", "the brand"),
    "side.b": ("代运营方", "the agency"),
    "reason": (
        "{role}签署合同 {code}，{at}；文件 SHA-256 {digest}",
        "Signed for {role}, contract {code}, {at}; SHA-256 of the document {digest}",
    ),
}


def labels(language: str) -> dict[str, str]:
    """The words in one language."""
    return {key: pair[language == "en"] for key, pair in WORDS.items()}
