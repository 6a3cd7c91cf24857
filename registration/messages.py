"""The sentences of findings about persons, employers and employment."""

MESSAGES = {
    "id_invalid": (
        "เลขประจำตัว {value} ไม่ถูกต้อง ตรวจกับบัตรทีละหลัก",
        "The id {value} is wrong; check it digit by digit",
    ),
    "dopa_not_found": ("ไม่พบเลขประจำตัวนี้ในทะเบียนราษฎร", "The civil register has no such id"),
    "dopa_dead": ("ทะเบียนราษฎรระบุว่าเจ้าของเลขนี้เสียชีวิตแล้ว", "The civil register says that this person has died"),
    "dopa_name": (
        "ชื่อไม่ตรงกับทะเบียนราษฎร เขียนให้ตรงกับบัตรประชาชน",
        "The first name differs from the civil register; write it as on the card",
    ),
    "dopa_last_name": (
        "นามสกุลไม่ตรงกับทะเบียนราษฎร เขียนให้ตรงกับบัตรประชาชน",
        "The last name differs from the civil register; write it as on the card",
    ),
    "name_on_record": (
        "ชื่อไม่ตรงกับที่เคยตรวจไว้ และทะเบียนราษฎรยังไม่ตอบ ตรวจกับบัตร หรือส่งใหม่ภายหลัง",
        "The name differs from the one checked before, and the civil register is silent; try again later",
    ),
    "dopa_birth": ("วันเกิดไม่ตรงกับทะเบียนราษฎร", "The birth date differs from the civil register"),
    "dopa_laser": ("เลขหลังบัตรไม่ตรงกับทะเบียนราษฎร", "The laser code differs from the civil register"),
    "dopa_pending": (
        "ระบบทะเบียนราษฎรยังไม่ตอบ บันทึกไว้แล้ว จะตรวจให้อีกครั้งเอง",
        "The civil register does not answer; this is kept and will be checked again",
    ),
    "too_young": ("อายุยังไม่ถึง 15 ปีในวันเริ่มงาน", "Younger than 15 on the first day of work"),
    "too_old": ("อายุเกิน 60 ปีและไม่เคยเป็นผู้ประกันตนมาก่อน", "Older than 60 and never insured before"),
    "start_in_future": ("วันเริ่มงานต้องไม่เกินวันนี้", "The first day of work must not be after today"),
    "start_too_early": (
        "วันเริ่มงานก่อนวันเกิดหรือก่อนมีกฎหมาย",
        "The first day of work is before birth or before the law",
    ),
    "already_enrolled": (
        "คนนี้เป็นลูกจ้างของสาขานี้อยู่แล้วตั้งแต่ {since}",
        "This person already works at this branch since {since}",
    ),
    "late_enrolment": (
        "แจ้งเข้างานเกิน 30 วัน ครั้งหน้าแจ้งภายใน 30 วันนับจากวันเริ่มงาน",
        "Reported more than 30 days after the start; the law asks for 30 days",
    ),
    "insured_elsewhere": (
        "คนนี้เป็นผู้ประกันตนกับนายจ้างอื่นอยู่ด้วย ทั้งสองแห่งนำส่งแยกกัน",
        "This person is insured with another employer too; both remit separately",
    ),
    "twice_in_file": ("เลขประจำตัวนี้ซ้ำกับบรรทัด {first}", "The same id stands in line {first}"),
    "branch_unknown": ("ไม่พบสาขา {branch} ของนายจ้างนี้", "The employer has no branch {branch}"),
    "employer_closed": ("บัญชีนายจ้างนี้เลิกกิจการแล้ว", "This employer account is closed"),
    "employer_unknown": ("ไม่พบเลขที่บัญชีนายจ้างนี้", "There is no such employer account"),
    "not_employed": ("คนนี้ไม่ได้เป็นลูกจ้างที่นี่ในวันนั้น", "This person does not work here on that day"),
    "end_before_start": ("วันสุดท้ายก่อนวันเริ่มงาน ({since})", "The last day is before the first ({since})"),
    "end_in_future": ("วันสุดท้ายต้องไม่เกินวันนี้", "The last day must not be after today"),
    "late_leave": (
        "แจ้งออกเกินวันที่ 15 ของเดือนถัดไป ครั้งหน้าแจ้งภายในกำหนด",
        "Reported after the 15th of the next month",
    ),
    "leave_reason": ("เลือกเหตุที่ออกจากงาน", "Choose why the person left"),
    "checked_already": (
        "คนนี้ตรวจกับทะเบียนราษฎรแล้ว แก้ชื่อได้ที่สำนักงานทะเบียนราษฎรเท่านั้น",
        "This person is checked; only the civil register changes the name",
    ),
    "not_to_cancel": (
        "ยกเลิกได้เฉพาะคนที่ทะเบียนราษฎรตอบว่าไม่ตรง คนที่ออกแล้วให้แจ้งออก",
        "Only an enrolment that the civil register refused can be cancelled; report a leaver instead",
    ),
    "first_employee_later": (
        "วันที่มีลูกจ้างคนแรกต้องไม่เกินวันนี้ ยื่นได้เมื่อมีลูกจ้างแล้ว",
        "The first employee must have begun by today",
    ),
    "no_employees": ("ต้องมีลูกจ้างอย่างน้อย 1 คน", "There must be at least one employee"),
    "dbd_not_found": ("ไม่พบเลขนิติบุคคลนี้ที่กรมพัฒนาธุรกิจการค้า", "DBD has no such juristic person"),
    "dbd_not_active": ("นิติบุคคลนี้มีสถานะ {status} จึงขึ้นทะเบียนไม่ได้", "This juristic person's status is {status}"),
    "dbd_pending": (
        "กรมพัฒนาธุรกิจการค้ายังไม่ตอบ เก็บคำขอไว้แล้วและจะตรวจให้เอง",
        "DBD does not answer; the application is kept and will be checked",
    ),
    "dbd_unverified": (
        "ยังตรวจเลขนิติบุคคลไม่ได้ อนุมัติไม่ได้จนกว่าจะตรวจ",
        "Not verified at DBD yet; cannot be approved",
    ),
    "employer_exists": ("นิติบุคคลนี้มีเลขที่บัญชีนายจ้างแล้ว", "This juristic person already has an account"),
    "application_open": ("มีคำขอขึ้นทะเบียนของนิติบุคคลนี้ค้างอยู่แล้ว", "An application of this juristic person is open"),
    "province_unknown": ("เลือกจังหวัด", "Choose a province"),
    "bank_account": (
        "เลขบัญชีไม่ตรงกับรูปแบบของธนาคารนี้ ตรวจจำนวนหลัก",
        "The account number does not fit this bank",
    ),
    "user_unknown": (
        "ไม่พบผู้ใช้นี้ ให้เขาสมัครเข้าใช้งานก่อน แล้วเพิ่มอีกครั้ง",
        "There is no such user; ask them to sign up first",
    ),
    "grant_to_self": (
        "ให้หรือเลิกสิทธิของตัวเองไม่ได้ ให้ผู้ดูแลอีกคนทำ",
        "You cannot give or end your own right; another administrator can",
    ),
    "right_unknown": ("เลือกว่าให้ทำอะไรได้", "Choose what they may do"),
    "right_ended": ("วันสิ้นสุดต้องไม่ก่อนวันนี้", "The end must not be before today"),
    "not_administrator": ("เฉพาะผู้ดูแลบัญชีให้หรือเลิกสิทธิได้", "Only an administrator gives or ends rights"),
    "birth_impossible": ("วันเกิดต้องอยู่ระหว่าง พ.ศ. 2443 ถึงวันนี้", "The birth date is between 1900 and today"),
    "nothing_changes": ("ไม่มีอะไรเปลี่ยน แก้ค่าก่อนแล้วส่งอีกครั้ง", "Nothing changes; correct a value first"),
    "reason_needed": ("บอกเหตุผลและหลักฐานของการแก้ไข", "Give the reason and the evidence of the correction"),
    "record_changed": (
        "ข้อมูลเปลี่ยนไปแล้วหลังจากขอแก้ ไม่อนุมัติแล้วขอใหม่จากข้อมูลปัจจุบัน",
        "The record has changed since; reject this and ask anew",
    ),
    "periods_overlap": (
        "ช่วงทำงานซ้อนกับอีกช่วงที่สาขาเดียวกัน จึงแก้ตามนี้ไม่ได้",
        "The days overlap another employment at the same branch",
    ),
    "purpose_needed": ("บอกเหตุผลที่เปิดข้อมูลก่อน", "State why you open this record"),
    "option_unknown": ("เลือกทางเลือก 1, 2 หรือ 3", "Choose option 1, 2 or 3"),
    "condition_unmet": (
        "ยังไม่ครบเงื่อนไข {label_th}: {detail_th}",
        "A condition is not met. {label_en}: {detail_en}",
    ),
    "not_insured_today": (
        "วันนี้ไม่ได้อยู่ในความคุ้มครอง จึงออกหนังสือรับรองไม่ได้ ถ้าไม่ถูกต้อง แจ้งเราได้ที่ 1506",
        "Not insured today, so there is nothing to certify; if this is wrong, call 1506",
    ),
    "not_insured_under": ("ไม่ได้เป็นผู้ประกันตนมาตรา {section} อยู่", "Not insured under Section {section} now"),
    "rows_too_many": (
        "ไฟล์มีเกิน {most} แถว แบ่งเป็นหลายไฟล์",
        "The file has more than {most} rows; split it",
    ),
    "cell_title": (
        "คำนำหน้า {value} ไม่รู้จัก ใส่ นาย นางสาว หรือ นาง",
        "The title {value} is unknown; use นาย, นางสาว or นาง",
    ),
    "cell_branch": ("เลขสาขา {value} ต้องเป็นตัวเลขไม่เกิน 6 หลัก", "The branch {value} must be up to 6 digits"),
    "cell_year_ce": (
        "ปีในช่อง {label} ดูเหมือน ค.ศ. ใส่ปี พ.ศ. เช่น 01/11/2569",
        "The year in {label} looks like C.E.; write the B.E. year",
    ),
    "rows_missing": ("ไฟล์ไม่มีรายชื่อ กรอกตั้งแต่แถวที่ 2", "The file has no rows; fill from row 2 on"),
    "file_unreadable": (
        "เปิดไฟล์ไม่ได้ ใช้แบบ Excel ของเรา หรือไฟล์ข้อความ 240 ตัวอักษร",
        "The file cannot be read; use our Excel template or a text file of 240-character records",
    ),
    "file_too_big": ("ไฟล์ใหญ่เกิน {most} MB แบ่งเป็นหลายไฟล์", "The file is larger than {most} MB; split it"),
    "file_not_checked": (
        "ไฟล์นี้ยังตรวจไม่เสร็จ หรือบันทึกไปแล้ว เปิดหน้าไฟล์ดูอีกครั้ง",
        "This file is still being checked, or was kept already; open its page again",
    ),
    "excel_damaged": (
        "เปิดไฟล์ Excel ไม่ได้ ไฟล์เสียหาย บันทึกใหม่แล้วส่งอีกครั้ง",
        "The Excel file is damaged; save it anew",
    ),
    "excel_old_or_locked": (
        "ไฟล์เป็น Excel รุ่นเก่าหรือมีรหัสผ่าน บันทึกเป็น .xlsx ไม่มีรหัส",
        "The file is an old Excel or has a password; save it as .xlsx without one",
    ),
    "excel_not_workbook": ("ไฟล์นี้ไม่ใช่สมุดงาน Excel", "This is not an Excel workbook"),
    "excel_too_big": (
        "ไฟล์ Excel ใหญ่เกินไปเมื่อเปิดออก แบ่งเป็นหลายไฟล์",
        "The Excel file unpacks to too much; split it",
    ),
    "cell_formula": ("เซลล์ {cell} เป็นสูตร พิมพ์ค่าลงไปตรง ๆ", "The cell {cell} is a formula; type its value"),
    "cell_merged": (
        "เซลล์ {cell} ผสานกัน ยกเลิกการผสานแล้วกรอกทีละแถว",
        "The cells {cell} are merged; unmerge them",
    ),
    "sheet_hidden": (
        "แผ่น {sheet} ซ่อนอยู่ ระบบไม่ได้อ่านแผ่นที่ซ่อน",
        "The sheet {sheet} is hidden; hidden sheets are not read",
    ),
    "record_unknown": (
        "เรคคอร์ดชนิด {found} ยังไม่รองรับเป็นไฟล์ข้อความ ใช้แบบ Excel ของเรา",
        "Records of type {found} are not taken as text; use our Excel template",
    ),
    "record_bad": (
        "เรคคอร์ดชนิด {found} ไม่รู้จัก ต้องขึ้นต้นด้วย 103",
        "Unknown record type {found}; it begins with 103",
    ),
    "record_width": (
        "บรรทัดยาว {found} ตัวอักษร ต้องยาว {least} ถึง {most}",
        "The line has {found} characters; it must have {least} to {most}",
    ),
    "record_account": (
        "เลขที่บัญชีในไฟล์คือ {found} ไม่ใช่ {asked}",
        "The account in the file is {found}, not {asked}",
    ),
    "encoding_mixed": (
        "บรรทัดนี้ใช้รหัสอักษรต่างจากบรรทัดอื่น อ่านให้แล้ว ตรวจชื่ออีกครั้ง",
        "This line is encoded otherwise than the others; it was read, check the name",
    ),
    "letters_unreadable": (
        "อ่านตัวอักษรของชื่อไม่ได้ บันทึกไฟล์ใหม่เป็น UTF-8",
        "The letters of the name cannot be read; save as UTF-8",
    ),
    "date_part_unknown": (
        "{label} {value} ไม่มีวันหรือเดือน ใส่ให้ครบถ้าทราบ",
        "{label} {value} lacks the day or the month; fill it in if known",
    ),
    "born_in_future": ("วันเกิดหลังวันนี้", "The birth date is after today"),
    "born_too_early": ("วันเกิดก่อน พ.ศ. 2443", "The birth date is before 1900"),
    "template_version": (
        "ไฟล์ไม่ใช่แบบรุ่น {version} ดาวน์โหลดแบบใหม่แล้วคัดลอกลงไป",
        "This is not template version {version}",
    ),
    "cell_missing": ("ช่อง {label} ว่างอยู่", "The cell {label} is empty"),
    "cell_date": ("ช่อง {label} ไม่ใช่วันที่ ใส่ วว/ดด/ปปปป พ.ศ.", "The cell {label} is not a date dd/mm/yyyy B.E."),
    "cell_baht": ("ช่อง {label} ไม่ใช่จำนวนเงิน", "The cell {label} is not an amount"),
}
