"""A file at rest: unreadable without the key, at home in one place only, altered by nobody unseen."""

import io
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from portal import keys
from portal.db import reading, transaction
from portal.keys import Unsealable
from portal.profiles.imports import files
from portal.profiles.imports.models import ImportPiece, ImportRun
from portal.profiles.imports.rules import State
from tests.profiles.imports.sheets import PASSWORD, rows, sheet


def test_what_is_sealed_is_read_back(app):
    assert keys.unseal("essai", keys.seal("essai", b"secret", "ici"), "ici") == b"secret"


@pytest.mark.parametrize(("purpose", "place"), [("autre", "ici"), ("essai", "ailleurs")])
def test_what_is_sealed_opens_for_no_other_purpose_nor_place(app, purpose, place):
    sealed = keys.seal("essai", b"secret", "ici")
    with pytest.raises(Unsealable):
        keys.unseal(purpose, sealed, place)


def test_what_an_older_key_sealed_is_still_read(app, configure):
    sealed = keys.seal("essai", b"secret")
    configure(secret_keys=("n" * 40, *app.extensions["portal_settings"].secret_keys))
    assert keys.unseal("essai", sealed) == b"secret"


@pytest.mark.parametrize("sealed", [b"", b"court", b"x" * 64])
def test_bytes_that_were_never_sealed_are_refused(app, sealed):
    with pytest.raises(Unsealable):
        keys.unseal("essai", sealed)


def test_a_file_of_several_pieces_comes_back_whole(desk):
    content = sheet(rows(4000))
    assert len(content) > 300_000
    reference = desk.send(content)
    with reading() as session:
        run = session.scalars(select(ImportRun).where(ImportRun.reference == reference)).one()
        assert files.opened(session, run).read() == content
        assert len(session.scalars(select(ImportPiece)).all()) > 1


def test_the_pieces_say_nothing(desk):
    desk.send(sheet(rows(3)))
    with reading() as session:
        (piece,) = session.scalars(select(ImportPiece.content))
    assert PASSWORD.encode() not in piece
    assert b"Durand" not in piece


def test_a_piece_lent_by_another_import_is_refused(desk):
    one, other = desk.send(sheet(rows(1))), desk.send(sheet(rows(2)))
    with transaction() as session:
        runs = {run.reference: run for run in session.scalars(select(ImportRun))}
        lent = session.scalar(select(ImportPiece.content).where(ImportPiece.run_id == runs[other].id))
        session.execute(update(ImportPiece).where(ImportPiece.run_id == runs[one].id).values(content=lent))
    with reading() as session, pytest.raises(Unsealable):
        files.opened(session, runs[one])


def test_an_import_whose_key_is_gone_stops_after_a_few_tries(app, desk, configure, later):
    reference = desk.send(sheet(rows(1)))
    configure(secret_keys=("n" * 40,))
    for _ in range(5):
        with pytest.raises(Unsealable):
            desk.work(reference)
        later(minutes=3)
    desk.work(reference)
    assert desk.run(reference).state is State.FAILED


def test_the_digest_is_that_of_the_file_as_it_was_sent(desk):
    content = sheet(rows(3))
    sealed = files.seal(io.BytesIO(content), "x")
    assert replace(sealed, pieces=()) == files.Sealed(desk.run(desk.send(content)).sha256, len(content), ())
