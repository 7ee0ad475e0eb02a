"""A course with its trainees, lessons, quizzes, words for each skill; advice; criteria, list and protocol of the hand-over.

People are named by their rows in `team`: trainees are of the brand, those who teach of the agency; at the brand's product
training (TC-5-4) it is the other way round.
"""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.kit.sentence import Sentence
from paidang.team.models import Person
from paidang.training.rules.curriculum import title_words
from paidang.training.rules.ladder import LEVELS
from paidang.training.rules.words import DECISIONS, ITEM_KINDS, LESSON, LESSON_KINDS, PRODUCT

FILE_BYTES_MAX = 20 * 2**20
TEXT_MAX = 1000


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")


def _person(*, null: bool = True) -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=null, related_name="+")


def _together(person: str, moment: str) -> Q:
    """Who and when are both there, or neither."""
    return Q(**{f"{person}__isnull": True, f"{moment}__isnull": True}) | Q(
        **{f"{person}__isnull": False, f"{moment}__isnull": False}
    )


class Course(models.Model):
    """The training of a contract: from which day, over how many months."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    months = models.PositiveIntegerField()
    begun_by = _person(null=False)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="course_months", condition=Q(months__gte=1, months__lte=36))
        ]


class Trainee(models.Model):
    """One of the brand's people who is to be able to do `skills` (keys of the curriculum); `job` is what they are there."""

    contract = _contract()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    job = models.CharField(max_length=40)
    skills = models.JSONField()
    added_by = _person(null=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "person"], name="trainee_once"),
            models.CheckConstraint(name="trainee_job", condition=~Q(job="")),
        ]


class Lesson(models.Model):
    """One session: planned, then held, with who was present (ids of persons). A `product` one is the brand's, for a duty.

    `questions` are the quiz (`rules.quiz.Question`), fixed as soon as one person has answered.
    """

    contract = _contract()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, default=LESSON, choices=[(kind, kind) for kind in LESSON_KINDS])
    skill = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    planned_on = models.DateField()
    teacher = _person()
    present = models.JSONField(default=list)
    held_on = models.DateField(null=True)
    held_by = _person()
    words = models.CharField(max_length=TEXT_MAX, blank=True)
    questions = models.JSONField(default=list)
    of_duty = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="lesson_number"),
            models.UniqueConstraint(
                fields=["contract", "of_duty"], condition=~Q(of_duty=""), name="lesson_of_duty_once"
            ),
            models.CheckConstraint(name="lesson_kind", condition=Q(kind__in=list(LESSON_KINDS))),
            models.CheckConstraint(name="lesson_held_whole", condition=_together("held_by", "held_on")),
            models.CheckConstraint(
                name="lesson_product_is_of_a_duty",
                condition=Q(kind=LESSON, of_duty="") | Q(kind=PRODUCT) & ~Q(of_duty=""),
            ),
        ]

    @property
    def title_words(self) -> Sentence | str:
        """The title to be read, in English too where the curriculum gave it."""
        return title_words(self.title)


class Material(models.Model):
    """A file handed out in a lesson, kept as it was given and known by its hash."""

    contract = _contract()
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="materials")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()
    added_by = _person(null=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "sha256"], name="material_once"),
            models.CheckConstraint(name="material_size", condition=Q(size_bytes__lte=FILE_BYTES_MAX)),
        ]


class QuizAnswer(models.Model):
    """One person's answers to a lesson's quiz, once for good: `given` are ticked choices by question, `score` of 100."""

    contract = _contract()
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given = models.JSONField()
    score = models.PositiveIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "person"], name="quiz_answered_once"),
            models.CheckConstraint(name="quiz_score", condition=Q(score__lte=100)),
        ]


class SkillWord(models.Model):
    """What one side says of a trainee's skill; the latest of a side counts, none is ever taken away."""

    contract = _contract()
    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="said")
    skill = models.CharField(max_length=20)
    side = models.CharField(max_length=1)
    level = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=TEXT_MAX, blank=True)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="skill_word_side", condition=Q(side__in=["a", "b"])),
            models.CheckConstraint(name="skill_word_level", condition=Q(level__in=LEVELS)),
        ]
        indexes = [models.Index(fields=["trainee", "skill", "side"], name="skill_word_of")]


class Criterion(models.Model):
    """One criterion of independence: proposed by one side, agreed by the other, met with evidence, confirmed by the other."""

    contract = _contract()
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = _person()
    agreed_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=TEXT_MAX, blank=True)
    met_by = _person()
    met_at = models.DateTimeField(null=True)
    confirmed_by = _person()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="criterion_number"),
            models.CheckConstraint(
                name="criterion_agreed_whole", condition=_together("agreed_by", "agreed_at")
            ),
            models.CheckConstraint(
                name="criterion_met_whole",
                condition=Q(proof="", met_by=None, met_at=None)
                | ~Q(proof="") & Q(met_by__isnull=False, met_at__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="criterion_confirmed_whole",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, met_at__isnull=False),
            ),
        ]


class Advice(models.Model):
    """A question, the agency's advice, the brand's decision and what came of it (TC-3-3): each with who and when."""

    contract = _contract()
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=TEXT_MAX)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    advice = models.CharField(max_length=TEXT_MAX, blank=True)
    advised_by = _person()
    advised_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, blank=True)
    decision_words = models.CharField(max_length=TEXT_MAX, blank=True)
    decided_by = _person()
    decided_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=TEXT_MAX, blank=True)
    result_by = _person()
    result_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="advice_number"),
            models.CheckConstraint(name="advice_decision", condition=Q(decision__in=["", *DECISIONS])),
            models.CheckConstraint(
                name="advice_in_order",
                condition=(Q(advised_at__isnull=False) | Q(decided_at=None))
                & (Q(decided_at__isnull=False) | Q(result_at=None)),
            ),
        ]


class HandoverItem(models.Model):
    """One thing that is transferred: given by the agency, received by the brand. Never holds a secret."""

    contract = _contract()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    added_by = _person(null=False)
    added_at = models.DateTimeField()
    given_by = _person()
    given_at = models.DateTimeField(null=True)
    received_by = _person()
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "name"], name="handover_item_once"),
            models.CheckConstraint(name="handover_item_kind", condition=Q(kind__in=list(ITEM_KINDS))),
            models.CheckConstraint(
                name="handover_item_given_first", condition=Q(given_at__isnull=False) | Q(received_at=None)
            ),
        ]


class Handover(models.Model):
    """The protocol as it was drawn up, a PDF known by its digest; in force with both sides' signature under that digest.

    `signed` is the PDF with both signatures' lines, made when the second side signs.
    """

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField()
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    drawn_by = _person(null=False)
    drawn_at = models.DateTimeField()
    signed_a_by = _person()
    signed_a_at = models.DateTimeField(null=True)
    signed_b_by = _person()
    signed_b_at = models.DateTimeField(null=True)
    signed = models.BinaryField(null=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handover_signed_whole",
                condition=Q(signed=None, signed_sha256="")
                | Q(signed__isnull=False, signed_a_at__isnull=False, signed_b_at__isnull=False)
                & ~Q(signed_sha256=""),
            ),
        ]
