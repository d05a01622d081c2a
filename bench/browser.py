"""A browser without JavaScript: kept connection, cookies, forms with their tokens, and the mailbox of its owner."""

import html
import http.client
import re
import time
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
INPUT = re.compile(r"<(?:input|button)\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
TAG = re.compile(r"<[^>]+>")
REDIRECTS = 10


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took from the first byte sent to the last one read."""

    status: int
    headers: HTTPMessage
    text: str
    seconds: float

    @property
    def words(self):
        """The page without its tags."""
        return TAG.sub("", self.text)


class Browser:
    """One browser at `source`, which a proxy says to be at `forwarded` where that is given."""

    def __init__(self, port: int, *, forwarded: str = "", source: str = "127.0.0.1"):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
        self.forwarded, self.cookies, self.requests = forwarded, {}, 0
        self.path, self.page = "/", None

    def send(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        """One request and its answer; redirects are not followed."""
        body = urlencode(fields) if fields is not None else None
        start = time.perf_counter()
        try:
            answer, text = self._exchange(method, path, body)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.http.close()  # an idle kept connection was dropped: once more on a new one
            answer, text = self._exchange(method, path, body)
        self.requests += 1
        self._keep_cookies(answer.headers)
        return Answer(answer.status, answer.headers, text, time.perf_counter() - start)

    def _exchange(self, method, path, body):
        self.http.request(method, path, body, self._headers(has_body=body is not None))
        answer = self.http.getresponse()
        return answer, answer.read().decode()

    def _headers(self, *, has_body):
        headers = {"Accept": "text/html", "Accept-Language": "fr", "User-Agent": "Mozilla/5.0 (X11; Linux) mesures"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.forwarded:
            headers["X-Forwarded-For"] = self.forwarded
        if has_body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers

    def _keep_cookies(self, headers):
        for line in headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            if value in {"", '""'} or "max-age=0" in line.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def open(self, path: str) -> Answer:
        """Go to a page, wherever it leads."""
        return self.follow("GET", path)

    def follow(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Send a request, follow redirects, stay on the page; one that is not there is an error."""
        for _ in range(REDIRECTS):
            self.page, self.path = self.send(method, path, fields), path
            target = self.page.headers.get("Location")
            if not target:
                break
            to = urlsplit(urljoin(path, target))
            method, path, fields = "GET", to.path + ("?" + to.query if to.query else ""), None
        if self.page.status != http.client.OK:
            raise RuntimeError(f"{self.page.status} on {method} {path}: {self.page.words[:200]}")
        return self.page

    def form(self, field: str) -> tuple[str, dict[str, str]]:
        """Where the form that has this field goes, and what it hides."""
        for tag, inner in FORM.findall(self.page.text):
            inputs = [_attributes(i) for i in INPUT.findall(inner)]
            if any(i.get("name") == field for i in inputs):
                hidden = {i["name"]: i.get("value", "") for i in inputs if i.get("type") == "hidden" and "name" in i}
                return _attributes(tag).get("action") or self.path, hidden
        raise RuntimeError(f"no form with {field} on {self.path}: {self.page.words[:300]}")

    def fill(self, fields: dict[str, str]) -> Answer:
        """Fill in and send the form that has the first of these fields."""
        action, hidden = self.form(next(iter(fields)))
        return self.follow("POST", action, {**hidden, **fields})


def _attributes(tag):
    return {name.lower(): html.unescape(a or b) for name, a, b in ATTRIBUTE.findall(tag)}


@dataclass(frozen=True)
class Mailbox:
    """What the SMTP server has received for one address."""

    folder: Path
    address: str

    def _messages(self):
        return sorted((self.folder / self.address.lower()).glob("*.txt"))

    def empty(self):
        """Forget every message."""
        for message in self._messages():
            message.unlink()

    def wait(self, pattern: str, seconds: float = 20) -> str:
        """The first group of this pattern in a message, which is then removed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for message in self._messages():
                found = re.search(pattern, message.read_text(encoding="utf-8"))
                if found:
                    message.unlink()
                    return html.unescape(found[1])
            time.sleep(0.002)
        raise RuntimeError(f"no mail for {self.address} in {seconds} s")
