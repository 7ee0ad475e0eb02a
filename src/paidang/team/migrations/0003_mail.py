"""How somebody wants to be reminded by e-mail, and in which language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="language",
            field=models.CharField(
                choices=[("zh-hans", "zh-hans"), ("en", "en")], default="zh-hans", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="mail",
            field=models.CharField(
                choices=[("digest", "digest"), ("now", "now"), ("off", "off")],
                default="digest",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail__in", ("digest", "now", "off"))), name="person_mail"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ("zh-hans", "en"))), name="person_language"
            ),
        ),
    ]
