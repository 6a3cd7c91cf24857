import pytest

from sso_core.kernel import thai_text


def test_names_sort_as_in_a_thai_dictionary():
    right = [
        "กมล",
        "กาญจนา",
        "เกษม",
        "ไกรสร",
        "ขวัญ",
        "จันทร์",
        "แดง",
        "ใบบุญ",
        "ประเสริฐ",
        "เพ็ญ",
        "มาลี",
        "วรพล",
        "ศิริพร",
        "โสภา",
        "อารี",
    ]
    assert sorted(set(right), key=thai_text.sort_key) == right


def test_marks_count_last():
    assert sorted(["ป้า", "ปา", "ป่า", "ปาก"], key=thai_text.sort_key) == ["ปา", "ป่า", "ป้า", "ปาก"]


def test_a_sort_key_can_be_stored():
    assert "\0" not in thai_text.sort_key("เกษม")


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("นํ้า", "น้ำ"),
        ("น\u0e49\u0e4dา", "น้ำ"),
        ("เเดง", "แดง"),
        ("  สม\u200bชาย   ใจดี ", "สมชาย ใจดี"),
        ("ทํางาน", "ทำงาน"),
    ],
)
def test_one_spelling_for_one_look(written, same):
    assert thai_text.normalise(written) == thai_text.normalise(same) == same


@pytest.mark.parametrize(
    "written", ["นายสมชาย ใจดี", "สมชาย ใจดี", "สมชายใจดี", "นาย สมชาย-ใจดี", "สม\u200bชาย ใจดี"]
)
def test_search_finds_a_name_however_typed(written):
    assert thai_text.search_key(written) == thai_text.search_key("สมชาย ใจดี")


def test_search_ignores_tone_marks_and_case():
    assert thai_text.search_key("น้ำฝน SMITH") == thai_text.search_key("นำฝน smith")
