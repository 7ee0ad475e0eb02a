import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0013_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Project",
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
                                    ("tmall", "天猫旗舰店开店"),
                                    ("jd", "京东店开店"),
                                    ("wechat", "微信商城开店"),
                                    ("house", "建仓、采购与流程"),
                                    ("promotion", "一次推广的文案与礼品"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(max_length=80)),
                        ("starts_on", models.DateField()),
                        ("begun_at", models.DateTimeField()),
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="project_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["tmall", "jd", "wechat", "house", "promotion"])
                                ),
                                name="project_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("key", models.CharField(blank=True, max_length=20)),
                        ("title", models.CharField(blank=True, max_length=80)),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("apply", "入驻"),
                                    ("material", "素材"),
                                    ("store", "店铺"),
                                    ("house", "仓储"),
                                    ("open", "开业"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "side",
                            models.CharField(help_text="who does it: a, b, p (the platform)", max_length=1),
                        ),
                        ("days", models.PositiveIntegerField()),
                        ("answer_days", models.PositiveIntegerField()),
                        ("after", models.JSONField(default=list)),
                        ("is_public", models.BooleanField(default=False)),
                        ("service", models.CharField(blank=True, max_length=30)),
                        ("charge_fen", models.BigIntegerField(default=0)),
                        ("slipped", models.PositiveIntegerField(default=0)),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="projects.project",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("project", "number"), name="project_task_number"),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["a", "b", "p"])), name="project_task_side"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phase__in", ["apply", "material", "store", "house", "open"])
                                ),
                                name="project_task_phase",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer_days__lte", 250),
                                    ("days__gte", 1),
                                    ("days__lte", 250),
                                    ("slipped__lte", 250),
                                ),
                                name="project_task_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(models.Q(("key", ""), _negated=True), ("title", "")),
                                    models.Q(("key", ""), models.Q(("title", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="project_task_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("charge_fen__gte", 0)), name="project_task_charge"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Slip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("days", models.PositiveIntegerField()),
                        ("reason", models.CharField(max_length=1000)),
                        ("side", models.CharField(max_length=1)),
                        ("slipped_at", models.DateTimeField()),
                        ("noted_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "slipped_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slips",
                                to="projects.task",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("days__gte", 1),
                                    ("days__lte", 250),
                                    ("side__in", ["a", "b"]),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                name="project_slip_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("noted_at", None), ("noted_by", None)),
                                    models.Q(("noted_at__isnull", False), ("noted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="project_slip_noted_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("words", models.TextField(blank=True)),
                        ("link", models.CharField(blank=True, max_length=500)),
                        ("lines", models.JSONField(default=list)),
                        ("digest", models.CharField(max_length=64)),
                        ("submitted_at", models.DateTimeField()),
                        ("agreed", models.BooleanField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=1000)),
                        ("confirmed_digest", models.CharField(blank=True, max_length=64)),
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
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="projects.task",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "version"), name="project_delivery_version"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("agreed", None)),
                                fields=("task",),
                                name="project_delivery_one_waits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agreed", None),
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("confirmed_digest", ""),
                                    ),
                                    models.Q(
                                        ("agreed", False),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("confirmed_digest", ""),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("agreed", True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("confirmed_digest", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="project_delivery_answered_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at", None), ("published_by", None)),
                                    models.Q(
                                        ("agreed", True),
                                        ("confirmed_digest", models.F("digest")),
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="project_delivery_published_under_word",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("media", models.CharField(max_length=20)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size_bytes", models.PositiveIntegerField()),
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
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="projects.delivery",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("delivery", "sha256"), name="project_file_once"),
                            models.CheckConstraint(
                                condition=models.Q(("size_bytes__gte", 1), ("size_bytes__lte", 20971520)),
                                name="project_file_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
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
                                    ("licence", "营业执照"),
                                    ("trademark", "商标注册证"),
                                    ("brand_use", "商标使用授权书"),
                                    ("retail_right", "互联网零售授权书"),
                                    ("bank", "开户许可或基本账户信息"),
                                    ("quality", "质检报告"),
                                    ("legal_person", "法定代表人身份证明"),
                                    ("agency_licence", "乙方营业执照"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("media", models.CharField(max_length=20)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size_bytes", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        ("valid_until", models.DateField(null=True)),
                        ("given_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "kind", "given_at"], name="project_paper_latest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "kind", "sha256"), name="project_paper_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "licence",
                                            "trademark",
                                            "brand_use",
                                            "retail_right",
                                            "bank",
                                            "quality",
                                            "legal_person",
                                            "agency_licence",
                                        ],
                                    ),
                                    ("size_bytes__gte", 1),
                                    ("size_bytes__lte", 20971520),
                                ),
                                name="project_paper_sane",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
