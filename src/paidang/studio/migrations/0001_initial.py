import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0005_the_brands_word"),
        ("contracts", "0013_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Asset",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("main", "主图"),
                                    ("white", "白底图"),
                                    ("detail", "细节"),
                                    ("scene", "场景"),
                                    ("size", "尺寸"),
                                    ("package", "包装"),
                                    ("label", "标签与成分"),
                                    ("worn", "上身"),
                                    ("use", "用法"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "what",
                            models.CharField(blank=True, help_text="what it is to show", max_length=500),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("needed", "待拍"),
                                    ("uploaded", "未送审"),
                                    ("proof", "等甲方书面确认"),
                                    ("approved", "已书面确认"),
                                    ("returned", "已要求修改"),
                                ],
                                default="needed",
                                max_length=10,
                            ),
                        ),
                        ("latest", models.PositiveIntegerField(default=0)),
                        ("approved", models.PositiveIntegerField(default=0)),
                        ("thumb_sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "failing",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list, size=None
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("turned_at", models.DateTimeField(help_text="since when it is in its state")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.product",
                            ),
                        ),
                        (
                            "sku",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.sku",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "state", "number"], name="asset_by_state"),
                            models.Index(fields=["contract", "product", "number"], name="asset_by_product"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["failing"], name="asset_failing"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="asset_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "main",
                                            "white",
                                            "detail",
                                            "scene",
                                            "size",
                                            "package",
                                            "label",
                                            "worn",
                                            "use",
                                        ],
                                    ),
                                    ("state__in", ["needed", "uploaded", "proof", "approved", "returned"]),
                                ),
                                name="asset_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved", 0),
                                        ("latest", 0),
                                        ("state", "needed"),
                                        ("thumb_sha256", ""),
                                    ),
                                    models.Q(
                                        models.Q(("state", "needed"), _negated=True),
                                        ("latest__gte", 1),
                                        models.Q(("thumb_sha256", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="asset_versions",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved", models.F("latest")), ("state", "approved")),
                                    models.Q(models.Q(("state", "approved"), _negated=True), ("approved", 0)),
                                    _connector="OR",
                                ),
                                name="asset_approved_is_latest",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CopyRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("what", models.CharField(max_length=500)),
                        ("due_on", models.DateField()),
                        ("asked_at", models.DateTimeField()),
                        ("text", models.CharField(blank=True, max_length=5000)),
                        ("supplied_at", models.DateTimeField(null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.product",
                            ),
                        ),
                        (
                            "supplied_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "number"), name="copy_request_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("supplied_at", None), ("supplied_by", None), ("text", "")),
                                    models.Q(
                                        models.Q(("text", ""), _negated=True),
                                        ("supplied_at__isnull", False),
                                        ("supplied_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="copy_supplied_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="File",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("media", models.CharField(max_length=20)),
                        ("content", models.BinaryField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "sha256"), name="studio_file_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Page",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("jd", "京东"),
                                    ("tmall", "天猫"),
                                    ("douyin", "抖店"),
                                    ("pinduoduo", "拼多多"),
                                ],
                                max_length=40,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "等甲方书面确认"),
                                    ("agreed", "已书面确认，可以发布"),
                                    ("sent_back", "已要求修改"),
                                    ("published", "已发布"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("begun_at", models.DateTimeField()),
                        ("turned_at", models.DateTimeField()),
                        (
                            "begun_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.product",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "product", "channel"), name="page_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("channel__in", ["jd", "tmall", "douyin", "pinduoduo"]),
                                    ("state__in", ["draft", "submitted", "agreed", "sent_back", "published"]),
                                ),
                                name="page_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Edition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("content", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("submitted_at", models.DateTimeField()),
                        ("agreed", models.BooleanField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("published_at", models.DateTimeField(null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "page",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="studio.page",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("page", "number"), name="edition_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agreed", None),
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("reason", ""),
                                    ),
                                    models.Q(
                                        ("agreed", True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("reason", ""),
                                    ),
                                    models.Q(
                                        ("agreed", False),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="edition_answered_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at", None), ("published_by", None)),
                                    models.Q(
                                        ("agreed", True),
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="edition_published_once_agreed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PageBlock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(choices=[("main", "主图"), ("detail", "详情")], max_length=6),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("text", models.CharField(blank=True, max_length=5000)),
                        (
                            "asset",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="studio.asset",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "page",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blocks",
                                to="studio.page",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("page", "place", "position"),
                                name="page_block_position",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("place__in", ["main", "detail"]),
                                    models.Q(
                                        models.Q(("asset__isnull", False), ("text", "")),
                                        models.Q(
                                            ("asset", None),
                                            ("place", "detail"),
                                            models.Q(("text", ""), _negated=True),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="page_block_one_thing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("name", models.CharField(max_length=255)),
                        ("media", models.CharField(max_length=20)),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        ("size_bytes", models.PositiveIntegerField()),
                        ("mode", models.CharField(max_length=10)),
                        ("edge_white_permille", models.PositiveSmallIntegerField()),
                        ("thumb_sha256", models.CharField(max_length=64)),
                        ("proof_sha256", models.CharField(max_length=64)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("added_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("agreed", models.BooleanField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "drawn_at",
                            models.DateTimeField(help_text="when its renditions were made", null=True),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="studio.asset",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "sha256"], name="version_by_digest"),
                            models.Index(
                                condition=models.Q(("agreed", True), ("drawn_at", None)),
                                fields=["contract"],
                                name="version_to_draw",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("asset", "number"), name="version_number"),
                            models.UniqueConstraint(fields=("asset", "sha256"), name="version_other_bytes"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("edge_white_permille__lte", 1000),
                                    ("number__gte", 1),
                                    ("size_bytes__lte", 41943040),
                                ),
                                name="version_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agreed", None),
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("reason", ""),
                                    ),
                                    models.Q(
                                        ("agreed", True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("reason", ""),
                                        ("sent_at__isnull", False),
                                    ),
                                    models.Q(
                                        ("agreed", False),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("sent_at__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="version_answered_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("x", models.PositiveSmallIntegerField(null=True)),
                        ("y", models.PositiveSmallIntegerField(null=True)),
                        ("text", models.CharField(max_length=500)),
                        ("said_at", models.DateTimeField()),
                        ("resolved_at", models.DateTimeField(null=True)),
                        (
                            "asset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pins",
                                to="studio.asset",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pins",
                                to="studio.version",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("asset", "number"), name="pin_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("x", None), ("y", None)),
                                    models.Q(("x__lte", 1000), ("y__lte", 1000)),
                                    _connector="OR",
                                ),
                                name="pin_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="pin_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("resolved_at", None), ("resolved_by", None)),
                                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="pin_resolved_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=500)),
                        ("said_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "pin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="studio.pin",
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="reply_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Right",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("model", "模特肖像授权"),
                                    ("photographer", "摄影师授权"),
                                    ("other", "字体、素材等授权"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("holder", models.CharField(max_length=80)),
                        ("until", models.DateField(null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "asset",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rights",
                                to="studio.asset",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "until"], name="right_by_end")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["model", "photographer", "other"]),
                                    models.Q(("holder", ""), _negated=True),
                                ),
                                name="right_sane",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Upload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("main", "主图"),
                                    ("white", "白底图"),
                                    ("detail", "细节"),
                                    ("scene", "场景"),
                                    ("size", "尺寸"),
                                    ("package", "包装"),
                                    ("label", "标签与成分"),
                                    ("worn", "上身"),
                                    ("use", "用法"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("size_bytes", models.PositiveIntegerField()),
                        ("received_bytes", models.PositiveIntegerField(default=0)),
                        ("name", models.CharField(max_length=255)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("begun_at", models.DateTimeField()),
                        (
                            "asset",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="studio.asset",
                            ),
                        ),
                        (
                            "begun_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.product",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "begun_by", "sha256"), name="upload_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "main",
                                            "white",
                                            "detail",
                                            "scene",
                                            "size",
                                            "package",
                                            "label",
                                            "worn",
                                            "use",
                                        ],
                                    ),
                                    ("received_bytes__lte", models.F("size_bytes")),
                                    ("size_bytes__gte", 1),
                                    ("size_bytes__lte", 41943040),
                                ),
                                name="upload_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UploadPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("offset", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "upload",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="studio.upload",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("upload", "offset"), name="upload_part_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rendition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("jd-main", "jd-main"),
                                    ("jd-white", "jd-white"),
                                    ("jd-detail", "jd-detail"),
                                    ("tmall-main", "tmall-main"),
                                    ("tmall-tall", "tmall-tall"),
                                    ("tmall-white", "tmall-white"),
                                    ("tmall-detail", "tmall-detail"),
                                    ("douyin-main", "douyin-main"),
                                    ("pinduoduo-main", "pinduoduo-main"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        ("size_bytes", models.PositiveIntegerField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="renditions",
                                to="studio.version",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "rule"), name="rendition_once")
                        ],
                    },
                ),
            ]
        ),
    ]
