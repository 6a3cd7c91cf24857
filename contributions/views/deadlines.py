"""The employer's calendar of wage months: what is due when, what is filed, what a delay costs."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contributions.selectors.deadlines import MonthDue, State, calendar_of
from contributions.services.ics import Event, calendar_file
from contributions.views.filings import FILERS, page
from registration.public import employer
from sso_core import clock
from sso_core.accounts.public import employer_required
from sso_core.ui import formats

COMING = frozenset({State.OPEN, State.COMING, State.MISSING, State.PARTLY})


@employer_required(*FILERS)
@require_GET
def deadlines(request: HttpRequest, account: str) -> HttpResponse:
    """Newest month first; what is late stands out."""
    today = clock.today()
    found = calendar_of(account, today)
    context = {"calendar": found, "months": [(month, month.is_late(today)) for month in found.months]}
    return page(request, "deadlines", account, context)


@employer_required(*FILERS)
@require_GET
def calendar_ics(request: HttpRequest, account: str) -> HttpResponse:
    """The days still to come or missed, for a calendar of one's own."""
    found = calendar_of(account, clock.today())
    events = [_event(account, month) for month in found.months if month.state in COMING or month.unpaid]
    name = employer(account)
    content = calendar_file(
        events, name=_("เงินสมทบ %(name)s") % {"name": name.name if name else account}, made_at=clock.now()
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="sso-{account}.ics"'},
    )


def _event(account: str, month: MonthDue) -> Event:
    words = formats.period(month.period, "long")
    return Event(
        key=f"contributions-{account}-{month.period}",
        day=month.due_on,
        title=_("วันสุดท้ายยื่นและชำระเงินสมทบ %(month)s") % {"month": words},
        text=_("ยื่น สปส.1-10 และชำระภายในวันนี้ (มาตรา 47) ช้ามีเงินเพิ่มร้อยละ 2 ต่อเดือน (มาตรา 49)"),
    )
