"""Notices of the two sides, and the stages of a contract: what was said, answered or settled is never undone, by the database itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract

FORWARD_ONLY = """
create function contracts_stage_forward_only() returns trigger language plpgsql as $$
begin
  if old.state <> new.state and (old.state = 'settled' or new.state = 'draft') then
    raise exception 'a contract does not go back (contract %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger contracts_stage_forward_only before update on contracts_contract
  for each row execute function contracts_stage_forward_only();
create function contracts_notice_once() returns trigger language plpgsql as $$
begin
  if (old.verdict <> '' and (new.verdict, new.answer, new.answered_by_id, new.answered_at)
        is distinct from (old.verdict, old.answer, old.answered_by_id, old.answered_at))
      or (old.outcome <> '' and (new.outcome, new.closed_by_id, new.closed_at, new.close_note)
        is distinct from (old.outcome, old.closed_by_id, old.closed_at, old.close_note)) then
    raise exception 'a notice is answered once and closed once (notice %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger contracts_notice_once before update on contracts_notice for each row execute function contracts_notice_once();
"""
BACK = "drop function contracts_stage_forward_only cascade; drop function contracts_notice_once cascade;"
ANSWERED = "verdict, answer, answered_by_id, answered_at, outcome, closed_by_id, closed_at, close_note"


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0004_clause_reply"),
        ("evidence", "0002_row_level_security"),
        ("team", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("side", models.CharField(max_length=1)),
                ("about", models.CharField(max_length=80)),
                ("clause", models.CharField(blank=True, max_length=120)),
                ("grounds", models.CharField(max_length=2000)),
                ("facts", models.JSONField(default=dict)),
                ("amount_fen", models.BigIntegerField(null=True)),
                ("deadline", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("served_at", models.DateTimeField()),
                ("verdict", models.CharField(blank=True, max_length=12)),
                ("answer", models.CharField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=12)),
                ("closed_at", models.DateTimeField(null=True)),
                ("close_note", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="NoticeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.CharField(max_length=1)),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="contract",
            name="state",
            field=models.CharField(
                choices=[("draft", "草稿"), ("in_force", "履行中"), ("settled", "已结清")],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "in_force", "settled"))), name="contract_stage"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="closed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="served_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="noticefile",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="noticefile",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="noticefile",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="contracts.notice"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("contract", "number"), name="notice_number"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("contract", "side", "kind", "about"),
                name="notice_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "objection",
                            "cure",
                            "reminder",
                            "incident",
                            "force_majeure",
                            "termination",
                            "immediate",
                            "agreement",
                            "claim",
                            "return",
                            "clearance",
                        ],
                    )
                ),
                name="notice_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["a", "b"])), name="notice_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("grounds", ""), _negated=True), models.Q(("about", ""), _negated=True)
                ),
                name="notice_has_grounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verdict__in",
                        ["", "noted", "replied", "agreed", "declined", "admitted", "disputed", "confirmed"],
                    )
                ),
                name="notice_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "",
                            "cured",
                            "withdrawn",
                            "over",
                            "proven",
                            "fulfilled",
                            "agreed",
                            "declined",
                            "admitted",
                            "confirmed",
                        ],
                    )
                ),
                name="notice_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("verdict", "")),
                    models.Q(
                        models.Q(("verdict", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="notice_answered_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("outcome", "")),
                    models.Q(models.Q(("outcome", ""), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="notice_closed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["objection", "termination", "immediate", "agreement"]),
                        ("last_day__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("kind__in", ["objection", "termination", "immediate", "agreement"]),
                            _negated=True,
                        ),
                        ("last_day", None),
                    ),
                    _connector="OR",
                ),
                name="notice_that_ends_has_a_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticefile",
            constraint=models.UniqueConstraint(fields=("notice", "side", "sha256"), name="notice_file_once"),
        ),
        migrations.AddConstraint(
            model_name="noticefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["a", "b"])), name="notice_file_side"
            ),
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_notice", grants=f"select, insert, update ({ANSWERED})"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_noticefile", grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(FORWARD_ONLY, BACK),
    ]
