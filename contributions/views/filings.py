"""The employer files a month: upload, result, mending, enrolling from lines, submitting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contributions.files.layout import TITLES
from contributions.forms import EnrolLinesForm, LineForm, SubmitForm, UploadForm
from contributions.models import Filing, FilingKind, FilingStatus
from contributions.selectors import changes
from contributions.selectors import filings as read
from contributions.selectors.sheets import drafts_of
from contributions.services import amending, as_filed, changing, corrections, enrolling, uploads, workbooks
from contributions.services.submitting import submit_filing
from contributions.services.totals import staged_totals
from registration.public import employer as employer_of
from sso_core import clock
from sso_core.accounts.public import Role, actor_of, employer_required
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.law.public import NoLaw
from sso_core.ui.fields import sentence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILERS = (Role.employer_admin, Role.employer_filer)


def filing_or_404(account: str, filing_id: int) -> read.FilingView:
    found = read.filing_of(account, filing_id)
    if found is None:
        raise Http404
    return found


def row_or_404(account: str, filing_id: int) -> Filing:
    found = read.filing_row(account, filing_id)
    if found is None:
        raise Http404
    return found


def page(
    request: HttpRequest, template: str, account: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    values = {"employer": employer_of(account), "account": account, **context}
    return render(request, f"contributions/{template}.html", values, status=status)


@employer_required(*FILERS)
@require_GET
def filings(request: HttpRequest, account: str) -> HttpResponse:
    """What is to be paid, and every filing."""
    bills = read.bills_of(f"employer:{account}")
    context = {
        "filings": [one for one in read.filings_of(account) if one.was_submitted],
        "drafts": drafts_of(account),
        "unpaid": [bill for bill in bills if bill.status == "unpaid"],
        "paid": [bill for bill in bills if bill.status == "paid"],
    }
    return page(request, "filings", account, context)


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, account: str) -> HttpResponse:
    last_month = Period.of(clock.today()).prev()
    form = UploadForm(request.POST or None, request.FILES or None, initial={"period": last_month})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            done = uploads.upload_filing(
                account,
                file.read(),
                filename=file.name,
                period=form.cleaned_data["period"],
                by=actor_of(request),
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            if not done.is_new:
                messages.info(request, _("ไฟล์นี้ส่งมาแล้ว เราเปิดรายการเดิมให้"))
            return redirect("contributions:filing", account, done.filing_id)
    return page(request, "upload", account, {"form": form})


@employer_required(*FILERS)
@require_GET
def template(request: HttpRequest, account: str) -> HttpResponse:
    """The Excel template with the staff who work here, wages left open."""
    content = workbooks.template(account)
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="1-10_{account}.xlsx"'},
    )


@employer_required(*FILERS)
@require_GET
def filing(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """The result of the check: counts, findings worst first, what to do, sums; then the bill."""
    row = row_or_404(account, filing_id)
    found = read.filing_view(row)
    if found.is_working:
        return page(
            request, "filing_working", account, {"filing": found, "progress": read.progress_of_filing(found)}
        )
    uploads.ensure_staged(row)
    total = read.count_findings(filing_id)
    finding_page = Paginator(range(total), read.PAGE).get_page(request.GET.get("page"))
    rows = read.findings_of(filing_id, page=finding_page.number) if total else ()
    counts = read.counts_of(found)
    context = {
        "filing": found,
        "rows": rows,
        "total_findings": total,
        "finding_page": finding_page,
        "counts": _count_items(counts, found),
        "blocked": counts.blocked,
        "file_blocks": counts.file_blocks,
        "unenrolled": read.warnings_left(filing_id, enrolling.NOT_ENROLLED) if found.is_open else 0,
        "totals": _totals(row),
        "bills": read.bills_of_filing(filing_id),
        "waiting": read.waiting_of(filing_id),
        "kept": as_filed.kept_of(filing_id),
        "already_filed": counts.blocked and read.count_code(filing_id, "filing.person_filed"),
    }
    return page(request, "filing", account, context | _afterwards(found, row))


def _afterwards(found: read.FilingView, row: Filing) -> dict[str, Any]:
    """What changed the month since, and what the employer may change."""
    if found.is_open:
        return {}
    return {
        "changes": changes.adjustments_of(found.account_no, found.period),
        "may_withdraw": changing.may_withdraw(row),
    }


def _totals(row: Filing) -> Any:
    """The sums of the lines that pass; None where they cannot be worked out."""
    if row.status != FilingStatus.CHECKED:
        return None
    try:
        return staged_totals(row, as_of=clock.today(), passing_only=True)
    except NoLaw:
        return None


def _count_items(counts: read.Counts, found: read.FilingView) -> list[dict[str, Any]]:
    people = _("คน")
    return [
        {"label": _("ผ่าน"), "value": counts.passing, "unit": people, "kind": "ok"},
        {"label": _("ยืนยันได้"), "value": counts.warned, "unit": people, "kind": "warn"},
        {"label": _("แก้ก่อนยื่น"), "value": counts.blocked, "unit": people, "kind": "bad"},
        {"label": _("ทั้งหมด"), "value": found.lines, "unit": people},
    ]


@employer_required(*FILERS)
@require_GET
def findings_file(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """The findings as a spreadsheet with line, field, rule and remedy."""
    found = filing_or_404(account, filing_id)
    return HttpResponse(
        workbooks.findings(found),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{found.reference}.xlsx"'},
    )


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, account: str, filing_id: int, branch_no: str, number: int) -> HttpResponse:
    """Mend one line, or leave it out."""
    found = filing_or_404(account, filing_id)
    row = read.staged_line(filing_id, branch_no, number)
    if row is None:
        raise Http404
    initial = {
        name: getattr(row, name) for name in ("national_id", "title_code", "first_name", "last_name", "wage")
    }
    form = LineForm(request.POST or None, initial=initial)
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                corrections.remove_lines(filing_id, [(branch_no, number)], by=actor_of(request))
                messages.success(request, _("ตัดแถว %(line)s ออกแล้ว") % {"line": number})
                return redirect("contributions:filing", account, filing_id)
            if form.is_valid():
                corrections.edit_line(filing_id, branch_no, number, form.cleaned_data, by=actor_of(request))
                return _after_edit(request, found, branch_no, number)
        except Refused as refused:
            form.add_refusal(refused) if form.is_bound else messages.error(
                request, sentence(refused.findings[0])
            )
    context = {
        "filing": found,
        "row": row,
        "form": form,
        "findings": [] if form.is_bound else read.findings_of_line(filing_id, branch_no, number),
        "titles": TITLES,
    }
    return page(request, "line", account, context)


def _after_edit(request: HttpRequest, found: read.FilingView, branch_no: str, number: int) -> HttpResponse:
    left = [f for f in read.findings_of_line(found.id, branch_no, number) if f.blocks]
    if left:
        messages.warning(request, _("แถว %(line)s ยังมีสิ่งที่ต้องแก้") % {"line": number})
        return redirect("contributions:line", found.account_no, found.id, branch_no, number)
    messages.success(request, _("แถว %(line)s ผ่านแล้ว") % {"line": number})
    return redirect("contributions:filing", found.account_no, found.id)


@employer_required(*FILERS)
@require_POST
def change(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """The buttons that change a whole filing."""
    filing_or_404(account, filing_id)
    by, act = actor_of(request), request.POST.get("act", "")
    acts: dict[str, Callable[[], object]] = {
        "recompute": lambda: corrections.recompute(filing_id, by=by),
        "remove_faulty": lambda: corrections.remove_faulty(filing_id, by=by),
        "wait": lambda: enrolling.let_wait(filing_id),
        "discard": lambda: uploads.discard(filing_id, by=by),
        "amend": lambda: amending.turn_into_amendment(filing_id),
    }
    if act not in acts:
        raise Http404
    try:
        acts[act]()
    except Refused as refused:
        messages.error(request, sentence(refused.findings[0]))
    if act == "discard":
        return redirect("contributions:filings", account)
    return redirect("contributions:filing", account, filing_id)


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """Enrol people of the filing from their lines (1-03)."""
    found = filing_or_404(account, filing_id)
    rows = enrolling.unenrolled(filing_id)[:200]
    people = [(f"{r.branch_no}/{r.line}", f"{r.first_name} {r.last_name} · {r.national_id}") for r in rows]
    initial = {"people": [key for key, _label in people], "starts_on": found.period.first}
    form = EnrolLinesForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        places = [(key.partition("/")[0], int(key.partition("/")[2])) for key in form.cleaned_data["people"]]
        try:
            done = enrolling.enrol_lines(
                filing_id, places, starts_on=form.cleaned_data["starts_on"], by=actor_of(request)
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ขึ้นทะเบียนแล้ว %(n)s คน") % {"n": len(done.enrolled)})
            for finding in done.findings[:10]:
                messages.warning(request, f"{_('แถว')} {finding.line}: {sentence(finding)}")
            return redirect("contributions:filing", account, filing_id)
    return page(request, "enrol_lines", account, {"filing": found, "form": form, "people": people})


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """What will be owed, with every step of a surcharge; then the act."""
    row = row_or_404(account, filing_id)
    found = read.filing_view(row)
    if not found.is_open:
        return redirect("contributions:filing", account, filing_id)
    if found.kind == FilingKind.AMENDED:
        return redirect("contributions:submit_amended", account, filing_id)
    form = SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            submit_filing(filing_id, seen_total=form.cleaned_data["seen_total"], by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("contributions:filing", account, filing_id)
    uploads.ensure_staged(row)
    totals = staged_totals(row, as_of=clock.today())
    form.initial["seen_total"] = totals.total
    context = {
        "filing": found,
        "totals": totals,
        "form": form,
        "counts": read.counts_of(found),
        "unenrolled": read.warnings_left(filing_id, enrolling.NOT_ENROLLED),
    }
    return page(request, "submit", account, context)
