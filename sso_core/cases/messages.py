"""Sentences of this app's findings."""

MESSAGES = {
    "case.maker_is_checker": (
        "คุณเป็นผู้เสนอคำสั่งนี้ คนที่สองต้องเป็นเจ้าหน้าที่คนอื่น",
        "You proposed this decision. The second officer must be someone else.",
    ),
    "case.applicant_decides": (
        "คำขอนี้เป็นของคุณเอง ต้องให้เจ้าหน้าที่คนอื่นทำ",
        "This is your own application. Another officer must handle it.",
    ),
    "case.reason_missing": ("เขียนเหตุผล ผู้ขอจะเห็นข้อความนี้", "Give a reason. The applicant will see it."),
    "case.outcome_unknown": ("เลือกคำสั่ง", "Choose a decision."),
    "case.question_missing": ("เขียนคำถามถึงผู้ขอ", "Write the question for the applicant."),
    "case.due_past": ("เลือกวันที่ตอบเป็นวันหลังจากวันนี้", "Choose a day after today for the answer."),
    "case.answer_missing": (
        "เขียนคำตอบ หรือแนบเอกสารอย่างน้อย 1 ไฟล์",
        "Write an answer or attach at least one document.",
    ),
    "case.needs_four_eyes": (
        "ยอดนี้ต้องมีเจ้าหน้าที่สองคน ระบบสั่งเองไม่ได้",
        "This amount needs two officers; it cannot be decided automatically.",
    ),
    "case.check_failed": (
        "อนุมัติไม่ได้ เพราะยังมีข้อที่ตรวจไม่ผ่าน: {labels}",
        "Cannot approve while these checks fail: {labels}",
    ),
    "case.amount_unknown": (
        "อนุมัติไม่ได้ เพราะยังคิดยอดไม่ได้",
        "Cannot approve: the amount is not worked out yet.",
    ),
    "case.unknown_type": ("ไม่มีงานประเภทนี้", "There is no such kind of case"),
    "case.unknown_mode": ("เลือกวิธีแจกงาน", "Choose how cases are given out"),
    "case.not_eligible_officer": (
        "เจ้าหน้าที่คนนี้ไม่มีหน้าที่ที่สำนักงานนี้",
        "This officer has no role at this office.",
    ),
    "case.note_missing": ("เขียนบันทึก", "Write the note."),
    "case.send_back_reason_missing": (
        "เขียนว่าให้ผู้เสนอแก้อะไร",
        "Say what the maker should change.",
    ),
    "case.wrong_state": (
        "ทำไม่ได้แล้ว ตอนนี้คำขออยู่ขั้น “{status}” มีคนทำไปก่อนหน้านี้",
        "No longer possible: the case is now “{status}”; someone acted before you.",
    ),
}
