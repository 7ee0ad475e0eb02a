"""A product's page on a platform: pictures and texts in their order, its editions and the brand's word on each."""

from django.db import models
from django.db.models import Q

from paidang.catalog.models import Product
from paidang.studio.models.fields import contract_field, person_field
from paidang.studio.models.pictures import Asset
from paidang.studio.rules.sizes import PLATFORMS
from paidang.studio.rules.words import COPY_MAX, DRAFT, PAGE_STATES, PLACES, WORDS_MAX


class Page(models.Model):
    """The page of one product on one platform. `state` is about the newest edition, "draft" once anything is changed after it."""

    contract = contract_field()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40, choices=list(PLATFORMS.items()))
    state = models.CharField(max_length=10, choices=list(PAGE_STATES.items()), default=DRAFT)
    begun_by = person_field()
    begun_at = models.DateTimeField()
    turned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "product", "channel"], name="page_once"),
            models.CheckConstraint(
                name="page_sane", condition=Q(state__in=list(PAGE_STATES), channel__in=list(PLATFORMS))
            ),
        ]


class PageBlock(models.Model):
    """A picture or a text at its place in a page; positions count from 1 within main pictures and within the detail.

    The database lets a page hold only pictures of its own contract (OP-5-A, TC-6-1).
    """

    contract = contract_field()
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="blocks")
    place = models.CharField(max_length=6, choices=list(PLACES.items()))
    position = models.PositiveIntegerField()
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=COPY_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "place", "position"],
                name="page_block_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="page_block_one_thing",
                condition=Q(place__in=list(PLACES))
                & (Q(asset__isnull=False, text="") | Q(asset=None, place="detail") & ~Q(text="")),
            ),
        ]


class Edition(models.Model):
    """A page as it was submitted: `content` is all of it, each picture by version and digest; `sha256` names exactly that.

    The brand's word is about these bytes and no others. Nothing but the answer and the publication changes.
    """

    contract = contract_field()
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_by = person_field()
    submitted_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    reason = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = person_field(null=True)
    answered_at = models.DateTimeField(null=True)
    published_by = person_field(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="edition_number"),
            models.CheckConstraint(
                name="edition_answered_whole",
                condition=Q(agreed=None, answered_by=None, answered_at=None, reason="")
                | Q(agreed=True, answered_by__isnull=False, answered_at__isnull=False, reason="")
                | Q(agreed=False, answered_by__isnull=False, answered_at__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="edition_published_once_agreed",
                condition=Q(published_by=None, published_at=None)
                | Q(agreed=True, published_by__isnull=False, published_at__isnull=False),
            ),
        ]


class CopyRequest(models.Model):
    """Copy that the brand owes for a product by a day (OP-4-B-2), and what it supplied."""

    contract = contract_field()
    number = models.PositiveIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=WORDS_MAX)
    due_on = models.DateField()
    asked_by = person_field()
    asked_at = models.DateTimeField()
    text = models.CharField(max_length=COPY_MAX, blank=True)
    supplied_by = person_field(null=True)
    supplied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="copy_request_number"),
            models.CheckConstraint(
                name="copy_supplied_whole",
                condition=Q(text="", supplied_by=None, supplied_at=None)
                | ~Q(text="") & Q(supplied_by__isnull=False, supplied_at__isnull=False),
            ),
        ]
