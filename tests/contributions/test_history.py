"""The past from flat files: read, reconciled, accepted, loaded once; what is wrong is kept aside and told."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from contributions.models import AccountRow, Gap, HistoryFinding, HistoryLoad, LoadStatus
from contributions.public import MonthCount, account, average_base, months_ever, note_gap
from contributions.selectors.history import runs_of
from contributions.services import history
from sso_core.batch.models import RunStatus
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period, months
from tests.contributions.factories import OFFICER, make_person
from tests.contributions.filings import national_id
from tests.contributions.past import Past, control, lines, write

pytestmark = pytest.mark.django_db
SINCE, UNTIL = Period(2004, 1), Period(2023, 12)
SECOND = Actor(ActorKind.OFFICER, 10, "สมศักดิ์ ผู้ตรวจ", acting_for="office:1001", assurance=2)


def work_through(load: HistoryLoad) -> HistoryLoad:
    """What workers do: each run starts the next."""
    for _ in range(4):
        for run in runs_of(load):
            work(run.pk)
    load.refresh_from_db()
    return load


def a_past(number: str, since: Period, until: Period, **more) -> list[Past]:
    return [Past(number, month, **more) for month in months(since, until)]


@pytest.fixture
def people():
    return [make_person(national_id(n)) for n in range(3)]


@pytest.fixture
def rows(people):
    twenty_years = a_past(people[0].national_id, SINCE, UNTIL)
    voluntary = a_past(people[1].national_id, Period(2014, 1), Period(2015, 12), section=39,
                       base=Decimal("4800.00"), employee=Decimal(432))  # fmt: skip
    return [
        row for row in twenty_years if not 2009 <= row.period.year <= 2013 and row.period.year < 2020
    ] + voluntary


@pytest.fixture
def begin(tmp_path):
    def begin(rows, *, layout="fixed", text=None, encoding="cp874", off=Decimal(0), told=None) -> HistoryLoad:
        path = write(
            tmp_path / "past.txt",
            text or lines(rows, layout=layout, since=SINCE, until=UNTIL),
            encoding=encoding,
        )
        totals = control(tmp_path / "totals.txt", rows if told is None else told, layout=layout, off=off)
        return history.begin([path], totals, by=OFFICER)

    return begin


class TestLoaded:
    @pytest.mark.parametrize(
        ("layout", "encoding"),
        [("fixed", "cp874"), ("fixed", "utf-8"), ("delimited", "utf-8-sig"), ("delimited", "cp874")],
    )
    def test_every_row_is_in_its_account(self, begin, rows, people, layout, encoding):
        load = work_through(begin(rows, layout=layout, encoding=encoding))
        assert (load.status, load.differences, load.aside) == (LoadStatus.LOADED, 0, 0)
        assert not HistoryFinding.objects.exists()
        assert months_ever(people[0].pk) == MonthCount(len(rows) - 24, 0)
        assert average_base(people[1].pk, 60).average == Decimal(4800)
        kept = AccountRow.objects.get(person_id=people[0].pk, period=Period(2004, 1).first)
        assert (kept.wage, kept.base, kept.employee, kept.employer, str(kept.paid_on)) == (
            Decimal(10000), Decimal(10000), Decimal(500), Decimal(500), "2004-01-28"
        )  # fmt: skip
        assert (kept.origin, kept.origin_id, kept.section, kept.branch_no) == (
            "history",
            load.pk,
            33,
            "000000",
        )

    def test_twice_gives_the_same_load_and_no_row_more(self, begin, rows):
        first = work_through(begin(rows))
        count = AccountRow.objects.count()
        assert work_through(begin(rows)).pk == first.pk
        assert AccountRow.objects.count() == count == len(rows)

    def test_another_load_of_the_same_months_adds_nothing_and_says_so(self, begin, rows):
        work_through(begin(rows))
        again = work_through(begin(rows, layout="delimited"))
        assert (again.status, again.aside) == (LoadStatus.LOADED, len(rows))
        assert set(HistoryFinding.objects.values_list("code", flat=True)) == {"already_there"}
        assert AccountRow.objects.count() == len(rows)

    def test_what_the_load_covers_is_known_and_what_it_does_not_stays_unknown(self, begin, rows, people):
        note_gap(people[0].pk, Period(2003, 1), Period(2024, 3), reason="ยังไม่ย้าย")
        note_gap(people[2].pk, SINCE, UNTIL, reason="ยังไม่ย้าย")
        work_through(begin(rows))
        assert [
            (g.months.lower, g.months.upper)
            for g in Gap.objects.filter(person_id=people[0].pk).order_by("months")
        ] == [
            (Period(2003, 1).first, Period(2004, 1).first),
            (Period(2024, 1).first, Period(2024, 4).first),
        ]
        assert months_ever(people[2].pk).unknown == 240  # nobody brought anything of this person


class TestAside:
    def test_somebody_the_register_lacks_is_listed_with_the_line_and_loaded_when_known(self, begin, rows):
        stranger = Past(national_id(77), Period(2005, 5), name="ไม่มี ในทะเบียน")
        load = work_through(begin([*rows, stranger]))
        assert (load.status, load.aside) == (LoadStatus.LOADED, 1)
        found = HistoryFinding.objects.get()
        assert (found.code, found.is_aside, found.national_id) == (
            "person_unknown",
            True,
            stranger.national_id,
        )
        assert "ไม่มี ในทะเบียน" in found.raw
        assert AccountRow.objects.count() == len(rows)

    def test_a_month_twice_in_the_files_is_loaded_once(self, begin, rows):
        load = work_through(begin([*rows, rows[0]]))
        assert (load.status, load.aside, AccountRow.objects.count()) == (LoadStatus.LOADED, 1, len(rows))

    def test_what_the_law_of_the_month_does_not_give_is_loaded_and_told(self, begin, people):
        row = Past(people[0].national_id, Period(2021, 2), Decimal(15000), employee=Decimal(450))
        lawful = Past(people[0].national_id, Period(2005, 2), Decimal(15000))
        unknown = Past(people[1].national_id, Period(2009, 8), Decimal(4800), section=39, employee=Decimal(1))
        load = work_through(begin([row, lawful, unknown]))
        assert (load.status, load.aside, AccountRow.objects.count()) == (LoadStatus.LOADED, 0, 3)
        found = HistoryFinding.objects.get()  # the relief of Section 39 of 2009 is not known: nothing is told
        assert (found.code, found.period) == ("not_by_law", Period(2021, 2).first)

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("D1", "X1", "record_type"),
            ("254701", "254713", "period_bad"),
            ("254701", "254612", "period_outside"),
            ("25470133", "25470140", "section_bad"),
            ("331000000016", "33          ", "account_bad"),
            ("00000001000000", "0000000100000x", "amount_bad"),
            ("00000001000000", "00000000000000", "base_zero"),
            ("25470128", "25470231", "paid_on_bad"),
        ],
    )
    def test_a_line_that_cannot_be_read_is_kept_aside_and_its_month_is_not_known(
        self, begin, people, old, new, code
    ):
        rows = a_past(people[0].national_id, Period(2004, 1), Period(2004, 12))
        text = lines(rows, since=SINCE, until=UNTIL)
        at = text[1].rfind(old) if code in ("amount_bad", "base_zero") else text[1].find(old)
        text[1] = text[1][:at] + new + text[1][at + len(old) :]
        load = work_through(begin(rows, text=text, told=rows[1:]))
        assert (load.status, AccountRow.objects.count()) == (LoadStatus.LOADED, 11)
        found = HistoryFinding.objects.get()
        assert (found.code, found.line, found.raw) == (code, 2, text[1].strip())
        expected = 0 if code in ("period_bad", "period_outside") else 1
        assert months_ever(people[0].pk) == MonthCount(11, expected)
        if expected:
            assert str(account(people[0].pk, Period(2004, 1), Period(2004, 1))[0].status) == "not_loaded"


class TestTotals:
    def test_totals_that_differ_wait_for_two_people_with_a_reason(self, begin, rows):
        load = work_through(begin(rows, off=Decimal("0.01")))
        assert (load.status, load.differences, AccountRow.objects.count()) == (LoadStatus.DIFFERS, 1, 0)
        for act in (
            lambda: history.accept(load.pk, by=SECOND),  # nobody asked
            lambda: history.ask_to_accept(load.pk, reason=" ", by=OFFICER),
        ):
            with pytest.raises(Refused):
                act()
        history.ask_to_accept(load.pk, reason="ระบบเดิมปัดเศษต่างกัน", by=OFFICER)
        with pytest.raises(Refused):
            history.accept(load.pk, by=OFFICER)
        history.accept(load.pk, by=SECOND)
        assert work_through(load).status == LoadStatus.LOADED
        assert AccountRow.objects.count() == len(rows)
        with pytest.raises(Refused):
            history.refuse(load.pk, by=SECOND)

    def test_the_database_lets_no_differing_load_through(self, begin, rows):
        load = work_through(begin(rows, off=Decimal(1)))
        for values in (
            {"status": "loaded"},
            {"status": "loaded", "reason": "x", "asked_by_id": 9, "accepted_by_id": 9},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                HistoryLoad.objects.filter(pk=load.pk).update(**values)

    @pytest.mark.parametrize(
        "case", ["an employer missing from the totals", "an employer missing from the files"]
    )
    def test_an_employer_on_one_side_only_differs(self, begin, rows, case):
        more = replace(rows[0], account_no="2000000013")
        files, told = ([*rows, more], rows) if "totals" in case else (rows, [*rows, more])
        load = work_through(begin(files, told=told))
        assert (load.status, load.differences) == (LoadStatus.DIFFERS, 1)
        row = load.controls.get(differs=True)
        assert (row.account_no, row.count, row.found_count) == (
            "2000000013",
            *((None, 1) if "totals" in case else (1, 0)),
        )

    def test_a_refused_load_leaves_nothing_and_the_right_one_may_come(self, begin, rows):
        load = work_through(begin(rows, off=Decimal(1)))
        history.refuse(load.pk, by=OFFICER)
        assert AccountRow.objects.count() == 0
        again = work_through(begin(rows))
        assert again.pk != load.pk
        assert again.status == LoadStatus.LOADED


class TestFaults:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda text: text[:-1], "cut_off"),
            (lambda text: [*text[:5], text[-1]], "cut_off"),
            (lambda text: text[1:], "no_header"),
            (lambda text: [text[0].replace("H01", "H02"), *text[1:]], "version"),
            (lambda text: [text[0][:3] + "254713" + text[0][9:], *text[1:]], "header_month"),
            (lambda text: [*text[:-1], "Txx"], "number_bad"),
        ],
    )
    def test_a_file_that_is_not_whole_is_refused_before_anything_is_read(self, begin, rows, change, code):
        with pytest.raises(Refused) as told:
            begin(rows, text=change(lines(rows, since=SINCE, until=UNTIL)))
        assert [f.code for f in told.value.findings] == [f"history.{code}"]
        assert not HistoryLoad.objects.exists()

    def test_no_file_an_empty_file_and_totals_that_cannot_be_read(self, begin, rows, tmp_path):
        empty = tmp_path / "empty.txt"
        empty.write_bytes(b"")
        whole = write(tmp_path / "past.txt", lines(rows, since=SINCE, until=UNTIL))
        good = control(tmp_path / "totals.txt", rows)
        for paths, totals in (([empty], good), ([tmp_path / "none.txt"], good), ([], good), ([whole], whole)):
            with pytest.raises(Refused):
                history.begin(paths, totals, by=OFFICER)
        assert not HistoryLoad.objects.exists()

    def test_a_file_that_changed_meanwhile_stops_the_run(self, begin, rows, tmp_path):
        load = begin(rows)
        (tmp_path / "past.txt").write_bytes(b"H")
        work_through(load)
        (run,) = runs_of(load)
        assert run.status == RunStatus.STOPPED
        assert "file_changed" in run.chunks.get().error

    def test_staged_rows_lost_with_the_server_stop_the_run_and_are_read_again(self, begin, rows):
        load = begin(rows)
        work(runs_of(load)[0].pk)
        work(runs_of(load)[1].pk)
        with connection.cursor() as cursor:
            cursor.execute("truncate contributions_history")  # what a crash does to an unlogged table
        work_through(load)
        assert runs_of(load)[-1].status == RunStatus.STOPPED
        assert AccountRow.objects.count() == 0
        assert work_through(history.read_again(load.pk, by=SYSTEM)).status == LoadStatus.LOADED
        assert AccountRow.objects.count() == len(rows)

    def test_the_command_loads_and_says_what_differs(self, rows, tmp_path, capsys):
        path = write(tmp_path / "past.txt", lines(rows, since=SINCE, until=UNTIL))
        totals = control(tmp_path / "totals.txt", rows, off=Decimal(1))
        with pytest.raises(CommandError):
            call_command("load_history", path, control=totals)
        assert "differs" in capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command("load_history", tmp_path / "none.txt", control=totals)


def test_slices_are_cut_at_ends_of_lines(rows, tmp_path, monkeypatch):
    monkeypatch.setattr("contributions.files.history.BLOCK", 1000)
    path: Path = write(tmp_path / "past.txt", lines(rows, since=SINCE, until=UNTIL))
    found = history.inspect(path, slice_size=2000)
    assert len(found.slices) > 5
    text = path.read_bytes()
    whole = text.decode("cp874").splitlines()
    at = 0
    for part in found.slices:
        assert (part.offset, part.line) == (at, text[:at].count(b"\n") + 1)
        read = history.runs.lines_of(path, part, found.encoding)
        assert [line.rstrip("\r") for line in read] == whole[part.line - 1 : part.line - 1 + part.lines]
        at += part.size
    assert at == len(text)
