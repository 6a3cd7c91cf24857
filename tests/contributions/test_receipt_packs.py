"""Many receipts as one zip: asked for, printed in the background once, fetched by who may."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
import time_machine

from contributions.models import Bill, Receipt
from contributions.receipt_readers import READING
from contributions.services import receipt_packs
from contributions.services.bulk.intake import Incoming, take
from contributions.services.receipt_packs import ask_pack
from contributions.services.receiving import BankLine, receive
from registration.public import open_account
from sso_core.accounts.public import OFFICE_ROLES, Role, create_user, grant
from sso_core.audit.models import Access
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.documents.models import Document, ReadMark
from sso_core.documents.public import open_document
from sso_core.kernel.actor import SYSTEM, ActorKind
from sso_core.kernel.period import Period
from sso_core.messaging.public import deliver_all
from tests.contributions.conftest import signed_in
from tests.contributions.factories import ACCOUNT, CLERK, employ, make_employer, make_person
from tests.contributions.filings import Filing, Person, national_id
from tests.contributions.test_bulk import BY
from tests.messaging.processes import finish, kill_when_half_way
from tests.stories.test_relief import worker as printing

pytestmark = pytest.mark.django_db
PAGE = f"/employer/{ACCOUNT}/receipts/packs/"
API = f"/api/v1/employers/{ACCOUNT}/receipts/packs"
SINCE, UNTIL = date(2026, 7, 1), date(2026, 7, 31)
ASKED = {
    "since_0": "1", "since_1": "7", "since_2": "2569", "until_0": "31", "until_1": "7", "until_2": "2569",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def receipts():
    """Three months of one employer, paid on one day; their receipts are not printed yet."""
    make_employer()
    employ(make_person(national_id(1)))
    for n in range(3):
        period = Period(2026, 4) + n
        data = Filing(
            people=(Person(national_id(1), 1_500_000),), period=period.mmyy_be(), paid_date="000000"
        ).data()
        take([Incoming(f"{n}.txt", data, ACCOUNT, period)], by=BY)
    for bill in Bill.objects.order_by("pk"):
        receive(
            BankLine(
                bill.ref2, bill.ref1, bill.ref2, bill.total, datetime(2026, 7, 10, 4, tzinfo=UTC), "006", "QR"
            )
        )
    return list(Receipt.objects.order_by("pk"))


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_asked_for_followed_and_fetched(receipts, clerk):
    assert "ใบเสร็จหลายใบ" in clerk.get(f"/employer/{ACCOUNT}/receipts/").content.decode()
    asked = clerk.post(PAGE, ASKED)
    run = BatchRun.objects.get(kind=receipt_packs.PACK_RUN)
    assert asked.headers["Location"] == f"{PAGE}{run.pk}/"
    assert 'data-live="3"' in clerk.get(f"{PAGE}{run.pk}/").content.decode()
    assert clerk.get(f"{PAGE}{run.pk}/receipts.zip").status_code == 404
    work(run.pk)
    assert "ครบ 3 ใบ" in clerk.get(f"{PAGE}{run.pk}/").content.decode()
    answer = clerk.get(f"{PAGE}{run.pk}/receipts.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    content = b"".join(answer.streaming_content)
    assert sorted(names(content)) == sorted(f"{one.number.replace('/', '-')}.pdf" for one in receipts)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for one in Receipt.objects.all():
            _, issued = open_document(one.document_id, SYSTEM)
            assert archive.read(f"{one.number.replace('/', '-')}.pdf") == issued
    assert f"{PAGE}{run.pk}/" in clerk.get(PAGE).content.decode()


def test_a_receipt_is_printed_once_whoever_comes_first(receipts):
    work(ask_pack(ACCOUNT, SINCE, UNTIL, by=CLERK).run_id)
    papers = Document.objects.filter(kind="contributions.receipt")
    first = set(papers.values_list("pk", flat=True))
    assert len(first) == 3
    deliver_all()
    assert set(papers.values_list("pk", flat=True)) == first


def test_asked_for_twice_it_is_one_pack(receipts):
    packs = {ask_pack(ACCOUNT, SINCE, UNTIL, by=CLERK).run_id for _ in range(2)}
    assert len(packs) == 1


def test_what_was_cancelled_since_is_left_out(receipts, clerk):
    pack = ask_pack(ACCOUNT, SINCE, UNTIL, by=CLERK)
    work(pack.run_id)
    Receipt.objects.filter(pk=receipts[0].pk).update(
        status="cancelled", cancelled_at=datetime(2026, 7, 10, 5, tzinfo=UTC), cancelled_why="เช็คคืน"
    )
    found = names(b"".join(clerk.get(f"{PAGE}{pack.run_id}/receipts.zip").streaming_content))
    assert len(found) == 2
    assert f"{receipts[0].number.replace('/', '-')}.pdf" not in found


@pytest.mark.parametrize(
    ("change", "most", "words"),
    [
        ({"since_1": "8", "until_1": "8"}, 500, "ไม่มีใบเสร็จ"),
        ({"until_1": "6", "until_0": "30"}, 500, "ต้องไม่ก่อนวันแรก"),
        ({}, 2, "เกิน 2 ใบ"),
        ({"since_1": "13"}, 500, "เดือน"),
    ],
)
def test_what_cannot_be_is_told(receipts, clerk, settings, change, most, words):
    settings.RECEIPTS_A_PACK = most
    answer = clerk.post(PAGE, ASKED | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not BatchRun.objects.filter(kind=receipt_packs.PACK_RUN).exists()


def test_nobody_else_fetches_it(receipts, stranger, treasurer):
    pack = ask_pack(ACCOUNT, SINCE, UNTIL, by=CLERK)
    work(pack.run_id)
    own = {"name": "ร้าน ตัวอย่าง", "province": "80", "address": "2", "account_no": "2000000013"}
    open_account(tax_id="0105561000021", **own)
    for account in (ACCOUNT, "2000000013"):
        assert (
            stranger.get(f"/employer/{account}/receipts/packs/{pack.run_id}/receipts.zip").status_code == 404
        )
        assert stranger.get(f"/api/v1/employers/{account}/receipts/packs/{pack.run_id}").status_code == 404
    assert treasurer.get(f"{PAGE}{pack.run_id}/").status_code in {302, 403, 404}


OFFICE = f"/office/employers/{ACCOUNT}/receipts/"
OFFICE_API = f"/api/v1/office/employers/{ACCOUNT}/receipts"


@pytest.fixture
def at_office(db):
    def sign_in(role, *, opened=True):
        user = create_user(f"office-{role}", "x", kind=ActorKind.OFFICER, display_name=f"เจ้าหน้าที่ {role}")
        grant(user.pk, role, "office:1001", by=SYSTEM)
        client = signed_in(user, aal=2)
        if opened:
            client.post(f"/office/employers/{ACCOUNT}/", {"purpose": "enquiry"})
        return client

    return sign_in


def test_the_office_makes_and_fetches_one_from_the_page_of_the_employer(receipts, at_office):
    desk = at_office(Role.officer)
    assert f'href="{OFFICE}"' in desk.get(f"/office/employers/{ACCOUNT}/").content.decode()
    assert receipts[0].number in desk.get(OFFICE).content.decode()
    wrong = desk.post(OFFICE, ASKED | {"since_1": "8", "until_1": "8"})
    assert (wrong.status_code, "ไม่มีใบเสร็จ" in wrong.content.decode()) == (422, True)
    asked = desk.post(OFFICE, ASKED)
    run = BatchRun.objects.get(kind=receipt_packs.PACK_RUN)
    assert asked.headers["Location"] == f"{OFFICE}packs/{run.pk}/"
    assert desk.get(f"{OFFICE}packs/{run.pk}/receipts.zip").status_code == 404
    work(run.pk)
    assert "ครบ 3 ใบ" in desk.get(f"{OFFICE}packs/{run.pk}/").content.decode()
    assert len(names(b"".join(desk.get(f"{OFFICE}packs/{run.pk}/receipts.zip").streaming_content))) == 3
    paper = Receipt.objects.exclude(document_id="")[0].document_id
    assert desk.get(f"/documents/{paper}/").status_code == 200
    assert ReadMark.objects.count() == 3  # the office's reading leaves its mark on each
    seen = Access.objects.filter(subject=f"employer:{ACCOUNT}", what__contains="ใบเสร็จ").order_by("pk")
    assert [(one.what, one.purpose) for one in seen] == [
        ("ใบเสร็จ 1 ก.ค. 2569 – 31 ก.ค. 2569 ในไฟล์เดียว", "ตอบคำถามของเจ้าของข้อมูล"),
        ("ใบเสร็จรับเงินสมทบ", "ตอบคำถามของเจ้าของข้อมูล"),
    ]


def test_the_office_says_why_first_and_says_it_of_this_employer(receipts, at_office):
    pack = ask_pack(ACCOUNT, SINCE, UNTIL, by=CLERK)
    work(pack.run_id)
    desk = at_office(Role.officer, opened=False)
    for path in (OFFICE, f"{OFFICE}packs/{pack.run_id}/"):
        assert desk.get(path).headers["Location"] == f"/office/employers/{ACCOUNT}/"
    assert desk.get(f"{OFFICE}packs/{pack.run_id}/receipts.zip").status_code == 404
    told = {"since": "2026-07-01", "until": "2026-07-31"}
    calls = [desk.get(OFFICE_API), desk.get(f"{OFFICE_API}/packs/{pack.run_id}"),
             desk.get(f"{OFFICE_API}/packs/{pack.run_id}/receipts.zip"),
             desk.post(f"{OFFICE_API}/packs", told, content_type="application/json",
                       headers={"Idempotency-Key": "office-pack-0"})]  # fmt: skip
    assert {(one.status_code, one.json()["findings"][0]["code"]) for one in calls} == {
        (422, "purpose_needed")
    }
    paper = Receipt.objects.exclude(document_id="")[0].document_id
    assert desk.get(f"/documents/{paper}/").status_code == 404
    desk.post(f"/office/employers/{ACCOUNT}/", {"purpose": "enquiry"})
    own = {"name": "ร้าน ตัวอย่าง", "province": "80", "address": "2", "account_no": "2000000013"}
    open_account(tax_id="0105561000021", **own)
    desk.post("/office/employers/2000000013/", {"purpose": "enquiry"})
    assert desk.get(f"/office/employers/2000000013/receipts/packs/{pack.run_id}/").status_code == 404
    assert desk.get("/office/employers/9999999999/receipts/").status_code in (302, 404)


@pytest.mark.parametrize("role", list(OFFICE_ROLES))
def test_which_roles_of_the_office_reach_it(receipts, at_office, role):
    desk = at_office(role)
    may = role in READING
    key = {"Idempotency-Key": f"office-pack-{role}"}
    told = {"since": "2026-07-01", "until": "2026-07-31"}
    assert desk.get(OFFICE).status_code == (200 if may else 404)
    assert desk.get(OFFICE_API).status_code == (200 if may else 403)
    made = desk.post(f"{OFFICE_API}/packs", told, content_type="application/json", headers=key)
    assert made.status_code == (202 if may else 403)
    if may:
        work(made.json()["id"])
        assert desk.get(f"{OFFICE_API}/packs/{made.json()['id']}").json()["is_ready"] is True
        content = desk.get(f"{OFFICE_API}/packs/{made.json()['id']}/receipts.zip").streaming_content
        assert len(names(b"".join(content))) == 3


def test_over_the_api(receipts, clerk):
    told = {"since": "2026-07-01", "until": "2026-07-31"}
    keys = [{"Idempotency-Key": f"pack-number-{n}"} for n in (1, 1, 2)]
    made = [clerk.post(API, told, content_type="application/json", headers=key) for key in keys]
    assert {one.status_code for one in made} == {202}
    pack = made[0].json()
    assert [one.json()["id"] for one in made] == [pack["id"]] * 3
    assert (pack["receipts"], pack["is_ready"]) == (3, False)
    assert clerk.get(f"{API}/{pack['id']}/receipts.zip").status_code == 404
    work(pack["id"])
    assert clerk.get(f"{API}/{pack['id']}").json()["is_ready"] is True
    assert len(names(b"".join(clerk.get(f"{API}/{pack['id']}/receipts.zip").streaming_content))) == 3
    wrong = clerk.post(
        API,
        told | {"until": "2020-01-01"},
        content_type="application/json",
        headers={"Idempotency-Key": "pack-x-1"},
    )
    assert (wrong.status_code, wrong.json()["findings"][0]["code"]) == (422, "pack.span")
    assert clerk.post(API, told, content_type="application/json").status_code == 400


@pytest.mark.django_db(transaction=True)
@pytest.mark.faults
def test_a_worker_shot_while_it_prints(receipts, monkeypatch, settings):
    monkeypatch.setattr(receipt_packs, "SLICE", 1)
    pack = ask_pack(ACCOUNT, SINCE, UNTIL, by=CLERK)
    monkeypatch.setenv("MEDIA_ROOT", str(settings.MEDIA_ROOT))
    kill_when_half_way(printing(pack.run_id, "receipts"))
    assert Receipt.objects.exclude(document_id="").count() == 1  # the one it died with is undone
    finish(printing(pack.run_id))
    assert Document.objects.filter(kind="contributions.receipt").count() == 3
    done = receipt_packs.pack_of(ACCOUNT, pack.run_id)
    assert len(names(receipt_packs.written(done, by=SYSTEM).read())) == 3
