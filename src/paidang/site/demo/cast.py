"""The fixed cast of the demo world. All names are invented."""

from dataclasses import dataclass

PASSWORD = "paidang-demo"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the cast."""

    name: str
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One organisation of the cast, its people in order of importance."""

    name: str
    kind: str
    code: str
    people: tuple[Member, ...]


AGENCY = Party(
    "拾舟电商", "agency", "SHIZHOU",
    (
        Member("林知秋", "lin@shizhou.example", ("agency_operator", "agency_finance", "agency_manager")),
        Member("许澄", "xu@shizhou.example", ("agency_finance",)),
        Member("陈屿", "chen@shizhou.example", ("agency_operator",)),
    ),
)  # fmt: skip
BRAND = Party(
    "青岚茶器", "brand", "QINGLAN",
    (
        Member("沈知夏", "shen@qinglan.example", ("brand_manager", "brand_finance")),
        Member("顾文澜", "gu@qinglan.example", ("brand_finance",)),
        Member("罗平", "luo@qinglan.example", ("brand_warehouse",)),
    ),
)  # fmt: skip
OUTSIDER = Party(
    "别家电商",
    "agency",
    "BIEJIA",
    (Member("周远", "zhou@biejia.example", ("agency_manager", "agency_finance", "agency_operator")),),
)
PARTIES = (AGENCY, BRAND, OUTSIDER)

SIGN_INS = tuple(
    f"{word}  {person.name}  {person.email}  密码 {PASSWORD}"
    for word, person in (
        ("乙方", AGENCY.people[0]),
        ("甲方", BRAND.people[0]),
        ("外人", OUTSIDER.people[0]),
        ("乙方客服", AGENCY.people[2]),
        ("甲方仓库", BRAND.people[2]),
    )
)

DEMO_SIGN_INS = [party.people[0].email for party in PARTIES]
