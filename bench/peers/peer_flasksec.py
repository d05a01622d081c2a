"""Flask + Flask-Security-Too: password, then a code sent by e-mail; reset by e-mailed link."""

import os
from pathlib import Path

from flask import Flask, render_template
from flask_babel import Babel
from flask_mail import Mail
from flask_security import Security, SQLAlchemyUserDatastore, auth_required, hash_password
from flask_security.models import fsqla_v2 as fsqla
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import event

PASSWORD = os.environ["BENCH_PASSWORD"]
HOME = """{% extends "security/base.html" %}{% block content %}<h1>Bonjour {{ current_user.email }}</h1>
<p>Dernière connexion : {{ current_user.last_login_at }}</p>{% endblock %}"""

app = Flask(__name__)
app.jinja_loader = DictLoader({"home.html": HOME})
app.config.update(
    SECRET_KEY="bench-only-not-a-secret-0123456789",
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(os.environ['BENCH_DATA']) / 'flasksec.sqlite3'}",
    MAIL_SERVER="127.0.0.1",
    MAIL_PORT=int(os.environ["BENCH_SMTP"]),
    MAIL_DEFAULT_SENDER="portail@example.fr",
    BABEL_DEFAULT_LOCALE="fr",
    SECURITY_PASSWORD_SALT="bench-only-salt",
    SECURITY_PASSWORD_HASH="argon2",
    SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
        "argon2__memory_cost": 19_456,
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    },
    SECURITY_RECOVERABLE=True,
    SECURITY_TRACKABLE=True,
    SECURITY_TWO_FACTOR=True,
    SECURITY_TWO_FACTOR_REQUIRED=True,
    SECURITY_TWO_FACTOR_ENABLED_METHODS=["email"],
    SECURITY_TOTP_SECRETS={"1": "bench-only-totp-wallet-secret-0123"},
    SECURITY_TOTP_ISSUER="bench",
    SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
)
Mail(app)
Babel(app)
db = SQLAlchemy(app)
fsqla.FsModels.set_db_info(db)


class Role(db.Model, fsqla.FsRoleMixin):
    """Asked for by Flask-Security."""


class User(db.Model, fsqla.FsUserMixin):
    """Somebody who signs in."""


security = Security(app, SQLAlchemyUserDatastore(db, User, Role))

with app.app_context():

    @event.listens_for(db.engine, "connect")
    def tune(connection, _record):
        """As the others: WAL."""
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")


@app.get("/")
@auth_required("session")
def home():
    """Who is signed in."""
    return render_template("home.html")


def seed(count: int):
    """Create so many people."""
    with app.app_context():
        db.create_all()
        hashed = hash_password(PASSWORD)  # one for all, as the secret: a verification costs the same
        secret = security.totp_factory.generate_totp_secret()
        db.session.add_all(
            User(
                email=f"u{number}@bench.mssante.fr",
                password=hashed,
                active=True,
                fs_uniquifier=f"{number:064x}",
                tf_primary_method="email",
                tf_totp_secret=secret,
            )
            for number in range(count)
        )
        db.session.commit()
