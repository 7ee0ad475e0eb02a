"""Serving, answering and closing notices, as the tests do it."""

from tests.cast import acting, shanghai

from paidang.contracts.actions import (
    answer_notice,
    close_notice,
    serve_notice,
)
from paidang.contracts.models import Contract, Notice
from paidang.contracts.queries import get_living
from paidang.contracts.rules.life import state_of
from paidang.contracts.rules.rights import Known
from paidang.contracts.rules.serving import Said
from paidang.duties.models import Duty

NOW = shanghai("2026-08-20 10:00")
NOTHING = Known()


def serve(person, contract, kind, *, at=NOW, known=NOTHING, files=(), grounds="事实如下", **more) -> Notice:
    said = Said(kind=kind, grounds=grounds, has_proof=bool(files), **more)
    with acting(person):
        return serve_notice(person=person, at=at, code=contract.code, said=said, known=known, files=files)


def answer(person, contract, notice, verdict, *, at=NOW, **more) -> Notice:
    with acting(person):
        return answer_notice(
            person=person, at=at, code=contract.code, number=notice.number, verdict=verdict, **{"answer": "见附件", **more}
        )  # fmt: skip


def close(person, contract, notice, outcome, *, at=NOW, **more) -> Notice:
    with acting(person):
        return close_notice(
            person=person, at=at, code=contract.code, number=notice.number, outcome=outcome, **more
        )


def state(contract, person, day) -> str:
    with acting(person):
        return state_of(get_living(Contract.objects.get(pk=contract.pk), day).life, day)


def open_duties(contract, person) -> list[tuple[str, str]]:
    with acting(person):
        found = Duty.objects.filter(contract_id=contract.pk, closed_at=None, key__startswith="notice-")
        return [(duty.kind, duty.side) for duty in found]
