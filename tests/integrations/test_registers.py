"""The adapters against the simulators, over real sockets: right answers, none, nonsense, late, gone."""

from datetime import date
from decimal import Decimal

import pytest

from integrations import client
from integrations.public import BankGateway, GatewayDown, dbd_company, dopa_check_laser, dopa_person
from integrations.simulators.bank_bills import read_bill
from integrations.simulators.data import by_role, companies, people
from integrations.simulators.dopa import laser_code
from integrations.simulators.mail import totp
from sso_core.kernel import promptpay, thai_id

pytestmark = pytest.mark.django_db


def test_everybody_invented_has_a_valid_number():
    assert all(thai_id.is_valid(p["national_id"]) for p in people())
    assert all(thai_id.is_valid(c["juristic_id"]) for c in companies())
    assert len({p["national_id"] for p in people()}) == len(people())


def test_dopa_tells_who_a_number_is(simulators):
    one = by_role("pension56")[0]
    found = dopa_person(one["national_id"])
    assert (found.first_name, found.status, found.birth_date) == ("สมบูรณ์", "alive", date(1970, 2, 10))


def test_dopa_tells_of_the_dead(simulators):
    found = dopa_person(by_role("dead")[0]["national_id"])
    assert (found.status, found.died_on) == ("dead", date(2025, 12, 1))


def test_dopa_checks_the_code_on_the_back_of_the_card(simulators):
    one = by_role("hr")[0]
    born = date.fromisoformat(one["birth_date"])
    who = (one["national_id"], one["first_name"], one["last_name"], born)
    right = laser_code(one["national_id"])
    assert dopa_check_laser(*who, f"{right[:3]}-{right[3:10]}-{right[10:]}".lower())
    assert not dopa_check_laser(*who, "JT0000000000")


def test_dbd_tells_of_companies_and_of_none(simulators):
    first, gone = companies()[0], companies()[-1]
    assert dbd_company(first["juristic_id"]).name_th == "บริษัท ตัวอย่างการผลิต จำกัด"
    assert dbd_company(gone["juristic_id"]).status == "เลิกกิจการ"
    assert dbd_company(thai_id.make("010556999999")) is None


@pytest.mark.parametrize("mode", ["down", "nonsense", "slow"])
def test_a_system_that_misbehaves_is_never_believed(simulators, mode):
    simulators.fault("dopa", mode, seconds=3)
    with pytest.raises(GatewayDown):
        dopa_person(people()[0]["national_id"])
    simulators.fault("dopa", "ok")
    client.reset("dopa", simulators.url("dopa"))
    assert dopa_person(people()[0]["national_id"]) is not None


def test_a_system_that_is_gone_is_spared_after_some_failures(simulators, settings):
    simulators.stop("dbd")
    for _ in range(client.FAILURES_TO_OPEN):
        with pytest.raises(GatewayDown):
            dbd_company(companies()[0]["juristic_id"])
    with pytest.raises(GatewayDown, match="asking again later"):
        dbd_company(companies()[0]["juristic_id"])
    simulators.start("dbd")


def test_a_paid_bill_is_told_by_a_file_that_lies_until_it_is_taken(simulators):
    import httpx

    text = promptpay.bill_payment("099400016550101", "1000000016", "2569060001", Decimal("34910.00"))
    told = httpx.post(f"{simulators.url('bank')}/pay", json={"qr": text}).json()
    bank = BankGateway()
    assert told["file"] in bank.list()
    lines = bank.get(told["file"]).decode("cp874").split("\r\n")
    assert [line[:1] for line in lines] == ["H", "D", "T", ""]
    assert {len(line) for line in lines[:3]} == {160}
    assert "0000003491000" in lines[1]
    bank.done(told["file"])
    assert told["file"] not in bank.list()


def test_a_damaged_qr_is_not_paid():
    text = promptpay.bill_payment("099400016550101", "A1", "B2", Decimal(1))
    with pytest.raises(ValueError, match="CRC"):
        read_bill({"qr": text[:-1] + ("0" if text[-1] != "0" else "1")})


def test_the_authenticator_shows_the_codes_of_the_standard():
    # RFC 6238, appendix B: SHA-1, secret "12345678901234567890", last six of the eight digits
    assert totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59) == "287082"
    assert totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1111111109) == "081804"
