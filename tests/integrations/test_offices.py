"""Immigration, Department of Employment, police: right answers, none, lies, silence, each office by itself."""

import json
from datetime import date

import pytest

from integrations import client, immigration
from integrations.public import (
    GatewayDown,
    Report,
    Warrant,
    job_seeker,
    police_report,
    police_warrant,
    worker_by_number,
    worker_by_passport,
    worker_by_permit,
    workers_by_numbers,
)
from integrations.simulators.offices import rows
from sso_core.audit.models import Event
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM
from tests.integrations.servers import answering

WORKER, SEEKER, REPORT, WANTED = (rows(table)[0] for table in ("workers", "seekers", "reports", "warrants"))
NOBODY = thai_id.make("119999999999")


def warrant(number):
    return police_warrant(number, by=SYSTEM, subject="person:7", purpose="before a payment")


ASKS = {
    "passport": (lambda: worker_by_passport("ZZ0000001", "048"), "immigration", WORKER),
    "permit": (lambda: worker_by_permit("WP-TEST-0001"), "immigration", WORKER),
    "pid": (lambda: worker_by_number(WORKER["pid"]), "immigration", WORKER),
    "seeker": (lambda: job_seeker(SEEKER["pid"]), "doe", SEEKER),
    "report": (lambda: police_report(REPORT["report"]), "police", REPORT),
    "warrant": (lambda: warrant(WANTED["pid"]), "police", WANTED),
}
KEYS = {
    "passport": {"passport": "ZZ0000001", "nationality": "048"},
    "permit": {"permit": "WP-TEST-0001"},
    "pid": {"pid": WORKER["pid"]},
    "seeker": {"pid": SEEKER["pid"]},
    "report": {"report": REPORT["report"]},
    "warrant": {"pid": WANTED["pid"]},
}
pytestmark = pytest.mark.django_db


def point(settings, office, url):
    setattr(settings, f"{office.upper()}_URL", url)


def told(question, **other):
    _, _, row = ASKS[question]
    return 200, json.dumps({"asked": KEYS[question], "found": {**row, **other}}).encode()


@pytest.mark.parametrize("question", ["passport", "permit", "pid"])
def test_a_foreign_worker_is_found_by_each_key(simulators, question):
    found = ASKS[question][0]()
    assert (found.first_name, found.birth_date, found.national_id) == (
        "ซอมิน",
        date(1995, 5, 5),
        WORKER["pid"],
    )


def test_a_permit_holds_from_its_first_day_to_its_last(simulators):
    found = worker_by_permit(" wp-test-0001 ")
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2027, 12, 31), date(2028, 1, 1)]
    assert [found.may_work(on) for on in days] == [False, True, True, False]
    assert not worker_by_permit("WP-TEST-0002").may_work(date(2023, 1, 1))


def test_a_passport_counts_with_its_nationality_only(simulators):
    assert worker_by_passport("ZZ0000001", "056") is None


def test_the_reports_of_a_job_seeker_stand_with_their_days(simulators):
    found = job_seeker(thai_id.format_id(SEEKER["pid"]))
    assert (found.registered_on, found.reason, found.ended_on) == (date(2026, 10, 5), "resigned", None)
    assert found.reports == (
        Report(date(2026, 11, 5), date(2026, 11, 4)),
        Report(date(2026, 12, 5), None),
    )


def test_a_police_report_is_found_by_its_number(simulators):
    found = police_report(REPORT["report"])
    assert (found.kind, found.reported_on, found.summary_code) == ("accident", date(2026, 9, 10), "T01")


def test_a_warrant_is_told_and_its_purpose_kept(simulators):
    assert warrant(WANTED["pid"]) == Warrant(wanted=True, since=date(2026, 3, 1))
    assert warrant(NOBODY) == Warrant(wanted=False)
    kept = Event.objects.filter(verb="warrant_asked", subject="person:7")
    assert [one.params for one in kept] == [{"purpose": "before a payment"}] * 2


def test_a_warrant_that_nobody_answered_was_asked_for_all_the_same(simulators):
    simulators.post("offices", "/police/_fault", mode="down")
    with pytest.raises(GatewayDown):
        warrant(WANTED["pid"])
    assert Event.objects.filter(verb="warrant_asked").count() == 1


def test_without_a_purpose_no_warrant_is_asked_for(settings):
    with answering((200, b"{}")) as server:
        settings.POLICE_URL = server.url
        with pytest.raises(ValueError, match="purpose"):
            police_warrant(WANTED["pid"], by=SYSTEM, subject="person:7", purpose=" ")
    assert server.asked == []


def test_who_is_not_there_is_none(simulators):
    assert worker_by_permit("WP-TEST-9999") is None
    assert worker_by_number(NOBODY) is None
    assert job_seeker(NOBODY) is None
    assert police_report("TEST-9/2569") is None


def test_a_fault_of_one_office_is_not_a_fault_of_the_others(simulators):
    simulators.post("offices", "/doe/_fault", mode="down")
    with pytest.raises(GatewayDown, match="status 503"):
        job_seeker(SEEKER["pid"])
    assert police_report(REPORT["report"])
    assert worker_by_permit("WP-TEST-0001")


@pytest.mark.parametrize("question", ASKS)
@pytest.mark.parametrize(
    "answer", [(503, b""), (403, b"{}"), (404, b"{}"), (200, b"<html>"), (200, b"[]")], ids=str
)
def test_what_is_no_answer_is_not_taken_for_nobody(settings, question, answer):
    ask, office, _ = ASKS[question]
    with answering(answer) as server:
        point(settings, office, server.url)
        with pytest.raises(GatewayDown):
            ask()
        client.reset(office, server.url)


@pytest.mark.parametrize("office", ["immigration", "doe", "police"])
def test_an_office_is_not_waited_for_longer_than_the_timeout(simulators, settings, office):
    settings.GATEWAY_TIMEOUT = 0.1
    simulators.post("offices", f"/{office}/_fault", mode="slow", seconds=1)
    ask = next(ask for ask, whose, _ in ASKS.values() if whose == office)
    with pytest.raises(GatewayDown, match="in time"):
        ask()


@pytest.mark.parametrize("question", ASKS)
def test_an_office_that_failed_often_is_spared(settings, question):
    ask, office, _ = ASKS[question]
    with answering((200, b"{}")) as server:
        point(settings, office, server.url)
        for _ in range(client.FAILURES_TO_OPEN):
            client._note_failure(office, server.url)
        with pytest.raises(GatewayDown, match="asking again later"):
            ask()
        assert server.asked == []
        client.reset(office, server.url)


@pytest.mark.parametrize("question", ASKS)
def test_an_answer_to_another_question_is_not_believed(settings, question):
    ask, office, row = ASKS[question]
    with answering((200, json.dumps({"asked": {"pid": NOBODY}, "found": row}).encode())) as server:
        point(settings, office, server.url)
        with pytest.raises(GatewayDown, match="something else"):
            ask()


LIES = [
    ("permit", {"permit": "WP-TEST-0002"}),
    ("passport", {"nationality": "056"}),
    ("pid", {"pid": NOBODY}),
    ("permit", {"pid": "1990000000010"}),
    ("permit", {"status": "perhaps"}),
    ("permit", {"sex": "X"}),
    ("permit", {"firstName": ""}),
    ("permit", {"validTo": "2024-12-31"}),
    ("permit", {"validTo": "31/12/2570"}),
    ("permit", {"birthDate": "2026-01-01"}),
    ("seeker", {"reason": "bored"}),
    ("seeker", {"reports": ["2026-11-05"]}),
    ("seeker", {"reports": [{"dueOn": "2026-09-05", "reportedOn": ""}]}),
    ("seeker", {"endedOn": "2026-10-04"}),
    ("report", {"kind": "gossip"}),
    ("report", {"reportedOn": ""}),
    ("warrant", {"wanted": "yes"}),
    ("warrant", {"since": ""}),
    ("warrant", {"wanted": False}),
]


@pytest.mark.parametrize(("question", "lie"), LIES, ids=str)
def test_an_answer_that_cannot_be_true_is_not_believed(settings, question, lie):
    ask, office, _ = ASKS[question]
    with answering(told(question, **lie)) as server:
        point(settings, office, server.url)
        with pytest.raises(GatewayDown, match="makes no sense"):
            ask()


class TestManyAtOnce:
    def test_each_number_has_its_answer(self, simulators):
        numbers = [NOBODY, *(row["pid"] for row in rows("workers") if row.get("pid")), NOBODY]
        found = workers_by_numbers(numbers)
        assert list(found) == list(dict.fromkeys(numbers))
        assert found[NOBODY] is None
        assert all(found[number].national_id == number for number in found if number != NOBODY)

    def test_a_lie_about_one_is_not_an_answer_about_the_others(self, settings):
        asked = {"pid": WORKER["pid"]}
        with answering((200, json.dumps({"asked": asked, "found": WORKER}).encode())) as server:
            settings.IMMIGRATION_URL = server.url
            found = workers_by_numbers([NOBODY, WORKER["pid"]])
            client.reset("immigration", server.url)
        assert isinstance(found[NOBODY], GatewayDown)
        assert found[WORKER["pid"]].permit_no == WORKER["permit"]

    def test_an_office_that_is_down_is_spared_after_a_few(self, settings):
        numbers = [thai_id.make(f"1199{n:08d}") for n in range(200)]
        with answering((503, b"")) as server:
            settings.IMMIGRATION_URL = server.url
            found = workers_by_numbers(numbers)
            client.reset("immigration", server.url)
        assert list(found) == numbers
        assert all(isinstance(one, GatewayDown) for one in found.values())
        assert len(server.asked) < len(numbers)

    def test_what_does_not_fit_into_the_time_is_asked_again_later(self, settings, monkeypatch):
        monkeypatch.setattr(immigration, "BUDGET", -1.0)
        with answering((200, b"{}")) as server:
            settings.IMMIGRATION_URL = server.url
            found = workers_by_numbers([NOBODY, WORKER["pid"]])
        assert all("too many" in str(one) for one in found.values())
        assert server.asked == []
