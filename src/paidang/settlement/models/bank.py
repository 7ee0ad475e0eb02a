"""What an organisation's bank says came in."""

from django.db import models
from django.db.models import Q

from paidang.team.models import Organisation, Person


class BankFile(models.Model):
    """A bank statement that an organisation handed in. It is its own affair: no other organisation sees it."""

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "sha256"], name="bank_file_once")]


class BankLine(models.Model):
    """Money that came in, as the bank says. `set_aside`: why it is no payment under a contract; "" while it is open."""

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=64)
    serial = models.CharField(max_length=100)
    day = models.DateField()
    amount_fen = models.BigIntegerField()
    payer_name = models.CharField(max_length=200)
    remark = models.CharField(max_length=500)
    set_aside = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "account", "serial", "day", "amount_fen"], name="bank_line_once"
            ),
            models.CheckConstraint(name="bank_line_amount", condition=Q(amount_fen__gt=0)),
        ]
