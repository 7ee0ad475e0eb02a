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
                    name="Lesson",
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
                                choices=[("lesson", "lesson"), ("product", "product")],
                                default="lesson",
                                max_length=10,
                            ),
                        ),
                        ("skill", models.CharField(max_length=20)),
                        ("title", models.CharField(max_length=100)),
                        ("planned_on", models.DateField()),
                        ("present", models.JSONField(default=list)),
                        ("held_on", models.DateField(null=True)),
                        ("words", models.CharField(blank=True, max_length=1000)),
                        ("questions", models.JSONField(default=list)),
                        ("of_duty", models.CharField(blank=True, max_length=120)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "held_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "teacher",
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
                            models.UniqueConstraint(fields=("contract", "number"), name="lesson_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("of_duty", ""), _negated=True),
                                fields=("contract", "of_duty"),
                                name="lesson_of_duty_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["lesson", "product"])), name="lesson_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("held_by__isnull", True), ("held_on__isnull", True)),
                                    models.Q(("held_by__isnull", False), ("held_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="lesson_held_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "lesson"), ("of_duty", "")),
                                    models.Q(("kind", "product"), models.Q(("of_duty", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="lesson_product_is_of_a_duty",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Material",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size_bytes", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        ("added_at", models.DateTimeField()),
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="materials",
                                to="training.lesson",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("lesson", "sha256"), name="material_once"),
                            models.CheckConstraint(
                                condition=models.Q(("size_bytes__lte", 20971520)), name="material_size"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuizAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("given", models.JSONField()),
                        ("score", models.PositiveIntegerField()),
                        ("answered_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="training.lesson",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("lesson", "person"), name="quiz_answered_once"),
                            models.CheckConstraint(
                                condition=models.Q(("score__lte", 100)), name="quiz_score"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trainee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("job", models.CharField(max_length=40)),
                        ("skills", models.JSONField()),
                        ("added_at", models.DateTimeField()),
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "person"), name="trainee_once"),
                            models.CheckConstraint(
                                condition=models.Q(("job", ""), _negated=True), name="trainee_job"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SkillWord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("skill", models.CharField(max_length=20)),
                        ("side", models.CharField(max_length=1)),
                        ("level", models.PositiveSmallIntegerField()),
                        ("reason", models.CharField(blank=True, max_length=1000)),
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
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "trainee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="said",
                                to="training.trainee",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["trainee", "skill", "side"], name="skill_word_of")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["a", "b"])), name="skill_word_side"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", (0, 1, 2, 3))), name="skill_word_level"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Advice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("question", models.CharField(max_length=1000)),
                        ("asked_at", models.DateTimeField()),
                        ("advice", models.CharField(blank=True, max_length=1000)),
                        ("advised_at", models.DateTimeField(null=True)),
                        ("decision", models.CharField(blank=True, max_length=10)),
                        ("decision_words", models.CharField(blank=True, max_length=1000)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("result", models.CharField(blank=True, max_length=1000)),
                        ("result_at", models.DateTimeField(null=True)),
                        (
                            "advised_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "result_by",
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
                            models.UniqueConstraint(fields=("contract", "number"), name="advice_number"),
                            models.CheckConstraint(
                                condition=models.Q(("decision__in", ["", "taken", "left"])),
                                name="advice_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("advised_at__isnull", False), ("decided_at", None), _connector="OR"
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False), ("result_at", None), _connector="OR"
                                    ),
                                ),
                                name="advice_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Course",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("months", models.PositiveIntegerField()),
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("months__gte", 1), ("months__lte", 36)),
                                name="course_months",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("text", models.CharField(max_length=200)),
                        ("proposed_at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(null=True)),
                        ("proof", models.CharField(blank=True, max_length=1000)),
                        ("met_at", models.DateTimeField(null=True)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
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
                            "met_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="criterion_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="criterion_agreed_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("met_at", None), ("met_by", None), ("proof", "")),
                                    models.Q(
                                        models.Q(("proof", ""), _negated=True),
                                        ("agreed_at__isnull", False),
                                        ("met_at__isnull", False),
                                        ("met_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="criterion_met_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        ("met_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="criterion_confirmed_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("facts", models.JSONField()),
                        ("document", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("drawn_at", models.DateTimeField()),
                        ("signed_a_at", models.DateTimeField(null=True)),
                        ("signed_b_at", models.DateTimeField(null=True)),
                        ("signed", models.BinaryField(null=True)),
                        ("signed_sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "drawn_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_a_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_b_by",
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed", None), ("signed_sha256", "")),
                                    models.Q(
                                        ("signed__isnull", False),
                                        ("signed_a_at__isnull", False),
                                        ("signed_b_at__isnull", False),
                                        models.Q(("signed_sha256", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="handover_signed_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandoverItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=200)),
                        ("added_at", models.DateTimeField()),
                        ("given_at", models.DateTimeField(null=True)),
                        ("received_at", models.DateTimeField(null=True)),
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
                            "given_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "received_by",
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
                                fields=("contract", "kind", "name"), name="handover_item_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["accounts", "assets", "documents", "procedures", "data"])
                                ),
                                name="handover_item_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("given_at__isnull", False), ("received_at", None), _connector="OR"
                                ),
                                name="handover_item_given_first",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
