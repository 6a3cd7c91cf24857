"""Steps 4 and 5 in the browser: a member claims on a phone, two officers decide, the bank pays or gives back."""

import pytest

from benefits import public as benefits
from tests.browser.claiming import claim_sickness
from tests.stories.world import settle_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEMBER, NOT_LINKED = "1990000000019", "1990000000060"


def test_a_member_claims_and_is_paid_and_told(someone, office):
    member = someone(MEMBER)
    member.go("/me/").look("4-home").go("/me/contributions/").look("4-contributions")
    member.go("/me/rights/").look("4-rights")
    reference = claim_sickness(member, looks=True)
    assert reference in member.paper("ใบรับคำขอ (PDF)", "4-claim-receipt")
    settle_everything()

    office.decide(reference, "ใบรับรองแพทย์ถูกต้อง ครบตามเงื่อนไข", shots="5")
    maker = office["maker"].go(f"/office/cases/{reference}/")
    maker.go(f"/office/cases/{reference}/?tab=documents").look("5-case-documents")
    maker.go(f"/office/cases/{reference}/?tab=letters").look("5-case-letters")
    maker.go(f"/office/cases/{reference}/?tab=history").look("5-case-history")
    office.pay_out(shots="5")
    assert benefits.claim(reference).pay_state == "paid"

    member.go(f"/me/cases/{reference}/").sees("ผล: อนุมัติ", "2,800.00").look("5-tracker")
    assert "2,800.00" in member.paper("หนังสือแจ้งผล (PDF)", "5-letter")
    member.go("/me/inbox/").sees("เงินเข้าบัญชีแล้ว").look("5-inbox").follow("เงินเข้าบัญชีแล้ว").look("5-message")
    member.go("/me/access/").sees("ธนากร ผู้เสนอ").look("5-access")
    member.go("/me/").look("5-home-after").go("/me/cases/").look("5-cases")


def test_money_given_back_is_sent_again_to_another_account(someone, visitor, office):
    """The claim itself is made on a browser without any script."""
    plain = someone(NOT_LINKED, java_script_enabled=False)
    reference = claim_sickness(plain)
    plain.follow("ติดตามคำขอ").sees("คำขออยู่ขั้นไหน", "2,916.70")
    office.decide(reference, "ครบตามเงื่อนไข")
    office.pay_out()
    office["finance2"].look("5-batch-returned")
    member = (
        visitor(storage_state=plain.context.storage_state())
        .go("/me/")
        .sees("ธนาคารคืนเงิน")
        .look("5-home-returned")
    )
    member.go(f"/me/claims/{reference}/payment/").sees("ธนาคารคืนเงินมา").look("5-returned")
    member.follow("แก้วิธีรับเงิน").pick("บัญชีธนาคาร").press("ใช้วิธีนี้").look("5-payout-account-missing")
    member.page.locator("#id_bank_code").select_option("004")
    member.fill("เลขบัญชี", "123-4-56789-0").press("ใช้วิธีนี้").sees("รอเจ้าหน้าที่อนุมัติบัญชีใหม่")
    office.decide(_account_change(office), "ตรวจชื่อบัญชีแล้ว")
    member.press("ขอให้จ่ายใหม่").look("5-reissued")
    office.pay_out()
    assert benefits.claim(reference).pay_state == "paid"
    member.go(f"/me/cases/{reference}/").sees("จ่ายเงินแล้ว").look("5-tracker-reissued")


def _account_change(office) -> str:
    """The newest case of the queue that nobody has taken."""
    queue = office["maker"].go("/office/?view=unassigned")
    return str(queue.main.locator("tbody th a").first.inner_text())
