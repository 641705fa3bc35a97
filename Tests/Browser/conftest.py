"""What every test of the pages starts from: a server per module, and a browser page that forgives nothing.

A test asks for `server` and `page`. It fails at its end if the page wrote an error to the console, threw, broke its policy, asked
another server or got an error that the test does not name with `@pytest.mark.expects(404)`.
"""

import re
import shutil

import pytest
from playwright.sync_api import sync_playwright

from serving import Server

# Chromium writes most violations to the console itself; those that are only reported would pass unseen.
VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} forbids ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
});"""


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(request):
    """The module's server. `pytestmark = pytest.mark.server("--api-key", "secret")` gives it more arguments."""
    marker = request.node.get_closest_marker("server")
    server = Server(*(marker.args if marker else ()))
    yield server
    server.close()


class Watch:
    """Everything that went wrong in a browser's pages."""

    def __init__(self, context, origin):
        self.faults, self.origin = [], origin
        context.on("console", lambda message: message.type == "error" and self.note(
            f"console: {message.text} {message.location.get('url', '')}"))
        context.on("weberror", lambda error: self.note(f"error: {error.error}"))
        context.on("request", self.look_at_request)
        context.on("requestfailed", self.look_at_failure)
        context.on("response", lambda response: response.status >= 400 and self.note(
            f"status of {response.status}: {response.request.method} {response.url}"))

    def note(self, fault):
        # Chromium asks for an icon beside documents that are not HTML, which name none.
        if not fault.endswith("/favicon.ico"):
            self.faults.append(fault)

    def look_at_request(self, request):
        if not request.url.startswith((self.origin + "/", "data:", "blob:")):
            self.note(f"another server: {request.url}")

    def look_at_failure(self, request):
        # What a page gives up itself, such as a stream of events when it is left.
        if request.failure != "net::ERR_ABORTED":
            self.note(f"failed: {request.url} {request.failure}")

    def unexpected(self, signs):
        return [fault for fault in self.faults if not any(re.search(rf"\b{sign}\b", fault) for sign in signs)]


@pytest.fixture
def new_context(browser, server, request):
    """Makes browser contexts (`new_context(java_script_enabled=False)`), all of them watched; of the module's server or of another one."""
    made = []

    def make(server=server, **options):
        context = browser.new_context(
            **{"base_url": server.url, "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options})
        context.set_default_timeout(15_000)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
        context.add_init_script(VIOLATIONS)
        made.append((context, Watch(context, server.url)))
        return context

    yield make
    marker = request.node.get_closest_marker("expects")
    faults = []
    for context, watch in made:
        context.close()
        faults += watch.unexpected(marker.args if marker else ())
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_context):
    """A page at 1280 pixels; `page.goto("/survey")` goes to the server."""
    return new_context().new_page()


@pytest.fixture
def plain_page(new_context):
    """A page in a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def dark(page):
    """The test's page is dark."""
    page.emulate_media(color_scheme="dark")


@pytest.fixture
def narrow(page):
    """The test's page is as narrow as WCAG 1.4.10 asks for."""
    page.set_viewport_size({"width": 320, "height": 640})


@pytest.fixture
def fits(page):
    """Checks that the page, as it now is, does not scroll sideways at 320 pixels."""

    def check():
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 640})
        room, width = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
        page.set_viewport_size(size)
        assert width <= room, f"{page.url} is {width} wide where {room} are seen; too wide: {too_wide(page)}"

    return check


def too_wide(page):
    """What reaches beyond the right edge at 320 pixels, to name it in a failure."""
    return page.evaluate("""() => [...document.querySelectorAll("main *")]
      .filter((each) => each.getBoundingClientRect().width > 320 && !each.closest(".wide, pre, figure"))
      .slice(0, 5).map((each) => each.tagName + "." + each.className)""")


@pytest.fixture
def copied(page):
    """Presses the copy button of a command in a part of the page, and returns what the clipboard then holds."""

    def copy(place):
        details = place.locator("details.curl").first
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        details.get_by_role("button", name="Copy").click()
        return page.evaluate("navigator.clipboard.readText()")

    return copy
