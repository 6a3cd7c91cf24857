"""What officers do on the pages of collection they do by API too: seizure to its end, the court; who may is tested."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from contributions.models import CollectionHold, SeizedAsset, Seizure
from contributions.services import collection_requests as requests
from contributions.services import seizing
from sso_core.accounts.models import User
from sso_core.accounts.public import OFFICE_ROLES, Role, create_user, grant
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM, ActorKind
from tests.contributions.collection import WORKER, the_case
from tests.contributions.conftest import signed_in
from tests.contributions.test_arrears_requests import DAY, officer, owing, warned_of_seizure

__all__ = ["owing"]
pytestmark = pytest.mark.django_db
SEIZED_ON = DAY + timedelta(days=62)
WORKERS = {Role.officer, Role.supervisor}


@pytest.fixture
def seized(owing):
    warned_of_seizure()
    with time_machine.travel(SEIZED_ON, tick=False):
        maker, checker = officer("maker", Role.officer), officer("checker", Role.checker)
        opened = seizing.propose(the_case().pk, by=maker)
        cases.propose(opened.reference, "approve", "พ้นเวลาแล้ว", maker)
        cases.confirm(opened.reference, checker)
        yield the_case()


def at_work(name="maker", *, aal=2):
    return signed_in(User.objects.get(username=name), aal=aal)


class Keys:
    """Every call with a key of its own."""

    def __init__(self, client, case):
        self.client, self.base, self.number = client, f"/api/v1/office/arrears/{case.pk}", 0

    def post(self, path, body):
        self.number += 1
        key = {"Idempotency-Key": f"collection-{self.number:04d}"}
        return self.client.post(f"{self.base}/{path}", body, content_type="application/json", headers=key)


def test_a_seizure_is_recorded_to_its_end(seized):
    call = Keys(at_work(), seized)
    body = {"what": "เงินฝากธนาคาร", "held_by": "ธนาคารตัวอย่าง", "seized_on": str(SEIZED_ON)}
    made = call.post("assets", body)
    assert made.status_code == 200, made.content
    (asset,) = made.json()["seizures"][0]["assets"]
    assert (asset["what"], asset["estimate"], asset["brought"]) == ("เงินฝากธนาคาร", None, None)
    early = call.post("seizure/end", {"result": "ได้ครบ", "surplus": "0.00"})
    assert (early.status_code, early.json()["findings"][0]["code"]) == (422, "collection.asset_unsold")
    sale = {"brought": "900.00", "sold_on": str(SEIZED_ON)}
    assert call.post(f"assets/{asset['id']}/sale", sale).status_code == 200
    again = call.post(f"assets/{asset['id']}/sale", sale)
    assert (again.status_code, again.json()["findings"][0]["code"]) == (422, "collection.asset_sold")
    assert call.post("assets/999999/sale", sale).status_code == 404
    ended = call.post("seizure/end", {"result": "ขายได้", "surplus": "0.00"}).json()
    assert (ended["case"]["stage"], ended["seizures"][0]["state"]) == ("warned", "ended")
    assert SeizedAsset.objects.get().brought == Decimal(900)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("assets", {"what": "", "seized_on": "2026-10-15"}),
        ("assets", {"what": "รถ", "seized_on": "2026-10-15", "estimate": "-1"}),
        ("assets", {"what": "รถ", "seized_on": "15/10/2569"}),
        ("seizure/end", {"result": "", "surplus": "0"}),
        ("seizure/end", {"result": "จบ", "surplus": "-1"}),
        ("court", {"number": "", "filed_on": "2026-10-15"}),
    ],
)
def test_shapes_that_are_wrong(seized, path, body):
    assert Keys(at_work(), seized).post(path, body).status_code == 400
    assert (Seizure.objects.get().state, SeizedAsset.objects.count()) == ("ordered", 0)


def test_days_that_have_not_come(seized):
    later = str(SEIZED_ON + timedelta(days=1))
    call = Keys(at_work(), seized)
    for path, body in (
        ("assets", {"what": "รถ", "seized_on": later}),
        ("court", {"number": "ร.1/2569", "filed_on": later}),
    ):
        assert call.post(path, body).json()["findings"][0]["code"] == "collection.day_in_future"


def test_the_court_and_the_end_of_what_holds(seized):
    call = Keys(at_work(), seized)
    noted = call.post("court", {"number": "ร.1/2569", "filed_on": str(SEIZED_ON), "holds": True}).json()
    (hold,) = noted["holds"]
    assert (hold["kind"], hold["holds"], hold["ended_on"]) == ("court", True, None)
    done = call.post(f"holds/{hold['id']}/end", {"outcome": "ยกฟ้อง"}).json()
    assert done["holds"][0]["outcome"] == "ยกฟ้อง"
    assert call.post("holds/999999/end", {"outcome": "ยกฟ้อง"}).status_code == 404


def test_an_officer_lets_a_court_case_hold_and_the_collection_go_on_again(seized):
    call = Keys(at_work(), seized)
    (hold,) = call.post("court", {"number": "ร.1/2569", "filed_on": str(SEIZED_ON)}).json()["holds"]
    path = f"holds/{hold['id']}/holding"
    assert call.post(path, {"holds": True, "why": "ศาลสั่งทุเลา"}).json()["holds"][0]["holds"] is True
    same = call.post(path, {"holds": True, "why": "ศาลสั่งทุเลา"})
    assert (same.status_code, same.json()["findings"][0]["code"]) == (422, "collection.hold_stands_so")
    assert call.post(path, {"holds": False, "why": ""}).status_code == 400
    assert call.post(path, {"holds": False, "why": "ศาลยกคำขอ"}).json()["holds"][0]["holds"] is False
    told = [
        (e.verb, e.params["why"])
        for e in seized.events.filter(verb__startswith="hold_", params__has_key="why")
    ]
    assert told == [("hold_set", "ศาลสั่งทุเลา"), ("hold_lifted", "ศาลยกคำขอ")]
    call.post(f"holds/{hold['id']}/end", {"outcome": "ยกฟ้อง"})
    over = call.post(path, {"holds": True, "why": "อีกครั้ง"})
    assert (over.status_code, over.json()["findings"][0]["code"]) == (422, "collection.hold_over")
    assert call.post("holds/999999/holding", {"holds": True, "why": "ไม่มี"}).status_code == 404


def test_the_page_that_sets_what_holds_is_there_for_an_appeal_or_a_court_case_only(seized):
    at, page = at_work(), f"/office/arrears/{seized.pk}/"
    assert f"{page}holding/" not in at.get(page).content.decode()
    hold = requests.record_court(seized.pk, number="ร.1/2569", filed_on=SEIZED_ON, holds=True, by=WORKER)
    assert f"{page}holding/" in at.get(page).content.decode()
    empty = at.post(f"{page}holding/", {"hold_id": hold.pk, "holds": "no", "why": " "})
    assert (empty.status_code, CollectionHold.objects.get().holds) == (422, True)
    same = at.post(f"{page}holding/", {"hold_id": hold.pk, "holds": "yes", "why": "ศาลสั่ง"})
    assert (same.status_code, "เป็นอย่างนี้อยู่แล้ว" in same.content.decode()) == (422, True)
    sent = at.post(f"{page}holding/", {"hold_id": hold.pk, "holds": "no", "why": "ศาลยกคำขอ"}, follow=True)
    assert "ให้เร่งรัดต่อระหว่างคดีในศาลแรงงาน (มาตรา 87) ร.1/2569: ศาลยกคำขอ" in sent.content.decode()
    assert not CollectionHold.objects.get().holds


def every_act(case):
    """Each address that changes a case, with a body that has the right shape."""
    hold = requests.record_court(case.pk, number="ร.9/2569", filed_on=SEIZED_ON, holds=False, by=WORKER)
    asset = seizing.record_asset(
        case.pk, what="รถยนต์", held_by="", estimate=None, seized_on=SEIZED_ON, by=WORKER
    )
    return {
        "warn": {}, "warn-seizure": {}, "assess": {}, "seizure": {}, "notes": {"text": "โทรแล้ว"},
        "instalments": {"count": 3, "first_due": str(SEIZED_ON + timedelta(days=9))},
        "assets": {"what": "ที่ดิน", "seized_on": str(SEIZED_ON)},
        f"assets/{asset.pk}/sale": {"brought": "0.00", "sold_on": str(SEIZED_ON)},
        "seizure/end": {"result": "จบ", "surplus": "0.00"},
        "court": {"number": "ร.1/2569", "filed_on": str(SEIZED_ON)},
        f"holds/{hold.pk}/holding": {"holds": True, "why": "ศาลสั่ง"},
        f"holds/{hold.pk}/end": {"outcome": "ถอนฟ้อง"},
    }  # fmt: skip


@pytest.mark.parametrize("role", list(OFFICE_ROLES))
def test_every_role_at_every_act(seized, role):
    """Officers of the case's office who work on collection may; the others are not told that there is a case."""
    name = f"somebody-{role}"
    user = create_user(name, "x", kind=ActorKind.OFFICER, display_name=name)
    grant(user.pk, Role(role), f"office:{seized.office}", by=SYSTEM)
    call = Keys(at_work(name), seized)
    events = seized.events.count()
    for path, body in every_act(seized).items():
        answer = call.post(path, body)
        if Role(role) in WORKERS:
            assert answer.status_code in (200, 422), (path, answer.content)
        else:
            assert answer.status_code in (403, 404), (path, answer.status_code)
    if Role(role) not in WORKERS:
        assert seized.events.count() == events + 2  # the two that the test itself made


def test_another_office_and_a_weak_session(seized):
    user = create_user("elsewhere", "x", kind=ActorKind.OFFICER, display_name="ต่างพื้นที่")
    grant(user.pk, Role.officer, "office:9999", by=SYSTEM)
    acts = every_act(seized)
    for path, body in acts.items():
        assert Keys(at_work("elsewhere"), seized).post(path, body).status_code == 404
        assert Keys(at_work(aal=1), seized).post(path, body).status_code == 403
    assert CollectionHold.objects.get().ended_on is None
    assert Seizure.objects.get().ordered_on == date(2026, 10, 15)
