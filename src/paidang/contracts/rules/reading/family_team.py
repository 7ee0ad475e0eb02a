"""The team: its roles, its manager, training in the products."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.family_services import agency
from paidang.contracts.rules.reading.parties import without_scan_blanks
from paidang.contracts.rules.reading.parts import Part, Parts
from paidang.contracts.rules.reading.party_words import SURNAMES
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, reader
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

TEAM = {r"项目经理[：:]": "project_manager", r"编辑[：:]": "editor", r"技术[：:]": "technician", r"仓储[：:]": "warehouse", r"客服[：:]": "customer_service", r"设计师?[：:]|美工[：:]": "designer", r"摄影师?[：:]": "photographer", r"运营[：:]": "operator"}  # fmt: skip
ROLES = {
    r"项目经理|项目负责人|项目主管|专案经理": "project_manager", r"编辑|文案(?!策划案)": "editor", r"技术(?:员|人员|支持|工程师)?": "technician", r"仓储|仓管员?|仓库(?:管理)?员?": "warehouse", r"客服": "customer_service",
    r"设计师?|美工": "designer", r"摄影师?|拍摄": "photographer", r"运营|营运": "operator",
}  # fmt: skip
ROLE = r"(?:项目经理|专案经理|营运|仓库管理员|项目负责人|项目主管|(?:店铺|高级|资深)?运营(?:专员|经理|主管|总监|人员)?|视觉设计师|平面设计师|设计师?|美工|客服(?:主管|专员|人员)?|摄影师?|文案(?:策划)?|编辑|技术(?:人员|支持|员)?|仓管员?|仓储|推广专员)"
ROSTER = compiled(rf"(?P<q>{ROLE}[：:][一-鿿·]{{2,4}}(?:[；，、;\n]+{ROLE}[：:][一-鿿·]{{2,4}})+)")
STAFF = compiled(
    rf"{ROLE}各?[0-9一二两三四五六七八九十]+[名位人个](?=（[^）]*）[、，；和及]|[、，；和及])|(?:项目经理|专案经理)(?:[0-9一]+[名位人个])?(?=、)|配齐|(?<=应)置(?=项目|运营|客服)|(?<=[须应要需方])(?:配|派|设|出|投入|留)(?=[^，。；\n]{{0,4}}(?:运营|美工|设计|客服|项目经理|摄影))|出人|班子|各一[位名]|投入|(?<=方)出(?=运营|美工|设计|客服|仓管|摄影|编辑)|配备|配置|派驻|派出?|委派|安排|指派|组建|组成|构成|成员|人员(?:：|有|为)|(?:团队|小组|项目组|顾问组|服务组|班组|专班)|设(?={ROLE})"
)
COUNTED = compiled(
    r"各?(?:不少于)?[0-9一二两三四五六七八九十]+[名位人个]|成员|小组|团队|项目组|班组|组成|构成|配备|配置|出人|班子|各一|人员：|若干|设(?=[^，。；]*、)"
)
NO_STAFF = compiled(
    r"培训|更换|考核|评分|对接|子账号|离岗|沟通|指标|(?:负责|提供|承担)[^，。；]{0,6}(?:客服|运营)|经验"
)
NAME = rf"(?P<n>[{SURNAMES}][一-鿿]{{1,2}}?)"
MANAGER = r"(?:店长(?=由|为|是)|项目经理|专案经理|项目负责人|项目主管|运营负责人)"
MANAGES = compiled(MANAGER)
APPOINTS = r"(?:由|为|是|系|：|指派|委派|指定|安排|派出?|任命|人员|员工|同事|改由|担任|甲方|乙方|的|其)"
OF_WHOM = r"(?:的|之|方面|员工|人员|职员|委派的?|指派的?|派出的?|自己的?)*"
NAMED = (
    compiled(
        rf"{MANAGER}(?:[0-9一]+[名人位个])?[，（：]?(?:由|就?是|为|系|：)?[甲乙]方{OF_WHOM}{NAME}(?=本人|担任|出任|充任|充当|兼任?|接任|任|负责|先生|女士|[）（，。；、\n]|$)"
    ),
    compiled(rf"{MANAGER}就?是{NAME}(?=[甲乙]方本人|本人)"),
    compiled(rf"{MANAGER}{NAME}(?=[为是系（]{{1,2}}[甲乙]方(?:的|之)?(?:员工|人员|职员|委派|指派|所派))"),
    compiled(
        rf"{MANAGER}(?:[0-9一]+[名人位])?(?:（[^）]{{0,8}}）)?{APPOINTS}{{1,6}}{NAME}(?=先生|女士|担任|出任|接任|任|负责|常驻|由|系|[，。；）（、\n]|$)"
    ),
    compiled(
        rf"{MANAGER}(?:[0-9一]+[名人位])?(?:（|为)?{NAME}(?=先生|女士|担任|出任|接任|常驻|负责|由|系|[，。；）（、\n]|$)"
    ),
    compiled(rf"(?:更换|变更|改)为{NAME}(?=先生|女士|[，。；\n]|$)"),
    compiled(rf"(?<=，)为{NAME}(?:先生|女士)"),
    compiled(rf"(?<=，)(?:首任)?(?:人选)(?:为|是|：){NAME}(?=[，。；\n]|$)"),
    compiled(rf"(?<=，)由{NAME}(?:先生|女士)?(?:担任|出任|接任|负责)"),
    compiled(
        rf"{APPOINTS}{{1,4}}{NAME}(?:先生|女士)?(?:接任|接替|充任|为|担任|作为|任|出任|做|当)(?:本|该|此|次|项目|实训|的)*{MANAGER}"
    ),
)
NO_NAME = compiled(r"应|须|负责|统筹|专人|专职|专业|一名|组成|更换|协调|与|由|常驻|及|任何|全权|时")
APPOINTED = compiled(r"指派|委派|指定|派(?!送)|安排|任命|担任|出任|接任")
CYCLES = {"月": "month", "季度": "quarter", "季": "quarter", "年": "year"}
CYCLE = compiled(
    r"(?:每个?|按|一个?|逐)(?:自然)?(?P<c>月|季度?|年)(?!底|初|[0-9]+[日号]|前|内|后)|(?P<d>[月季年])度"
)
HIS = compiled(r"[甲乙]方")
THEIRS = compiled(
    r"(?:[甲乙]方本人)|[^，。；\n]{0,4}[（为是系由][甲乙]方(?:的|之)?(?:员工|人员|职员|委派|指派|所派|派)"
)
TRAINS = compiled(
    r"培训|讲解|训练|讲习|给[甲乙]方[^，。；]{0,10}讲|宣讲|讲授|讲[^，。；]{0,4}(?:产品|新品|货)|[讲上][一二两三]?[次回堂节趟][^，。；]{0,4}课|(?:产品|新品|商品)(?:知识)?课|授课|上课|讲[一二两三]?[次回][^，。；]{0,2}(?:新|货)|学[一二两三]?[次回]|辅导"
)
PRODUCT = compiled(
    r"知识|新[书款]|认(?=[一-鿿]、)|产品|商品|品牌|新品|料子|面料|材质|成分|工艺|尺码|卖点|款式|配方|货(?!款|物)"
)


def _team(match: re.Match[str]) -> object:
    rest = match["rest"]
    return sorted({value for word, value in TEAM.items() if re.search(word, rest)}) or None


def _roles(words: str) -> list[str]:
    return sorted({value for word, value in ROLES.items() if re.search(word, words)})


def roster(squeezed: Squeezed) -> Iterator[Found]:
    """运营：某某；设计师：某某."""
    for match in squeezed.matches(ROSTER):
        labels = "、".join(re.findall(rf"({ROLE})[：:]", match["q"]))
        yield Found("team.roles", _roles(labels), *match.span("q"))
        return


def staff(parts: Parts) -> Iterator[Found]:
    """乙方配备运营二名、设计师一名、客服三名."""
    for match in parts.squeezed.matches(STAFF):
        index = parts.index(match.start())
        first, _last = parts.sentence(index)
        begin = end = index
        while begin > first and _has_role(parts, begin - 1):
            begin -= 1
        while more := _next_role(parts, end):
            end = more
        words = parts.text[parts.all[begin].start : parts.all[end].end]
        named = re.findall(ROLE, words)
        values = _roles("、".join(named))
        if len(values) > 1 and COUNTED.search(words) and not NO_STAFF.search(words):
            yield Found("team.roles", values, parts.all[begin].start, parts.all[end].end)
            return


def _has_role(parts: Parts, index: int) -> bool:
    words = parts.words(parts.all[index])
    return re.search(ROLE, words) is not None and not NO_STAFF.search(words)


def _next_role(parts: Parts, index: int) -> int:
    """The part that goes on with the list of people, the next or the one after: 项目经理一名，由某某担任；设计师一名."""
    for following in (index + 1, index + 2):
        if following >= len(parts.all) or following > parts.index(parts.all[index].start) + 2:
            break
        if re.search("[。\n]", parts.text[parts.all[following - 1].end : parts.all[following].start]):
            break
        if NO_STAFF.search(parts.words(parts.all[following])):
            break
        if _has_role(parts, following) and (
            following == index + 1 or COUNTED.search(parts.words(parts.all[following]))
        ):
            return following
    return 0


def manager(parts: Parts) -> Iterator[Found]:
    """Who manages the project, and whose man it is."""
    for match in parts.squeezed.matches(MANAGES):
        index = parts.index(match.start())
        part = parts.all[index]
        words = parts.words(part)
        if re.search(r"更换(?!为)|通知|协商|沟通|要求|变更(?!为)|原(?:委派|指派)|不再", words):
            continue
        _first, last = parts.sentence(index)
        end = parts.all[min(index + 1, last)].end
        named = next(
            (
                m
                for p in NAMED
                if (m := p.search(parts.text, part.start, end))
                and not NO_NAME.search(m["n"])
                and (m.start() <= match.end() or (m.start() == part.end + 1 and m[0][0] in "由首人为"))
            ),
            None,
        )
        stop = max(part.end, named.end()) if named else part.end
        if named:
            name = without_scan_blanks(parts.squeezed.quote(*named.span("n")))
            yield Found("team.project_manager.name", name, part.start, stop)
        side = _whose_manager(parts, part, named)
        if side in ("a", "b") and (named or APPOINTED.search(words)):
            yield Found("team.project_manager.party", side, part.start, stop)


def _whose_manager(parts: Parts, part: Part, named: re.Match[str] | None) -> str:
    """Whose man the manager is: 乙方的某某, 某某（乙方员工）, else who acts."""
    if named:
        later = THEIRS.match(parts.text, named.end())
        said = HIS.search(named[0]) or (later and HIS.search(later[0]))
        if said:
            return "a" if said[0] == "甲方" else "b"
    own = next((m for m in part.mentions if m.side in "ab"), None) or part.carried
    return own.side if own else ""


def product_training(parts: Parts) -> Iterator[Found]:
    """甲方每季度对乙方人员进行一次产品培训."""
    for match in parts.squeezed.matches(TRAINS):
        index = parts.index(match.start())
        first, last = parts.sentence(index)
        start, end = parts.all[first].start, parts.all[last].end
        near = parts.all[max(first, index - 2)].start, parts.all[min(last, index + 2)].end
        cycle = CYCLE.search(parts.text, *near)
        speaker = parts.all[index].actor
        brand_speaks = speaker is not None and speaker.side in "ab" and speaker.side != agency(parts)
        if cycle and (PRODUCT.search(parts.text, start, end) or brand_speaks):
            begin = parts.all[parts.index(min(cycle.start(), match.start()))].start
            yield Found(
                "training.product.cycle",
                CYCLES[cycle["c"] or cycle["d"]],
                begin,
                max(cycle.end(), parts.all[index].end),
            )
            return


READERS: tuple[Reader, ...] = (
    reader("team.roles", r"(?P<q>项目执行小组|服务团队)，该小组包括(?P<rest>(?:.|\n){0,600})", _team),
)
SCANS: tuple[Scan, ...] = (roster,)
PART_SCANS = (staff, manager, product_training)
