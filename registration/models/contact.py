"""A new e-mail address that waits for the code that was sent to it."""

from django.db import models
from django.db.models import F, Q

from registration.models.person import Person


class EmailProof(models.Model):
    """The newest of a person counts. The code is kept as a hash only."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField("อีเมลใหม่")
    code = models.CharField("รหัส (แฮช)", max_length=128)
    asked_at = models.DateTimeField("ขอเมื่อ")
    expires_at = models.DateTimeField("ใช้ได้ถึง")
    tries = models.PositiveSmallIntegerField("ครั้งที่ลอง", default=0)
    confirmed_at = models.DateTimeField("ยืนยันเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "การยืนยันอีเมล"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="email_proof_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["person", "-asked_at"], name="email_proof_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at}"
