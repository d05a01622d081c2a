"""A browser without JavaScript for tests: it checks every page that it gets, and fills in forms by their labels."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from contextvars import Context
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

_ADDRESSES = itertools.count(1)


class PageClient:
    """One browser: cookies, an address, the page it shows."""

    def __init__(
        self, app: Flask, *, address: str | None = None, agent: str = "Mozilla/5.0 (Windows) Firefox/140.0"
    ) -> None:
        number = next(_ADDRESSES)
        self.http = app.test_client()
        self.base = app.extensions["portal_settings"].base_url
        here = "127.0.0.1" if app.config["DEMO"] else ""  # a demo answers this machine alone
        self.environ = {"REMOTE_ADDR": address or here or f"198.51.{number // 250 % 250}.{number % 250 + 1}"}
        self.headers = {"User-Agent": agent}
        self.response: TestResponse
        self.soup: BeautifulSoup

    def open(self, path: str, **kwargs: Any) -> PageClient:
        """Go to an address, follow redirects, check the page."""
        return self._take(self._send(self.http.get, path, **self._as(kwargs)))

    def post(self, path: str, data: Any = None, **kwargs: Any) -> PageClient:
        """Post to an address with the token of the page shown, follow redirects, check the page."""
        return self._take(self._send(self.http.post, path, data={**self._token(), **(data or {})}, **self._as(kwargs)))

    def submit(self, data: dict[str, Any], *, button: str | None = None, **kwargs: Any) -> PageClient:
        """Fill in and send the form that has the first of these fields, or the button of this text."""
        form = self.form(next(iter(data), None), button)
        hidden = {i["name"]: i.get("value", "") for i in form.select("input[type=hidden]") if i.get("name")}
        path = str(form.get("action") or self.path)
        return self._take(self._send(self.http.post, path, data={**hidden, **data}, **self._as(kwargs)))

    def press(self, button: str) -> PageClient:
        """Send the form of the button of this text, as it is."""
        return self.submit({}, button=button)

    def fragment(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> TestResponse:
        """What htmx would receive, without following anything."""
        sent = {**self.headers, "HX-Request": "true", **headers}
        body = {**self._token(), **(data or {})}
        return self._send(
            self.http.post, path, data=body, headers=sent, base_url=self.base, environ_overrides=self.environ
        )

    def send(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        """One request as it stands: no token of its own, nothing followed, nothing checked."""
        asked = {**self._as(kwargs), "method": method, "follow_redirects": False}
        return self._send(self.http.open, path, **asked)

    @property
    def token(self) -> str:
        """The CSRF token of the page shown, or of the sign-in page if none is yet."""
        return self._token().get("csrf_token", "")

    def form(self, name: str | None, button: str | None = None) -> Tag:
        """The form that holds this field or this button."""
        for form in self.soup.select("form"):
            texts = [" ".join(b.get_text().split()) for b in form.select("button")]
            if (name and form.select_one(f'[name="{name}"]')) or (button and button in texts):
                return form
        raise AssertionError(f"no form with {name or button} on {self.path}: {self.text[:400]}")

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.response.request.path

    @property
    def status(self) -> int:
        """The status of the last answer."""
        return self.response.status_code

    @property
    def heading(self) -> str:
        """The h1 of the page."""
        return " ".join(self.soup.h1.get_text().split())

    @property
    def text(self) -> str:
        """The words of the page's content."""
        return " ".join((self.soup.main or self.soup).get_text().split())

    @property
    def errors(self) -> list[str]:
        """The messages of the fields in error."""
        return [" ".join(e.get_text().split()).removeprefix("Erreur : ") for e in self.soup.select(".field-error")]

    @staticmethod
    def _send(ask: Callable[..., TestResponse], path: str, **kwargs: Any) -> TestResponse:
        # In a context of its own: the one that a test holds would lend its `g` to the request.
        return Context().run(ask, path, **kwargs)

    def _token(self) -> dict[str, str]:
        if not hasattr(self, "soup"):
            self.open("/connexion")
        found = self.soup.find("input", attrs={"name": "csrf_token"})
        return {"csrf_token": str(found["value"])} if found else {}

    def _as(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        headers = {**self.headers, **kwargs.pop("headers", {})}
        return {
            "base_url": self.base,
            "buffered": True,  # what is streamed is read to its end, as a browser does
            "environ_overrides": self.environ,
            "follow_redirects": True,
            "headers": headers,
            **kwargs,
        }

    def _take(self, response: TestResponse) -> PageClient:
        self.response = response
        if response.mimetype == "text/html" and response.data:
            self.soup = BeautifulSoup(response.text, "html.parser")
            check_page(self.soup)
        return self


def check_page(soup: BeautifulSoup) -> None:
    """What every page owes its reader: a title, one h1, unique ids, labels, a token in each form.

    One walk through the tags, where a selector for each rule would make ten: this is done for every page of every test.
    """
    assert soup.title, "no title"
    title = soup.title.get_text()
    assert title.endswith(" – Portail Santé"), soup.title
    # As it stands in the source: a tab, a bookmark and a mail client do not all fold what is blank.
    assert not re.search(r"^\s|[\n\t]|\s\s", title), repr(title)
    tags: list[Tag] = soup.find_all(True)
    assert [tag.name for tag in tags].count("h1") == 1, soup.find_all("h1")
    ids = [str(tag["id"]) for tag in tags if tag.has_attr("id")]
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})
    _check_controls(tags, set(ids))
    _check_summary(tags, ids)
    for form in (tag for tag in tags if tag.name == "form" and tag.get("method") == "post"):
        assert form.find("input", attrs={"name": "csrf_token"}), f"no token in {form.get('action')}"
    inline = [
        t for t in tags if t.has_attr("style") or t.has_attr("onclick") or (t.name == "script" and not t.get("src"))
    ]
    assert inline == [], "something inline"


def _check_controls(tags: list[Tag], ids: set[str]) -> None:
    labelled = {tag.get("for") for tag in tags if tag.name == "label"}
    for control in (tag for tag in tags if tag.name in {"input", "select", "textarea"}):
        if control.get("type") != "hidden":
            assert control.get("id") in labelled, f"no label for {control}"
            for described in str(control.get("aria-describedby", "")).split():
                assert described in ids, f"{control.get('id')} is described by {described}, which is not there"


def _check_summary(tags: list[Tag], ids: list[str]) -> None:
    summaries = [tag for tag in tags if "error-summary" in tag.get_attribute_list("class")]
    summed_up = [str(link["href"])[1:] for summary in summaries for link in summary.find_all("a")]
    assert summed_up == [i for i in ids if i in summed_up], "errors are summed up in another order than the fields"
