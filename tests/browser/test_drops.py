"""A supervisor takes in what the e-filing gateway has put down: a broken zip among it, and a file of nobody."""

import pytest

from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from tests.browser.album import DESK
from tests.faults import month

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_folder_from_its_coming_to_its_end(someone, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(month, "account", lambda place: f"{4_000_000_000 + place}")  # the demo has the others
    settings.FILING_DROPS = str(tmp_path / "drops")
    lead = someone("lead", DESK).go("/office/drops/").look("9-drops-none")
    month.make(tmp_path / "drops")
    folder = tmp_path / "drops" / "month"
    (folder / "2569-11_ภาคเหนือ_0001.zip").write_bytes(b"PK\x03\x04")
    (folder / "9999999999_2569-11.txt").write_bytes((folder / f"{month.account(1)}.txt").read_bytes())
    lead.go("/office/drops/").sees("month", "มี zip เสีย").look("9-drops-wait")
    lead.go("/office/drops/month/").sees("ยังไม่บอกว่าส่งครบ").look("9-drop-waits")
    lead.press("เริ่มรับชุดไฟล์นี้")
    lead.look("9-drop-runs")
    work(BatchRun.objects.get(kind="contributions.drop").pk)
    lead.go("/office/drops/month/").sees("ไฟล์ที่ไม่ใช่แบบของใคร", "ไม่มีนายจ้างเลขที่บัญชีนี้").look("9-drop-done")
    lead.go("/office/drops/").look("9-drops")
