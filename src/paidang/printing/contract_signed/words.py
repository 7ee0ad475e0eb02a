"""The words around a signed contract's text and on its evidence page, Chinese and English side by side."""

WORDS: dict[str, tuple[str, str]] = {
    "page": ("第{n}页，共{total}页", "Page {n} of {total}"),
    "s.glyphs": ("字体里没有的字", "Characters the font lacks"),
    "n.glyphs": ("以下字符按编码印出：", "Printed by their code: "),
    # the contract
    "version": ("第{n}稿", "version {n}"),
    "supplement": ("{code} 补充协议 {n}", "{code}, supplementary agreement {n}"),
    "s.changes": ("变更的约定", "Terms that change"),
    "n.changes": ("自 {day} 起；没有列出的约定照原合同", "from {day} on; what is not listed stays as it was"),
    "text_digest": ("{code} · 正文 SHA-256", "{code} · SHA-256 of the text"),
    "s.addenda": ("补充约定", "Addenda"),
    "n.addenda": (
        "双方对正文没有写明之处的约定，与正文同等有效",
        "agreed where the text is silent; part of the contract",
    ),
    "addendum": ("补充约定{n}", "Addendum {n}"),
    "agreed": ("{at} 同意", "agreed {at}"),
    "s.annexes": ("附件", "Annexes"),
    "n.annexes": ("与正文同等有效，以摘要为准", "of equal force; the digest names the file"),
    "annex": ("名称", "Title"),
    "file": ("文件", "File"),
    "size": ("字节", "Bytes"),
    "s.digests": ("签署的内容", "What is signed"),
    "text": ("正文 SHA-256", "Text, SHA-256"),
    "terms": ("约定 SHA-256", "Terms, SHA-256"),
    "s.signatures": ("双方签署", "Signatures"),
    "n.signatures": (
        "签署人与时间见文后的签署存证页",
        "who signed and when: see the evidence page at the end",
    ),
    # the evidence page
    "e.title": ("签署存证页", "Evidence of signing"),
    "e.digest": ("所签文件", "Document signed"),
    "e.bytes": (
        "本文件开头的 {n} 个字节，一字未改",
        "the first {n} bytes of this file, unaltered",
    ),
    "e.chain": ("存证链", "Evidence chain"),
    "e.head": ("链头第 {n} 条，链名 {chain}", "head: entry {n} of chain {chain}"),
    "e.foot": ("{code} · 所签文件 SHA-256", "{code} · SHA-256 of the document signed"),
    "sided": ("{name}（{side}）", "{name} ({side})"),
    "s.signed": ("谁签的", "Who signed"),
    "side.a": ("品牌方", "the brand"),
    "side.b": ("代运营方", "the agency"),
    "for": ("为", "For"),
    "person": ("签署人", "Signed by"),
    "authority": ("权限", "Authority"),
    "method": ("方式", "Method"),
    "known_by": ("本人确认", "Known by"),
    "at": ("时间", "Time"),
    "entry": ("存证第 {n} 条", "Evidence entry {n}"),
    "s.is": ("这是怎样的签名", "What this signature is"),
    "is.does": (
        "签名由拍档平台的证书作出，每位签署人一个，覆盖所签文件和{page}。它证明：签署之后文件的任何改动都能发现（《电子签名法》第十三条第一款第三、四项）；每位签署人以自己的账号和一次性验证码或通行密钥表示了同意，经过记在双方各自持有的存证链里。",
        "The platform's certificate made one signature for each person, over the document and {page}. It proves that any later change can be found (Electronic Signature Law of China, article 13(1)(3) and (4)), and that each person consented with their own account and a one-time code or a passkey, as the evidence chain that both sides hold records.",
    ),
    "is.this_page": ("本页", "this page"),
    "is.evidence_page": ("附在文件后的签署存证页", "the evidence page appended to it"),
    "is.own": (
        "证书由本套拍档自己签发，不是持牌的电子认证服务机构签发；签名密钥由平台保管，不为签署人专有（同款第一、二项）。所以它不是第十三条所说的可靠的电子签名，不当然具有第十四条与手写签名或盖章同等的效力；双方可以依第十三条第二款约定它可靠。",
        "The certificate was issued by this installation of Paidang itself, not by a licensed certification authority, and the platform, not the signer, holds the key (article 13(1)(1) and (2)). It is therefore not a reliable electronic signature within article 13 and does not by itself have the force of a handwritten signature or seal under article 14; the parties may agree otherwise under article 13(2).",
    ),
    "is.licensed": (
        "证书由 {issuer} 签发，由平台的运营者配置。签发者持有电子认证服务许可、且第十三条第一款四项都满足时，它是可靠的电子签名，依第十四条与手写签名或盖章具有同等的法律效力；证书属于谁、由谁控制，请向签发者核实。",
        "The certificate was issued by {issuer} and configured by the operator of the platform. Where the issuer is a licensed certification authority and all four conditions of article 13(1) are met, it is a reliable electronic signature with the force of a handwritten signature or seal (article 14); ask the issuer whose certificate it is and who controls it.",
    ),
    "is.stamp_own": (
        "时间戳也由本套拍档签发，证明的是它自己的时钟。",
        "The timestamps come from this installation too and vouch for its own clock.",
    ),
    "is.stamp_server": (
        "时间戳由 {server} 签发。",
        "The timestamps come from {server}.",
    ),
    "is.advice": ("以上不是法律意见。", " This is no legal advice."),
    "s.check": ("怎样核验", "How to verify"),
    "check.page": ("不用账号：把本文件放到 {url}。", "Without an account: give this file to {url}."),
    "check.command": (
        "不联网：paidang contract verify 文件.pdf --root 根证书.pem。",
        "Offline: paidang contract verify FILE.pdf --root ROOT.pem.",
    ),
    "check.digest": (
        "只核原件：head -c {n} 文件.pdf | sha256sum，应得上面的摘要。",
        "The document alone: head -c {n} FILE.pdf | sha256sum gives the digest above.",
    ),
    "check.reader": (
        "PDF 阅读器的签名面板列出每个签名；签发者的证书指纹应是",
        "The signature panel of a PDF reader lists each signature; the issuer's fingerprint must be",
    ),
    "reason": (
        "{role}签署合同 {code}，{at}；文件 SHA-256 {digest}",
        "Signed for {role}, contract {code}, {at}; SHA-256 of the document {digest}",
    ),
}


def labels(language: str) -> dict[str, str]:
    """The words in one language."""
    return {key: pair[language == "en"] for key, pair in WORDS.items()}


def filed_as(code: str, supplement: int, t: dict[str, str]) -> str:
    """What a paper is filed under: the contract's number, with that of the supplementary agreement where it is one."""
    return t["supplement"].format(code=code, n=supplement) if supplement else code


def what_it_is(*, is_own: bool, issuer: str, language: str, on_the_page: bool) -> list[str]:
    """What such a signature proves and what it is in law; `issuer` is named where it is not the installation itself.

    `on_the_page`: it is said on the evidence page itself.
    """
    t = labels(language)
    page = t["is.this_page" if on_the_page else "is.evidence_page"]
    return [t["is.does"].format(page=page), t["is.own" if is_own else "is.licensed"].format(issuer=issuer)]
