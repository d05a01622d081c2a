"""Health, readiness and metrics, for those who watch over the portal."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from portal.config import settings
from portal.db import reading
from portal.migrations import commands as migrations
from portal.operations import store
from portal.web import guards, origin

blueprint = Blueprint("operations", __name__)


@blueprint.get("/sante")
@guards.public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(statut="ok")


@blueprint.get("/sante/pret")
@guards.public
def ready() -> ResponseReturnValue:
    """The process can serve: its database answers and has the tables that the code knows."""
    with _base() as session:
        found = store.revision(session)
    if found != migrations.head():
        return jsonify(statut="base à mettre à jour"), 503
    return jsonify(statut="ok")


@blueprint.get("/metriques")
@guards.public
def metrics() -> ResponseReturnValue:
    """Gauges read from the database at each scrape, so that they are whole however many processes run."""
    if "X-Forwarded-For" in request.headers and not settings().trusted_proxies:
        abort(404)  # behind a proxy that nobody declared, all the world would come from its address
    peer = ipaddress.ip_address(origin.address())
    if not any(peer in network for network in settings().metrics_networks):
        abort(404)
    registry = CollectorRegistry()
    with _base() as session:
        for name, (text, value) in store.gauges(session).items():
            Gauge(f"portail_{name}", text, registry=registry).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@contextmanager
def _base() -> Iterator[Session]:
    """A session of the database, or a 503 when it was never made."""
    try:
        with reading() as session:
            yield session
    except ProgrammingError:  # PostgreSQL's word for a missing table; SQLite's is already a 503
        abort(503)
