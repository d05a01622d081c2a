"""A file is written for whoever takes it away, and for nobody who only asks after it."""

import pytest

from portal.web import guards
from portal.web.downloads import download

pytestmark = pytest.mark.own_app  # to which files are added


@pytest.fixture
def written(app):
    """Each time the file was written."""
    times = []

    def write():
        times.append(1)
        return iter([b"un;", b"deux"])

    app.add_url_rule("/fichier", "fichier", guards.public(lambda: download("lignes.csv", "text/csv", write)))
    return times


def test_a_file_is_kept_under_its_name(written, client):
    answer = client.send("GET", "/fichier")
    assert (answer.text, answer.headers["Content-Disposition"]) == ("un;deux", 'attachment; filename="lignes.csv"')
    assert len(written) == 1


def test_asking_after_a_file_writes_none(written, client):
    answer = client.send("HEAD", "/fichier")
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, 'attachment; filename="lignes.csv"')
    assert written == []
