"""The bank's pages: pay a bill, see what was paid, see and steer the files."""

import html
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from integrations.simulators.bank_bills import HOW, Payment, read_bill
from integrations.simulators.bank_desk import ANSWERS, Desk
from integrations.simulators.pages import moment, notice

SHOWN = 20


def pay_form(told: Mapping[str, Any], *, wrong: str = "") -> str:
    """The form, filled with what is known of the bill."""

    def value(name: str) -> str:
        return html.escape(str(told.get(name) or ""))

    chosen = str(told.get("how") or "exact")
    ways = "".join(
        f'<option value="{way}"{" selected" if way == chosen else ""}>{label}</option>'
        for way, label in HOW.items()
    )
    return f"""{notice(wrong) if wrong else ""}{_seen(told)}
<form method="post" action="/pay" class="card">
<label for="qr">ข้อความใน QR หรือบาร์โค้ดของใบแจ้งชำระ</label>
<textarea id="qr" name="qr" rows="4" autocomplete="off">{value("qr")}</textarea>
<div class="grid"><div><label for="ref1">หรือเลขอ้างอิง 1</label>
<input id="ref1" name="ref1" value="{value("ref1")}" maxlength="20" autocomplete="off"></div>
<div><label for="ref2">เลขอ้างอิง 2</label>
<input id="ref2" name="ref2" value="{value("ref2")}" maxlength="20" autocomplete="off"></div></div>
<label for="amount">จำนวนเงิน (บาท) เว้นว่างไว้ถ้าจ่ายตาม QR</label>
<input id="amount" name="amount" inputmode="decimal" value="{value("amount")}" autocomplete="off">
<details><summary>ทดลองเหตุไม่ปกติ</summary>
<label for="how">วิธีจ่าย</label><select id="how" name="how">{ways}</select>
<label for="paid_at">วันเวลาที่จ่าย (เว้นว่างคือเดี๋ยวนี้)</label>
<input id="paid_at" name="paid_at" type="datetime-local" value="{value("paid_at")}">
<label for="payer">ชื่อผู้จ่าย</label><input id="payer" name="payer" value="{value("payer")}" maxlength="50"></details>
<button>จ่ายเงิน</button></form>
<p><a href="/">รายการและไฟล์ของธนาคาร</a></p>"""


def _seen(told: Mapping[str, Any]) -> str:
    """What the bank reads in the text, before anything is paid."""
    if not told.get("qr"):
        return ""
    try:
        bill = read_bill(told)
    except ValueError:
        return ""
    amount = f"{bill.amount:,.2f} บาท" if bill.amount else "กรอกเอง"
    return (
        f'<div class="card"><h2>สำนักงานประกันสังคม</h2><p>อ้างอิง 1 {html.escape(bill.ref1)}<br>'
        f"อ้างอิง 2 {html.escape(bill.ref2)}<br>จำนวนเงิน {amount}</p></div>"
    )


def paid_page(payments: Sequence[Payment], files: Sequence[str]) -> str:
    rows = "".join(
        f"<p><strong>{one.amount:,.2f} บาท</strong><br>อ้างอิง 1 {html.escape(one.ref1)}<br>"
        f"อ้างอิง 2 {html.escape(one.ref2)}<br>เลขที่รายการ {one.txn_id}<br>"
        f"เมื่อ {moment(one.paid_at)}</p>"
        for one in payments
    )
    told = "<br>".join(html.escape(name) for name in files)
    return (
        f'<div class="card good">{rows}</div><p>ธนาคารแจ้งสำนักงานประกันสังคมด้วยไฟล์<br>{told}</p>'
        '<p><a href="/pay">จ่ายบิลอื่น</a> · <a href="/">รายการและไฟล์ของธนาคาร</a></p>'
    )


def home_page(desk: Desk) -> str:
    """What was paid, which files lie where, and how the bank answers."""
    paid = "".join(
        f"<tr><td>{moment(datetime.fromisoformat(row['at']))}<br><span class=dim>{html.escape(row['ref1'])} "
        f"{html.escape(row['ref2'])}</span></td><td class=num>{Decimal(row['amount']):,.2f}</td></tr>"
        for row in list(desk.payments.rows.values())[::-1][:SHOWN]
    )
    ways = "".join(
        f'<option value="{mode}"{" selected" if mode == desk.mode else ""}>{label}</option>'
        for mode, label in ANSWERS.items()
    )
    return f"""<p><a class="button" href="/pay">จ่ายบิล</a></p>
<div class="card wide"><h2>บิลที่จ่ายแล้ว</h2><table>{paid or "<tr><td>ยังไม่มี</td></tr>"}</table></div>
<div class="card">{_files(desk)}</div>
<form class="card" method="post" action="/_answers"><h2>ธนาคารตอบคำสั่งโอนอย่างไร</h2>
<label for="mode">วิธีตอบ</label><select id="mode" name="mode">{ways}</select>
<label for="seconds">ช้ากี่วินาที</label><input id="seconds" name="seconds" inputmode="numeric" value="60">
<button>ตั้งค่า</button></form>
<form class="card" method="post" action="/_release"><h2>ไฟล์ที่กักไว้</h2><p>{len(desk.drop.due.rows)} ไฟล์</p>
<button class="plain">ปล่อยเดี๋ยวนี้</button></form>"""


def _files(desk: Desk) -> str:
    places = {"in": "รับจากสำนักงานประกันสังคม", "out": "รอให้มารับ", "held": "กักไว้", "done": "มารับไปแล้ว"}
    return "".join(
        f"<h2>{label}</h2><p>"
        + ("<br>".join(html.escape(name) for name in desk.drop.names(place)[::-1][:SHOWN]) or "ไม่มี")
        + "</p>"
        for place, label in places.items()
    )
