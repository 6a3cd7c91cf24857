"""Sentences of what collection refuses, and of what was done in it."""

COLLECTION: dict[str, tuple[str, str]] = {
    "collection.wrong_stage": (
        "ทำไม่ได้ในขั้นนี้ ตอนนี้เรื่องอยู่ขั้น “{stage}” เปิดหน้าใหม่แล้วดูอีกครั้ง",
        "Not possible at this stage: the case is now “{stage}”. Open the page again.",
    ),
    "collection.held": (
        "เร่งรัดต่อไม่ได้ขณะนี้ เพราะมี{why} เลขที่ {reference}",
        "The collection is held: {why}, {reference}.",
    ),
    "collection.nothing_to_warn": (
        "ทุกเดือนเตือนไปแล้ว หรือไม่มีหนี้เหลือ",
        "Every month was warned of already, or nothing is owed.",
    ),
    "collection.nothing_to_assess": (
        "ยังประเมินไม่ได้ ต้องมีเดือนที่ไม่ยื่นและพ้นเวลาในหนังสือเตือนแล้ว",
        "Nothing to assess: a month must be unfiled and its warning must have run out.",
    ),
    "collection.not_overdue": (
        "ยังเตือนก่อนยึดทรัพย์ไม่ได้ ต้องมีหนี้ที่ทราบยอดและพ้นเวลาที่ให้ไว้แล้ว",
        "No warning of seizure yet: a debt with a sum must be past the time that was given.",
    ),
    "collection.law_unknown": (
        "ประเมินไม่ได้ เพราะ{why} แจ้งส่วนกลางให้ใส่ตัวเลข",
        "Cannot assess: {why}",
    ),
    "collection.nobody_on_register": (
        "{month} ไม่มีลูกจ้างในทะเบียนแล้ว ตรวจหาใหม่เพื่อปิดเดือนนี้",
        "Nobody is on the register in {month} any more. Run the detection again.",
    ),
    "collection.assessment_gone": (
        "การประเมินนี้มีสิ่งอื่นแทนแล้ว",
        "Something else has taken the place of this assessment.",
    ),
    "collection.proof_late": (
        "พ้น 2 ปีนับแต่วันประเมินแล้ว พิสูจน์ยอดอื่นไม่ได้",
        "The two years for a proof have passed.",
    ),
    "collection.reason_missing": ("เขียนเหตุผล นายจ้างจะเห็นข้อความนี้", "Give a reason. The employer will see it."),
    "collection.no_change": (
        "ยอดเท่ากับที่ประเมินไว้ ไม่มีอะไรเปลี่ยน",
        "The sum is the one assessed; nothing changes.",
    ),
    "collection.nothing_owed": ("ไม่มีหนี้ที่ทราบยอด", "There is no debt with a known sum."),
    "collection.unfiled_first": (
        "ยังมีเดือนที่ไม่ยื่นแบบ ยื่นก่อน แล้วจึงขอผ่อนทั้งยอด",
        "Some months are not filed. File them first; then ask for instalments of the whole.",
    ),
    "collection.too_many_parts": ("ผ่อนได้ 2 ถึง {most} งวด", "Choose 2 to {most} parts."),
    "collection.first_part_day": (
        "งวดแรกต้องเป็นวันหลังจากวันนี้ และไม่เกิน 31 วัน",
        "The first part is due after today and within 31 days.",
    ),
    "collection.request_open": (
        "มีคำขอเรื่องนี้รออยู่แล้ว เลขที่ {reference}",
        "There is a request of this kind already: {reference}.",
    ),
    "collection.extension_late": (
        "ขอขยายเวลาได้ภายใน 15 วันหลังเหตุจำเป็นสิ้นสุด คือถึง {until}",
        "More time could be asked for until {until}, 15 days after the necessity ended.",
    ),
    "collection.day_in_future": ("วันนี้ยังมาไม่ถึง ใส่วันที่ผ่านมาแล้ว", "This day has not come yet."),
    "collection.until_past": ("เลือกวันหลังจากวันนี้", "Choose a day after today."),
    "collection.appeal_late": (
        "อุทธรณ์ได้ภายใน 30 วันนับแต่ได้รับหนังสือ คือถึง {until}",
        "An appeal was possible until {until}, 30 days after the letter.",
    ),
    "collection.court_late": (
        "ฟ้องศาลแรงงานได้ภายใน 30 วันนับแต่ทราบคำวินิจฉัย คือถึง {until}",
        "The labour court could be gone to until {until}.",
    ),
    "collection.letter_unknown": ("เลือกหนังสือที่จะอุทธรณ์", "Choose the letter that the appeal is against."),
    "collection.seizure_early": (
        "สั่งยึดได้ตั้งแต่ {since} หลังพ้นเวลาในหนังสือเตือน",
        "Seizure may be ordered from {since}, after the warning has run out.",
    ),
    "collection.no_seizure": ("ไม่มีคำสั่งยึดทรัพย์ที่ใช้อยู่", "There is no order of seizure in force."),
    "collection.asset_sold": ("ทรัพย์นี้บันทึกการขายแล้ว", "This property was sold already."),
    "collection.surplus_not_in": (
        "เงินที่ขายได้ยังไม่เข้าบัญชีพอ ขาด {missing} บาท นำเงินเข้าธนาคารตามใบแจ้งชำระของนายจ้างก่อน",
        "The money of the sale has not come in: {missing} baht are missing. Pay it to a bill of the employer first.",
    ),
    "collection.costs_not_from_sale": (
        "กฎหมายที่ใช้อยู่ไม่ให้หักค่าใช้จ่ายจากเงินที่ขายได้",
        "The rule in force does not let the costs be taken from the sale.",
    ),
    "collection.asset_unsold": (
        "ยังมีทรัพย์ที่ไม่ได้บันทึกผลการขาย {count} รายการ",
        "{count} things seized have no result of sale yet.",
    ),
    "collection.not_eligible": (
        "เจ้าหน้าที่คนนี้ไม่มีหน้าที่ที่สำนักงานนี้",
        "This officer has no role at this office.",
    ),
    "collection.preview_changed": (
        "จำนวนเปลี่ยนจากที่คุณเห็น ({seen}) เป็น {now} ตรวจอีกครั้ง",
        "The number has changed from {seen} to {now}. Look again.",
    ),
    "collection.hold_over": (
        "เหตุนี้สิ้นสุดแล้ว หรือกำหนดเองไม่ได้ เปิดหน้าใหม่แล้วดูอีกครั้ง",
        "This has ended, or is not an officer's to set. Open the page again.",
    ),
    "collection.hold_stands_so": (
        "เป็นอย่างนี้อยู่แล้ว เลือกอีกทาง หรือกลับไปดูเรื่อง",
        "It stands so already. Choose the other, or go back to the case.",
    ),
    "collection.held_by_law": (
        "กฎหมายให้ชะลอการเร่งรัดเอง ให้เร่งรัดต่อไม่ได้จนกว่าเหตุนี้สิ้นสุด",
        "The law itself holds the collection until this has ended.",
    ),
    "act.contributions.warnings_sent": (
        "เริ่มส่งหนังสือเตือน {cases} ราย ({run})",
        "Began {cases} warning letters ({run})",
    ),
    "collection.nobody_chosen": ("เลือกอย่างน้อย 1 ราย", "Choose at least one."),
}

EVENTS: dict[str, tuple[str, str]] = {
    "detected": ("พบหนี้จากการตรวจประจำวัน", "Found by the daily run"),
    "warn": ("ส่งหนังสือเตือน {letter} {months} เดือน", "Warning letter {letter}, {months} months"),
    "assess": (
        "ประเมินตามมาตรา 47 ทวิ {amount} บาท หนังสือ {letter}",
        "Assessed (s.47bis) {amount} baht, letter {letter}",
    ),
    "warn_seizure": (
        "เตือนก่อนยึดทรัพย์ {amount} บาท หนังสือ {letter}",
        "Warned of seizure, {amount} baht, letter {letter}",
    ),
    "order_seizure": ("มีคำสั่งยึดทรัพย์ {decision} {amount} บาท", "Seizure ordered, {decision}, {amount} baht"),
    "end_seizure": ("คำสั่งยึดทรัพย์สิ้นสุด: {result}", "Seizure ended: {result}"),
    "agree_instalments": (
        "ตกลงผ่อนชำระ {amount} บาท {parts} งวด",
        "Instalments agreed: {amount} baht in {parts} parts",
    ),
    "default": ("ผิดนัดงวดที่ {part} ข้อตกลงสิ้นสุด", "Part {part} not paid: the agreement has ended"),
    "settled": ("ไม่มีหนี้เหลือ ปิดเรื่อง", "Nothing is owed any more"),
    "replaced": (
        "แบบ {filing} ใช้แทนการประเมินของ {period}",
        "Filing {filing} replaced the assessment of {period}",
    ),
    "proved": (
        "พิสูจน์ยอดใหม่ {amount} บาท เดิม {before_amount} บาท",
        "Proved: {amount} baht instead of {before_amount}",
    ),
    "part_paid": ("ได้รับเงินผ่อนงวดที่ {part} {amount} บาท", "Part {part} paid, {amount} baht"),
    "part_bounced": (
        "ธนาคารเรียกเงินผ่อนงวดที่ {part} คืน {amount} บาท งวดนี้ค้างอีกครั้ง",
        "The bank took back {amount} baht of part {part}: it is owed again",
    ),
    "plan_kept": ("ผ่อนครบตามข้อตกลง", "The agreement was kept"),
    "principal_told": ("แจ้งผู้ร่วมรับผิด {name}", "Told the principal {name}"),
    "assigned": ("มอบงานให้ {to}", "Assigned to {to}"),
    "noted": ("บันทึก: {text}", "Note: {text}"),
    "hold_begun": ("{kind} {reference}", "{kind} {reference}"),
    "hold_ended": ("{kind} {reference} สิ้นสุด: {outcome}", "{kind} {reference} ended: {outcome}"),
    "hold_set": (
        "ให้ชะลอการเร่งรัดระหว่าง{kind} {reference}: {why}",
        "Collection waits for {kind} {reference}: {why}",
    ),
    "hold_lifted": (
        "ให้เร่งรัดต่อระหว่าง{kind} {reference}: {why}",
        "Collection goes on beside {kind} {reference}: {why}",
    ),
    "asset_seized": ("ยึด {what}", "Seized: {what}"),
    "asset_sold": ("ขาย {what} ได้ {amount} บาท", "Sold {what} for {amount} baht"),
    "requested": ("ยื่นคำขอ {kind} เลขที่ {reference}", "Asked for {kind}, {reference}"),
}
"""What a line of the history says, Thai and English; a test holds that every verb written is here."""
