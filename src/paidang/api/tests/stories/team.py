"""Who does what, the rota, sub-contractors; customer service in figures; scorecards."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import acting

from paidang.api.tests.stories import Fields, Scene, Story, Told, csv, day, ids, just, now
from paidang.orders.models import Store

BRAND = "brand_manager"


def to(whom: str, name: str, /, **more: object) -> Callable[[Scene], Fields]:
    return lambda scene: {name: scene.who(whom).pk, **more}


def keep_firm(scene: Scene, answer: dict) -> None:
    scene.ids["number"], scene.seen["sha256"] = answer["number"], answer["sha256"]


def keep_shift(scene: Scene, answer: dict) -> None:
    scene.ids["shift_id"] = answer["items"][0]["id"]


def rota(scene: Scene) -> Fields:
    name = scene.who("agency_service").name
    rows = [
        "日期,角色,谁,从几点,到几点,店铺",
        f"{day(1)},客服,{name},9,18,",
        f"{day(2)},customer_service,{name},9,18,",
    ]
    return {"file": SimpleUploadedFile("rota.csv", "\n".join(rows).encode())}


TEAM = Story(
    "contract_in_force",
    [
        Told("fill_role", body=to("agency_service", "person_id", role="customer_service")),
        Told(
            "cover_role",
            body=to("agency_operator", "cover_id", role="customer_service", since=f"{day(2)}", until=f"{day(3)}"),
        ),
        Told("ask_for_consent", body=just(name="快答客服", scope="夜间客服"), keep=keep_firm),
        Told(
            "answer_consent_asked", BRAND, lambda scene: {"consents": True, "sha256": scene.seen["sha256"]},
        ),
        Told("get_team_of_contract", BRAND),
        Told("import_rota", "agency_service", rota, is_form=True),
        Told(
            "put_some_shifts",
            body=to(
                "agency_operator", "person_id", role="customer_service", first=f"{day(1)}", last=f"{day(1)}",
                weekdays=[1, 2, 3, 4, 5, 6, 7], from_hour=18, until_hour=24,
            ), keep=keep_shift,
        ),
        Told("list_all_shifts", BRAND),
        Told("drop_one_shift"),
        Told("withdraw_consent_given", BRAND, just(ends_on=f"{day(5)}", reason="泄露电话")),
        Told("note_withdrawal_told"),
    ],
)  # fmt: skip


def store(scene: Scene) -> None:
    with acting(scene.agency.manager):
        Store.objects.create(contract=scene.contract, channel="jd", name="京东旗舰店", declared_at=now())


SERVICE = Story(
    "contract_in_force",
    [
        Told(
            "hand_in_service_days", "agency_service",
            csv("日期,店铺,会话数,首次响应秒,解决数", f"{day(-1)},京东旗舰店,80,31,77"), is_form=True,
        ),
        Told("set_score_sheet", BRAND, just(criteria=[{"text": "语气", "weight": 40}, {"text": "对错", "weight": 60}])),
        Told("take_one_sample", BRAND, just(store="京东旗舰店", about="会话 12", marks=[5, 4]), ids(number="number")),
        Told("answer_one_sample", "agency_service", just(contested=[1], words="按规范答的")),
        Told("decide_one_sample", BRAND, just(to={"1": 5}, words="补看了记录")),
        Told("list_all_samples"),
        Told("get_service_figures", BRAND),
    ],
    store,
)  # fmt: skip

FIGURES = {"respond": 60, "inspect": 1440, "settle": 1440, "send": 2880}


def propose(text: str, **more: int) -> Callable[[Scene], Fields]:
    return just(text=text, figures=FIGURES | more)


def newest(scene: Scene, answer: dict) -> None:
    scene.ids["number"] = answer["items"][0]["number"]


NORMS = Story(
    "contract_in_force",
    [
        Told("propose_service_norms", BRAND, propose("一小时内答复"), newest),
        Told("answer_service_norms", body=just(agree=False, reason="夜里做不到")),
        Told("propose_service_norms", body=propose("白天一小时内答复", talks_of_100=40, talk_minutes=3), keep=newest),
        Told("answer_service_norms", BRAND, just(agree=True)),
        Told("set_store_limit", body=just(channel="jd", store="京东旗舰店", act="respond", minutes=30)),
        Told("get_service_norms", BRAND),
    ],
    store,
)  # fmt: skip

SCORECARD = Story(
    "contract_in_force",
    [
        Told(
            "propose_one_target", body=just(measure="shipped_48h", value=9500, from_month=f"{day():%Y-%m}"),
            keep=ids(number="number"),
        ),
        Told("answer_one_target", BRAND, just(agree=True)),
        Told("list_all_targets"),
        Told("comment_on_month", BRAND, just(month=f"{day():%Y-%m}", text="发货快了")),
        Told("get_scorecard"),
    ],
)  # fmt: skip
