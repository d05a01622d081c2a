"""Floor with the same journeys: Flask + sqlite3 + argon2 by hand, nothing else (no rate limit, no audit, bare pages).

What a Flask portal of this shape cannot do much better than; it is a yardstick, not something to deploy.
"""

import hashlib
import hmac
import os
import secrets
import smtplib
import sqlite3
import threading
import time
from email.message import EmailMessage
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import Flask, abort, g, redirect, request

DB = Path(os.environ["BENCH_DATA"]) / "floor.sqlite3"
ph, local, KEY = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1), threading.local(), b"bench-only"
PAGE = """<!doctype html><html lang="fr"><title>{{ title }}</title><body><h1>{{ title }}</h1>
{% if fields %}<form method="post"><input type="hidden" name="csrf" value="{{ csrf }}">
{% for f, kind in fields %}<label>{{ f }} <input name="{{ f }}" type="{{ kind }}"></label>{% endfor %}
<button>Valider</button></form>{% endif %}</body></html>"""
app = Flask(__name__)
TEMPLATE = app.jinja_env.from_string(PAGE)  # compiled once


def db():
    if not hasattr(local, "db"):
        local.db = sqlite3.connect(DB, isolation_level=None, timeout=20)
        local.db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
    return local.db


def mac(text):
    return hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()


def page(title, *fields):
    sid = request.cookies.get("sid") or secrets.token_urlsafe(24)
    body = TEMPLATE.render(title=title, fields=fields, csrf=mac("csrf" + sid))
    return body, {"Set-Cookie": f"sid={sid}; HttpOnly; SameSite=Lax; Path=/"}


def send(to, subject, text):
    m = EmailMessage()
    m["From"], m["To"], m["Subject"] = "portail@example.fr", to, subject
    m.set_content(text)
    with smtplib.SMTP("127.0.0.1", int(os.environ["BENCH_SMTP"])) as s:
        s.send_message(m)


@app.before_request
def session():
    g.sid = request.cookies.get("sid", "")
    if request.method == "POST" and not hmac.compare_digest(request.form.get("csrf", ""), mac("csrf" + g.sid)):
        abort(400)
    g.row = db().execute("SELECT email, code, signed FROM session WHERE sid=?", (mac(g.sid),)).fetchone()


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "GET":
        return page("Connexion", ("email", "email"), ("password", "password"))
    email = request.form["email"]
    row = db().execute("SELECT hash FROM user WHERE email=?", (email,)).fetchone()
    try:
        ph.verify(row[0], request.form["password"])
    except (TypeError, VerifyMismatchError):
        return page("Connexion", ("email", "email"), ("password", "password"))
    code = f"{secrets.randbelow(10**6):06d}"
    db().execute("REPLACE INTO session VALUES(?,?,?,0,?)", (mac(g.sid), email, mac(code), time.time()))
    send(email, "Code de connexion", f"Votre code : {code}\n")
    return redirect("/code", 303)


@app.route("/code", methods=["GET", "POST"])
def code():
    if request.method == "GET" or not g.row or not hmac.compare_digest(g.row[1], mac(request.form["code"])):
        return page("Code", ("code", "text"))
    new = secrets.token_urlsafe(24)
    with db() as d:
        d.execute("BEGIN IMMEDIATE")
        d.execute("UPDATE session SET sid=?, signed=1, code='' WHERE sid=?", (mac(new), mac(g.sid)))
        d.execute("UPDATE user SET last=? WHERE email=?", (time.time(), g.row[0]))
    answer = redirect("/", 303)
    answer.set_cookie("sid", new, httponly=True, samesite="Lax")
    return answer


@app.get("/")
def home():
    return page(f"Bonjour {g.row[0]}") if g.row and g.row[2] else redirect("/login")


@app.route("/reset", methods=["GET", "POST"])
def reset():
    if request.method == "GET":
        return page("Mot de passe oublié", ("email", "email"))
    token, email = secrets.token_urlsafe(24), request.form["email"]
    db().execute("UPDATE user SET token=? WHERE email=?", (mac(token), email))
    send(email, "Réinitialisation", f"http://127.0.0.1/reset/{token}\n")
    return page("Un message est parti")


@app.route("/reset/<token>", methods=["GET", "POST"])
def new_password(token):
    row = db().execute("SELECT email FROM user WHERE token=?", (mac(token),)).fetchone() or abort(404)
    if request.method == "GET":
        return page("Nouveau mot de passe", ("password", "password"), ("password_confirm", "password"))
    db().execute("UPDATE user SET token=NULL, hash=? WHERE email=?", (ph.hash(request.form["password"]), row[0]))
    send(row[0], "Mot de passe changé", "Votre mot de passe a été changé.\n")
    return redirect("/login", 303)


def seed(count):
    db().executescript(
        "CREATE TABLE user(email TEXT PRIMARY KEY, hash TEXT, token TEXT UNIQUE, last REAL);"
        "CREATE TABLE session(sid TEXT PRIMARY KEY, email TEXT, code TEXT, signed INT, made REAL)"
    )
    hashed = ph.hash(os.environ["BENCH_PASSWORD"])
    db().executemany(
        "INSERT INTO user VALUES(?,?,NULL,NULL)", [(f"u{i}@bench.mssante.fr", hashed) for i in range(count)]
    )
