"""The team: its roles, its manager, training in the products."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.grammar import CLAUSE, SENTENCE
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, Words, party, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

TEAM = {r"项目经理[：:]": "project_manager", r"编辑[：:]": "editor", r"技术[：:]": "technician", r"仓储[：:]": "warehouse", r"客服[：:]": "customer_service", r"设计师?[：:]|美工[：:]": "designer", r"摄影师?[：:]": "photographer", r"运营[：:]": "operator"}  # fmt: skip
ROLES = {
    r"项目经理|项目负责人|项目主管|专案经理": "project_manager", r"编辑|文案": "editor", r"技术": "technician", r"仓储|仓管|仓库": "warehouse", r"客服": "customer_service",
    r"设计师?|美工": "designer", r"摄影师?|拍摄": "photographer", r"运营|营运": "operator",
}  # fmt: skip
ROLE = r"(?:项目经理|专案经理|营运|仓库管理员|项目负责人|项目主管|(?:店铺|高级|资深)?运营(?:专员|经理|主管|总监|人员)?|视觉设计师|平面设计师|设计师?|美工|客服(?:主管|专员|人员)?|摄影师?|文案(?:策划)?|编辑|技术(?:人员|支持)?|仓储|推广专员)"
ROSTER = re.compile(rf"(?P<q>{ROLE}[：:][一-鿿·]{{2,4}}(?:[；，、;\n]+{ROLE}[：:][一-鿿·]{{2,4}})+)")
CYCLES = {"月": "month", "季度": "quarter", "季": "quarter", "年": "year"}
NAMED = r"(?:由|指定|指派|委派|派出|安排|人员|员工|同事)的?"
NAME = r"(?P<n>(?!的|委派|指派|指定|安排|派出|应|须|由|一名|专人|专职|专业|[甲乙]方)[一-鿿·]{2,4}?)"
MANAGER = r"(?:项目经理|专案经理|项目负责人|项目主管)"


def _team(match: re.Match[str]) -> object:
    rest = match["rest"]
    return sorted({value for word, value in TEAM.items() if re.search(word, rest)}) or None


def _listed_roles(match: re.Match[str]) -> object:
    found = sorted({value for word, value in ROLES.items() if re.search(word, match["roles"])})
    return found if len(found) > 1 else None


def roster(squeezed: Squeezed) -> Iterator[Found]:
    """运营：某某；设计师：某某."""
    for match in ROSTER.finditer(squeezed.text):
        labels = "、".join(re.findall(rf"({ROLE})[：:]", match["q"]))
        yield Found(
            "team.roles",
            sorted({value for word, value in ROLES.items() if re.search(word, labels)}),
            *match.span("q"),
        )
        return


READERS: tuple[Reader, ...] = (
    reader("team.roles", r"(?P<q>项目执行小组|服务团队)，该小组包括(?P<rest>(?:.|\n){0,600})", _team),
    reader("team.roles", rf"(?P<q>(?:项目组|项目小组|小组|班组|团队|服务组|专班){SENTENCE}{{0,16}}?(?:包括|包含|由|含|配备|设有?|不少于|：|为)(?P<roles>[^。；\n]{{4,60}}))", _listed_roles),
    reader("team.roles", rf"(?P<q>[甲乙]方{CLAUSE}{{0,10}}(?:配备|配置|安排|指派)(?P<roles>{CLAUSE}{{0,6}}{ROLE}[^。；\n]{{2,50}}))", _listed_roles),
    reader("team.roles", rf"(?P<q>由?(?P<roles>{ROLE}(?:[、，及和与]+{ROLE}(?:各?[一二三四五0-9]+名)?)+)(?:等)?(?:人员)?(?:组成|构成))", _listed_roles),
    reader("team.project_manager.name", r"(?P<q>[甲乙]方(?P<n>[^，。；方]{2,4})出任项目经理)", Words(), needs="项目|专案"),
    reader("team.project_manager.party", r"(?P<q>(?P<p>[甲乙]方)[^，。；方]{2,4}出任项目经理)", party, needs="项目|专案"),
    reader("team.project_manager.name", rf"(?P<q>{MANAGER}(?:由|为|是|：)?(?:[甲乙]方)?(?:指派|委派|指定|安排)(?:的)?{NAME}(?:先生|女士)?(?:担任|出任))", Words(), needs="项目|专案"),
    reader("team.project_manager.name", rf"(?P<q>{MANAGER}(?:（[^）]{{0,8}}）)?：{NAME})(?=[，。；\n（、])", Words(), needs="项目|专案"),
    reader("team.project_manager.name", rf"(?P<q>{MANAGER}(?:由)?{CLAUSE}{{0,8}}?，?{NAMED}{NAME}(?:先生|女士)?(?:担任|出任|接任|任职|负责))", Words(), needs="项目|专案"),
    reader("team.project_manager.name", rf"(?P<q>{NAMED}{NAME}(?:先生|女士)?(?:为|担任|作为|任|出任){CLAUSE}{{0,8}}?{MANAGER})", Words(), needs="项目|专案"),
    reader("team.project_manager.name", rf"(?P<q>[甲乙]方{NAME}(?:先生|女士)?(?:担任|出任|任)(?:本项目)?(?:的)?{MANAGER})", Words(), needs="项目|专案"),
    reader("team.project_manager.party", rf"(?P<q>(?P<p>[甲乙]方)[一-鿿·]{{2,4}}?(?:担任|出任|任)(?:本项目)?(?:的)?{MANAGER})", party, needs="项目|专案"),
    reader("team.project_manager.name", rf"(?P<q>{MANAGER}(?:为|是)[甲乙]方的?(?:教师|员工|人员)?{NAME})(?=[，。；\n])", Words(), needs="项目|专案"),
    reader("team.project_manager.party", rf"(?P<q>{MANAGER}(?:为|是)(?P<p>[甲乙]方)的?[一-鿿·]{{2,6}})(?=[，。；\n])", party, needs="项目|专案"),
    reader("team.project_manager.name", rf"(?P<q>{MANAGER}由[甲乙]方{NAME}(?:先生|女士)?(?:担任|出任))", Words(), needs="项目|专案"),
    reader("team.project_manager.party", rf"(?P<q>{MANAGER}由(?P<p>[甲乙]方)[一-鿿·]{{2,4}}?(?:担任|出任))", party, needs="项目|专案"),
    reader("team.project_manager.party", rf"(?P<q>{MANAGER}(?:由|为|是)(?P<p>[甲乙]方)(?:的|所)?(?:指派|委派|指定|安排|人员|员工|派出){SENTENCE}{{0,14}}?(?:担任|出任|接任))", party, needs="项目|专案"),
    reader("team.project_manager.party", rf"(?P<q>(?P<p>[甲乙]方)(?:应|须)?(?:指派|委派|指定|安排){SENTENCE}{{2,40}}?指定[一-鿿·]{{2,4}}?(?:为|担任|作为){CLAUSE}{{0,8}}?{MANAGER})", party, needs="项目|专案"),
    reader("team.project_manager.party", rf"(?P<q>{MANAGER}(?:由|为|是)(?P<p>[甲乙]方)(?:指派|委派|指定|安排|人员)?{CLAUSE}{{0,8}}(?:担任|出任))", party, needs="项目|专案"),
    reader("team.project_manager.name", rf"(?P<q>(?:指派|委派|指定|安排)(?:其员工)?{NAME}(?:先生|女士)?(?:为|担任|作为|任|出任)(?:本项目)?(?:的)?{MANAGER})", Words(), needs="项目|专案"),
    reader("team.project_manager.party", rf"(?P<q>(?P<p>[甲乙]方)(?:应|须)?(?:指派|委派|指定|安排){CLAUSE}{{2,12}}(?:为|担任|作为|任|出任)(?:本项目)?(?:的)?{MANAGER})", party, needs="项目|专案"),
    reader("training.product.cycle", r"(?P<q>每(?P<c>月|季度|年)产品知识培训)", lambda m: CYCLES[m["c"]]),
    reader("training.product.cycle", rf"(?P<q>(?:[甲乙]方)?每个?(?P<c>月|季度?|年)(?:至少)?(?:对|向|为|组织|安排|开展|进行|提供|一次){SENTENCE}{{0,24}}?(?:产品|商品|品牌)(?:知识)?(?:的)?培训)", lambda m: CYCLES[m["c"]]),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (roster,)
