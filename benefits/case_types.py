"""The benefit claims as kinds of case: what the officer sees, who decides, what follows."""

from decimal import Decimal

from benefits.models import Claim, ClaimKind
from benefits.services.decide import on_decided, on_withdrawn, position_of
from benefits.services.eligibility import Position
from registration import public as registration
from sso_core.cases.public import CasePanel, CaseType, CaseView, CheckState, Decision, Fact, Letter, register
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import Recipient

# Above this sum a second officer confirms. An operational limit of the office, not law.
FOUR_EYES_FROM = Decimal("0.01")


def _claim(case: CaseView) -> Claim:
    return Claim.objects.get(reference=case.reference)


def _panel(case: CaseView) -> CasePanel:
    claim = _claim(case)
    found = position_of(claim)
    facts = _sickness_facts(claim) if claim.kind == ClaimKind.SICKNESS else _old_age_facts(claim, found)
    unknown = [check.label for check in found.checks if check.state == CheckState.UNKNOWN]
    return CasePanel(
        facts=(*facts, _destination(claim)),
        checks=found.checks,
        worked=found.worked,
        amount=found.amount,
        blocker=f"ยังยืนยันไม่ได้: {', '.join(unknown)}" if unknown else "",
        extra_template="benefits/officer_returns.html" if found.details.get("kind") == "lump_sum" else "",
        extra={"claim": claim, "returns": claim.facts.get("returns")},
    )


def _sickness_facts(claim: Claim) -> tuple[Fact, ...]:
    told = claim.facts
    return (
        Fact("วันแรกที่หยุด", format_date(claim.event_on), "ผู้ขอแจ้ง"),
        Fact("แพทย์สั่งหยุด", f"{told['days']} วัน", "ใบรับรองแพทย์"),
        Fact("นายจ้างจ่ายค่าจ้างแล้ว", f"{told['paid_days']} วัน", "ผู้ขอแจ้ง"),
        Fact("ขอรับเงิน", f"{told['claimed_days']} วัน", "คำนวณ"),
        Fact("สถานพยาบาล", told["hospital"], "ผู้ขอแจ้ง"),
    )


def _old_age_facts(claim: Claim, found: Position) -> tuple[Fact, ...]:
    kind = {"pension": "บำนาญรายเดือน", "lump_sum": "บำเหน็จครั้งเดียว"}.get(found.details.get("kind", ""), "")
    return (
        Fact("วันที่เกิดสิทธิ", format_date(claim.event_on), "ทะเบียน"),
        Fact("เดือนเงินสมทบ", f"{found.details['months']} เดือน", "บัญชีเงินสมทบ"),
        Fact("ประเภทที่ได้", kind, "คำนวณ"),
    )


def _destination(claim: Claim) -> Fact:
    destination = registration.destination_of(claim.person_id)
    if destination is None:
        return Fact("รับเงินทาง", "พร้อมเพย์เลขประจำตัวประชาชน", "ค่าตั้งต้น")
    way = "พร้อมเพย์" if destination.kind == "promptpay" else f"ธนาคาร {destination.bank_code}"
    return Fact(
        "รับเงินทาง", f"{way} {destination.account[-4:].rjust(len(destination.account), '•')}", "ทะเบียน"
    )


def _four_eyes(case: CaseView, amount: Decimal | None) -> bool:
    return amount is not None and amount >= FOUR_EYES_FROM


def _recipient(case: CaseView) -> Recipient | None:
    return registration.recipient_of(case.person_id) if case.person_id else None


def _letter(case: CaseView, decision: Decision) -> Letter:
    claim = _claim(case)
    outcome = "อนุมัติ" if decision.approved else "ไม่อนุมัติ"
    return Letter(
        title=f"{outcome}{claim.get_kind_display()}",
        context={"because": f"คำขอ{claim.get_kind_display()} วันที่เกิดสิทธิ {format_date(claim.event_on)}"},
    )


for _kind, _prefix, _english, _days in (
    (ClaimKind.SICKNESS, "SC", "Sickness cash", 5),
    (ClaimKind.OLD_AGE, "OA", "Old-age benefit", 10),
):
    register(
        CaseType(
            key=f"benefits.{_kind.value}",
            prefix=_prefix,
            label_th=str(_kind.label),
            label_en=_english,
            sla_days=_days,
            panel=_panel,
            on_decided=on_decided,
            on_withdrawn=on_withdrawn,
            four_eyes=_four_eyes,
            letter=_letter,
            recipient=_recipient,
            why_four_eyes="มีการจ่ายเงิน",
        )
    )
