"""Sentences of this app's findings."""

MESSAGES = {
    "document.empty": (
        "ไฟล์ “{name}” ว่างเปล่า เลือกไฟล์ใหม่",
        "The file “{name}” is empty. Choose another.",
    ),
    "document.too_large": (
        "ไฟล์ “{name}” ใหญ่ {size} MB ใหญ่เกิน {limit} MB ถ่ายใหม่ให้เล็กลงหรือแยกเป็นหลายไฟล์",
        "The file “{name}” is {size} MB, over {limit} MB. Make it smaller or split it.",
    ),
    "document.type": (
        "ไฟล์ “{name}” ไม่ใช่ PDF, JPG หรือ PNG เลือกไฟล์แบบใดแบบหนึ่งนี้",
        "The file “{name}” is not a PDF, JPG or PNG. Choose one of these.",
    ),
    "document.heic": (
        "ไฟล์ “{name}” เป็นภาพ HEIC จาก iPhone ซึ่งยังเปิดไม่ได้ บันทึกเป็น JPG แล้วส่งใหม่",
        "The file “{name}” is an iPhone HEIC picture. Save it as JPG and send it again.",
    ),
    "document.locked": (
        "ไฟล์ “{name}” มีรหัสผ่าน ส่งไฟล์ที่เปิดได้โดยไม่ต้องใช้รหัส",
        "The file “{name}” has a password. Send one that opens without.",
    ),
    "document.broken": (
        "เปิดไฟล์ “{name}” ไม่ได้ ไฟล์อาจเสีย สแกนหรือถ่ายใหม่แล้วส่งอีกครั้ง",
        "The file “{name}” cannot be opened; it may be damaged. Scan or photograph it again.",
    ),
    "document.too_many_pages": (
        "ไฟล์ “{name}” มี {pages} หน้า ส่งได้ไม่เกิน {limit} หน้า",
        "The file “{name}” has {pages} pages; at most {limit} are taken.",
    ),
    "document.too_many": (
        "ส่งได้ไม่เกิน {limit} ไฟล์ ลบไฟล์ที่ไม่ใช้ก่อน",
        "At most {limit} files can be sent. Remove one first.",
    ),
    "document.infected": (
        "พบไวรัสในไฟล์ “{name}” เราไม่เก็บไฟล์นี้ ตรวจเครื่องของคุณแล้วส่งไฟล์ใหม่",
        "A virus was found in “{name}”; it was not kept. Check your device and send another file.",
    ),
    "document.not_yours": (
        "ไม่พบเอกสารที่เลือก เลือกไฟล์ใหม่",
        "The document was not found. Choose the file again.",
    ),
}
