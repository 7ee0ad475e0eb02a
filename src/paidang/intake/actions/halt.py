"""Pausing, continuing and stopping what the worker does with a file.

The worker holds the file's row for as long as it works, in one transaction. So a wish is a row of its own, for which
the worker looks at every batch; it then takes everything back, lets the file go, and carries out the wish. Where no
worker has the file, the wish is carried out at once.
"""

from datetime import datetime

from django.db import transaction

from paidang.evidence.actions import append
from paidang.intake.actions.receive import check_may_import, record
from paidang.intake.models import Halt, ImportFile, Progress, QuarantineRow
from paidang.intake.queries import get_import, lock_unless_busy
from paidang.intake.rules.states import (
    CONTINUED,
    FOUND,
    HALTS,
    PAUSE,
    PAUSED,
    RUNNING,
    STATES,
    STOP,
    STOPPED,
    may_follow,
)
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.models import Person


class UnableToHalt(UnableTo):
    code = "IMPORT_NOT_HALTED"


@transaction.atomic
def ask_halt(*, person: Person, at: datetime, import_id: int, kind: str) -> ImportFile:
    """Have a file's read or write paused or stopped; the answer's state is still the running one until the worker has let go.

    Asked again it changes nothing; a stop overrides a pause that has not happened yet.
    """
    if kind not in HALTS:
        raise UnableToHalt(say("没有“{kind}”这种停法", kind=kind))
    imported = lock_unless_busy(import_id)
    if imported is None:
        imported = get_import(import_id)
        check_may_import(person, imported.format)
        _check_may_halt(imported, kind)
        if _wish(imported, person, kind):
            record(imported, person, at, f"intake.{kind}_asked", {})
        return imported
    check_may_import(person, imported.format)
    following = _halted(imported, kind)
    if imported.state != following:
        _check_may_halt(imported, kind)
        _halt(imported, kind)
        record(imported, person, at, f"intake.{following}", {})
    return imported


@transaction.atomic
def carry_out_halt(*, at: datetime, import_id: int) -> None:
    """Do what was asked while the worker was at the file. If it was done by then, the file says so."""
    imported = get_import(import_id, lock=True)
    wish = Halt.objects.filter(file=imported).first()
    if wish is None:
        return
    act = "intake.halt_too_late"
    if imported.state in RUNNING:
        act = f"intake.{_halted(imported, wish.kind)}"
        _halt(imported, wish.kind)
    else:
        wish.delete()
        imported.notes = [*imported.notes, say("要求{halt}时已经做完，没有停下", halt=HALTS[wish.kind])]
        imported.save(update_fields=["notes"])
    append(
        imported.contract.chain_id,
        at=at,
        org_id=wish.asked_org,
        person_id=wish.asked_by,
        act=act,
        subject=f"import {imported.pk}",
        facts={"sha256": imported.sha256},
    )


@transaction.atomic
def go_on(*, person: Person, at: datetime, import_id: int) -> ImportFile | None:
    """Let a paused file run again, from its start; None where it is running already."""
    imported = lock_unless_busy(import_id)
    if imported is None or imported.state in RUNNING:
        check_may_import(person, (imported or get_import(import_id)).format)
        return None
    check_may_import(person, imported.format)
    if imported.state not in CONTINUED:
        raise UnableToHalt(
            say("文件 {name} {state}，没有暂停", name=imported.name, state=STATES[imported.state])
        )
    imported.state = CONTINUED[imported.state]
    imported.save()
    forget_last_run(imported)
    record(imported, person, at, "intake.continued", {})
    return imported


def forget_last_run(imported: ImportFile) -> None:
    """Take away a wish that came too late for the last run, and how far that run was."""
    Halt.objects.filter(file=imported).delete()
    Progress.objects.filter(pk=imported.pk).delete()


def _check_may_halt(imported: ImportFile, kind: str) -> None:
    if not may_follow(imported.state, _halted(imported, kind)):
        raise UnableToHalt(
            say(
                "文件 {name} {state}，没有什么可{halt}",
                name=imported.name,
                state=STATES[imported.state],
                halt=HALTS[kind],
            )
        )


def _halted(imported: ImportFile, kind: str) -> str:
    """The state into which the wish brings the file; a paused one stays paused. Empty: it cannot be paused."""
    if kind == STOP:
        return STOPPED
    return imported.state if imported.state in CONTINUED else PAUSED.get(imported.state, "")


def _wish(imported: ImportFile, person: Person, kind: str) -> bool:
    """Write the wish down; False where the same or more is wished already."""
    asked = {"kind": kind, "asked_org": person.org_id, "asked_by": person.pk}
    _, is_new = Halt.objects.get_or_create(
        file=imported, defaults={"contract_id": imported.contract_id, **asked}
    )
    return is_new or (kind == STOP and Halt.objects.filter(file=imported, kind=PAUSE).update(**asked) > 0)


def _halt(imported: ImportFile, kind: str) -> None:
    """Pause or stop a file that nobody works on. Of a stopped one only the file itself stays."""
    imported.state, imported.problem = _halted(imported, kind), None
    if kind == STOP:
        imported.counts, imported.notes, imported.below_floor = {}, [], []
        QuarantineRow.objects.filter(file=imported, state=FOUND).delete()
    imported.save()
    Halt.objects.filter(file=imported).delete()
