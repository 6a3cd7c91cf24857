"""Words of the register for pages."""

from collections.abc import Set as AbstractSet

from django.utils.translation import gettext_lazy as _

from registration.rules.insurance import Branch

BRANCH_LABELS = {
    Branch.SICKNESS: _("เจ็บป่วย"),
    Branch.MATERNITY: _("คลอดบุตร"),
    Branch.INVALIDITY: _("ทุพพลภาพ"),
    Branch.DEATH: _("เสียชีวิต"),
    Branch.CHILD: _("สงเคราะห์บุตร"),
    Branch.OLD_AGE: _("ชราภาพ"),
    Branch.UNEMPLOYMENT: _("ว่างงาน"),
}


def branch_words(branches: AbstractSet[str]) -> list[str]:
    """The branches in the order of the law, in words."""
    return [str(label) for branch, label in BRANCH_LABELS.items() if branch in branches]
