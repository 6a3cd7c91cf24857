"""The sentences of what is found in a filing, Thai and English: what is wrong, and what to do."""

FILING: dict[str, tuple[str, str]] = {
    # file
    "file_empty": ("ไฟล์ว่าง ไม่มีข้อมูลให้อ่าน", "The file is empty."),
    "format_unknown": (
        "ไม่ใช่แบบ สปส.1-10 ที่อ่านได้ ส่งไฟล์ข้อความ 135 ตัวอักษร หรือแบบฟอร์ม Excel",
        "This is not a 1-10 filing. Send the 135-character text file or the Excel template.",
    ),
    "encoding_utf16": (
        "ไฟล์เข้ารหัสแบบ UTF-16 บันทึกใหม่เป็น TIS-620 หรือ UTF-8",
        "The file is in UTF-16. Save it as TIS-620 or UTF-8.",
    ),
    "encoding_mixed": (
        "บรรทัดนี้เข้ารหัส UTF-8 ต่างจากบรรทัดอื่น เราอ่านได้แล้ว",
        "This line is in UTF-8, unlike the others. It was read.",
    ),
    "excel_old_or_locked": (
        "ไฟล์ Excel รุ่นเก่า (.xls) หรือมีรหัสผ่าน บันทึกใหม่เป็น .xlsx ที่ไม่มีรหัสผ่าน",
        "The Excel file is of the old kind (.xls) or locked. Save it as .xlsx without a password.",
    ),
    "excel_damaged": ("เปิดไฟล์ Excel ไม่ได้ ไฟล์เสียหาย", "The Excel file is damaged and cannot be opened."),
    "excel_not_workbook": (
        "ไฟล์นี้ไม่ใช่สมุดงาน Excel (.xlsx)",
        "This is not an Excel workbook (.xlsx).",
    ),
    "excel_too_big": (
        "ไฟล์ Excel ใหญ่เกินไปเมื่อเปิดออก แบ่งไฟล์ หรือส่งเป็นไฟล์ข้อความ",
        "The Excel file is too big when unpacked. Divide it, or send the text file.",
    ),
    "excel_too_wide": (
        "ชีตมีช่องที่ใช้อยู่ไกลจากตารางมาก ลบแถวและคอลัมน์ว่างที่อยู่นอกตาราง หรือคัดลอกตารางไปไฟล์ใหม่",
        "The sheet has cells far outside its table. Delete what is beyond it, or copy the table to a new file.",
    ),
    "excel_formulas": (
        "ไฟล์มีสูตร เราใช้ค่าที่ Excel คำนวณไว้ล่าสุด",
        "The file has formulas. The values that Excel last worked out are used.",
    ),
    "sheet_name_bad": (
        "ชื่อชีต “{sheet}” ต้องเป็นเลขสาขา 6 หลัก เช่น 000000",
        "The sheet name “{sheet}” must be the 6-digit branch, such as 000000.",
    ),
    "sheet_ignored": (
        "ไม่ได้อ่านชีต “{sheet}” เพราะชื่อไม่ใช่เลขสาขา",
        "The sheet “{sheet}” was not read: its name is not a branch.",
    ),
    "headings_missing": (
        "ไม่มีแถวหัวตาราง เราอ่านแถวแรกเป็นข้อมูล",
        "There is no row of headings; the first row was read as data.",
    ),
    "headings_order": (
        "หัวตารางเรียงไม่ตรงแบบฟอร์ม ใช้ลำดับของแบบฟอร์ม: เลขประจำตัว คำนำหน้า ชื่อ นามสกุล ค่าจ้าง เงินสมทบ",
        "The headings are not in the template's order: id, title, first name, last name, wage, contribution.",
    ),
    "totals_row": ("ไม่นับแถวรวมท้ายตาราง", "The row of totals is not counted."),
    "no_details": ("ไม่มีรายการลูกจ้างในไฟล์", "There are no employees in the file."),
    # line
    "record_type_unknown": (
        "ประเภทรายการ “{found}” ไม่รู้จัก ต้องเป็น 1 (ส่วนหัว) หรือ 2 (ลูกจ้าง)",
        "Record type “{found}” is unknown. It is 1 (header) or 2 (employee).",
    ),
    "line_blank": ("บรรทัดว่างกลางไฟล์ ข้ามไป", "A blank line inside the file; skipped."),
    "line_too_short": (
        "บรรทัดสั้นไป มี {found} ตัวอักษร ต้องมี {right}",
        "The line is too short: {found} characters, it needs {right}.",
    ),
    "line_too_long": (
        "บรรทัดยาวไป มี {found} ตัวอักษร ต้องมี {right}",
        "The line is too long: {found} characters, it has {right}.",
    ),
    "lines_trimmed": (
        "ช่องว่างท้ายบรรทัดหายไป {count} บรรทัด ข้อมูลครบ เราอ่านได้แล้ว",
        "The blanks at the end of {count} lines are missing. Nothing is lost; they were read.",
    ),
    "blank_not_blank": (
        "ท้ายบรรทัดที่ควรว่าง มี “{found}” ตรวจว่าช่องข้อมูลไม่เลื่อน",
        "There is “{found}” where the line should be blank. Check that no field has shifted.",
    ),
    "header_missing": (
        "ไม่มีบรรทัดส่วนหัว (ประเภท 1) ก่อนรายการลูกจ้าง",
        "There is no header (type 1) before the employees.",
    ),
    # header
    "account_bad": (
        "เลขที่บัญชีนายจ้างต้องเป็นตัวเลข 10 หลัก ในไฟล์เป็น “{found}”",
        "The employer account has 10 digits; the file has “{found}”.",
    ),
    "account_other": (
        "ไฟล์นี้เป็นของบัญชีนายจ้าง {found} แต่คุณกำลังยื่นของ {asked}",
        "This file is of employer account {found}, but you are filing for {asked}.",
    ),
    "account_differs": (
        "มีบัญชีนายจ้างมากกว่าหนึ่งในไฟล์เดียว: {found} และ {first} แยกไฟล์ตามบัญชี",
        "There are several employer accounts in one file: {found} and {first}. Send a file for each.",
    ),
    "branch_bad": (
        "ลำดับที่สาขาต้องเป็นตัวเลข 6 หลัก ในไฟล์เป็น “{found}”",
        "The branch has 6 digits; the file has “{found}”.",
    ),
    "branch_twice": (
        "สาขา {branch} มีส่วนหัวมากกว่าหนึ่ง รวมเป็นส่วนเดียว",
        "Branch {branch} has more than one header. Put its lines under one.",
    ),
    "branch_unknown": (
        "บัญชีนี้ไม่มีสาขา {branch} ในทะเบียน",
        "This account has no branch {branch} in the register.",
    ),
    "paid_date_bad": (
        "วันที่ชำระ “{found}” ไม่ใช่วันที่ ใช้ ววดดปป พ.ศ.",
        "The payment date “{found}” is not a date; write DDMMYY, B.E.",
    ),
    "paid_date_odd": (
        "วันที่ชำระ {found} ห่างจากวันนี้มาก ตรวจปี พ.ศ.",
        "The payment date {found} is far from today. Check the B.E. year.",
    ),
    "period_bad": (
        "งวดค่าจ้าง “{found}” ไม่ใช่เดือน ใช้ ดดปป พ.ศ. เช่น 0669",
        "The wage month “{found}” is not a month; write MMYY, B.E., such as 0669.",
    ),
    "period_future": ("งวด {period} ยังมาไม่ถึง", "The wage month {period} has not begun."),
    "period_too_old": (
        "งวด {period} เก่ากว่าการเริ่มเก็บเงินสมทบ",
        "The wage month {period} is from before contributions began.",
    ),
    "period_other": (
        "ไฟล์นี้เป็นงวด {period} แต่คุณเลือกงวด {asked}",
        "This file is of {period}, but you chose {asked}.",
    ),
    "period_differs": (
        "มีหลายงวดในไฟล์เดียว: {found} และ {first} แยกไฟล์ตามงวด",
        "There are several wage months in one file: {found} and {first}. Send a file for each.",
    ),
    "period_assumed": (
        "ไฟล์ Excel ไม่บอกงวด ตรวจตามอัตราของ {period} ไปก่อน",
        "An Excel file does not tell its month; the rates of {period} were used.",
    ),
    "period_no_law": (
        "ยังไม่มีอัตราเงินสมทบของงวด {period} ในระบบ",
        "The contribution rate of {period} is not known here.",
    ),
    "employer_name_missing": ("ไม่มีชื่อสถานประกอบการในส่วนหัว", "The header has no company name."),
    "rate_bad": (
        "อัตราเงินสมทบ “{found}” ต้องเป็นตัวเลข 4 หลัก เช่น 0500",
        "The rate “{found}” must be 4 digits, such as 0500.",
    ),
    "rate_wrong": (
        "อัตราในไฟล์ {found}% ไม่ตรงกับอัตราของงวด {period} คือ {right}%",
        "The file says {found}%, but the rate of {period} is {right}%.",
    ),
    "count_bad": (
        "จำนวนผู้ประกันตนในส่วนหัว “{found}” ไม่ใช่ตัวเลข",
        "The header's number of insured persons “{found}” is not a number.",
    ),
    # record
    "id_missing": ("ไม่มีเลขประจำตัวประชาชน", "The id number is missing."),
    "id_not_13_digits": (
        "เลขประจำตัว “{found}” ต้องเป็นตัวเลข 13 หลัก",
        "The id “{found}” must be 13 digits.",
    ),
    "id_check_digit": (
        "เลขประจำตัวไม่ถูก หลักสุดท้ายควรเป็น {right} ในไฟล์เป็น {digit} ตรวจกับบัตรของลูกจ้าง",
        "The id is wrong: its last digit should be {right}, the file has {digit}. Check it with the card.",
    ),
    "id_twice": (
        "เลขประจำตัวนี้ซ้ำกับบรรทัด {first_line} หนึ่งคนมีได้หนึ่งบรรทัดต่องวด",
        "This id is already on line {first_line}. A person has one line a month.",
    ),
    "title_missing": ("ไม่มีคำนำหน้าชื่อ", "The title is missing."),
    "title_bad": (
        "รหัสคำนำหน้าชื่อ “{found}” ต้องเป็นตัวเลข 3 หลัก เช่น 003",
        "The title code “{found}” must be 3 digits, such as 003.",
    ),
    "title_unknown": (
        "ไม่รู้จักรหัสคำนำหน้าชื่อ {found} ใช้คำนำหน้าตามทะเบียนแทน",
        "Title code {found} is not in our list; the register's title is used.",
    ),
    "title_word_unknown": (
        "ไม่รู้จักคำนำหน้าชื่อ “{found}” ใช้คำนำหน้าตามทะเบียนแทน",
        "The title “{found}” is not in our list; the register's title is used.",
    ),
    "first_name_missing": ("ไม่มีชื่อ", "The first name is missing."),
    "last_name_missing": ("ไม่มีนามสกุล", "The last name is missing."),
    "name_has_digits": ("ชื่อมีตัวเลข: {found}", "The name has digits in it: {found}"),
    "name_characters": (
        "ชื่อ {found} มีอักขระที่ใช้ไม่ได้: {letters}",
        "The name {found} has characters that cannot be used: {letters}",
    ),
    "char_unreadable": (
        "มีตัวอักษรที่อ่านไม่ได้ บันทึกไฟล์ใหม่เป็น TIS-620 หรือ UTF-8",
        "There is a character that cannot be read. Save the file as TIS-620 or UTF-8.",
    ),
    "amount_missing": ("ไม่มียอดเงิน", "The amount is missing."),
    "amount_not_number": ("ยอดเงิน “{found}” ไม่ใช่ตัวเลข", "The amount “{found}” is not a number."),
    "amount_negative": ("ยอดเงิน “{found}” ติดลบ", "The amount “{found}” is negative."),
    "amount_is_date": (
        "ช่องนี้เป็นวันที่ “{found}” ไม่ใช่ยอดเงิน เปลี่ยนรูปแบบช่องเป็นตัวเลข",
        "The cell holds a date, “{found}”, not an amount. Format it as a number.",
    ),
    "amount_decimals": (
        "ยอดเงิน “{found}” มีทศนิยมเกินสองตำแหน่ง",
        "The amount “{found}” has more than two decimals.",
    ),
    # law
    "wage_zero": (
        "ค่าจ้างเป็น 0 ไม่มีเงินสมทบ เดือนนี้จึงไม่นับให้ลูกจ้าง",
        "The wage is 0: there is no contribution, and the month does not count for the employee.",
    ),
    "wage_unusual": (
        "ค่าจ้าง {wage} บาทสูงผิดปกติ ตรวจจุดทศนิยม",
        "A wage of {wage} baht is unusual. Check the decimals.",
    ),
    "contribution_wrong": (
        "เงินสมทบ {found} ไม่ตรง ต้องเป็น {right} ({base} × {rate})",
        "The contribution of {found} is wrong; it is {right} ({base} × {rate}).",
    ),
    "contribution_above_ceiling": (
        "เงินสมทบ {found} คิดเกินเพดาน ค่าจ้าง {wage} คิดจากไม่เกิน {base} ต้องเป็น {right}",
        "The contribution of {found} is above the ceiling: of the wage {wage} at most {base} counts, so {right}.",
    ),
    "contribution_below_floor": (
        "เงินสมทบ {found} คิดต่ำกว่าฐานขั้นต่ำ ค่าจ้าง {wage} คิดจาก {base} ต้องเป็น {right}",
        "The contribution of {found} is below the floor: the wage {wage} counts as {base}, so {right}.",
    ),
    # totals
    "total_count": (
        "ส่วนหัวบอก {found} คน แต่มีรายการ {right} คน",
        "The header says {found} people; there are {right} lines.",
    ),
    "total_wages": (
        "ค่าจ้างรวมในส่วนหัว {found} ไม่ตรงกับผลรวมของรายการ {right} ต่างกัน {difference} บาท",
        "The header's total wages {found} differ from the sum of the lines {right} by {difference} baht.",
    ),
    "total_employee": (
        "เงินสมทบผู้ประกันตนในส่วนหัว {found} ไม่ตรงกับผลรวมของรายการ {right} ต่างกัน {difference} บาท",
        "The header's employee total {found} differs from the sum of the lines {right} by {difference} baht.",
    ),
    "total_employer": (
        "เงินสมทบนายจ้างในส่วนหัว {found} ไม่ตรงกับที่ต้องเป็น {right} ต่างกัน {difference} บาท",
        "The header's employer total {found} differs from what it must be, {right}, by {difference} baht.",
    ),
    "total_wrong": (
        "ยอดรวมในส่วนหัว {found} ไม่ตรงกับส่วนของผู้ประกันตนและนายจ้างรวมกัน {right} ต่างกัน {difference} บาท",
        "The header's grand total {found} differs from both shares together, {right}, by {difference} baht.",
    ),
    # register
    "not_enrolled": (
        "ยังไม่แจ้งเข้างานกับนายจ้างนี้ ขึ้นทะเบียนจากบรรทัดนี้ หรือปล่อยให้เงินรอการขึ้นทะเบียน",
        "Not enrolled with this employer. Enrol from this line, or let the money wait for the enrolment.",
    ),
    "name_differs": (
        "ชื่อในไฟล์ {found} ต่างจากทะเบียน {right}",
        "The name in the file, {found}, differs from the register's, {right}.",
    ),
    "person_filed": (
        "คนนี้ยื่นในงวดนี้แล้ว ตามเลขที่ {reference} ตัดแถวนี้ออก หรือเลือกยื่นแก้ไขทั้งงวดถ้าไฟล์นี้แทนที่ที่ยื่นไปแล้ว",
        "This person was already filed in {reference}. Leave the line out, or file the whole month anew.",
    ),
    "person_twice": (
        "บรรทัดนี้กับบรรทัด {first_line} เป็นคนเดียวกัน เลขนี้เลิกใช้แล้ว รวมค่าจ้างไว้ที่เลข {number}",
        "This line and line {first_line} are one person; this number was given up: put the wages under {number}",
    ),
    "wage_halved": (
        "ค่าจ้างลดจากเดือนก่อนเกินครึ่ง {before} → {found}",
        "The wage fell by more than half since last month: {before} → {found}",
    ),
    # services
    "file_too_big": ("ไฟล์ใหญ่เกิน {most} เมกะไบต์", "The file is larger than {most} megabytes."),
    "file_missing": ("เลือกไฟล์ก่อน", "Choose a file."),
    "employer_unknown": ("ไม่พบบัญชีนายจ้างนี้", "There is no such employer account."),
    "name_too_long": ("ชื่อยาวเกิน {most} ตัวอักษร", "The name is longer than {most} characters."),
    "nothing_to_file": ("ไม่เหลือรายการให้ยื่น", "There is no line left to file."),
    "same_file": (
        "ไฟล์นี้ส่งมาแล้วเมื่อ {when} เลขที่ {reference} เราเปิดรายการเดิมให้",
        "This file was already sent on {when} as {reference}; here it is.",
    ),
    "filing_has_faults": (
        "ยังมีสิ่งที่ต้องแก้ก่อนยื่น {count} รายการ",
        "{count} findings must be mended before filing.",
    ),
    "filing_closed": ("แบบนี้ยื่นไปแล้ว แก้ไขไม่ได้", "This filing was submitted and cannot be changed."),
    "filing_checking": ("กำลังตรวจไฟล์อยู่ รอสักครู่", "The file is still being checked."),
    "totals_changed": (
        "ยอดเปลี่ยนจากที่คุณเห็น ({seen}) เป็น {now} ตรวจอีกครั้งก่อนยื่น",
        "The total has changed from what you saw ({seen}) to {now}. Look again before filing.",
    ),
    "nothing_changes": ("ไม่มีอะไรต่างจากที่ยื่นไว้", "Nothing differs from what was filed."),
    "nothing_filed_yet": (
        "งวดนี้ยังไม่เคยยื่น ยื่นแบบตามปกติ",
        "Nothing was filed for this month yet: file it in the ordinary way.",
    ),
    "too_many_changes": (
        "แก้ทีละคนได้ครั้งละไม่เกิน {most} คน ถ้ามากกว่านี้ส่งไฟล์ของทั้งงวด",
        "At most {most} people can be changed at once; for more, send the file of the whole month.",
    ),
    "person_named_twice": ("คนเดียวกันอยู่สองบรรทัด", "The same person stands in two lines."),
    "person_not_filed": (
        "เลข {national_id} ไม่มีในงวดนี้ เพิ่มคนด้วยการยื่นเพิ่มเติม",
        "Number {national_id} is not in this month. Add people with an additional filing.",
    ),
    "wage_unfit": (
        "ค่าจ้างของ {national_id} ต้องเป็น 0 ถึง 10,000,000 บาท ทศนิยมไม่เกิน 2 ตำแหน่ง",
        "The wage of {national_id} must be from 0 to 10,000,000 baht with at most 2 decimals.",
    ),
    "nothing_to_withdraw": ("แบบนี้ไม่มีรายการให้ถอน", "This filing has no line to take back."),
    "reason_needed": ("ใส่เหตุผล", "Give the reason."),
    "withdraw_paid": (
        "แบบนี้ชำระแล้ว ยื่นคำขอถอนให้เจ้าหน้าที่พิจารณา",
        "This filing is paid: ask the office to take it back.",
    ),
    "line_unknown": ("ไม่พบบรรทัดนี้ในแบบ", "There is no such line in the filing."),
    "period_long_closed": (
        "งวด {period} เกิน {years} ปีแล้ว ยื่นทางนี้ไม่ได้ ติดต่อสำนักงานพร้อมหลักฐานค่าจ้าง",
        "{period} is more than {years} years ago. It cannot be filed here: see an office with proof of wages.",
    ),
    "period_missing": ("เลือกงวดค่าจ้างก่อน", "Choose the wage month."),
    # typed on the page
    "wage_open": (
        "ยังไม่ได้กรอกค่าจ้าง กรอกยอด หรือเลือก “เดือนนี้ไม่มีค่าจ้าง”",
        "The wage is not typed yet. Type it, or choose “no wage this month”.",
    ),
    "wage_and_none": (
        "กรอกค่าจ้างไว้และเลือก “เดือนนี้ไม่มีค่าจ้าง” ด้วย เลือกอย่างเดียว",
        "There is a wage, and “no wage this month” is chosen too. Keep one of them.",
    ),
    "line_changed": (
        "มีคนแก้ค่าจ้างของ {name} ระหว่างที่คุณกรอก ตอนนี้เป็น {now} ตรวจแล้วบันทึกอีกครั้ง",
        "Somebody else changed the wage of {name} meanwhile; it is {now} now. Look, and save again.",
    ),
    "no_people": ("ยังไม่มีใครในแบบ เพิ่มคนก่อน", "There is nobody on the sheet. Add a person."),
    "not_typed": (
        "แบบนี้มาจากไฟล์ แก้ทีละแถว หรือส่งไฟล์ใหม่",
        "This filing came as a file. Mend its lines, or send the file anew.",
    ),
    "too_many_to_type": (
        "มีมากกว่า {most} คน กรอกบนหน้าเว็บไม่สะดวก ใช้แบบ Excel ที่มีชื่อลูกจ้างแล้ว",
        "There are more than {most} people. Use the Excel template that has their names.",
    ),
    "name_not_in_text": (
        "ชื่อ {name} ยาวเกินช่องของไฟล์ข้อความ ดาวน์โหลดเป็น Excel แทน",
        "The name {name} is longer than its field in the text file. Take the Excel file instead.",
    ),
    "nothing_to_take_over": (
        "ยังไม่มีงวดก่อนหน้าใน 12 เดือนให้คัดลอก เริ่มจากรายชื่อในทะเบียนแทน",
        "No month of the last twelve was filed here. Begin with the staff of the register instead.",
    ),
}
