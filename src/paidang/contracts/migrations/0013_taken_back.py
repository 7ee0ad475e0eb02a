"""A yes to a clause and a word for a contract can be taken back; a version may ask for an answer by a day."""

from django.db import migrations, models

from paidang.kit.rls import WEB_ROLE

KINDS = ("remark", "accept", "decline", "offer", "take_back")


class Migration(migrations.Migration):
    dependencies = [("contracts", "0012_signing_by_passkey")]
    operations = [
        migrations.AddField("contracttext", "answer_by", models.DateField(null=True)),
        migrations.AddField("acceptance", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("acceptance", "acceptance_once"),
        migrations.AddConstraint(
            "acceptance",
            models.UniqueConstraint(
                fields=["contract", "org", "text_sha256", "terms_sha256"],
                condition=models.Q(withdrawn_at=None),
                name="acceptance_once",
            ),
        ),
        migrations.RunSQL(
            f"grant update (withdrawn_at) on contracts_acceptance to {WEB_ROLE}", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            "clausereply",
            "kind",
            models.CharField(
                choices=[
                    ("remark", "意见"),
                    ("accept", "接受"),
                    ("decline", "不接受"),
                    ("offer", "还价"),
                    ("take_back", "收回接受"),
                ],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint("clausereply", "clause_reply_kind"),
        migrations.AddConstraint(
            "clausereply",
            models.CheckConstraint(name="clause_reply_kind", condition=models.Q(kind__in=KINDS)),
        ),
        migrations.RemoveConstraint("clausereply", "clause_reply_says_something"),
        migrations.AddConstraint(
            "clausereply",
            models.CheckConstraint(
                name="clause_reply_says_something",
                condition=models.Q(kind__in=["accept", "decline", "take_back"]) | ~models.Q(body=""),
            ),
        ),
    ]
