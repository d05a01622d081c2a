"""A file of 20 MB from somebody to whom the page is not open: refused, and next to nothing of it read."""

import io

import pytest

from portal.accounts.rules import Kind, Level, Right
from tests.pages.inside import put_inside

# All of this is refused before the database is asked anything but who is there.
pytestmark = pytest.mark.one_database

UPLOAD = "/etablissements/imports"
FORM = 64 * 1024
HEAD = b'--limite\r\nContent-Disposition: form-data; name="fichier"; filename="a.csv"\r\n\r\n'
TAIL = b"\r\n--limite--\r\n"


class Counted(io.BytesIO):
    """A body that counts what is read of it."""

    taken = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.taken += len(piece)
        return piece

    def readinto(self, into):
        count = super().readinto(into)
        self.taken += count
        return count


def send(client, *, size=20 * 1024 * 1024, is_announced=True):
    """Send a file of this size; the answer, and how much of it was read."""
    body = Counted(HEAD + b"x" * (size - len(HEAD) - len(TAIL)) + TAIL)
    environ = client.environ if is_announced else {**client.environ, "wsgi.input_terminated": True}
    answer = client.send(
        "POST",
        UPLOAD,
        input_stream=body,
        content_type="multipart/form-data; boundary=limite",
        content_length=size if is_announced else None,
        headers={"X-CSRFToken": client.token},
        environ_overrides=environ,
    )
    return answer, body.taken


@pytest.fixture(params=[True, False], ids=["announced", "in chunks"])
def is_announced(request):
    """Whether the body says how large it is."""
    return request.param


def test_a_stranger_is_led_to_the_sign_in(client, is_announced):
    answer, taken = send(client, is_announced=is_announced)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/connexion")
    assert taken <= FORM


def test_a_person_without_the_right_is_refused(client, build, is_announced):
    put_inside(client, build.physician())
    answer, taken = send(client, is_announced=is_announced)
    assert answer.status_code == 403
    assert taken <= FORM


def test_a_person_who_must_first_choose_a_password_is_led_there(client, build, is_announced):
    account = build.person(kind=Kind.STAFF, last_name="Lilas", first_name="Lou", rights={Right.REFERENT})
    answer, taken = send(put_inside(client, account, Level.RENEW), is_announced=is_announced)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mot-de-passe/renouveler")
    assert taken <= FORM


def test_a_page_that_does_not_exist_takes_nothing(client):
    body = Counted(b"x" * 1_000_000)
    answer = client.send("POST", f"{UPLOAD}/a/b/c", input_stream=body, content_length=1_000_000)
    assert (answer.status_code, body.taken) == (404, 0)


def test_a_stranger_s_small_file_is_refused_like_any_form(client):
    client.open("/connexion")
    answer, taken = send(client, size=10_000)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/connexion")
    assert taken <= FORM


def test_the_referent_s_file_is_read(client, build):
    account = build.person(kind=Kind.STAFF, last_name="Lilas", first_name="Lou", rights={Right.REFERENT})
    answer, taken = send(put_inside(client, account), size=3 * 1024 * 1024)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{UPLOAD}/")
    assert taken == 3 * 1024 * 1024
