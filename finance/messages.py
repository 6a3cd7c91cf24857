"""The sentence of each finding, Thai and English."""

MESSAGES = {
    # orders and batches
    "payment_without_source": ("คำสั่งจ่ายต้องบอกที่มาและผู้มีสิทธิ", "A payment order names its source and person."),
    "payment_amount": ("จำนวนเงิน {amount} จ่ายไม่ได้ ต้องมากกว่า 0 และไม่มีเศษสตางค์", "{amount} cannot be paid."),
    "payment_fund": ("ไม่รู้จักกองทุน {fund}", "There is no fund {fund}."),
    "payment_payee": ("คำสั่งจ่ายต้องมีชื่อผู้รับเงิน", "A payment order names the payee."),
    "payment_destination": (
        "เลขบัญชีหรือเลขพร้อมเพย์ใช้ไม่ได้ ตรวจแล้วใส่ใหม่",
        "The account or PromptPay number cannot be used ({why}).",
    ),
    "payment_kind": ("วิธีจ่าย {kind} ไม่มี เลือกพร้อมเพย์หรือบัญชีธนาคาร", "{kind} is no way of paying."),
    "finance_same_person": (
        "ผู้ทำรายการกับผู้อนุมัติต้องเป็นคนละคน ให้เจ้าหน้าที่อีกคนทำขั้นนี้",
        "The maker may not be the checker: another officer does this step.",
    ),
    "finance_reason_needed": ("บอกเหตุผลด้วย", "Give the reason."),
    "orders_changed_since_shown": (
        "รายการเปลี่ยนไปจากที่แสดง ตอนนี้มี {count} รายการ รวม {total} บาท ตรวจแล้วอนุมัติใหม่",
        "The orders changed since they were shown: now {count}, {total} baht.",
    ),
    "no_such_order": ("ไม่พบคำสั่งจ่าย {reference}", "There is no payment order {reference}."),
    "no_such_batch": ("ไม่พบชุดจ่าย {reference}", "There is no payout batch {reference}."),
    "nothing_to_pay": (
        "ไม่มีคำสั่งจ่ายที่อนุมัติแล้วและถึงกำหนดภายใน {date}",
        "No approved order is due by {date}.",
    ),
    "value_date_past": ("วันที่เงินเข้าผ่านไปแล้ว เลือกวันนี้หรือหลังจากนี้", "The value date is past."),
    "period_not_over": ("เดือน {period} ยังไม่สิ้นสุด ปิดบัญชีไม่ได้", "{period} is not over yet."),
    "period_not_closed": ("เดือน {period} ไม่ได้ปิดอยู่", "{period} is not closed."),
    # bank files as a whole
    "bank_file_unknown": ("ไม่รู้จักไฟล์ชนิดนี้ เก็บไว้แต่ไม่ได้ทำรายการ", "Not a file we know; kept, not applied."),
    "bank_file_layout_unknown": (
        "ไม่รู้จักแบบของไฟล์นี้ บรรทัดแรกขึ้นต้นด้วย “{seen}” ยาว {length} ตัวอักษร มี | {bars} ตัว จุลภาค {commas} ตัว "
        "ถามผู้ส่งว่าเป็นแบบใด แล้วเพิ่มแบบของไฟล์ก่อนรับ",
        "This layout is not known. The first line begins with “{seen}”, has {length} characters, {bars} bars and "
        "{commas} commas. Ask the sender, and add the layout.",
    ),
    "bank_file_empty": (
        "ไฟล์ว่าง เลือกไฟล์ที่ธนาคารส่งมา",
        "The file is empty. Choose the file that the bank sent.",
    ),
    "act.finance.reversal_noted": (
        "บันทึกว่าธนาคารเรียกคืนรายการ {txn_id}",
        "Noted that the bank takes back {txn_id}",
    ),
    "act.finance.reversal_checked": (
        "ตรวจบันทึกเรียกคืนรายการ {txn_id} {state}",
        "Checked the note on {txn_id}: {state}",
    ),
    "act.finance.file_uploaded": ("ส่งไฟล์ธนาคาร {name}", "Handed in bank file {name}"),
    "bank_file_no_totals": (
        "ไฟล์แบบนี้ไม่มียอดรวมให้ตรวจ เทียบกับรายการเดินบัญชีก่อนใช้",
        "This layout has no totals to hold the lines against; compare it with the account statement.",
    ),
    "bank_line_future": (
        "วันที่ชำระ {day} ยังมาไม่ถึง ต้องสอบถามธนาคาร",
        "The payment is dated {day}, which is to come.",
    ),
    "bank_line_alike": (
        "ธนาคารหรือเคาน์เตอร์อื่นแจ้งการชำระนี้แล้วในไฟล์ {file} (รายการ {txn_id}) เลขอ้างอิง ยอด และนาทีเดียวกัน ต้องสอบถาม",
        "Another bank or counter told this payment in {file} ({txn_id}): the same references, sum and minute.",
    ),
    "bank_reversal_unknown": (
        "ธนาคารเรียกคืนรายการ {of_txn} ที่ยังไม่เคยแจ้งว่าชำระ",
        "The bank takes back {of_txn}, which it never told.",
    ),
    "bank_reversal_twice": (
        "รายการ {of_txn} เรียกคืนไปแล้ว ไม่ทำซ้ำ",
        "{of_txn} was taken back already; not done twice.",
    ),
    "bank_reversal_noted": (
        "รายการ {of_txn} เจ้าหน้าที่บันทึกการเรียกคืนจากเอกสารไว้ก่อนแล้ว ไม่ทำซ้ำ",
        "{of_txn} was taken back before by a paper that officers noted; not done twice.",
    ),
    "reversal_note_open": (
        "รายการนี้มีบันทึกที่รออีกคนตรวจ หรือทำไปแล้ว",
        "A note about this payment waits for its check, or was done.",
    ),
    "reversal_note_closed": ("บันทึกนี้ตรวจไปแล้ว", "This note was checked before."),
    "reversal_note_day": (
        "วันที่เรียกคืนต้องไม่ก่อนวันชำระ และไม่เกินวันนี้",
        "The day must not be before the payment, nor after today.",
    ),
    "reversal_note_paper": ("แนบเช็คคืนหรือหนังสือของธนาคาร", "Attach the returned cheque or the bank's letter."),
    "reversal_note_number": (
        "บอกเลขที่เอกสารของธนาคาร เป็นตัวอักษรและตัวเลข",
        "Give the number of the bank's paper, in letters and digits.",
    ),
    "bank_reversal_amount": (
        "ธนาคารเรียกคืน {amount} บาท แต่รายการ {of_txn} ชำระ {paid} บาท",
        "The bank takes back {amount}, but {of_txn} was {paid}.",
    ),
    "bank_file_encoding": (
        "ไฟล์มีตัวอักษรที่อ่านตามรหัสของแบบไม่ได้ ให้ผู้ส่งทำไฟล์ใหม่",
        "The file holds characters that its encoding does not have; the sender makes it anew.",
    ),
    "bank_file_frame": ("ไฟล์ไม่มีบรรทัดต้น (H) หรือบรรทัดท้าย (T)", "The file lacks its header or trailer."),
    "bank_file_header": ("บรรทัดต้น ช่อง {field} ไม่ถูกต้อง: {value}", "Header field {field} is wrong: {value}."),
    "bank_file_trailer": (
        "บรรทัดท้าย ช่อง {field} ไม่ถูกต้อง: {value}",
        "Trailer field {field} is wrong: {value}.",
    ),
    "bank_file_biller": ("ไฟล์ของผู้รับชำระ {biller} ไม่ใช่ของเรา ({ours})", "The file is for biller {biller}."),
    "bank_file_record": ("บรรทัด {at} ขึ้นต้นด้วย {mark} ซึ่งไม่มีในแบบ", "Line {at} begins with {mark}."),
    "bank_file_count": (
        "จำนวนรายการไม่ตรง ธนาคารแจ้ง {told} เรานับได้ {counted} ไม่ได้ทำรายการทั้งไฟล์",
        "The bank tells {told} items, we count {counted}; nothing was applied.",
    ),
    "bank_file_total": (
        "ยอดรวมไม่ตรง ธนาคารแจ้ง {told} เรารวมได้ {counted} ไม่ได้ทำรายการทั้งไฟล์",
        "The bank tells a total of {told}, we add {counted}; nothing was applied.",
    ),
    "bank_file_currency": ("มีรายการสกุลเงิน {currency} ไม่ได้ทำรายการทั้งไฟล์", "An entry is in {currency}."),
    "bank_file_too_big": ("ไฟล์ใหญ่เกินไป ({size} ไบต์)", "The file is too big ({size} bytes)."),
    "bank_file_xml": ("อ่าน XML ไม่ได้: {why}", "The XML cannot be read: {why}."),
    "bank_file_value": ("ค่าใน {element} ไม่ถูกต้อง: {value}", "{element} holds {value}."),
    "bank_file_number_again": (
        "เลขที่ไฟล์ {number} เคยใช้ในไฟล์ {file}",
        "File number {number} was used by {file}.",
    ),
    "bank_has_file_already": ("ธนาคารแจ้งว่าได้รับไฟล์นี้แล้ว ไม่มีรายการใดถูกปฏิเสธ", "The bank has this file already."),
    "bank_batch_unknown": (
        "ธนาคารอ้างชุดจ่าย {reference} ที่เราไม่มี",
        "The bank names batch {reference}, not ours.",
    ),
    # lines of bank files
    "bank_line_field": ("ค่าในช่องนี้ไม่ถูกต้อง: {value}", "This field holds {value}."),
    "bank_line_sequence": ("เลขลำดับ {sequence} ไม่ต่อกัน", "Sequence {sequence} is out of order."),
    "bank_line_currency": ("สกุลเงิน {currency} ไม่ใช่บาท ไม่รับรายการนี้", "The currency is {currency}, not baht."),
    "bank_line_amount": ("จำนวนเงิน {amount} ไม่ถูกต้อง", "The amount {amount} is not a payment."),
    "bank_line_empty": ("ไม่มีค่าในช่อง {field}", "{field} is empty."),
    "bank_line_twice": (
        "รายการ {txn_id} มีแล้วที่บรรทัด {first} นับครั้งเดียว",
        "Transaction {txn_id} stands on line {first} already; counted once.",
    ),
    "bank_line_known": (
        "รายการ {txn_id} ธนาคารแจ้งแล้วในไฟล์ {file} ไม่นับซ้ำ",
        "Transaction {txn_id} was told in {file}; not counted again.",
    ),
    "bank_line_differs": (
        "รายการ {txn_id} เคยแจ้งในไฟล์ {file} ด้วยจำนวนหรือเลขอ้างอิงอื่น ต้องสอบถามธนาคาร",
        "Transaction {txn_id} was told differently in {file}; ask the bank.",
    ),
    "bank_entry_pending": ("ธนาคารยังไม่บันทึกรายการนี้", "The bank has not booked this entry yet."),
    # answers that do not fit
    "bank_order_unknown": (
        "ธนาคารตอบเรื่อง {reference} ที่เราไม่มี",
        "The bank answers about {reference}, not ours.",
    ),
    "bank_amount_differs": (
        "ธนาคารแจ้ง {amount} บาท แต่คำสั่งจ่ายคือ {owed} บาท",
        "The bank tells {amount}, the order is for {owed}.",
    ),
    "bank_state_differs": (
        "คำตอบ {what} มาตอนคำสั่งจ่ายอยู่ที่ {state} จึงไม่ได้ทำรายการ",
        "The answer {what} came while the order stood at {state}.",
    ),
    "bank_not_understood": (
        "คำตอบของธนาคารที่ไม่รู้จัก {reason_code} {reason}",
        "An answer not understood: {reason_code} {reason}",
    ),
}
