"""The adapters of the registers against the simulators, over real sockets: right answers, none, and lies."""

import json
from datetime import date

import pytest

from integrations.public import GatewayDown, dbd_company, dopa_check_laser, dopa_person
from integrations.simulators.data import by_role, companies, people
from integrations.simulators.register import laser_code
from sso_core.kernel import thai_id
from tests.integrations.servers import answering

NOBODY = thai_id.make("119999999999")
TOKEN = (200, b'{"Result": "a-token"}')


def test_dopa_tells_who_a_number_is(simulators):
    one = by_role("pension56")[0]
    found = dopa_person(one["national_id"])
    assert (found.title, found.first_name, found.last_name) == ("นาย", "สมบูรณ์", "อยู่ครบเดือน")
    assert (found.status, found.birth_date, found.sex) == ("alive", date(1970, 2, 10), "M")
    assert (found.province, found.nationality, found.died_on) == (one["province"], "099", None)


def test_dopa_takes_a_number_as_people_write_it(simulators):
    one = by_role("hr")[0]
    assert dopa_person(thai_id.format_id(one["national_id"])).national_id == one["national_id"]


def test_dopa_tells_of_the_dead(simulators):
    found = dopa_person(by_role("dead")[0]["national_id"])
    assert (found.status, found.died_on) == ("dead", date(2025, 12, 1))


def test_dopa_tells_of_foreigners(simulators):
    assert dopa_person(by_role("foreigner")[0]["national_id"]).nationality == "048"


def test_dopa_knows_nobody_when_it_is_not_open(simulators):
    assert dopa_person(NOBODY) is not None
    simulators.end("dopa")
    simulators.start("dopa", SIM_DOPA_OPEN="0")
    assert dopa_person(NOBODY) is None
    simulators.end("dopa")
    simulators.start("dopa")


def test_the_invented_person_of_a_number_is_always_the_same(simulators):
    assert dopa_person(NOBODY) == dopa_person(NOBODY)


def test_a_number_with_a_wrong_check_digit_is_not_asked(simulators):
    with pytest.raises(ValueError, match="check digit"):
        dopa_person("1990000000010")


def test_dopa_checks_the_code_on_the_back_of_the_card(simulators):
    one = by_role("hr")[0]
    born = date.fromisoformat(one["birth_date"])
    who = (one["national_id"], one["first_name"], one["last_name"])
    right = laser_code(one["national_id"])
    assert dopa_check_laser(*who, born, f"{right[:3]}-{right[3:10]}-{right[10:]}".lower())
    assert not dopa_check_laser(*who, born, "JT0000000000")
    assert not dopa_check_laser(*who, date(1990, 1, 1), right)
    assert not dopa_check_laser(one["national_id"], "คนอื่น", one["last_name"], born, right)


def test_a_code_of_another_form_is_not_asked(settings):
    settings.DOPA_URL = "http://127.0.0.1:1"
    assert not dopa_check_laser(NOBODY, "ก", "ข", date(1990, 1, 1), "12")


def test_the_card_of_the_dead_is_void(simulators):
    one = by_role("dead")[0]
    born = date.fromisoformat(one["birth_date"])
    who = (one["national_id"], one["first_name"], one["last_name"], born)
    assert not dopa_check_laser(*who, laser_code(one["national_id"]))


def test_a_token_is_kept_and_renewed_when_it_is_no_longer_taken(simulators):
    number = people()[0]["national_id"]
    assert dopa_person(number)
    simulators.end("dopa")
    (simulators.folder / "dopa" / "tokens.json").unlink()
    simulators.start("dopa")
    assert dopa_person(number)


def test_one_token_serves_many_questions(settings):
    body = person_entry(people()[0])
    with answering(TOKEN, (200, json.dumps(body).encode())) as server:
        settings.DOPA_URL = server.url
        dopa_person(people()[0]["national_id"])
        dopa_person(people()[0]["national_id"])
    assert [path.split("?")[0] for path in server.asked] == ["/ws/auth/validate"] + [
        "/ws/dopa/linkage/v1/link"
    ] * 2


def person_entry(one, **other):
    from integrations.simulators.dopa import entry

    return {**entry(one), **other}


LIES = {
    "about another number": {"pid": people()[1]["national_id"]},
    "no name": {"firstName": " "},
    "unknown status": {"statusOfPersonCode": "7"},
    "not yet born": {"dateOfBirth": "26500101"},
    "born long ago": {"dateOfBirth": "23000101"},
    "a date of another form": {"dateOfBirth": "1 ม.ค. 2530"},
    "a day that does not exist": {"dateOfBirth": "25300231"},
    "dead before birth": {"statusOfPersonCode": "1", "dateOfDeath": "24000101"},
    "alive with a day of death": {"dateOfDeath": "25680101"},
    "a list for a name": {"firstName": ["ก"]},
    "no name field": {"titleDesc": None},
}


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_an_answer_that_cannot_be_true_is_not_believed(settings, lie):
    body = json.dumps(person_entry(people()[0], **LIES[lie])).encode()
    with answering(TOKEN, (200, body)) as server:
        settings.DOPA_URL = server.url
        with pytest.raises(GatewayDown, match="makes no sense"):
            dopa_person(people()[0]["national_id"])


def test_unknown_parts_of_a_birth_date_are_not_guessed(settings):
    body = json.dumps(person_entry(people()[0], dateOfBirth="25200000")).encode()
    with answering(TOKEN, (200, body)) as server:
        settings.DOPA_URL = server.url
        assert dopa_person(people()[0]["national_id"]).birth_date is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b"<html>not here</html>"),
        (404, b"{}"),
        (302, b""),
        (403, b"{}"),
        (200, b"[]"),
        (200, b"{"),
        (204, b""),
    ],
)
def test_a_page_that_is_no_answer_is_not_taken_for_nobody(settings, status, body):
    with answering(TOKEN, (status, body)) as server:
        settings.DOPA_URL = server.url
        with pytest.raises(GatewayDown):
            dopa_person(people()[0]["national_id"])


@pytest.mark.parametrize("token", [b"{}", b'{"Result": ""}', b'{"Result": 7}', b"no"])
def test_without_a_token_nothing_is_asked(settings, token):
    with answering((200, token)) as server:
        settings.DOPA_URL = server.url
        with pytest.raises(GatewayDown):
            dopa_person(people()[0]["national_id"])
        assert all(path.startswith("/ws/auth/validate") for path in server.asked)


@pytest.mark.parametrize("answer", [b"{}", b'{"Result": "true"}', b'{"Result": null}'])
def test_a_laser_check_is_true_or_false_and_nothing_else(settings, answer):
    with answering(TOKEN, (200, answer)) as server:
        settings.DOPA_URL = server.url
        with pytest.raises(GatewayDown):
            dopa_check_laser(NOBODY, "ก", "ข", date(1990, 1, 1), "JT0000000000")


def test_dbd_tells_of_companies_and_of_none(simulators):
    first, gone = companies()[0], companies()[-1]
    found = dbd_company(first["juristic_id"])
    assert (found.name_th, found.registered_on) == ("บริษัท ตัวอย่างการผลิต จำกัด", date(1997, 4, 7))
    assert (found.status, found.capital, found.province) == ("ยังดำเนินกิจการอยู่", "20000000.00", "10")
    assert dbd_company(gone["juristic_id"]).status == "เลิกกิจการ"
    assert dbd_company(thai_id.make("010556999999")) is None


DBD_LIES = [
    b'{"status": {"code": "1000"}, "data": []}',
    b'{"status": {"code": "1000"}}',
    b'{"status": {"code": "9999"}}',
    b'{"status": "1000"}',
    b'{"status": {"code": "1000"}, "data": [{"cd:OrganizationJuristicPerson": '
    b'{"cd:OrganizationJuristicID": "0105540000999"}}]}',
]


@pytest.mark.parametrize("body", DBD_LIES)
def test_dbd_is_not_believed_either(settings, body):
    with answering((200, body)) as server:
        settings.DBD_URL = server.url
        with pytest.raises(GatewayDown, match="makes no sense"):
            dbd_company(companies()[0]["juristic_id"])
