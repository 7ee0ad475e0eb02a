"""Whether a text binds two sides to each other, or only tells, teaches, asks or rules."""

import re

from paidang.kit.patterns import compiled

NAMED_SO = r"(?:合同|协议|合约|约定|契约|备忘录|订购单|订单|委托书|承诺书|合作书|意向书|确认(?:函|书|信|单)|函|信|纸|约|单|条)"
AGREED = compiled(
    r"(?:约定|协议|议定|商定|说定|讲定|条款|条件|事项|达成|一致|同意)[^，。；\n]{0,8}(?:如下|如后|于后|下列)|如下(?:约定|协议|条款|条件|共识)|(?:约定|说[好定]|谈[好妥定]|讲[好定]|商量好|定了?)(?:如下|下面|以下|这几|几条|了)?[^。；\n]{0,10}："
    r"|(?:订立|签订|签署|达成|缔结|立|签)(?:了)?(?:本|此(?!前)|如下|以下|下列|这份)|(?:说|谈|讲|约|商量)[好定妥](?:了|下来)?的|共同(?:遵守|信守|履行|遵照|执行)|特(?:订|签)立?|立此(?:为据|存照)|立[^，。；\n]{0,2}(?:合同|协议|合约|契约|约定)书?人"
    rf"|[本此](?:{NAMED_SO}书?|份{NAMED_SO})[^，。；\n]{{0,16}}(?:生效|一式|有效|为期|期限|期满|届满|终止|解除|成立|具有同等|未尽|引起|有关的)"
    r"|[本此](?:合同|协议|合约|契约|备忘录)书?(?:自|所|项下|第|约定|附件|签|未|引起|期|有效|中的|一经|由)|双方[^，。；\n]{0,6}(?:确认|签)[^，。；\n]{0,6}(?:生效|有效|执行)"
    r"|一式[^，。；\n]{1,4}份|(?:签[字名章署了完]|盖了?章|画押|按手印)[^，。；\n]{0,8}(?:生效|算数|有效|作数|回传|寄回|为准)"
)
"""Words by which the parties themselves agree; an article on contracts has none of them."""
TITLE = compiled(
    r"[^，。；：？《》\n]{0,30}(?:合同|协议|合约|契约|约定|备忘录|订购单|条款|确认[函书信单])书?(?:（[^）]*）|\[[^\]]*\]|[^\n一-鿿，。；：]*)?"
)
SIGNED = compiled(
    r"(?:盖\s*公?章|签\s*[字名章署]|公\s*章|（章）|代表|印章)[^，。；：\n]{0,10}[）)]?\s*(?:[：:]|[ 　]{2,}|$)",
    re.MULTILINE,
)
"""A place to sign at."""
ANOTHER_KIND = compiled(
    r"(?:公告|通告|通知|规则|制度|细则|条例|法（节选）|(?<!办)法|判决书|裁定书|调解书|起诉状|答辩状|律师函|催(?:款|告|收|办)(?:函|书|通知)?|告知函|投诉[函信]?|询价[函书]?|询盘|报价[单表函书]|价目表|价格表|感谢信|慰问信|招聘(?:启事|公告)?|纪要|说明|说明书|指[引南]|须知|意见书?|案例|问答|常见问题|教程|攻略|解读|评论|纠纷案?|案(?:开庭|宣判)?|新闻|简报|白皮书|研究|报告|手册|清单|简历|做法)(?:（[^（）]*）|[^\n，。一-鿿]{0,12})?$"
    r"|^[^\n]{0,14}(?:法典|[一-鿿]法)(?:（|第|$)|^[^\n]{0,24}(?:怎么[签写看办选]|如何[签写看选]|为什么|是什么|几个?坑|避坑|招聘|须知|使用说明|填写说明|示范文本》|一文读懂|常见问题|纠纷|开庭|宣判|案例)"
)
"""How the first lines call what is no agreement."""
FIRST_LINES, TITLE_WITHIN, LOOKED_AT, LONGEST_TITLE, LEAST_SIGNATURES = 3, 8, 20, 40, 2


def binds(folded: str) -> bool:
    """Whether two sides bind themselves in a folded text: they agree or sign, and it is not called something else."""
    signed = len(SIGNED.findall(folded)) >= LEAST_SIGNATURES
    agreed = AGREED.search(re.sub(r"[ \t　]", "", folded)) is not None
    if is_another_kind(folded):
        return signed and agreed
    return signed or agreed or _is_titled(folded)


def is_another_kind(folded: str) -> bool:
    """Whether the first lines call the text something that is no agreement, and none calls it an agreement."""
    return any(_is_of_another_kind(line) for line in _first_lines(folded)) and not _is_titled(folded)


def _is_titled(folded: str) -> bool:
    """Whether one of the first lines is the title of an agreement; archives and scanners put theirs above it."""
    lines = _first_lines(folded, TITLE_WITHIN)
    return any(TITLE.fullmatch(line) and not _is_of_another_kind(line) for line in lines)


def _is_of_another_kind(line: str) -> bool:
    return len(line) < LONGEST_TITLE and ANOTHER_KIND.search(line) is not None


def _first_lines(folded: str, count: int = FIRST_LINES) -> list[str]:
    """The first lines that say something, without blanks and marks."""
    lines = (re.sub(r"[ \t　*#>_|]", "", line) for line in folded.splitlines()[:LOOKED_AT])
    return [line for line in lines if line][:count]
