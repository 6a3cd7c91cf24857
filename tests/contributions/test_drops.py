"""Folders of the e-filing gateway: seen, begun by a supervisor or by the clock, and what cannot be read is told."""

import os
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from contributions.models import Bill, Filing, FilingFile, StagedLine
from contributions.services import as_filed, uploads
from contributions.services.bulk import drops, folders
from contributions.tasks import take_drops
from finance.public import verify_ledger
from registration.models import Employer
from sso_core.accounts.public import Role, create_user, grant
from sso_core.audit.models import Event
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.messaging.models import Message
from sso_core.messaging.public import deliver_all
from tests.contributions.conftest import signed_in
from tests.contributions.filings import Filing as Made
from tests.contributions.filings import Person as Somebody
from tests.contributions.filings import national_id
from tests.faults import month

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "begin-the-drop"}


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.FILING_DROPS = str(tmp_path / "drops")
    (tmp_path / "drops").mkdir()
    return tmp_path / "drops"


@pytest.fixture
def gateway(root):
    """The small month of 24 employers, as files."""
    month.make(root)
    return root / "month"


@pytest.fixture
def supervisor():
    return officer(Role.supervisor)


def officer(role: Role, *, aal: int = 2):
    user = create_user(f"officer-{role}", "x", kind=ActorKind.OFFICER, display_name="สมศรี หัวหน้า")
    grant(user.pk, role, "office:1001", by=SYSTEM)
    return signed_in(user, aal=aal)


def runs():
    return BatchRun.objects.filter(kind=drops.DROP_RUN)


def zipped(folder: Path, name: str, places: range, way: int = zipfile.ZIP_STORED) -> Path:
    """Put files of employers into a zip, in place of the files."""
    with zipfile.ZipFile(folder / name, "w", way) as archive:
        for place in places:
            file = folder / f"{month.account(place)}.txt"
            archive.writestr(file.name, file.read_bytes())
            file.unlink()
    return folder / name


class TestPages:
    def test_a_supervisor_sees_begins_and_follows_it(self, gateway, supervisor):
        assert "/office/drops/" in supervisor.get("/office/months/").content.decode()
        assert "/office/drops/month/" in supervisor.get("/office/drops/").content.decode()
        page = supervisor.get("/office/drops/month/").content.decode()
        assert "เริ่มรับชุดไฟล์นี้" in page
        assert "ยังไม่บอกว่าส่งครบ" in page
        began = supervisor.post("/office/drops/month/begin/", follow=True)
        assert 'data-live="3"' in began.content.decode()
        assert began.redirect_chain[-1][0] == "/office/drops/month/"
        work(runs().get().pk)
        done = supervisor.get("/office/drops/month/").content.decode()
        assert "รับแล้ว" in done
        assert "เริ่มรับชุดไฟล์นี้" not in done
        assert Filing.objects.count() == month.EMPLOYERS
        assert supervisor.get(f"/office/batches/{runs().get().pk}/").status_code == 200
        event = Event.objects.get(verb="contributions.drop_begun")
        assert (event.subject, event.actor_name) == ("drop:month", "สมศรี หัวหน้า")

    def test_begun_twice_it_is_one_run(self, gateway, supervisor):
        for _ in range(2):
            assert supervisor.post("/office/drops/month/begin/").status_code == 302
        assert runs().count() == 1

    def test_a_folder_that_was_cleared_away_shows_by_its_run(self, gateway, supervisor):
        work(drops.open_drop("month").pk)
        for file in gateway.iterdir():
            file.unlink()
        gateway.rmdir()
        assert "/office/drops/month/" in supervisor.get("/office/drops/").content.decode()
        assert "รับแล้ว" in supervisor.get("/office/drops/month/").content.decode()

    @pytest.mark.parametrize(
        "role", [Role.officer, Role.checker, Role.finance, Role.finance_checker, Role.auditor]
    )
    def test_others_look_and_do_not_begin(self, gateway, role):
        client = officer(role)
        page = client.get("/office/drops/month/")
        assert page.status_code == 200
        assert client.post("/office/drops/month/begin/").status_code == 404
        told = client.post("/api/v1/office/drops/month/begin", headers=KEY, content_type="application/json")
        assert told.status_code == 403
        assert not runs().exists()

    def test_an_employer_sees_nothing(self, gateway, clerk):
        for path in ("/office/drops/", "/office/drops/month/", "/api/v1/office/drops"):
            assert clerk.get(path).status_code in {302, 403, 404}

    def test_there_is_no_place_for_drops(self, root, supervisor):
        root.rmdir()
        assert "ยังไม่ได้ส่งไฟล์มา" in supervisor.get("/office/drops/").content.decode()


class TestApi:
    def post(self, client, name: str, key: str = "begin-the-drop"):
        path = f"/api/v1/office/drops/{name}/begin"
        return client.post(path, headers={"Idempotency-Key": key}, content_type="application/json")

    def test_seen_begun_once_and_told(self, gateway, supervisor):
        (before,) = supervisor.get("/api/v1/office/drops").json()
        assert (before["name"], before["files"], before["is_complete"], before["run"]) == (
            "month",
            24,
            False,
            None,
        )
        first, again, other = (
            self.post(supervisor, "month", key) for key in ("key-one-1", "key-one-1", "key-two-2")
        )
        assert {answer.status_code for answer in (first, again, other)} == {202}
        assert first.json() == again.json() == other.json()
        work(runs().get().pk)
        after = supervisor.get("/api/v1/office/drops/month").json()
        assert after["run"]["status"] == "done"
        assert (after["outcome"]["filed"], after["outcome"]["waiting"]) == (23, 1)
        assert supervisor.post("/api/v1/office/drops/month/begin").status_code == 400  # no key

    def test_refused_in_words(self, root, supervisor):
        (root / "empty").mkdir()
        assert self.post(supervisor, "empty").json()["findings"][0]["code"] == "drop.empty"
        assert self.post(supervisor, "nothing", "another-key").json()["findings"][0]["code"] == "drop.gone"
        assert supervisor.get("/api/v1/office/drops/nothing").status_code == 404


class TestTricks:
    @pytest.mark.parametrize(
        "name",
        ["", ".", "..", "../outside", "month/../../outside", ".hidden", "a\\b", "a\x00b", "x" * 101, "link"],
    )
    def test_a_name_that_leads_elsewhere_is_no_folder(self, root, name):
        outside = root.parent / "outside"
        outside.mkdir()
        (outside / "1000000000.txt").write_text("secret")
        (root / ".hidden").mkdir()
        (root / "link").symlink_to(outside)
        with pytest.raises(Refused) as refused:
            drops.open_drop(name)
        assert refused.value.findings[0].code == "drop.gone"
        assert folders.names() == []

    def test_a_link_in_a_folder_is_no_file(self, root):
        (root / "day").mkdir()
        (root / "day" / "1000000000.txt").symlink_to("/etc/hostname")
        (root / "day" / ".half-written.txt").write_text("1")
        assert folders.contents("day").files == 0

    def test_by_page(self, gateway, supervisor):
        for path in ("..%2Foutside", ".hidden", "month%00"):
            assert supervisor.get(f"/office/drops/{path}/").status_code == 404
            assert supervisor.post(f"/office/drops/{path}/begin/").status_code in {302, 404}
        assert not runs().exists()


class TestZips:
    def test_a_broken_zip_is_told_and_the_others_are_taken_in(self, gateway, supervisor):
        good, bad = zipped(gateway, "a.zip", range(3)), zipped(gateway, "b.zip", range(6, 10))
        bad.write_bytes(bad.read_bytes()[:100])
        assert "b.zip" in supervisor.get("/office/drops/month/").content.decode()
        supervisor.post("/office/drops/month/begin/")
        work(runs().get().pk)
        assert runs().get().status == "done"
        assert Filing.objects.count() == month.EMPLOYERS - 4
        assert "b.zip" in supervisor.get("/office/drops/month/").content.decode()
        assert good.exists()

    def test_only_broken_zips(self, root):
        (root / "day").mkdir()
        (root / "day" / "a.zip").write_bytes(b"PK\x03\x04 and no more")
        with pytest.raises(Refused) as refused:
            drops.open_drop("day")
        assert refused.value.findings[0].code == "drop.broken"
        assert "a.zip" in str(refused.value.findings[0].params)

    def test_one_file_that_is_broken_inside_its_zip(self, gateway, supervisor):
        packed = zipped(gateway, "a.zip", range(3))
        data = packed.read_bytes()
        wanted = f"{month.account(1)}.txt".encode()
        at = data.index(wanted) + len(wanted) + 40  # in the content of the second file: its checksum fails
        packed.write_bytes(data[:at] + b"#" + data[at + 1 :])
        work(drops.open_drop("month").pk)
        assert runs().get().status == "done"
        accounts = set(Filing.objects.values_list("account_no", flat=True))
        assert accounts == {month.account(place) for place in range(month.EMPLOYERS)} - {month.account(1)}
        page = supervisor.get("/office/drops/month/").content.decode()
        assert f"{month.account(1)}.txt" in page
        assert "ไฟล์ใน zip เสีย" in page


class TestKeptFiles:
    @pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
    def test_of_a_zip_they_are_kept_as_packed_there_and_given_out_as_they_were(self, gateway, way):
        sent = {path.name: path.read_bytes() for path in sorted(gateway.glob("*.txt"))}
        zipped(gateway, "all.zip", range(len(sent)), way)
        work(drops.open_drop("month").pk)
        kept = FilingFile.objects.select_related("filing")
        assert {one.filing.filename: one.as_it_came() for one in kept} == sent
        for one in kept:
            assert one.packed == (way == zipfile.ZIP_DEFLATED)
            assert (len(bytes(one.content)) < one.size) == one.packed
            assert as_filed.kept_of(one.filing_id).size == len(sent[one.filing.filename])
            assert as_filed.filed_file(one.filing_id).content == sent[one.filing.filename]

    def test_a_packed_file_that_changed_is_not_given_out(self, gateway):
        zipped(gateway, "all.zip", range(24), zipfile.ZIP_DEFLATED)
        work(drops.open_drop("month").pk)
        FilingFile.objects.update(content=b"other")
        with pytest.raises(ValueError, match="not what was sent"):
            as_filed.filed_file(Filing.objects.first().pk)

    def test_what_waits_is_read_again_from_its_packed_file(self, gateway):
        """Staged lines are lost with the server; they come back from the file."""
        zipped(gateway, "all.zip", range(24), zipfile.ZIP_DEFLATED)
        work(drops.open_drop("month").pk)
        waiting = Filing.objects.filter(status="checked").first()
        before = StagedLine.objects.filter(filing_id=waiting.pk).count()
        assert before
        StagedLine.objects.all().delete()
        uploads.ensure_staged(waiting)
        assert StagedLine.objects.filter(filing_id=waiting.pk).count() == before


class TestTheClock:
    def later(self, folder: Path) -> None:
        """The folder changed after the run began, also where the clock of the disk is coarse."""
        at = runs().latest("pk").started_at.timestamp() + 5
        os.utime(folder, (at, at))

    def test_a_folder_is_begun_when_the_gateway_says_so_and_once(self, gateway):
        assert take_drops() == []
        (gateway / folders.MARKER).touch()
        assert take_drops() == ["month"]
        assert take_drops() == []
        work(runs().get().pk)
        assert take_drops() == []
        assert runs().get().payload["files"] == month.EMPLOYERS  # the mark is no filing
        assert Event.objects.get(verb="contributions.drop_begun").actor_name == "e-Filing Gateway"

    def test_what_comes_later_is_taken_in_after_it(self, gateway):
        late = gateway / f"{month.account(7)}.txt"
        content = late.read_bytes()
        late.unlink()
        (gateway / folders.MARKER).touch()
        take_drops()
        work(runs().get().pk)
        late.write_bytes(content)
        self.later(gateway)
        assert take_drops() == ["month"]
        second = runs().latest("pk")
        work(second.pk)
        assert second.key == "month/2"
        assert Filing.objects.count() == month.EMPLOYERS
        assert drops.totals(second.chunks.values_list("result", flat=True)).known == month.EMPLOYERS - 1
        assert take_drops() == []

    def test_an_empty_or_a_broken_folder_leaves_the_others_alone(self, gateway, root):
        for name in ("a-empty", "b-broken"):
            (root / name).mkdir()
            (root / name / folders.MARKER).touch()
        (root / "b-broken" / "a.zip").write_bytes(b"no zip")
        (gateway / folders.MARKER).touch()
        assert take_drops() == ["month"]


class TestWhatWaitsForItsEmployer:
    """The fourth employer's file has a wrong contribution."""

    ACCOUNT = month.account(3)

    @pytest.fixture
    def staff(self, gateway):
        Employer.objects.filter(account_no=self.ACCOUNT).update(email="hr@example.test")
        user = create_user("staff", "x", kind=ActorKind.EMPLOYER, display_name="ฝ่ายบุคคล")
        grant(user.pk, Role.employer_filer, f"employer:{self.ACCOUNT}", by=SYSTEM)
        return signed_in(user)

    def take(self, name: str = "month") -> None:
        work(drops.open_drop(name).pk)
        deliver_all()

    def test_told_mended_and_submitted(self, staff, mailoutbox):
        self.take()
        told = Message.objects.get(template="contributions/filing_waits")
        assert told.subject == f"employer:{self.ACCOUNT}"
        assert f"{self.ACCOUNT}.txt" in told.body
        (mail,) = mailoutbox
        assert (mail.to, told.title in mail.subject) == (["hr@example.test"], True)
        assert told.title in staff.get(f"/employer/{self.ACCOUNT}/inbox/").content.decode()

        page = staff.get(told.action_url).content.decode()
        assert "แก้ก่อนยื่น" in page
        early = staff.post(f"{told.action_url}submit/", {"seen_total": "1.00", "confirmed": "on"})
        assert early.status_code == 200  # the form again, with what is in the way
        filing = Filing.objects.get(account_no=self.ACCOUNT)
        assert filing.status == "checked"

        staff.post(f"{told.action_url}change/", {"act": "recompute"})
        total = staff.get(f"/api/v1/employers/{self.ACCOUNT}/filings/{filing.pk}/totals").json()["total"]
        sent = staff.post(f"{told.action_url}submit/", {"seen_total": total, "confirmed": "on"})
        assert (sent.status_code, sent.headers["Location"]) == (302, told.action_url)
        filing.refresh_from_db()
        assert filing.status == "submitted"
        bill = Bill.objects.get(filing=filing)
        assert str(bill.total) == total
        assert verify_ledger().holds

    def test_told_once_however_often_the_file_comes(self, staff, gateway, root):
        self.take()
        (root / "again").mkdir()
        for file in gateway.iterdir():
            (root / "again" / file.name).write_bytes(file.read_bytes())
        self.take("again")
        assert Message.objects.count() == 1

    def test_a_file_that_nobody_can_read_is_told_too(self, gateway, root):
        name = f"{month.account(0)}_2569-11.xlsx"
        (gateway / name).write_bytes(b"PK\x03\x04 and no more")
        self.take()
        told = Message.objects.filter(template="contributions/filing_waits")
        assert name in told.get(subject=f"employer:{month.account(0)}").body
        assert Filing.objects.get(filename=name).status == "unreadable"

    def test_many_waiting_cost_no_more_statements_than_one(self, gateway, root):
        """The message is a statement for a chunk, as everything else is."""
        counts = [self.statements(root, many, name) for many, name in ((1, "one"), (8, "eight"))]
        assert Message.objects.count() == 9
        assert counts[0] == counts[1]

    def statements(self, root, many: int, name: str) -> int:
        """How many statements a drop takes in which so many filings wait."""
        (root / name).mkdir()
        for place in range(many, 2 * many):
            somebody = Somebody(national_id(place * 10), 900_000, contribution=100)
            one = Made(people=(somebody,), account=month.account(place), paid_date="000000")
            (root / name / f"{month.account(place)}_{many}.txt").write_bytes(one.data())
        run, seen = drops.open_drop(name), []

        def note(execute, sql, *rest):
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            work(run.pk)
        return len(seen)
