"""What is done to many orders at once: each once, in the history of each, and taken back as one while there is time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import acting, shanghai

from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotFound
from paidang.orders import actions
from paidang.orders.models import OrderAct
from paidang.orders.queries.work import list_acts, list_remarks, marks_of
from paidang.orders.tests.held import held_orders
from paidang.orders.tests.test_parcels import with_orders
from paidang.team.models import Person

__all__ = ["with_orders"]
AT = shanghai("2026-04-02 10:00")
SOON = AT + timedelta(seconds=8)


def of(contract: Contract) -> dict[str, Any]:
    """What the acts do to orders A and B."""
    marks = marks_of([contract.pk], ["A", "B"])
    return {
        "held": held_orders(contract),
        "remarks": [one.text for one in list_remarks(contract.pk, "A")],
        "flags": [marks[contract.pk, "A"].flag if (contract.pk, "A") in marks else ""],
        "assignees": [mark.assignee_id for mark in marks.values() if mark.assignee_id],
    }


ACTS: dict[str, tuple[Callable[..., list[str]], dict[str, Any]]] = {
    "hold": (actions.hold_orders, {"reason": "等买家"}),
    "release": (actions.release_orders, {"reason": "好了"}),
    "remark": (actions.remark_orders, {"text": "周末送"}),
    "flag": (actions.flag_orders, {"flag": "red"}),
    "assign": (actions.assign_orders, {}),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_each_act_is_done_to_many_and_taken_back_as_one(
    with_orders: Contract, agency_operator: Person, agency_finance: Person, act: str
) -> None:
    do, more = ACTS[act]
    with acting(agency_operator):
        give = {"person": agency_operator, "at": AT, "code": with_orders.code, "order_ids": ["B", "A", "A"]}
        if act == "release":
            actions.hold_orders(**give, reason="先拦下")
        if act == "assign":
            more = {"assignee_id": agency_operator.pk}
        before, entries = of(with_orders), Entry.objects.count()
        assert do(**give, **more, batch="b1") == ["A", "B"]
        changed = of(with_orders)
        assert changed != before
        assert Entry.objects.count() == entries + 1
        assert len(OrderAct.objects.filter(batch="b1")) == 2
        if act != "remark":
            assert do(**give, **more, batch="b2") == []
            assert of(with_orders) == changed
        assert len(actions.undo_batch(person=agency_operator, at=SOON, batch="b1")) == 2
        assert of(with_orders) == before
        assert actions.undo_batch(person=agency_operator, at=SOON, batch="b1") == []
        assert [one.undone_at for one in list_acts(with_orders.pk, "A") if one.batch] == [SOON]
    with acting(agency_finance), pytest.raises(NotFound):
        actions.undo_batch(person=agency_finance, at=SOON, batch="b1")


def test_what_cannot_be(with_orders: Contract, agency_operator: Person, brand_warehouse: Person) -> None:
    give = {"person": agency_operator, "at": AT, "code": with_orders.code, "order_ids": ["A"]}
    with acting(agency_operator):
        for do, code in (
            (lambda: actions.remark_orders(**give, text=" "), "REMARK_EMPTY"),
            (lambda: actions.flag_orders(**give, flag="pink"), "FLAG_UNKNOWN"),
            (lambda: actions.assign_orders(**give, assignee_id=brand_warehouse.pk), "ASSIGNEE_UNKNOWN"),
        ):
            with pytest.raises(actions.UnableToWork) as refused:
                do()
            assert refused.value.code == code
        with pytest.raises(actions.UnableToHold):
            actions.hold_orders(**give, reason="x", kind="price")
        with pytest.raises(NotFound):
            actions.remark_orders(**{**give, "order_ids": ["A", "Z"]}, text="x")
        assert not OrderAct.objects.exists()
        actions.flag_orders(**give, flag="red", batch="b")
        with pytest.raises(actions.UnableToWork) as late:
            actions.undo_batch(person=agency_operator, at=AT + timedelta(seconds=13), batch="b")
        assert late.value.code == "TOO_LATE_TO_UNDO"
        with pytest.raises(NotFound):
            actions.undo_batch(person=agency_operator, at=AT, batch="")
