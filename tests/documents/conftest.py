import pytest

from tests.documents.clamd import Clamd


@pytest.fixture
def clamd(settings):
    server = Clamd()
    settings.CLAMD_ADDRESS = server.address
    yield server
    server.shutdown()
    server.server_close()
