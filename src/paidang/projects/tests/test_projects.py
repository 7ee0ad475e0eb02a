"""A launch: who may what, whose turn it is, nothing before the public without the brand's word, papers, what is free."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Party, acting

from paidang.duties.actions import Proof
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.projects.actions import (
    UnableToRun,
    add_task,
    answer_delivery,
    begin_project,
    give_paper,
    note_slip,
    publish_delivery,
    set_paper_duties,
    slip_task,
)
from paidang.projects.models import Delivery, DeliveryFile, Paper, Project, Slip, Task
from paidang.projects.queries.free import free_of
from paidang.projects.queries.papers import check_of
from paidang.projects.queries.projects import applies_now, get_picture, get_standing_of
from paidang.projects.rules.templates import TEMPLATES
from paidang.projects.tests.projects import (
    AT,
    HOME,
    PDF,
    START,
    acts,
    answer,
    duties,
    finish,
    give_all_papers,
    number_of,
    publish,
    submit,
)
from paidang.team.models import Person


def test_a_project_is_begun_from_its_template(
    launch: Project,
    agency_manager: Person,
    brand_manager: Person,
    outsider_manager: Person,
    agency_finance: Person,
) -> None:
    code = launch.contract.code
    assert (launch.number, launch.title, launch.code) == (1, "天猫旗舰店开店", "P-01")
    for person, refusal in ((agency_finance, NotAllowed), (outsider_manager, NotFound)):
        with acting(person), pytest.raises(refusal):
            begin_project(person=person, at=AT, code=code, kind="jd", starts_on=START)
    with acting(brand_manager), pytest.raises(UnableToRun, match="没有这种项目"):
        begin_project(person=brand_manager, at=AT, code=code, kind="amazon", starts_on=START)
    with acting(brand_manager):
        again = begin_project(
            person=brand_manager, at=AT, code=code, kind="jd", title="京东店", starts_on=START
        )
        assert (again.number, again.title) == (2, "京东店")
        picture = get_picture(launch, START)
        assert len(picture.standings) == len(TEMPLATES["tmall"])
        assert (picture.first_end, picture.end, picture.late_days) == (
            date(2026, 4, 13),
            date(2026, 4, 13),
            0,
        )
        assert [one.task.key for one in picture.standings if one.task.number in picture.critical][
            -1
        ] == "opening"
        assert acts(launch.contract) == ["begun", "begun"]
    owed = duties(agency_manager, launch)
    assert owed[f"project:1:{number_of(launch, 'samples')}:deliver_task"] == ("a", "03-12")
    assert owed["project:1:1:deliver_task"] == ("a", "03-10")
    assert "project:1:2:deliver_task" not in owed  # the application waits for the papers
    assert owed["paper:licence"] == ("a", "03-10")  # with the papers of the application


def test_nothing_goes_before_the_public_without_the_brands_word(
    launch: Project, brand: Party, agency: Party, agency_operator: Person
) -> None:
    brand_manager, key = brand.manager, "home"
    number = number_of(launch, key)
    for done in ("qualification", "application", "review", "plan"):
        finish(launch, brand_manager, agency_operator, done)
    with pytest.raises(UnableToRun, match="还没有提交") as refused:
        publish(launch, agency_operator, key)
    assert refused.value.clause == "TC-3-2"
    submit(launch, agency_operator, key, files=[HOME, HOME], link="https://a.example/1", words="第一稿")
    assert duties(brand_manager, launch)[f"project:1:{number}:answer_delivery"][0] == "a"
    with pytest.raises(UnableToRun, match="缺甲方对“首页装修”第 1 版的书面确认"):
        publish(launch, agency_operator, key)
    with pytest.raises(UnableToRun, match="答复由甲方来做"):
        answer(launch, agency_operator, key)
    with acting(brand.people["brand_warehouse"]), pytest.raises(NotAllowed):
        answer(launch, brand.people["brand_warehouse"], key)
    with pytest.raises(UnableToRun, match="没有写退回的理由"):
        answer(launch, brand_manager, key, agree=False)
    answer(launch, brand_manager, key, agree=False, reason="主图要换成秋款")
    assert duties(agency_operator, launch)[f"project:1:{number}:redo_delivery"][0] == "b"
    with pytest.raises(UnableToRun, match="被甲方退回"):
        publish(launch, agency_operator, key)
    submit(launch, agency_operator, key, words="第二稿")
    with acting(brand_manager), pytest.raises(UnableToRun, match="看到的不是最新一版"):
        answer_delivery(
            person=brand_manager,
            at=AT,
            code=launch.contract.code,
            number=1,
            task=number,
            agree=True,
            digest="old",
        )
    word = answer(launch, brand_manager, key)
    assert answer(launch, brand_manager, key).pk == word.pk  # once more is the same word
    assert word.confirmed_digest == word.digest
    with pytest.raises(UnableToRun, match="已经答复过"):
        answer(launch, brand_manager, key, agree=False, reason="反悔")
    published = publish(launch, agency_operator, key)
    assert publish(launch, agency_operator, key).published_at == published.published_at == AT
    with acting(agency_operator):
        told = ["submitted", "returned", "submitted", "confirmed", "published"]
        assert acts(launch.contract)[-5:] == told
        assert verify_chain(launch.contract.chain_id).is_unaltered
        assert DeliveryFile.objects.count() == 1


def test_what_was_confirmed_is_what_goes_out(launch: Project, brand: Party, agency_operator: Person) -> None:
    """Words changed behind the product's back are not what the brand confirmed; and the database lets nothing out unconfirmed."""
    finish(launch, brand.manager, agency_operator, "plan")
    submit(launch, agency_operator, "home", words="第一稿")
    with acting(agency_operator), pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(task__key="home").update(published_at=AT, published_by=agency_operator)
    answer(launch, brand.manager, "home")
    with acting(agency_operator):
        Delivery.objects.filter(task__key="home").update(words="另一稿")
    with pytest.raises(UnableToRun, match="甲方确认的不是") as refused:
        publish(launch, agency_operator, "home")
    assert refused.value.code == "SIGN_OFF_OF_ANOTHER"


def test_what_is_submitted_is_checked(
    launch: Project, brand: Party, agency_operator: Person, agency_finance: Person, outsider_manager: Person
) -> None:
    many = [Proof(f"{n}.pdf", PDF + bytes([n])) for n in range(21)]
    for given, said in (
        ({"words": "  "}, "什么都没有交"),
        ({"link": "javascript:alert(1)"}, "链接不对"),
        ({"files": [Proof("a.svg", b"<svg onload=x>")]}, "只收 JPEG"),
        ({"files": many}, "至多 20 个文件"),
        ({"lines": "QL-1 5 2026-04-01"}, "只有采购计划有采购行"),
    ):
        with pytest.raises(UnableToRun, match=said):
            submit(launch, agency_operator, "home", **given)
    with pytest.raises(UnableToRun, match="提交由甲方来做"):
        submit(launch, agency_operator, "samples")
    code = launch.contract.code
    for person, refusal in ((agency_finance, NotAllowed), (outsider_manager, NotFound)):
        with acting(person), pytest.raises(refusal):
            slip_task(person=person, at=AT, code=code, number=1, task=4, days=1, reason="x")
    submit(launch, agency_operator, "home", words="一")
    submit(launch, agency_operator, "home", words="二")  # one that waits is replaced
    with acting(agency_operator):
        one = get_standing_of(launch, number_of(launch, "home"))
        assert (one.state, one.latest.version) == ("submitted", 2)  # type: ignore[union-attr]


def test_a_slip_moves_what_waits_and_tells_the_other_side(
    launch: Project, brand: Party, agency_operator: Person
) -> None:
    code, samples = launch.contract.code, number_of(launch, "samples")
    warehouse = brand.people["brand_warehouse"]
    with acting(warehouse):
        before = get_picture(launch, START)
        for days, reason, said in (
            (0, "晚", "顺延几个工作日"),
            (3, " ", "没有写为什么改期"),
            (251, "晚", "顺延几个"),
        ):
            with pytest.raises(UnableToRun, match=said):
                slip_task(
                    person=warehouse, at=AT, code=code, number=1, task=samples, days=days, reason=reason
                )
        slip = slip_task(
            person=warehouse, at=AT, code=code, number=1, task=samples, days=15, reason="样品在路上"
        )
        after = get_picture(launch, START)
    assert after.late_days > 0
    assert after.first_end == before.first_end
    key = f"project-slip:{slip.pk}"
    assert duties(agency_operator, launch)[key][0] == "b"
    assert duties(agency_operator, launch)[f"project:1:{samples}:deliver_task"] == ("a", "04-02")
    with acting(warehouse):  # one's own word is no news to oneself
        note_slip(person=warehouse, at=AT, code=code, number=1, task=samples)
        assert Slip.objects.get().noted_at is None
    for _ in range(2):
        with acting(agency_operator):
            note_slip(person=agency_operator, at=AT, code=code, number=1, task=samples)
    assert key not in duties(agency_operator, launch)
    with acting(agency_operator):
        assert [act for act in acts(launch.contract) if act.startswith("slip")] == ["slipped", "slip_noted"]
    finish(launch, brand.manager, agency_operator, "samples")
    with acting(warehouse), pytest.raises(UnableToRun, match="已经做完"):
        slip_task(person=warehouse, at=AT, code=code, number=1, task=samples, days=1, reason="晚")


def test_a_store_opens_with_all_done_and_every_paper_standing(
    launch: Project, brand: Party, agency_operator: Person
) -> None:
    give_all_papers(launch, brand.manager, agency_operator, brand_use=date(2026, 3, 10))
    submit(launch, agency_operator, "opening")
    answer(launch, brand.manager, "opening")
    submit(launch, agency_operator, "home")
    with pytest.raises(UnableToRun, match="前面还有没做完的：首页装修（轮到甲方）、试单（轮到乙方）"):
        publish(launch, agency_operator, "opening")
    can_publish = f"project:1:{number_of(launch, 'opening')}:publish_delivery"
    assert can_publish not in duties(agency_operator, launch)
    for task in TEMPLATES["tmall"][:-1]:
        finish(launch, brand.manager, agency_operator, task.key)
    with acting(agency_operator):
        contract = launch.contract
        found = {
            one.kind: one.state for one in check_of(contract, ["brand_use", "licence"], date(2026, 3, 11))
        }
        assert found == {"brand_use": "expired", "licence": "good"}
    later = AT + timedelta(days=2)
    with (
        acting(agency_operator),
        pytest.raises(UnableToRun, match="商标使用授权书（已过期，轮到甲方）") as refused,
    ):
        publish_delivery(
            person=agency_operator, at=later, code=contract.code, number=1, task=number_of(launch, "opening")
        )
    assert (refused.value.code, refused.value.clause) == ("PAPERS_MISSING", "OP-2-A-1")
    assert can_publish in duties(agency_operator, launch)
    publish(launch, agency_operator, "opening")  # on the day itself the paper still stood
    with acting(agency_operator):
        assert get_picture(launch, START).is_done
    assert [key for key in duties(agency_operator, launch) if key.startswith("project:")] == []


def test_papers_are_wanted_in_time_and_given_by_whose_they_are(
    launch: Project, brand: Party, agency_operator: Person, outsider_manager: Person
) -> None:
    code, manager = launch.contract.code, brand.manager
    file = Proof("licence.pdf", PDF)

    def give(person: Person, kind: str = "licence", file: Proof = file, until: date | None = None) -> Paper:
        with acting(person):
            return give_paper(person=person, at=AT, code=code, kind=kind, file=file, valid_until=until)

    for person, kind, given, until, said in (
        (agency_operator, "licence", file, None, "由对方提供"),
        (manager, "passport", file, None, "没有这种证照"),
        (manager, "licence", Proof("x.exe", b"MZ"), None, "只收 JPEG"),
        (manager, "licence", file, date(2026, 3, 8), "已经过期"),
    ):
        with pytest.raises(UnableToRun, match=said):
            give(person, kind, given, until)
    with pytest.raises(NotFound):
        give(outsider_manager)
    first = give(manager, until=date(2026, 4, 30))
    assert give(manager, until=date(2026, 4, 30)).pk == first.pk
    with pytest.raises(UnableToRun, match="有效期不同"):
        give(manager, until=date(2027, 4, 30))
    assert "paper:licence" not in duties(manager, launch)
    days = {}
    for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 23), date(2026, 5, 1)):
        with acting(agency_operator):
            set_paper_duties(launch.contract, AT + (day - START))
        days[f"{day:%m-%d}"] = duties(manager, launch).get("paper:licence")
    assert days == {"03-30": None, "03-31": ("a", "04-23"), "04-23": ("a", "04-30"), "05-01": ("a", "04-30")}
    give(manager, file=Proof("new.pdf", PDF + b"2"), until=date(2028, 4, 30))
    assert "paper:licence" not in duties(manager, launch)


def test_a_charge_for_what_is_free_is_refused_by_its_clause(
    launch: Project, brand_manager: Person, agency_operator: Person
) -> None:
    code = launch.contract.code

    def add(**given: object) -> Task:
        with acting(agency_operator):
            whole = {
                "title": "修图",
                "phase": "material",
                "side": "b",
                "days": 2,
                "service": "image_processing",
                **given,
            }
            return add_task(person=agency_operator, at=AT, code=code, number=1, **whole)  # type: ignore[arg-type]

    with acting(agency_operator):
        assert free_of(launch.contract, START) == (frozenset({"image_processing", "planning"}), "第三章 B")
    with pytest.raises(UnableToRun, match="由乙方免费承担，不能收费（第三章 B）") as refused:
        add(charge_fen=60_000)
    assert refused.value.code == "GIVEN_FREE"
    for given, said in (
        ({"service": "", "charge_fen": 100}, "收费要写明"),
        ({"side": "a", "charge_fen": 100}, "收费要写明"),
        ({"charge_fen": -1, "service": "photography"}, "不能小于 0"),
        ({"after": (99,)}, "没有写对"),
        ({"days": 0}, "没有写对"),
    ):
        with pytest.raises(UnableToRun, match=said):
            add(**given)
    assert add().charge_fen == 0
    assert add(service="photography", charge_fen=60_000, after=(4,)).charge_fen == 60_000
    gifts = add(title="推广礼品 200 份", side="a", service="")
    owed = duties(brand_manager, launch)[f"project:1:{gifts.number}:deliver_task"]
    assert owed == ("a", "03-10")


def test_procedures_are_documents_of_which_the_agreed_one_applies(
    launch: Project, brand: Party, agency_operator: Person
) -> None:
    with acting(brand.manager):
        house = begin_project(
            person=brand.manager, at=AT, code=launch.contract.code, kind="house", starts_on=START
        )
    contract, text = launch.contract, "一、按波次拣货。二、扫描核对。"
    submit(house, agency_operator, "procedures", words=text)
    with acting(brand.manager):
        assert applies_now(contract, "procedures") is None
    answer(house, brand.manager, "procedures")
    submit(house, agency_operator, "procedures", words="三、改成按单拣货。")
    with acting(brand.manager):
        held = applies_now(contract, "procedures")
        assert held is not None
        assert (held.version, held.words) == (1, text)
    with pytest.raises(UnableToRun, match="采购行第 2 行“.*”读不出"):
        submit(house, agency_operator, "procurement", lines="QL-1 200 2026-04-20\nQL-2 两百 2026-04-20")
    plan = submit(house, agency_operator, "procurement", lines="QL-1 200 2026-04-20")
    assert plan.lines == [{"sku": "QL-1", "units": 200, "by": "2026-04-20"}]
