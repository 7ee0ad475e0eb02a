"""What is to be photographed, what came of it version by version, what was said of it, who may be seen on it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from paidang.catalog.models import Product, Sku
from paidang.studio.models.fields import contract_field, person_field
from paidang.studio.rules.picture import PICTURE_BYTES_MAX
from paidang.studio.rules.shots import KINDS
from paidang.studio.rules.sizes import BY_KEY
from paidang.studio.rules.words import NEEDED, RIGHTS, STATES, WORDS_MAX


class File(models.Model):
    """Bytes by their digest, once in a contract: originals as they were given, and what was drawn of them. Never changed."""

    contract = contract_field()
    sha256 = models.CharField(max_length=64)
    media = models.CharField(max_length=20)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "sha256"], name="studio_file_once")]


class Asset(models.Model):
    """One picture of a product, from the shot list on; `number` counts within the contract.

    `latest` is its newest version's number, 0 while there is none; `approved` that of the version that the brand signed
    off, 0 while the newest is not. `failing`: channels of which the newest meets no wish (`rules.sizes`).
    `sku` where it shows one size or colour, None for the whole product.
    """

    contract = contract_field()
    number = models.PositiveIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    what = models.CharField(max_length=WORDS_MAX, blank=True, help_text="what it is to show")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=NEEDED)
    latest = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)
    thumb_sha256 = models.CharField(max_length=64, blank=True)
    failing = ArrayField(models.CharField(max_length=40), default=list)
    added_by = person_field()
    added_at = models.DateTimeField()
    turned_at = models.DateTimeField(help_text="since when it is in its state")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="asset_number"),
            models.CheckConstraint(
                name="asset_sane", condition=Q(kind__in=list(KINDS), state__in=list(STATES))
            ),
            models.CheckConstraint(
                name="asset_versions",
                condition=Q(state=NEEDED, latest=0, approved=0, thumb_sha256="")
                | ~Q(state=NEEDED) & Q(latest__gte=1) & ~Q(thumb_sha256=""),
            ),
            models.CheckConstraint(
                name="asset_approved_is_latest",
                condition=Q(state="approved", approved=models.F("latest"))
                | ~Q(state="approved") & Q(approved=0),
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "state", "number"], name="asset_by_state"),
            models.Index(fields=["contract", "product", "number"], name="asset_by_product"),
            GinIndex(fields=["failing"], name="asset_failing"),
        ]

    @property
    def code(self) -> str:
        """What people call it: `T-0012`."""
        return f"T-{self.number:04d}"


class Version(models.Model):
    """A version of a picture as it was handed in; `sha256` is the original's.

    The brand's word (`agreed`, who, when, why not) is about exactly these bytes. `sent_at`: when it went to proof.
    """

    contract = contract_field()
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    media = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    mode = models.CharField(max_length=10)
    edge_white_permille = models.PositiveSmallIntegerField()
    thumb_sha256 = models.CharField(max_length=64)
    proof_sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=WORDS_MAX, blank=True)
    added_by = person_field()
    added_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    reason = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = person_field(null=True)
    answered_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True, help_text="when its renditions were made")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "number"], name="version_number"),
            models.UniqueConstraint(fields=["asset", "sha256"], name="version_other_bytes"),
            models.CheckConstraint(
                name="version_sane",
                condition=Q(number__gte=1, size_bytes__lte=PICTURE_BYTES_MAX, edge_white_permille__lte=1000),
            ),
            models.CheckConstraint(
                name="version_answered_whole",
                condition=Q(agreed=None, answered_by=None, answered_at=None, reason="")
                | Q(
                    agreed=True,
                    sent_at__isnull=False,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                    reason="",
                )
                | Q(agreed=False, sent_at__isnull=False, answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "sha256"], name="version_by_digest"),
            models.Index(
                fields=["contract"], condition=Q(agreed=True, drawn_at=None), name="version_to_draw"
            ),
        ]


class Rendition(models.Model):
    """An approved version as a platform wants it, drawn once; `rule` is a key of `rules.sizes`. Without the original's words."""

    contract = contract_field()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="renditions")
    rule = models.CharField(max_length=40, choices=[(key, key) for key in BY_KEY])
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "rule"], name="rendition_once")]


class Reading(models.Model):
    """What was read in a version, once: `lines` as the reader told them (`rules.reading`), `permille` of the picture in text;
    None where it could not be read: `tries` were made, the last at `read_at`. Not on record in the chain: nobody decided
    anything."""

    contract = contract_field()
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="reading")
    permille = models.PositiveSmallIntegerField(null=True)
    lines = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=1, db_default=1)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reading_sane", condition=Q(permille=None) | Q(permille__lte=1000))
        ]
        indexes = [
            models.Index(fields=["contract"], condition=Q(permille=None), name="reading_failed"),
        ]


class Pin(models.Model):
    """A remark on a version: at a place in thousandths of width and height, or on all of it. `number` counts within the asset."""

    contract = contract_field()
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="pins")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="pins")
    number = models.PositiveIntegerField()
    x = models.PositiveSmallIntegerField(null=True)
    y = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(max_length=WORDS_MAX)
    said_by = person_field()
    said_at = models.DateTimeField()
    resolved_by = person_field(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "number"], name="pin_number"),
            models.CheckConstraint(
                name="pin_place", condition=Q(x=None, y=None) | Q(x__lte=1000, y__lte=1000)
            ),
            models.CheckConstraint(name="pin_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="pin_resolved_whole",
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
            ),
        ]

    @property
    def x_percent(self) -> str:
        """From the left edge, as a drawing reads it."""
        return _percent(self.x)

    @property
    def y_percent(self) -> str:
        """From the upper edge."""
        return _percent(self.y)


def _percent(thousandths: int | None) -> str:
    return f"{(thousandths or 0) // 10}.{(thousandths or 0) % 10}%"


class Reply(models.Model):
    """What was answered to a pin. Never changed."""

    contract = contract_field()
    pin = models.ForeignKey(Pin, on_delete=models.PROTECT, related_name="replies")
    text = models.CharField(max_length=WORDS_MAX)
    said_by = person_field()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="reply_says_something", condition=~Q(text=""))]


class Right(models.Model):
    """A release that a picture needs: of whom, until which day (inclusive; None: without end). A newer row of the same
    kind and holder replaces it."""

    contract = contract_field()
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="rights")
    kind = models.CharField(max_length=12, choices=list(RIGHTS.items()))
    holder = models.CharField(max_length=80)
    until = models.DateField(null=True)
    recorded_by = person_field()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="right_sane", condition=Q(kind__in=list(RIGHTS)) & ~Q(holder=""))
        ]
        indexes = [models.Index(fields=["contract", "until"], name="right_by_end")]


class Upload(models.Model):
    """A large file on its way, told beforehand by digest and size, so that it goes on where it broke off: as a version of
    `asset`, or where there is none as a picture of `kind` of the product."""

    contract = contract_field()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    received_bytes = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=255)
    note = models.CharField(max_length=WORDS_MAX, blank=True)
    begun_by = person_field()
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "begun_by", "sha256"], name="upload_once"),
            models.CheckConstraint(
                name="upload_sane",
                condition=Q(
                    size_bytes__gte=1,
                    size_bytes__lte=PICTURE_BYTES_MAX,
                    received_bytes__lte=models.F("size_bytes"),
                    kind__in=list(KINDS),
                ),
            ),
        ]


class UploadPart(models.Model):
    """A piece of an upload from an offset on; gone as soon as the file is whole."""

    contract = contract_field()
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="upload_part_once")]
