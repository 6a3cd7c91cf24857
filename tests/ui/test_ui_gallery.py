"""The gallery draws every component; each error page says what to do."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sso_core.ui import gallery


@pytest.mark.parametrize("name", ["", *gallery.PAGES])
def test_samples_render_without_inline_style_or_script(name, rf):
    request = rf.get(f"/ui/gallery/{name}")
    request.user = AnonymousUser()
    response = gallery.sample(request, name) if name else gallery.gallery(request)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<c-" not in html
    assert " style=" not in html
    assert "<script>" not in html
