"""A supervisor opens a wage month, looks who has not filed, and closes it."""

import pytest

from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from tests.browser.album import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def workers_come():
    for run in BatchRun.objects.filter(status="running"):
        work(run.pk)


def test_a_month_from_opening_to_closing(someone):
    lead = someone("lead", DESK).go("/office/months/").look("9-months-none")
    lead.press("เปิดงวด ตุลาคม 2569")
    workers_come()
    lead.go("/office/months/2026-10/").sees("ต้องยื่น", "ยังไม่ยื่น").look("9-month-open")
    lead.press("ปิดงวด")
    workers_come()
    lead.go("/office/months/2026-10/").sees("ปิดงวดแล้ว", "ตัวเลขเมื่อปิดงวด").look("9-month-closed")
    lead.go("/office/months/").look("9-months")
