"""A paper that says what the register held on a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    INSURED = "insured", _("หนังสือรับรองการเป็นผู้ประกันตน")
    SECTION39 = "section39", _("หนังสืออนุมัติมาตรา 39")
    SECTION40 = "section40", _("หนังสืออนุมัติมาตรา 40")
    EMPLOYER = "employer", _("ใบสำคัญการขึ้นทะเบียนนายจ้าง")


class Certificate(models.Model):
    """What was certified, word for word. The same facts on the same day are the same paper."""

    number = models.CharField("เลขที่", max_length=20, unique=True)
    kind = models.CharField("ชนิด", max_length=10, choices=CertificateKind)
    subject = models.CharField("ของใคร", max_length=40)
    facts = models.JSONField("ข้อความที่รับรอง")
    issued_on = models.DateField("ออกเมื่อ")
    document_id = models.CharField("เอกสาร", max_length=40)

    class Meta:
        verbose_name = "หนังสือรับรอง"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "issued_on", "facts"], name="certificate_of_a_day_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CertificateKind.values), name="certificate_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number
