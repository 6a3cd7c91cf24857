"""Templates of the whole project: tidy, without inline style or script, without colours of their own."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Letters and mails are no pages: they carry their own style.
PAGES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if path.relative_to(ROOT / "templates").parts[0] not in ("letters", "messaging", "documents")
]
GZIPPED_CSS_BUDGET = 28_000


def offences(pattern):
    found = re.compile(pattern, re.IGNORECASE)
    return [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in PAGES
        for match in [found.search(path.read_text(encoding="utf-8"))]
        if match
    ]


def test_no_inline_style():
    assert offences(r"\sstyle\s*=|<style") == []


def test_no_inline_script_or_handler():
    assert offences(r"<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:") == []


def test_no_colour_literal():
    assert offences(r"(fill|stroke|color|background)\s*[=:]\s*[\"']?\s*(#[0-9a-f]{3,8}\b|rgb)") == []


def test_no_placeholder_as_label():
    assert offences(r"\splaceholder\s*=") == []


def test_component_templates_end_in_one_extension():
    assert [path for path in PAGES if path.suffix != ".html"] == []


def test_djade_has_nothing_to_change():
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("djade")),
            "--target-version",
            "5.2",
            "--check",
            *map(str, PAGES),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stylesheet_stays_light():
    css = ROOT / "assets" / "dist" / "sso.css"
    assert len(gzip.compress(css.read_bytes())) < GZIPPED_CSS_BUDGET


def test_styles_have_no_address_of_another_site():
    css = (ROOT / "assets" / "dist" / "sso.css").read_text(encoding="utf-8")
    assert not re.findall(r"url\([\"']?(?:https?:)?//", css)


def test_the_lock_file_records_no_download_address():
    lock = (ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
