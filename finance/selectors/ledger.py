"""Reading the ledger: entries with their lines, and balances."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import get_language

from finance.models import LedgerEntry, LedgerLine
from finance.rules import book
from finance.rules.chart import Side
from finance.types import EntryView, Fund, LineView
from sso_core.following import subjects_of

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account of one fund: what was debited and credited, and the balance on its normal side."""

    fund: str
    account: str
    label: str
    debit: Decimal
    credit: Decimal

    @property
    def debit_balance(self) -> Decimal:
        return max(self.debit - self.credit, ZERO)

    @property
    def credit_balance(self) -> Decimal:
        return max(self.credit - self.debit, ZERO)


def entry_by_key(event_key: str) -> EntryView | None:
    found = _with_all(LedgerEntry.objects.filter(event_key=event_key)).first()
    return view_of(found) if found else None


def entry_by_id(entry_id: int) -> EntryView | None:
    found = _with_all(LedgerEntry.objects.filter(pk=entry_id)).first()
    return view_of(found) if found else None


def entries_of(ref: str) -> tuple[EntryView, ...]:
    """The entries of one paper (``claim:SC6911-…``), oldest first."""
    return views_of(LedgerEntry.objects.filter(ref=ref).order_by("pk"))


def entries_about(subject: str) -> tuple[EntryView, ...]:
    return views_of(LedgerEntry.objects.filter(subject__in=subjects_of(subject)).order_by("pk"))


def search(
    *, text: str = "", account: str = "", fund: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[LedgerEntry]:
    """Entries by event, reference, subject or rule; by account, fund and day; newest first."""
    found = LedgerEntry.objects.order_by("-pk")
    if text:
        found = found.filter(
            Q(event_key__startswith=text)
            | Q(ref=text)
            | Q(ref__endswith=f":{text}")
            | Q(subject=text)
            | Q(rule=text)
        )
    if account or fund:
        lines = LedgerLine.objects.filter(entry=OuterRef("pk"))
        lines = lines.filter(account=account) if account else lines
        found = found.filter(Exists(lines.filter(fund=fund) if fund else lines))
    if since:
        found = found.filter(posted_on__gte=since)
    if until:
        found = found.filter(posted_on__lte=until)
    return _with_all(found)


def balance(account: str, fund: Fund | str | None = None, *, on: date | None = None) -> Decimal:
    """The balance on the account's normal side, of one fund or of all, at the end of a day or now."""
    lines = LedgerLine.objects.filter(account=account)
    if fund:
        lines = lines.filter(fund=str(fund))
    if on:
        lines = lines.filter(entry__posted_on__lte=on)
    sums = lines.aggregate(debit=Sum("debit", default=ZERO), credit=Sum("credit", default=ZERO))
    side = book.current().chart[account].side
    difference: Decimal = sums["debit"] - sums["credit"]
    return difference if side is Side.DEBIT else -difference


def trial_balance(on: date | None = None, since: date | None = None) -> tuple[TrialRow, ...]:
    """Every account of every fund that was moved, up to a day."""
    lines = LedgerLine.objects.all()
    if on:
        lines = lines.filter(entry__posted_on__lte=on)
    if since:
        lines = lines.filter(entry__posted_on__gte=since)
    rows = lines.values("fund", "account").annotate(debit=Sum("debit"), credit=Sum("credit"))
    order = {fund.value: place for place, fund in enumerate(Fund)}
    return tuple(
        TrialRow(row["fund"], row["account"], account_label(row["account"]), row["debit"], row["credit"])
        for row in sorted(rows, key=lambda row: (order.get(row["fund"], 99), row["account"]))
    )


def views_of(entries: QuerySet[LedgerEntry]) -> tuple[EntryView, ...]:
    return tuple(view_of(entry) for entry in _with_all(entries))


def view_of(entry: LedgerEntry) -> EntryView:
    seal = getattr(entry, "seal_row", None)
    reversal = getattr(entry, "reversal", None)
    return EntryView(
        id=entry.pk,
        event_key=entry.event_key,
        rule=entry.rule,
        rule_label=rule_label(entry.rule),
        on=entry.posted_on,
        ref=entry.ref,
        subject=entry.subject,
        memo=entry.memo,
        created_at=entry.created_at,
        lines=_lines(sorted(entry.lines.all(), key=lambda line: line.number)),
        reverses=entry.reverses.event_key if entry.reverses else "",
        reversed_by=reversal.event_key if reversal else "",
        sealed=seal.sequence if seal else None,
        seal=bytes(seal.hash).hex() if seal else "",
    )


def _lines(lines: Sequence[LedgerLine]) -> tuple[LineView, ...]:
    return tuple(
        LineView(line.number, line.account, account_label(line.account), line.fund, line.debit, line.credit)
        for line in lines
    )


def account_label(code: str) -> str:
    account = book.current().chart.get(code)
    if account is None:
        return code
    return account.label_en if get_language() == "en" else account.label_th


def rule_label(key: str) -> str:
    if key == "reversal":
        return "Reversal" if get_language() == "en" else "กลับรายการ"
    rule = book.current().rules.get(key)
    if rule is None:
        return key
    return rule.label_en if get_language() == "en" else rule.label_th


def _with_all(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    return entries.select_related("reverses", "reversal", "seal_row").prefetch_related("lines")


def entries_by_ref(refs: Iterable[str]) -> tuple[EntryView, ...]:
    return views_of(LedgerEntry.objects.filter(ref__in=list(refs)).order_by("pk"))
