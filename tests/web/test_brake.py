"""The coarse brake by network: in memory, in Redis, and while Redis is down."""

import os
import secrets
from datetime import timedelta

import pytest

from portal.limits import Limit
from portal.web import brake
from portal.web.brake import InMemory, InRedis
from tests.pages.client import PageClient

REDIS = os.environ.get("PORTAL_TEST_REDIS_URL")
MINUTE = Limit.parse("3/1min")


@pytest.fixture
def network():
    return f"198.51.100.7-{secrets.token_hex(4)}"


@pytest.fixture(params=["memory", pytest.param("redis", marks=[pytest.mark.redis, pytest.mark.xdist_group("redis")])])
def make_brake(request):
    if request.param == "memory":
        return InMemory
    if not REDIS:
        pytest.skip("PORTAL_TEST_REDIS_URL is not set: Redis is not tested here")
    return lambda limit: InRedis(REDIS, limit)


def test_each_network_has_its_own_count(make_brake, network):
    counted = make_brake(MINUTE)
    assert [counted.count(network) for _ in range(3)] == [1, 2, 3]
    assert counted.count(f"{network}-autre") == 1


def test_a_count_starts_again_after_its_window(make_brake, network, monkeypatch):
    counted = make_brake(Limit(3, timedelta(seconds=1)))
    counted.count(network)
    later = brake.monotonic() + 1.1
    if isinstance(counted, InRedis):
        counted._redis.delete(f"portail:debit:{network}")  # what Redis does by itself at the end of the window
    monkeypatch.setattr(brake, "monotonic", lambda: later)
    assert counted.count(network) == 1


def test_networks_that_no_longer_come_are_forgotten(monkeypatch):
    counted = InMemory(MINUTE)
    for number in range(100):
        counted.count(f"198.51.100.{number}")
    later = brake.monotonic() + 61
    monkeypatch.setattr(brake, "monotonic", lambda: later)
    counted.count("203.0.113.1")
    assert list(counted._counts) == ["203.0.113.1"]


@pytest.mark.redis
@pytest.mark.xdist_group("redis")
def test_redis_is_told_when_a_window_ends(network):
    if not REDIS:
        pytest.skip("PORTAL_TEST_REDIS_URL is not set: Redis is not tested here")
    counted = InRedis(REDIS, MINUTE)
    for _ in range(2):
        counted.count(network)
    assert 0 < counted._redis.ttl(f"portail:debit:{network}") <= 60


def test_a_redis_that_is_down_neither_closes_the_portal_nor_opens_it_wide():
    counted = InRedis("redis://127.0.0.1:1/0", MINUTE)
    assert [counted.count("198.51.100.7") for _ in range(3)] == [1, 2, 3]


@pytest.mark.one_database
def test_whoever_is_slowed_down_is_told_for_how_long(make_app):
    client = PageClient(make_app(limit_requests=Limit.parse("1/2min")))
    client.send("GET", "/sante")
    answer = client.send("GET", "/sante")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "120")


@pytest.mark.one_database
def test_static_files_are_not_counted(make_app):
    client = PageClient(make_app(limit_requests=Limit.parse("1/1min")))
    statuses = {client.send("GET", "/static/css/base.css").status_code for _ in range(3)}
    assert statuses == {200}
