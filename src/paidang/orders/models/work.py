"""What people note on orders, who looks after them, what was done with each, and the views that somebody keeps."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.orders.models.facts import ID_LENGTH_MAX
from paidang.orders.models.holds import SENTENCES
from paidang.orders.rules.working import ACTS, FLAGS, REMARK_CHARS, VIEW_NAME_CHARS
from paidang.team.models import Person


class Remark(models.Model):
    """A remark of either side on an order; one that was taken back at once is not shown."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    text = models.CharField(max_length=REMARK_CHARS)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="remark_text", condition=~Q(text=""))]
        indexes = [models.Index(fields=["contract", "order_id"], name="remark_order")]


class OrderMark(models.Model):
    """The flag of an order and who looks after it, as they stand now."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    flag = models.CharField(max_length=10, choices=list(FLAGS.items()), blank=True)
    assignee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "order_id"], name="order_mark_once"),
            models.CheckConstraint(name="order_mark_flag", condition=Q(flag="") | Q(flag__in=list(FLAGS))),
        ]


class OrderAct(models.Model):
    """One thing done with one order, for its history; never changed but for `undone_at`. `by` nobody: a rule.

    What was done to many orders at once has one `batch`, and is undone as one. `before` is what undoing gives back.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    kind = models.CharField(max_length=12, choices=list(ACTS.items()))
    words = models.JSONField(**SENTENCES, help_text="what was done, as a sentence; nothing about buyers")
    before = models.JSONField(default=dict)
    batch = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="order_act_kind", condition=Q(kind__in=list(ACTS)))]
        indexes = [
            models.Index(fields=["contract", "order_id"], name="order_act_order"),
            models.Index(fields=["batch"], condition=~Q(batch=""), name="order_act_batch"),
            models.Index(fields=["contract", "kind", "at"], name="order_act_kind"),
        ]


class SavedView(models.Model):
    """A name for what somebody narrows the list of orders to; one's own."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=VIEW_NAME_CHARS)
    query = models.CharField(max_length=1000, help_text="the address's question, as the list writes it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_view_once"),
            models.CheckConstraint(name="saved_view_name", condition=~Q(name="")),
        ]
