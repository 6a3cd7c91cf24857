"""Officers, members and a case type to test with; no app needed."""

from datetime import date, timedelta
from decimal import Decimal

from sso_core import clock
from sso_core.accounts.models import Grant, Role, User
from sso_core.cases import registry
from sso_core.cases.public import CasePanel, CaseType, Check, CheckState, Fact, Letter, open_case
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.worked import Step, Worked
from sso_core.messaging.public import Recipient

OFFICE = "1003"
LIMIT = Decimal(30000)
_numbers = iter(range(1, 10**9))


def officer(name="ธนากร วัฒนพงษ์ชัย", *roles, office=OFFICE):
    number = next(_numbers)
    user = User.objects.create(username=f"officer{number}", kind="officer", display_name=name)
    for role in roles or (Role.officer,):
        Grant.objects.create(
            user=user, role=role, scope=f"office:{office}", since=clock.today() - timedelta(days=400)
        )
    return user


def checker(name="ศิริพร เมฆสวัสดิ์", **more):
    return officer(name, Role.checker, **more)


def member(person_id=None, name="ปาณิสรา แก้วมณีวงศ์"):
    number = next(_numbers)
    return User.objects.create(
        username=f"member{number}", kind="member", display_name=name, person_id=person_id or 900000 + number
    )


def actor(user, assurance=2):
    scope = f"office:{OFFICE}" if user.kind == "officer" else ""
    return Actor(ActorKind(user.kind), user.pk, user.display_name, user.person_id, scope, assurance)


decided = []


def panel(case):
    amount = Decimal(str(case.payload.get("amount", "3500.00")))
    failing = case.payload.get("failing")
    return CasePanel(
        facts=(
            Fact("วันที่คลอด", "2 พ.ย. 2569", "สูติบัตร"),
            ("รับเงินทาง", "พร้อมเพย์ เลขประจำตัว", "ผู้ขอเลือก 23 พ.ย. 2569"),
        ),
        checks=(
            Check("ส่งเงินสมทบครบ", CheckState.PASSED, "13 จาก 15 เดือน ต้องมี 5", "65"),
            Check("ชื่อบัญชีตรงกับผู้ขอ", CheckState.FAILED if failing else CheckState.PASSED, "ธนาคารตอบแล้ว"),
            Check("ใบรับรองฝากครรภ์ครั้งที่ 3", CheckState.WAIVED, "โรงพยาบาลยืนยันทางระบบ"),
        ),
        worked=worked(amount),
        amount=amount,
        blocker="ชื่อบัญชีไม่ตรง 1 ตัวอักษร ต้องให้ผู้ขอยืนยันชื่อก่อนสั่งจ่าย" if failing else "",
    )


def worked(amount):
    return Worked(
        rule="test.sickness",
        results={"amount": amount},
        steps=(
            Step(
                "daily",
                "ค่าจ้างเฉลี่ยต่อวันของคุณ",
                "Average daily wage",
                "57",
                Decimal("560.00"),
                unit="baht_per_day",
                formula="(16,800 + 16,800 + 16,800) ÷ 90 = 560.00",
            ),
            Step(
                "payable",
                "เงินทดแทนการขาดรายได้",
                "Cash benefit",
                "64",
                amount,
                formula="560.00 × 50% × จำนวนวัน",
            ),
        ),
        as_of=date(2026, 11, 2),
        law_hash="test",
    )


def note_decided(case, decision):
    decided.append((case.reference, decision.outcome, decision.amount))
    if case.payload.get("explode"):
        raise RuntimeError("the app below could not order the payment")


def letter(case, decision):
    word = "อนุมัติ" if decision.approved else "ไม่อนุมัติ"
    return Letter(
        title=f"{word}เงินทดแทนกรณีคลอดบุตร",
        context={
            "because": "เราตรวจแล้วว่าคุณส่งเงินสมทบ 13 เดือน ในช่วง 15 เดือนก่อนเดือนที่คลอด "
            "ซึ่งกฎหมายกำหนดไว้ไม่น้อยกว่า 5 เดือน คุณจึงมีสิทธิตามมาตรา 65",
            "paid_to": "เข้าพร้อมเพย์",
        },
    )


def recipient(case):
    return Recipient(case.subject, case.subject_name, email="panisara@example.com")


TYPE = CaseType(
    key="test.maternity",
    prefix="TM",
    label_th="คลอดบุตร",
    label_en="Maternity",
    sla_days=5,
    panel=panel,
    on_decided=note_decided,
    four_eyes=lambda case, amount: amount is not None and amount > LIMIT,
    letter=letter,
    recipient=recipient,
    why_four_eyes="ยอดเกิน 30,000 บาท",
)


def case_type():
    registry.register(TYPE)
    return TYPE


def a_case(applicant=None, *, amount="3500.00", office=OFFICE, name="น.ส. ปาณิสรา แก้วมณีวงศ์", **payload):
    case_type()
    applicant = applicant or member()
    return open_case(
        TYPE.key,
        subject=f"person:{applicant.person_id}",
        subject_name=name,
        subject_ident="1100700123455",
        applicant=actor(applicant),
        office=office,
        payload={"amount": amount, **payload},
        amount=Decimal(amount),
    )
