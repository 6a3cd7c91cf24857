"""The sentence of each finding, Thai and English: what is wrong, and what to do."""

from contributions.collection_messages import COLLECTION
from contributions.filing_messages import FILING
from contributions.search_messages import SEARCH

_OTHERS = {
    # files of the past
    "history.no_file": ("ไม่พบไฟล์ {file}", "There is no file {file}."),
    "history.empty": ("ไฟล์ {file} ว่าง", "The file {file} is empty."),
    "history.no_header": (
        "ไฟล์ {file} ไม่ขึ้นต้นด้วยรายการ H ตรวจว่าเป็นไฟล์ประวัติเงินสมทบ",
        "The file {file} does not begin with an H record. See that it is a file of past contributions.",
    ),
    "history.cut_off": (
        "ไฟล์ {file} ขาดตอน จำนวนรายการไม่ตรงกับรายการปิดท้าย ขอไฟล์ใหม่จากระบบเดิม",
        "The file {file} was cut off: its rows are not what its last record says. Ask for it anew.",
    ),
    "history.version": (
        "ไฟล์ {file} เป็นรูปแบบรุ่น {found} ซึ่งอ่านไม่ได้",
        "The file {file} is of version {found} of the layout, which cannot be read.",
    ),
    "history.header_month": (
        "ไฟล์ {file} มีเดือน “{found}” ในรายการ H ซึ่งอ่านไม่ได้ ต้องเป็น ปปปปดด (พ.ศ.)",
        "The H record of {file} has the month “{found}”. It is written YYYYMM, B.E.",
    ),
    "history.number_bad": (
        "ไฟล์ {file} มีตัวเลข “{found}” ซึ่งอ่านไม่ได้",
        "The file {file} has the number “{found}”, which cannot be read.",
    ),
    "history.control_bad": (
        "ไฟล์ยอดควบคุม {file} มีบรรทัดที่ไม่ใช่รายการ C",
        "The file of totals {file} has a line that is not a C record.",
    ),
    "history.file_changed": (
        "ไฟล์ {file} เปลี่ยนไปหลังจากเริ่มอ่าน นำไฟล์เดิมกลับมาแล้วสั่งอ่านใหม่",
        "The file {file} has changed since it was begun. Put the same file back and read it again.",
    ),
    "history.not_waiting": (
        "การนำเข้านี้ไม่ได้รอการตัดสินใจ ({status})",
        "This load does not wait for a decision ({status}).",
    ),
    "history.closed": ("การนำเข้า {reference} จบแล้ว", "The load {reference} is closed."),
    "history.reason_missing": ("บอกเหตุผลที่รับทั้งที่ยอดไม่ตรง", "Say why the load is taken although totals differ."),
    "history.not_asked": (
        "ต้องมีคนที่หนึ่งเสนอพร้อมเหตุผลก่อน",
        "A first person has to ask for it with a reason.",
    ),
    "history.same_person": (
        "คนที่เสนอรับเองไม่ได้ ให้คนที่สองตัดสิน",
        "Whoever asked cannot accept; a second person decides.",
    ),
    "certificate.no_year": ("เลือกปีภาษีตั้งแต่ 2534 ถึงปีนี้", "Choose a tax year from 2534 to this year."),
    "certificate.months_unknown": (
        "ยังออกหนังสือรับรองไม่ได้ เพราะยังไม่มีข้อมูลของ {months} ติดต่อสำนักงานหรือสายด่วน 1506 ให้ค้นงวดเหล่านี้ก่อน",
        "No certificate yet: {months} are not loaded. Ask an office, or 1506, to look for these months first.",
    ),
    "certificate.nothing_paid": ("ไม่มีเงินสมทบของปี {year}", "There are no contributions of the year {year}."),
    "act.tax_certified": (
        "ออกหนังสือรับรองเงินสมทบสำหรับภาษี เลขที่ {number}",
        "Issued the certificate of contributions for tax {number}",
    ),
    "act.history_begun": ("เริ่มนำเข้าประวัติเงินสมทบ", "Began to load past contributions"),
    "act.history_read_again": ("อ่านไฟล์ประวัติเงินสมทบใหม่", "Read the files of past contributions again"),
    "act.history_accept_asked": (
        "เสนอให้รับประวัติเงินสมทบที่ยอดไม่ตรง เหตุผล {reason}",
        "Asked to take past contributions whose totals differ: {reason}",
    ),
    "act.history_accepted": (
        "รับประวัติเงินสมทบที่ยอดไม่ตรง เหตุผล {reason}",
        "Took past contributions whose totals differ: {reason}",
    ),
    "act.history_refused": ("ไม่รับประวัติเงินสมทบ", "Refused past contributions"),
    "act.history_loaded": ("ลงบัญชีประวัติเงินสมทบครบ", "Past contributions are in the accounts"),
    "section39.not_held": ("คุณไม่ได้เป็นผู้ประกันตนมาตรา 39 อยู่", "You are not insured under Section 39."),
    "voluntary.months": (
        "จ่ายพร้อมกันได้ 1 ถึง {most} เดือน เลือกใหม่",
        "From 1 to {most} months can be paid at once. Choose again.",
    ),
    "saving.not_open": (
        "ทางเลือกนี้ออมเพิ่มไม่ได้ เปลี่ยนเป็นทางเลือก 2 หรือ 3 ก่อน",
        "Extra saving is not open under this option. Change to option 2 or 3 first.",
    ),
    "saving.amount": (
        "ใส่จำนวนเงินมากกว่า 0 ไม่เกิน {most} บาทต่อเดือน",
        "Key more than 0 and at most {most} baht a month.",
    ),
    "saving.done": (
        "เดือนนี้ออมเพิ่มแล้ว ออมได้อีกเดือนหน้า",
        "This month's saving is paid. You can save again next month.",
    ),
    "act.contributions.month_withdrawn": (
        "ถอนเดือน {bill} ที่จ่ายแล้ว {amount} บาท",
        "Took back the paid month {bill}, {amount} baht",
    ),
    "mandate.account": (
        "เลขบัญชีไม่ถูกต้องสำหรับธนาคารนี้ ตรวจแล้วใส่ใหม่",
        "This is not an account number of the bank. Check it and key it again.",
    ),
    "mandate.not_insured": (
        "หักบัญชีได้เฉพาะผู้ประกันตนมาตรา 39 หรือ 40",
        "Standing debit is for insured persons of Sections 39 and 40.",
    ),
    "mandate.held": (
        "ตั้งหักบัญชี {account} ไว้แล้ว เลิกก่อนจึงตั้งบัญชีใหม่ได้",
        "Account {account} is set up already. Stop it first.",
    ),
    "mandate.none": ("ยังไม่ได้ตั้งหักบัญชี", "There is no standing debit."),
    "act.contributions.mandate_asked": ("ขอหักบัญชีอัตโนมัติ", "Asked for a standing debit"),
    "act.contributions.mandate_ended": ("เลิกหักบัญชีอัตโนมัติ", "Ended a standing debit"),
    "suspense.already_used": ("เงินก้อนนี้ถูกใช้ไปแล้ว", "This money was used already."),
    "suspense.bill_closed": ("บิลนี้ปิดแล้ว เลือกบิลอื่น", "This bill is closed; choose another."),
    "suspense.not_enough": (
        "เงินไม่พอสำหรับบิลนี้ ขาดอีก {missing} บาท",
        "Not enough for this bill: {missing} baht are missing.",
    ),
    "month.not_open": ("งวด {period} ไม่ได้เปิดอยู่", "The month {period} is not open."),
    "month.not_due": (
        "งวด {period} ยังไม่พ้นวันครบกำหนด ทำได้ตั้งแต่วันถัดไป",
        "The due day of {period} has not passed; do this from the day after it.",
    ),
    "month.running": ("งาน {run} กำลังทำอยู่ รอให้เสร็จก่อน", "Run {run} is under way. Wait until it is done."),
    "drop.gone": (
        "ไม่พบชุดไฟล์ {name} ในที่รับไฟล์ ดูรายชื่อใหม่แล้วเลือกจากรายชื่อนั้น",
        "There is no folder {name}. Look at the list again and choose from it.",
    ),
    "drop.empty": (
        "ชุดไฟล์ {name} ยังไม่มีไฟล์ รอ e-Filing ส่งก่อน",
        "Folder {name} has no files yet. Wait for the gateway.",
    ),
    "drop.broken": (
        "ไฟล์ zip ในชุด {name} เปิดไม่ได้ทุกไฟล์ ({zips}) แจ้ง e-Filing ให้ส่งใหม่",
        "No zip of folder {name} can be opened ({zips}). Ask the gateway to send them anew.",
    ),
    "act.contributions.drop_begun": (
        "เริ่มรับแบบจากชุดไฟล์ {name} ({run})",
        "Began to take in folder {name} ({run})",
    ),
    "pack.none": ("ไม่มีใบเสร็จที่ชำระในช่วงวันนี้ เลือกช่วงอื่น", "No receipt of these days. Choose others."),
    "pack.span": ("วันสุดท้ายต้องไม่ก่อนวันแรก", "The last day must not be before the first."),
    "pack.too_many": (
        "ช่วงนี้มีใบเสร็จเกิน {most} ใบ เลือกช่วงที่สั้นลง",
        "There are more than {most} receipts in these days. Choose fewer days.",
    ),
    "act.contributions.month_opened": ("เปิดงวดเงินสมทบ {period}", "Opened the month {period}"),
    "act.contributions.month_closing": ("เริ่มปิดงวดเงินสมทบ {period}", "Began to close the month {period}"),
    "act.contributions.draft_discarded": ("ทิ้งแบบที่ยังไม่ได้ยื่น {filing}", "Discarded filing {filing}"),
    "move.same_person": ("เป็นคนเดียวกัน", "This is the same person."),
    "move.nobody": ("ไม่มีผู้ประกันตนเลข {number} ในทะเบียน", "Nobody in the register has number {number}."),
    "move.months": ("ช่วงเดือนต้องเรียงจากก่อนไปหลัง ไม่เกิน 240 เดือน", "The months must be in order, at most 240."),
    "move.nothing_there": (
        "ไม่มีเดือนของนายจ้างนี้ในบัญชีของคนนี้",
        "No month of this employer stands under this person.",
    ),
    "move.reason": ("ใส่เหตุผลและหลักฐาน", "Give the reason and the evidence."),
    "relief.unknown": ("ไม่มีประกาศที่ทราบเมื่อ {known}", "There is no announcement that became known on {known}."),
    "act.contributions.relief_started": ("เริ่มงานคืนเงินตามประกาศลดอัตรา {run}", "Started the relief run {run}"),
    "act.contributions.bill_lowered": (
        "ลดใบแจ้ง {bill} จาก {before} เป็น {after} บาท (ใบใหม่ {new})",
        "Lowered bill {bill} from {before} to {after} baht (new bill {new})",
    ),
    "refund.closed": (
        "เงินคืนก้อนนี้สั่งจ่ายหรือปิดไปแล้ว",
        "This refund has been ordered or closed already.",
    ),
    "refund.too_late": (
        "พ้นกำหนดรับเงินคืนเมื่อ {until} เงินเป็นของกองทุน",
        "The time to collect ended on {until}; the money is the Fund's.",
    ),
    "refund.not_claimed": (
        "นายจ้างยังไม่ได้ยืนยันบัญชี หรืออนุมัติไปแล้ว",
        "The employer has not confirmed an account, or it was approved already.",
    ),
    "refund.same_person": (
        "{name} เป็นผู้ยืนยันบัญชีเอง ให้คนอื่นอนุมัติ",
        "{name} entered the account; another person approves.",
    ),
    "refund.reason_needed": ("บอกนายจ้างว่าต้องแก้อะไร", "Tell the employer what to mend."),
    "refund.not_paid": (
        "ยืนยันการส่งต่อได้หลังเงินเข้าบัญชีแล้ว",
        "Confirm the handing on after the money has arrived.",
    ),
    "act.contributions.filing_amended": ("ยื่นแก้ไขเงินสมทบ {filing}", "Amended filing {filing}"),
    "act.contributions.filing_withdrawn": ("ถอนแบบ {filing}: {reason}", "Withdrew filing {filing}: {reason}"),
    "act.contributions.refund_claimed": (
        "ยืนยันบัญชีรับเงินคืน {refund}",
        "Confirmed the account for refund {refund}",
    ),
    "act.contributions.refund_approved": ("อนุมัติเงินคืน {refund}", "Approved refund {refund}"),
    "act.contributions.refund_sent_back": ("ส่งเงินคืน {refund} กลับให้แก้บัญชี", "Sent refund {refund} back"),
    "act.contributions.refund_handed_on": (
        "ยืนยันว่าส่งเงินคืน {refund} ต่อลูกจ้างแล้ว",
        "Confirmed that refund {refund} was handed on to the employees",
    ),
    "suspense.proposed_already": (
        "มีคนเสนอไว้แล้ว ตรวจหรือไม่รับข้อเสนอนั้นก่อน",
        "Something is proposed already; check or decline it first.",
    ),
    "suspense.not_proposed": ("ข้อเสนอนี้ทำหรือยกเลิกไปแล้ว", "This proposal was done or declined already."),
    "suspense.reason_needed": ("บอกเหตุผลด้วย", "Give the reason."),
    "suspense.same_person": (
        "ยอดนี้ต้องมีเจ้าหน้าที่สองคน ให้อีกคนตรวจและทำ",
        "This sum needs two officers: another one checks and does it.",
    ),
    "suspense.no_bill": ("เลือกใบแจ้งชำระและใส่ยอดมากกว่า 0", "Choose a bill and an amount above 0."),
    "suspense.parts_too_much": (
        "ยอดที่แบ่งรวมกันเกินเงินที่พักไว้ {amount} บาท",
        "The parts together exceed the {amount} baht held.",
    ),
    "suspense.account_unknown": (
        "ไม่พบบัญชีนายจ้างนี้ ตรวจเลข 10 หลัก",
        "No such employer account; check its 10 digits.",
    ),
    "suspense.nobodys": (
        "ยังไม่รู้ว่าเงินนี้เป็นของใคร ย้ายไปบัญชีของผู้ชำระก่อน",
        "Nobody is known to own this money; move it to the payer's account first.",
    ),
    "suspense.not_expired": (
        "เงินนี้ยังไม่พ้นกำหนดขอคืนตามมาตรา 47 หรือไม่ใช่เงินที่ชำระเกิน",
        "This money has not passed its time under s.47, or was not paid too much.",
    ),
    "act.contributions.suspense_act": (
        "จัดการเงินพัก {ref} {amount} บาท ({what})",
        "Held money {ref}, {amount} baht: {what}",
    ),
    "money.unknown": ("ไม่มีเงินรับรายการ {line}", "There is no payment {line}."),
    "money.reversed_already": (
        "รายการ {txn_id} เรียกคืนไปแล้ว ทำซ้ำไม่ได้",
        "Payment {txn_id} was taken back already; it is not done twice.",
    ),
    "act.contributions.payment_reversed": (
        "ธนาคารเรียกคืนเงิน {amount} บาทของใบแจ้งชำระ {bill}: {reason}",
        "The bank took back {amount} baht of bill {bill}: {reason}",
    ),
    "act.contributions.suspense_applied": ("ใส่เงินพักเข้าใบแจ้งชำระ {bill}", "Put held money to bill {bill}"),
    "act.contributions.filing_submitted": ("ยื่นเงินสมทบ {filing}", "Submitted filing {filing}"),
}
MESSAGES: dict[str, tuple[str, str]] = {
    **{f"filing.{code}": pair for code, pair in FILING.items()},
    **_OTHERS,
    **COLLECTION,
    **SEARCH,
}
