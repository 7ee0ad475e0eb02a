"""Saying what the columns of a file of no known format are: the file is read by that, and so are others with its header."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from paidang.channels.custom.guess import SAMPLE_ROWS, Sample, guess, sample_of
from paidang.channels.custom.plan import KINDS, NAME_MAX, Plan, check_plan, fingerprint, read_plan
from paidang.channels.reading import BadFile, open_sheet
from paidang.evidence.actions import append
from paidang.intake.actions.halt import forget_last_run
from paidang.intake.actions.receive import UNKNOWN_HEADER, check_may_import, record, use_mapping
from paidang.intake.models import ColumnMapping, ImportFile
from paidang.intake.queries import find_mapping, get_import, open_content
from paidang.intake.rules.states import READ, RECEIVED, REFUSED
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.team.models import Person


class UnableToMap(UnableTo):
    code = "COLUMNS_NOT_MAPPED"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person looks at to say what the columns are: header and first rows, and the plan to begin with."""

    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    sample: Sample
    plan: Plan
    name: str


def is_mappable(imported: ImportFile) -> bool:
    """Whether a person may say what the file's columns are: nobody knows its header, or it was said and only test-read."""
    if imported.cut_at and not imported.kept_sha256:
        return False
    if imported.state == REFUSED:
        return bool(imported.problem and imported.problem.get("code") == UNKNOWN_HEADER)
    return imported.state == READ and bool(imported.mapping)


def look_at(imported: ImportFile, *, org_id: int, kind: str = "", among: Sequence[str] = KINDS) -> Seen:
    """The beginning of the file, with the plan that it is read by, was remembered for its header, or is guessed.

    `among`: the kinds that who looks may hand in.
    """
    if not is_mappable(imported):
        raise UnableToMap(
            say("这个文件不用、也不能再对列", name=imported.name), code="NOT_MAPPABLE", remedy=say("认不出表头的文件才要对列。")
        )  # fmt: skip
    try:
        with open_content(imported.pk) as file:
            sheet = open_sheet(file, imported.name)
            rows = list(islice(sheet.rows, SAMPLE_ROWS))
    except BadFile as bad:
        raise UnableToMap(str(bad), code="FILE_REFUSED") from None
    sample, known = sample_of(sheet.header, rows), find_mapping(org_id, fingerprint(sheet.header))
    if imported.mapping and not kind:
        plan = read_plan(imported.mapping["plan"])
    elif known and not kind:
        plan = read_plan(known.plan)
    else:
        plan = guess(sample, kind, among)
    return Seen(sheet.header, rows, sample, plan, known.name if known else "")


@transaction.atomic
def map_columns(*, person: Person, at: datetime, import_id: int, plan: Plan, name: str) -> ImportFile:
    """Say what a file's columns are. It is received anew, and the next file with its header is read by itself."""
    imported = get_import(import_id, lock=True)
    check_may_import(person, plan.kind)
    seen = look_at(imported, org_id=person.org_id)
    if not (name := " ".join(name.split())[:NAME_MAX]):
        raise UnableToMap(say("没有起名字"), code="NAME_MISSING", remedy=say("如：管家婆订单导出。"))
    if wrong := check_plan(plan, seen.header):
        raise UnableToMap(wrong[0].message, code=wrong[0].code, remedy=wrong[0].remedy)
    use_mapping(imported, _keep(person, at, seen.header, plan, name))
    imported.state, imported.problem, imported.counts, imported.notes = RECEIVED, None, {}, []
    imported.save()
    forget_last_run(imported)
    record(imported, person, at, "intake.mapped", {"format": plan.kind})
    return imported


def _keep(person: Person, at: datetime, header: Sequence[str], plan: Plan, name: str) -> ColumnMapping:
    """What the organisation says of the header now; the same again is no new version."""
    key, kept = fingerprint(header), plan.as_json()
    found = ColumnMapping.objects.select_for_update().filter(org_id=person.org_id, fingerprint=key).first()
    if found is None:
        return ColumnMapping.objects.create(
            org_id=person.org_id, fingerprint=key, name=name, plan=kept, titles=list(header), saved_by=person, saved_at=at,
            used_at=at,
        )  # fmt: skip
    if found.plan != kept:
        found.version, found.plan, found.saved_by, found.saved_at = found.version + 1, kept, person, at
    found.name, found.titles = name, list(header)
    found.save()
    return found


@transaction.atomic
def forget_mapping(*, person: Person, at: datetime, mapping_id: int) -> str:
    """Let a header be unknown again, and return the mapping's name. Files that were read by it keep what they were read by."""
    found = ColumnMapping.objects.filter(org_id=person.org_id, pk=mapping_id).first()
    if found is None:
        raise NotFound(say("没有这个对列"))
    check_may_import(person, read_plan(found.plan).kind)
    name = str(found.name)
    found.delete()
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="org.mapping_forgotten",
        subject=f"org:{person.org_id}", facts={"fingerprint": found.fingerprint, "version": found.version},
    )  # fmt: skip
    return name
