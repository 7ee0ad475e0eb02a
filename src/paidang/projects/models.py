"""Projects of a store: tasks on working days, what was delivered for each and the other side's written word, papers that expire."""

from django.db import models
from django.db.models import F, Q

from paidang.contracts.models import Contract
from paidang.projects.rules.papers import PAPERS
from paidang.projects.rules.templates import KINDS, PHASES
from paidang.team.models import Person

TITLE_MAX = 80
WORDS_MAX = 20_000
REASON_MAX = 1000
LINK_MAX = 500
FILE_BYTES_MAX = 20 * 2**20
DAYS_MAX = 250


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")


def _person(*, null: bool = False) -> "models.ForeignKey[Person, Person]":
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=null, related_name="+")


class Project(models.Model):
    """A launch, the setting up of a warehouse or what a promotion needs. `number` counts within the contract."""

    contract = _contract()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    title = models.CharField(max_length=TITLE_MAX)
    starts_on = models.DateField()
    begun_by = _person()
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="project_number"),
            models.CheckConstraint(name="project_kind", condition=Q(kind__in=list(KINDS))),
        ]

    @property
    def code(self) -> str:
        """What people call it: `P-03`."""
        return f"P-{self.number:02d}"


class Task(models.Model):
    """One thing that one side does. `after` are numbers of tasks of the project that come first; `key` names it in the
    templates, one that was added by hand has a title instead, and begins on the day it was added, `not_before`, at the
    earliest. `slipped` working days were added to `days`. Where both sides agreed on another day since, it has from
    `settled_from` on `settled_days` working days; both count what slips after."""

    contract = _contract()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=TITLE_MAX, blank=True)
    phase = models.CharField(max_length=10, choices=list(PHASES.items()))
    side = models.CharField(max_length=1, help_text="who does it: a, b, p (the platform)")
    days = models.PositiveIntegerField()
    answer_days = models.PositiveIntegerField()
    after = models.JSONField(default=list)
    not_before = models.DateField(null=True)
    is_public = models.BooleanField(default=False)
    service = models.CharField(max_length=30, blank=True)
    charge_fen = models.BigIntegerField(default=0)
    slipped = models.PositiveIntegerField(default=0)
    settled_from = models.DateField(null=True)
    settled_days = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="project_task_number"),
            models.CheckConstraint(name="project_task_side", condition=Q(side__in=["a", "b", "p"])),
            models.CheckConstraint(name="project_task_phase", condition=Q(phase__in=list(PHASES))),
            models.CheckConstraint(
                name="project_task_days",
                condition=Q(
                    days__gte=1, days__lte=DAYS_MAX, answer_days__lte=DAYS_MAX, slipped__lte=DAYS_MAX
                ),
            ),
            models.CheckConstraint(
                name="project_task_named", condition=~Q(key="") & Q(title="") | Q(key="") & ~Q(title="")
            ),
            models.CheckConstraint(name="project_task_charge", condition=Q(charge_fen__gte=0)),
            models.CheckConstraint(
                name="project_task_settled_whole",
                condition=Q(settled_from=None, settled_days=None)
                | Q(settled_from__isnull=False, settled_days__gte=1),
            ),
        ]


class Slip(models.Model):
    """A task's date moved, with the reason; the other side takes note."""

    contract = _contract()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="slips")
    days = models.PositiveIntegerField()
    reason = models.CharField(max_length=REASON_MAX)
    side = models.CharField(max_length=1)
    slipped_by = _person()
    slipped_at = models.DateTimeField()
    noted_by = _person(null=True)
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="project_slip_sane",
                condition=Q(days__gte=1, days__lte=DAYS_MAX, side__in=["a", "b"]) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="project_slip_noted_whole",
                condition=Q(noted_by=None, noted_at=None) | Q(noted_by__isnull=False, noted_at__isnull=False),
            ),
        ]


class DayProposal(models.Model):
    """Another day for a task, earlier or later, proposed by one side; it holds once the other agrees, and `due_before` no
    longer does."""

    contract = _contract()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="day_proposals")
    due_on = models.DateField()
    due_before = models.DateField()
    reason = models.CharField(max_length=REASON_MAX)
    side = models.CharField(max_length=1)
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    answer = models.CharField(max_length=REASON_MAX, blank=True)
    answered_by = _person(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(agreed=None), name="project_day_one_waits"),
            models.CheckConstraint(name="project_day_sane", condition=Q(side__in=["a", "b"]) & ~Q(reason="")),
            models.CheckConstraint(
                name="project_day_answered_whole",
                condition=Q(agreed=None, answered_by=None, answered_at=None)
                | Q(agreed__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]


class Delivery(models.Model):
    """A version of what a task delivers, and the other side's word on exactly its `digest`.

    The word is a data message with content and name (Civil Code 469): `answered_by` said `reason` of the version, and
    `confirmed_digest` is what was on the screen. Published only under a word that stands for the same digest.
    """

    contract = _contract()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="deliveries")
    version = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    link = models.CharField(max_length=LINK_MAX, blank=True)
    lines = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    submitted_by = _person()
    submitted_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    confirmed_digest = models.CharField(max_length=64, blank=True)
    answered_by = _person(null=True)
    answered_at = models.DateTimeField(null=True)
    published_by = _person(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "version"], name="project_delivery_version"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(agreed=None), name="project_delivery_one_waits"
            ),
            models.CheckConstraint(
                name="project_delivery_answered_whole",
                condition=Q(agreed=None, answered_by=None, answered_at=None, confirmed_digest="")
                | Q(agreed=False, answered_by__isnull=False, answered_at__isnull=False, confirmed_digest="")
                & ~Q(reason="")
                | Q(agreed=True, answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(confirmed_digest=""),
            ),
            models.CheckConstraint(
                name="project_delivery_published_under_word",
                condition=Q(published_by=None, published_at=None)
                | Q(
                    published_by__isnull=False,
                    published_at__isnull=False,
                    agreed=True,
                    confirmed_digest=F("digest"),
                ),
            ),
        ]


class DeliveryFile(models.Model):
    """A picture or a PDF of a version, kept as it was given and known by its hash; never changed."""

    contract = _contract()
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    media = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "sha256"], name="project_file_once"),
            models.CheckConstraint(
                name="project_file_sane", condition=Q(size_bytes__gte=1, size_bytes__lte=FILE_BYTES_MAX)
            ),
        ]


class Paper(models.Model):
    """A licence, certificate or authorisation, kept by its hash; of a kind the one given last counts. `valid_until` is
    its last day, null for one that does not end."""

    contract = _contract()
    kind = models.CharField(max_length=20, choices=[(kind, word) for kind, (word, _side) in PAPERS.items()])
    name = models.CharField(max_length=255)
    media = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()
    valid_until = models.DateField(null=True)
    given_by = _person()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "sha256"], name="project_paper_once"),
            models.CheckConstraint(
                name="project_paper_sane",
                condition=Q(kind__in=list(PAPERS), size_bytes__gte=1, size_bytes__lte=FILE_BYTES_MAX),
            ),
        ]
        indexes = [models.Index(fields=["contract", "kind", "given_at"], name="project_paper_latest")]
