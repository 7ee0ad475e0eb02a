"""A skill becomes "alone" by both words; a quiz, the hand-over signed by both; a role gets a person and its duty follows."""

from paidang.training import actions
from paidang.training.models import Trainee
from paidang.training.rules.curriculum import SKILLS
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting, shanghai

pytestmark = MARKS
NOW = shanghai("2026-03-13 10:00")


def say(page, url: str, level: int) -> None:
    """Say a step on the page of a skill."""
    page.goto(url)
    page.check(f"[name=level][value='{level}']")
    follow(page, "main form button.main")


def test_both_words_make_a_skill_alone(browser, live_server, contract_in_force, brand, agency, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    code, luo = contract_in_force.code, brand.people["brand_warehouse"]
    ours = sign_in(browser, live_server, agency.manager, "/training")
    follow(ours, "main form button.main")
    with acting(brand.manager):
        actions.add_trainee(
            person=brand.manager,
            at=NOW,
            code=code,
            person_id=luo.pk,
            job="店长",
            skills=["goods", "reception"],
        )
        path = f"/training/{code}/skills/{Trainee.objects.get().pk}/goods"
    phone = sign_in(browser, live_server, brand.manager, "/training", width=390, height=844)
    for level in (1, 2, 3):
        say(ours, f"{live_server.url}{path}", level)
        phone.goto(f"{live_server.url}/training?contract={code}")
        phone.locator(".cell small", has_text={1: "刚开始", 2: "跟看", 3: "待谈"}[level]).first.wait_for()
        assert not is_sideways(phone)
        say(phone, f"{live_server.url}{path}", level)
    phone.locator(".cell.ok small", has_text="独立").wait_for()
    phone.locator(".mx .sum .tx-ok", has_text="1 人").wait_for()
    ours.goto(f"{live_server.url}/training/handover?contract={code}")
    ours.get_by_text("还没有约定独立的标准").wait_for()
    assert ours.get_by_role("button", name="出移交书").is_disabled()


def test_a_role_gets_a_person_who_takes_over(browser, live_server, contract_in_force, agency, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    service = agency.people["agency_service"]
    ours = sign_in(browser, live_server, agency.manager, "/staffing")
    ours.keyboard.press("e")
    ours.select_option("#name [name=role]", "customer_service")
    ours.select_option("#name [name=who]", str(service.pk))
    follow(ours, "#name button.main")
    ours.locator(".st", has_text="等接手").wait_for()
    phone = sign_in(browser, live_server, service, "/staffing", width=390, height=844)
    assert not is_sideways(phone)
    follow(phone, "button[name=post]")
    phone.locator(".st", has_text="在岗").wait_for()


def test_a_quiz_is_answered_and_the_hand_over_signed_by_both(
    browser, live_server, contract_in_force, brand, agency, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    code, luo, lin, shen = (
        contract_in_force.code,
        brand.people["brand_warehouse"],
        agency.manager,
        brand.manager,
    )
    with acting(lin):
        actions.begin_course(person=lin, at=NOW, code=code, starts_on=NOW.date())
    with acting(shen):
        whole = {"person_id": luo.pk, "job": "店长", "skills": list(SKILLS)}
        trainee = actions.add_trainee(person=shen, at=NOW, code=code, **whole)
    said = {"at": NOW, "code": code, "trainee_id": trainee.pk}
    for skill in SKILLS:
        for level in (1, 2, 3):
            for person in (lin, shen):
                with acting(person):
                    actions.say_skill(person=person, skill=skill, level=level, **said)
    ours = sign_in(browser, live_server, lin, f"/training/{code}/lessons/1")
    ours.click("#quiz summary")
    ours.fill("#quiz [name=text]", "主图几张")
    ours.fill("#quiz [name=choice-0]", "三张")
    ours.fill("#quiz [name=choice-1]", "五张")
    ours.check("#quiz [name=right-1]")
    follow(ours, "#quiz form[action$=quiz] button.btn:not([name])")
    learner = sign_in(browser, live_server, luo, f"/training/{code}/lessons/1", width=390, height=844)
    learner.get_by_label("五张").check()
    assert not is_sideways(learner)
    follow(learner, "#quiz form[action$=answer] button")
    see(learner, "100 分")

    hand = f"/training/handover?contract={code}"
    ours.goto(live_server.url + hand)
    ours.fill("#criteria [name=text]", "自己上新连续 4 周")
    follow(ours, "#criteria form.in button")
    ours.check("[name=known] >> nth=0")
    follow(ours, "form[action$=known] button")
    phone = sign_in(browser, live_server, shen, hand, width=390, height=844)
    follow(phone, "#criteria form[action$=agree] button")
    phone.fill("#criteria [name=proof]", "上新记录 3 月 4 次")
    follow(phone, "#criteria form[action$=meet] button")
    ours.goto(live_server.url + hand)
    follow(ours, "#criteria form[action$=confirm] button")
    follow(ours, "form[action$=give] button")
    phone.goto(live_server.url + hand)
    follow(phone, "form[action$=receive] button")
    follow(phone, "form[action$=draw] button")
    for page in (phone, ours):
        page.goto(live_server.url + hand)
        page.click("[data-open=sign]")
        follow(page, "#sign button.main")
    see(ours, "双方已签")
    assert not is_sideways(phone)
    paper = ours.get_by_text("移交书 PDF").get_attribute("href")
    assert ours.request.get(live_server.url + paper).body().startswith(b"%PDF")
    assert ours.complaints == phone.complaints == learner.complaints == []
