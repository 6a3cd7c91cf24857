"""An employer has many receipts put into one file."""

from datetime import date

import pytest

from contributions.models import Bill
from contributions.services.bulk.drops import GATEWAY
from contributions.services.bulk.intake import Incoming, take
from contributions.services.receipt_packs import PACK_RUN
from portal.demo.people import FACTORY_ACCOUNT
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from tests.contributions.factories import pay
from tests.stories.world import SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIRECTOR = "1990000000078"
PACKS = f"/employer/{FACTORY_ACCOUNT}/receipts/packs/"


def june_is_paid():
    take(
        [Incoming("june.txt", (SAMPLES / "1-10_utf8_2569-06.txt").read_bytes(), FACTORY_ACCOUNT)], by=GATEWAY
    )
    pay(Bill.objects.get(subject=f"employer:{FACTORY_ACCOUNT}", status="unpaid"), on=date(2026, 11, 23))


def test_a_pack_from_asking_to_fetching(someone):
    boss = someone(DIRECTOR)
    june_is_paid()
    boss.go(f"/employer/{FACTORY_ACCOUNT}/receipts/").follow("ใบเสร็จหลายใบในไฟล์เดียว").look("4-packs")
    boss.press("รวมใบเสร็จ").look("4-packs-wrong")
    boss.fill_date("since", "1", "11", "2569").fill_date("until", "30", "11", "2569")
    boss.press("รวมใบเสร็จ").look("4-pack-runs")
    work(BatchRun.objects.get(kind=PACK_RUN).pk)
    boss.page.reload()
    boss.sees("ดาวน์โหลด zip").look("4-pack")
    boss.go(PACKS).sees("ที่ขอไว้").look("4-packs-before")


def test_the_office_makes_one_for_an_employer(someone):
    desk = someone("maker")
    june_is_paid()
    desk.go(f"/office/employers/{FACTORY_ACCOUNT}/").pick("ตอบคำถามของเจ้าของข้อมูล").press("เปิดข้อมูล")
    desk.look("4-office-employer").follow("ใบเสร็จ").look("4-office-receipts")
    desk.fill_date("since", "1", "11", "2569").fill_date("until", "30", "11", "2569")
    desk.press("รวมใบเสร็จ").look("4-office-pack-runs")
    work(BatchRun.objects.get(kind=PACK_RUN).pk)
    desk.page.reload()
    desk.sees("ดาวน์โหลด zip").look("4-office-pack")
