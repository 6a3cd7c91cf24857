"""Who answers for a contractor's debt with it: every principal above it in the months of the contract (s.52, s.53).

They see the months and pay the contractor's own bills: one payment frees all.
"""

from contributions.models import CollectionCase, JointDebtor
from contributions.services import collecting
from registration.public import employer_recipient, liable_with
from sso_core import clock
from sso_core.kernel.actor import Actor
from sso_core.messaging.public import tell


def tell_principals(case: CollectionCase, *, by: Actor) -> int:
    """Note and tell the principals of the months owed that were not told yet; how many are new."""
    months = list(case.months.filter(settled_on=None).order_by("period").values_list("period", flat=True))
    if not months:
        return 0
    new = 0
    for one in liable_with(case.account_no, months[0], months[-1]):
        _, made = JointDebtor.objects.get_or_create(
            case=case,
            account_no=one.account_no,
            since=one.since.replace(day=1),
            defaults={"name": one.name, "until": one.until, "told_on": clock.today()},
        )
        if not made:
            continue
        new += 1
        collecting.write(case, "principal_told", by, account_no=one.account_no, name=one.name)
        context = {
            "contractor": case.employer_name,
            "action_url": f"/employer/{one.account_no}/arrears/",
            "action_label": "ดูหนี้ที่ร่วมรับผิด",
        }
        tell(employer_recipient(one.account_no), "contributions/collection_joint", context)
    return new
