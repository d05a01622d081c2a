"""Somebody at a browser, who acts by what is read on the page: with a pointer, by keyboard alone, without scripts.

Whatever goes wrong behind the page is noted, and fails the test: an error of a script or of the content policy, a
request that fails, an answer that nobody meant, a request to another machine.
"""

import re
from enum import StrEnum
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)
from playwright.sync_api import TimeoutError as NeverCame

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
TELEPHONE: ViewportSize = {"width": 320, "height": 640}
PATIENCE = 20_000
# What the portal answers on purpose: a link that is spent, a form to correct.
MEANT = frozenset({410, 422})
REPEATED = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
FURTHEST = 80  # presses of Tab: no page of the portal has as many stops before what one looks for

_STOP = """wanted => {
  const stop = document.activeElement, shown = stop.closest(".choice, .drop") ?? stop;
  const style = getComputedStyle(stop), box = stop.getBoundingClientRect();
  return {
    reached: stop === wanted,
    passed: Boolean(stop.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING),
    nowhere: stop === document.body,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    html: shown.outerHTML.slice(0, 160),
  };
}"""


class Manner(StrEnum):
    """How somebody uses the portal."""

    POINTER = "souris"
    KEYBOARD = "clavier"
    SCRIPTLESS = "sans-script"


class Trouble:
    """What went wrong in a browser."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        """Watch every page of this context; it has no business outside `home`, and `expected` says what is meant."""
        self.noted: list[str] = []
        self.meant = set(MEANT)
        self.expected: list[str] = []
        self._home = home
        context.on("console", self._console)
        context.on("weberror", lambda error: self.noted.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium and htmx repeat there what `_response` and `_failed` judge.
        if message.type in {"error", "warning"} and not message.text.startswith(REPEATED):
            self.noted.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._home}/", "data:")):
            self.noted.append(f"elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        # htmx gives up a question whose answer no longer matters, and so does a page that one leaves.
        if request.failure != "net::ERR_ABORTED":
            self.noted.append(f"{request.failure}: {request.method} {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.meant:
            self.noted.append(f"{response.status}: {response.request.method} {response.url}")


class Visitor:
    """One browser and the person before it."""

    def __init__(self, browser: Browser, home: str, manner: Manner = Manner.POINTER, **options: Any) -> None:
        """Open a browser without any past."""
        self.home = home
        self.manner = manner
        settings = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": LAPTOP, **options}
        self.context = browser.new_context(java_script_enabled=manner is not Manner.SCRIPTLESS, **settings)
        self.context.set_default_timeout(PATIENCE)
        self.trouble = Trouble(self.context, home)
        self.page = self.context.new_page()

    # Going places

    def open(self, path: str) -> Response | None:
        """Type a path of the portal, or paste a whole address."""
        return self.page.goto(path if path.startswith(self.home) else f"{self.home}{path}")

    def other_tab(self) -> Page:
        """Go on in a new tab; the one that was open."""
        left, self.page = self.page, self.context.new_page()
        return left

    # Looking

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.url.removeprefix(self.home)

    def sees_title(self, heading: str) -> None:
        """The page that comes has this heading."""
        self._waits_for(self.page.get_by_role("heading", level=1, name=heading, exact=True))

    def reads(self, text: str) -> None:
        """These words are on the page, in sight, or come."""
        self._waits_for(self.page.get_by_text(text).filter(visible=True).first)

    def _waits_for(self, place: Locator) -> None:
        # Rather than `expect`, which looks again after 100, 250 and 500 ms only: there are hundreds of these.
        try:
            place.wait_for()
        except NeverCame:
            text = self.page.locator("body").inner_text()
            raise AssertionError(f"{place} is not to be seen on {self.path}:\n{text}") from None

    def does_not_read(self, text: str) -> None:
        """These words are not on the page."""
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    def field(self, label: str, beside: str = "") -> Locator:
        """The field of this label; where two forms have one, that of the form whose button is `beside`."""
        place = self.page.locator("form", has=self.button(beside)) if beside else self.page
        return place.get_by_label(label, exact=True).filter(visible=True)

    def button(self, name: str) -> Locator:
        """The button of this name, in the content of the page rather than around it."""
        return self.page.get_by_role("button", name=name, exact=True).first

    def link(self, name: str) -> Locator:
        """The first link of this name in the content of the page."""
        return self.page.get_by_role("main").get_by_role("link", name=name).first

    def has_focus(self, place: Locator) -> None:
        """What is typed now goes there."""
        expect(place).to_be_focused()

    # Acting

    def fill(self, label: str, text: str, beside: str = "") -> None:
        """Write in the field of this label, in place of what is there."""
        field = self.field(label, beside)
        if self.manner is not Manner.KEYBOARD:
            field.fill(text)
            return
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        """Tick the box of this label."""
        if self.manner is Manner.KEYBOARD:
            self._use(self.field(label), "Space")
        else:  # the label lies over the box, to be pressed more easily
            self.page.locator("label", has_text=label).click()
        expect(self.field(label)).to_be_checked()

    def choose(self, label: str, option: str) -> None:
        """Choose this option in the list of this label."""
        field = self.field(label)
        if self.manner is Manner.KEYBOARD:
            self.reach(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(label=option)
        expect(field.locator("option:checked")).to_have_text(option)

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self._use(self.button(name), "Space")

    def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        self._use(self.link(name), "Enter")

    def unfold(self, summary: str | re.Pattern[str]) -> None:
        """Open what is folded under these words."""
        self._use(self.page.locator("summary", has_text=summary), "Enter")

    def _use(self, what: Locator, key: str) -> None:
        if self.manner is Manner.KEYBOARD:
            self.reach(what)
            self.page.keyboard.press(key)
        else:
            what.click()

    def reach(self, place: Locator) -> None:
        """Press Tab, or Shift and Tab, until the focus is there; every stop on the way is in sight and shows it."""
        expect(place).to_be_visible()
        for presses in range(FURTHEST):
            # Found again at each press: an answer that comes meanwhile may have replaced it by its like.
            stop = self.page.evaluate(_STOP, place.element_handle())
            if presses and not stop["nowhere"]:
                assert stop["ring"], f"nothing shows the focus on {stop['html']}"
                assert stop["inSight"], f"the focus is out of sight on {stop['html']}"
            if stop["reached"]:
                return
            self.page.keyboard.press("Shift+Tab" if stop["passed"] else "Tab")
        raise AssertionError(f"Tab never reaches {place}")

    def leave(self) -> None:
        """Close the browser; nothing may have gone wrong in it."""
        self.context.close()
        noted = [line for line in self.trouble.noted if not any(words in line for words in self.trouble.expected)]
        assert noted == [], "\n".join(noted)
