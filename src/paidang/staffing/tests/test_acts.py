"""Roles and their duties, cover, shifts, sub-contractors with consent, service in figures: who may, and what follows."""

from datetime import timedelta

import pytest
from tests.cast import acting, shanghai

from paidang.duties.models import Duty, StandingAssignment
from paidang.duties.queries import list_standing
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.kit.period import day_of
from paidang.staffing import actions
from paidang.staffing.models import Post, QualitySample, ServiceDay, Shift, Subcontractor
from paidang.staffing.queries import count_workload, list_service_days, on_shift

AT = shanghai("2026-03-13 10:00")
TODAY = day_of(AT)
FILE = "日期,店铺,会话数,首次响应秒,解决数\n2026-03-01,茶店,100,40,90\n"


def refused(expected: str, call, **given) -> None:
    with pytest.raises(UnableTo) as error:
        call(at=AT, **given)
    assert error.value.code == expected, error.value


def open_kinds() -> set[tuple[str, str]]:
    return set(Duty.objects.filter(closed_at=None).values_list("key", "side"))


def test_a_role_is_filled_covered_and_its_duties_follow(contract_in_force, agency, brand, outsider_manager):
    code, lin, service = contract_in_force.code, agency.manager, agency.people["agency_service"]
    operator = agency.people["agency_operator"]
    with acting(lin):
        actions.name_post(
            person=lin,
            at=AT,
            code=code,
            role="customer_service",
            since=TODAY,
            person_id=service.pk,
            words="两单在等",
        )
        assert ("fill_role:customer_service:b", "b") not in open_kinds()
        assert ("fill_role:project_manager:b", "b") in open_kinds()
        assert ("fill_role:warehouse:a", "a") in open_kinds()
        refused(
            "NAMED",
            actions.name_post,
            person=lin,
            code=code,
            role="customer_service",
            since=TODAY,
            person_id=operator.pk,
        )
        refused(
            "ROLE_WRONG",
            actions.name_post,
            person=lin,
            code=code,
            role="warehouse",
            since=TODAY,
            person_id=lin.pk,
        )
        yesterday = TODAY - timedelta(days=1)
        refused(
            "DAY_PAST",
            actions.name_post,
            person=lin,
            code=code,
            role="editor",
            since=yesterday,
            person_id=lin.pk,
        )
        actions.say_away(
            person=lin, at=AT, code=code, role="customer_service", since=TODAY + timedelta(days=2),
            until=TODAY + timedelta(days=3), cover_id=operator.pk,
        )  # fmt: skip
        refused(
            "COVER_WRONG",
            actions.say_away,
            person=lin,
            code=code,
            role="editor",
            since=TODAY,
            until=TODAY,
            cover_id=lin.pk,
        )
        found = [
            list_standing([contract_in_force.pk], on=TODAY + timedelta(days=n)).get(
                (contract_in_force.pk, "b", "serve_cases")
            )
            for n in (-1, 0, 1, 2, 3, 4)
        ]
        assert found == [None, service, service, operator, operator, service]
        Duty.objects.create(
            contract_id=contract_in_force.pk,
            key="late_cases:b",
            kind="serve_cases",
            side="b",
            page="/cases",
            raised_at=AT,
        )
        work = count_workload(lin.org_id, [contract_in_force], TODAY)
        assert work[service.pk] == 2 and work[lin.pk] == 0  # the overdue cases, and taking over
        post = Post.objects.get()
        with pytest.raises(NotAllowed):
            actions.take_over(person=lin, at=AT, code=code, post_id=post.pk)
        with pytest.raises(NotFound):  # nobody of the brand fills a role of the agency
            actions.name_post(
                person=lin, at=AT, code=code, role="editor", since=TODAY, person_id=brand.manager.pk
            )
    with acting(service):
        actions.take_over(person=service, at=AT, code=code, post_id=post.pk)
        assert not Duty.objects.filter(key=f"take_over:{post.pk}", closed_at=None).exists()
        with pytest.raises(NotAllowed):
            actions.name_post(
                person=service, at=AT, code=code, role="editor", since=TODAY, person_id=service.pk
            )
    with acting(outsider_manager):
        assert not Post.objects.exists() and not StandingAssignment.objects.exists()
        with pytest.raises(NotFound):
            actions.name_post(
                person=outsider_manager, at=AT, code=code, role="editor", since=TODAY, person_id=lin.pk
            )


def test_work_goes_outside_with_the_brands_written_consent_alone(contract_in_force, agency, brand):
    code, lin, shen = contract_in_force.code, agency.manager, brand.manager
    week = {
        "first": TODAY,
        "last": TODAY + timedelta(days=6),
        "weekdays": range(1, 8),
        "from_hour": 9,
        "until_hour": 18,
    }
    with acting(lin):
        firm = actions.ask_consent(person=lin, at=AT, code=code, name="夜班客服", scope="22 点到 8 点的会话")
        post = {"person": lin, "code": code, "role": "customer_service", "firm": 1}
        with pytest.raises(UnableTo) as error:
            actions.name_post(at=AT, **post, since=TODAY)
        assert error.value.code == "NO_CONSENT" and "第五条 2" in str(error.value)
        refused("NO_CONSENT", actions.put_shifts, **post, **week)
        assert not Post.objects.exists() and not Shift.objects.exists()
        with pytest.raises(NotAllowed):  # not the agency's own word
            actions.answer_consent(person=lin, at=AT, code=code, number=1, consents=True, sha256=firm.sha256)
        with pytest.raises(NotFound):
            actions.name_post(at=AT, **post | {"firm": 2}, since=TODAY)
    with acting(shen):
        answer = {"person": shen, "code": code, "number": 1}
        refused("WRONG_STATE", actions.answer_consent, **answer, consents=True, sha256="0" * 64)
        refused("WORDS_MISSING", actions.answer_consent, **answer, consents=False, sha256=firm.sha256)
        actions.answer_consent(at=AT, **answer, consents=True, sha256=firm.sha256)
        refused(
            "WRONG_STATE", actions.answer_consent, **answer, consents=False, sha256=firm.sha256, reason="不"
        )
        assert Subcontractor.objects.get().consents is True
        assert Entry.objects.get(act="staffing.consented").facts["sha256"] == firm.sha256
    with acting(lin):
        actions.name_post(at=AT, **post, since=TODAY)
        assert len(actions.put_shifts(at=AT, **post, **week)) == 7
        assert ("fill_role:customer_service:b", "b") not in open_kinds()


def test_a_consent_is_withdrawn_from_a_day_on_and_what_hung_on_it_falls_away(
    contract_in_force, agency, brand
):
    code, lin, shen, last = contract_in_force.code, agency.manager, brand.manager, TODAY + timedelta(days=3)
    rota = {"first": TODAY, "weekdays": range(1, 8), "from_hour": 9, "until_hour": 18}
    post = {"person": lin, "code": code, "role": "customer_service", "firm": 1}
    with acting(lin):
        firm = actions.ask_consent(person=lin, at=AT, code=code, name="夜班客服", scope="22 点到 8 点的会话")
    take = {"person": shen, "code": code, "number": 1, "reason": "泄露了买家的电话"}
    with acting(shen):
        refused("WRONG_STATE", actions.withdraw_consent, **take, ends_on=last)  # nothing consented to yet
        actions.answer_consent(person=shen, at=AT, code=code, number=1, consents=True, sha256=firm.sha256)
    with acting(lin):
        actions.name_post(at=AT, **post, since=TODAY)
        actions.put_shifts(at=AT, **post, **rota, last=TODAY + timedelta(days=6))
        with pytest.raises(NotAllowed):
            actions.withdraw_consent(at=AT, **take | {"person": lin}, ends_on=last)
        refused("WRONG_STATE", actions.note_withdrawal, person=lin, code=code, number=1)
    with acting(shen):
        refused("DAY_PAST", actions.withdraw_consent, **take, ends_on=TODAY - timedelta(days=1))
        refused("WORDS_MISSING", actions.withdraw_consent, **take | {"reason": " "}, ends_on=last)
        actions.withdraw_consent(at=AT, **take, ends_on=last)
        refused("WRONG_STATE", actions.withdraw_consent, **take, ends_on=last)
        assert Shift.objects.filter(dropped_at=None).count() == 3
        facts = Entry.objects.get(act="staffing.consent_withdrawn").facts
        assert (facts["day"], facts["roles"], facts["shifts"]) == (last.isoformat(), 1, 4)
        assert ("withdrawal:1", "b") in open_kinds()
        assert ("fill_role:customer_service:b", "b") not in open_kinds()  # until that day it still works
        actions.set_open_duties(contract_in_force, at=AT + timedelta(days=3))
        assert ("fill_role:customer_service:b", "b") in open_kinds()
    with acting(lin):
        refused("NO_CONSENT", actions.put_shifts, **post, **rota | {"first": last}, last=last)
        actions.put_shifts(at=AT, **post, **rota, last=TODAY)  # the days before are still its own
        later = {"role": "editor", "since": last}
        refused("NO_CONSENT", actions.name_post, **post | later)
        actions.note_withdrawal(person=lin, at=AT, code=code, number=1)
        actions.note_withdrawal(person=lin, at=AT, code=code, number=1)
        assert ("withdrawal:1", "b") not in open_kinds()
        assert Entry.objects.filter(act="staffing.withdrawal_noted").count() == 1


def test_the_agency_answers_a_sample_and_the_brand_decides_what_is_contested(
    contract_in_force, agency, brand
):
    code, service, shen = contract_in_force.code, agency.people["agency_service"], brand.manager
    with acting(shen):
        criteria = [{"text": "先回应", "weight": 60}, {"text": "不猜", "weight": 40}]
        actions.set_sheet(person=shen, at=AT, code=code, criteria=criteria)
        sample = {"person": shen, "at": AT, "code": code, "store": "茶店", "about": "会话 88"}
        for _nth in range(2):
            actions.sample_service(**sample, marks={0: 5, 1: 2})
        decide = {"person": shen, "code": code, "number": 1, "words": "看了聊天记录"}
        refused("WRONG_STATE", actions.decide_sample, **decide, to={1: 4})
        with pytest.raises(NotAllowed):
            actions.answer_sample(person=shen, at=AT, code=code, number=1, contested=[])
    with acting(service):
        assert {("sample:1", "b"), ("sample:2", "b")} <= open_kinds()
        answer = {"person": service, "code": code, "number": 1}
        refused("MARKS_WRONG", actions.answer_sample, **answer, contested=[2], words="不对")
        refused("WORDS_MISSING", actions.answer_sample, **answer, contested=[1])
        actions.answer_sample(at=AT, **answer, contested=[1], words="按规范第 2 版答的")
        refused("WRONG_STATE", actions.answer_sample, **answer, contested=[])
        actions.answer_sample(at=AT, **answer | {"number": 2}, contested=[])
        assert not {("sample:1", "b"), ("sample:2", "b")} & open_kinds()
        assert {key for key in open_kinds() if key[0].startswith("sample_")} == {("sample_decision:1", "a")}
        with pytest.raises(NotAllowed):
            actions.decide_sample(at=AT, **decide | {"person": service}, to={})
    with acting(shen):
        refused("MARKS_WRONG", actions.decide_sample, **decide, to={0: 5, 1: 4})  # the first is not contested
        refused("MARKS_WRONG", actions.decide_sample, **decide, to={1: 1})  # contesting costs nothing
        actions.decide_sample(at=AT, **decide, to={1: 4})
        refused("WRONG_STATE", actions.decide_sample, **decide, to={1: 5})
        refused("WRONG_STATE", actions.decide_sample, **decide | {"number": 2}, to={1: 5})
        assert [(one.score, one.score_now) for one in QualitySample.objects.order_by("number")] == [
            (76, 92), (76, 76),
        ]  # fmt: skip
        acts = ["staffing.sample_contested", "staffing.sample_agreed", "staffing.sample_decided"]
        assert list(Entry.objects.filter(act__in=acts).order_by("pk").values_list("act", flat=True)) == acts


def test_shifts_count_by_hour_and_nobody_stands_in_two_places(contract_in_force, agency, brand):
    code, lin, operator = contract_in_force.code, agency.manager, agency.people["agency_operator"]
    put = {
        "person": operator, "code": code, "role": "customer_service", "first": TODAY, "last": TODAY + timedelta(days=6),
        "weekdays": [TODAY.isoweekday()], "from_hour": 9, "until_hour": 12, "person_id": lin.pk,
    }  # fmt: skip
    with acting(operator):
        (shift,) = actions.put_shifts(at=AT, **put)
        refused("ON_SHIFT", actions.put_shifts, **put | {"from_hour": 11, "until_hour": 13})
        actions.put_shifts(at=AT, **put | {"from_hour": 12, "until_hour": 13})
        actions.put_shifts(at=AT, **put | {"person_id": operator.pk})
        refused("SHIFT_WRONG", actions.put_shifts, **put | {"from_hour": 12, "until_hour": 12})
        refused("DAYS_WRONG", actions.put_shifts, **put | {"weekdays": []})
        hours = {"since": shanghai("2026-03-13 08:00"), "until": shanghai("2026-03-13 14:00")}
        assert on_shift(contract_in_force, "customer_service", **hours) == [0, 2, 2, 2, 1, 0]
        actions.drop_shift(person=operator, at=AT, code=code, shift_id=shift.pk)
        assert on_shift(contract_in_force, "customer_service", **hours) == [0, 1, 1, 1, 1, 0]
        with pytest.raises(NotFound):
            actions.drop_shift(person=operator, at=AT, code=code, shift_id=shift.pk)
    with acting(brand.manager), pytest.raises(NotFound):
        actions.drop_shift(
            person=brand.manager, at=AT, code=code, shift_id=Shift.objects.filter(dropped_at=None)[0].pk
        )


def test_service_in_figures_and_the_brands_samples(contract_in_force, agency, brand):
    code, service, shen = contract_in_force.code, agency.people["agency_service"], brand.manager
    given = {"person": service, "code": code, "stores": ["茶店"]}
    with acting(service):
        refused("FILE_WRONG", actions.hand_in_days, **given, content=FILE.replace("茶店", "别店").encode())
        assert not ServiceDay.objects.exists()
        assert actions.hand_in_days(at=AT, **given, content=FILE.encode()) == 1
        assert actions.hand_in_days(at=AT, **given, content=FILE.encode()) == 0
        actions.hand_in_days(at=AT + timedelta(hours=1), **given, content=FILE.replace("40", "55").encode())
        (day,) = list_service_days(contract_in_force, TODAY - timedelta(days=27), TODAY)
        assert day.first_response_seconds == 55
        assert Entry.objects.filter(act="staffing.service_days").count() == 2
    with acting(shen):
        with pytest.raises(NotAllowed):
            actions.hand_in_days(at=AT, **given | {"person": shen}, content=FILE.encode())
        sample = {"person": shen, "code": code, "store": "茶店", "about": "会话 88"}
        refused("NO_SHEET", actions.sample_service, **sample, marks={0: 5})
        refused(
            "SHEET_WRONG", actions.set_sheet, person=shen, code=code, criteria=[{"text": "快", "weight": 90}]
        )
        actions.set_sheet(
            person=shen,
            at=AT,
            code=code,
            criteria=[{"text": "先回应", "weight": 60}, {"text": "不猜", "weight": 40}],
        )
        refused("MARKS_WRONG", actions.sample_service, **sample, marks={0: 5})
        refused("MARKS_WRONG", actions.sample_service, **sample, marks={0: 5, 1: 6})
        assert actions.sample_service(at=AT, **sample, marks={0: 5, 1: 2}).score == 76
    with acting(agency.manager):
        assert QualitySample.objects.get().marks == [5, 2]
        with pytest.raises(NotAllowed):
            actions.sample_service(at=AT, **sample | {"person": agency.manager}, marks={0: 5, 1: 5})
