"""The English catalogue is drawn from code and templates alike, and its translations fit their places."""

import re

import pytest

from sso_core.ui import catalogue


def test_sentences_come_from_code_and_from_templates():
    keys = {key[0] for key, _where in catalogue.found()}
    assert "กรอกเลขประจำตัว 13 หลัก" in keys  # forms.py
    assert "เข้าสู่ระบบ" in keys  # a template
    assert ("มี %(n)s เรื่องที่ต้องแก้", "มี %(n)s เรื่องที่ต้องแก้") in keys  # counted


def test_writing_twice_changes_nothing():
    assert catalogue.written(catalogue.refreshed()) == catalogue.written(catalogue.refreshed())


def test_every_sentence_has_its_english():
    """A new sentence: run ``manage.py messages`` and fill ``locale/en``."""
    fresh = catalogue.refreshed()
    assert catalogue.untranslated(fresh) == []
    assert catalogue.PATH.read_bytes() == catalogue.written(fresh)


def placeholders(text):
    return sorted(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))


@pytest.mark.parametrize("message", [m for m in catalogue.current() if m.id], ids=lambda m: str(m.id)[:30])
def test_translations_keep_the_placeholders(message):
    thai = message.id if isinstance(message.id, tuple) else (message.id,)
    english = message.string if isinstance(message.string, tuple) else (message.string,)
    for text in english:
        assert not text or placeholders(text) == placeholders(thai[0])


def test_english_pages_show_english(client, settings):
    settings.ROOT_URLCONF = "tests.ui.ui_urls"
    client.get("/help/?lang=en")
    page = client.get("/help/").content.decode()
    assert "Skip to main content" in page
    assert "สายด่วน" not in page
