"""Every page of the description, in every look: axe-core finds nothing, and it can be used by keyboard alone."""

import pathlib

import axe_playwright_python
import pytest

from screenshots import fill, pages
from serving import Server, Upstream

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
LOOKS = [(colours, width) for colours in ("light", "dark") for width in (1280, 320)]

# The description itself is drawn by Swagger UI, whose markup is not ours to mend.
FOREIGN = "#api"


@pytest.fixture(scope="module")
def server():
    upstream = Upstream("--cities", "6", "--countries", "3", "--rows", "40")
    server = Server("--upstream", upstream.url)
    fill(server)
    yield server
    server.close()
    upstream.close()


@pytest.fixture
def every_page(server):
    return pages(server)


def settle(page, path):
    """Goes to a page and waits for what its scripts show at first."""
    page.goto(path)
    page.wait_for_load_state("load")
    if path == "/docs":
        page.locator(".opblock").first.wait_for()
    if path.startswith("/live"):
        page.locator("#rolling svg").wait_for()
    for details in page.locator("main details").all():
        details.evaluate("(details) => { details.open = true; }")


@pytest.mark.expects(400)
@pytest.mark.parametrize("colours, width", LOOKS)
def test_axe_finds_nothing(page, every_page, colours, width):
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": width, "height": 800})
    found = []
    for name, path in every_page.items():
        settle(page, path)
        # As the debugger does it, the policy of the page has no say.
        page.evaluate(AXE)
        answer = page.evaluate(
            "([foreign, rules]) => axe.run({ exclude: [foreign] }, { runOnly: rules, resultTypes: ['violations'] })",
            [FOREIGN, RULES])
        for violation in answer["violations"]:
            places = [f"{node['target']}: {node['failureSummary']}" for node in violation["nodes"][:3]]
            found.append(f"{name}: {violation['id']}: {violation['help']}\n  " + "\n  ".join(places))
    assert not found, "\n".join(found)


@pytest.mark.expects(400)
def test_no_page_scrolls_sideways(page, every_page, fits):
    for path in every_page.values():
        settle(page, path)
        fits()


@pytest.mark.expects(400)
def test_headings_have_one_top_and_no_gaps(page, every_page):
    for name, path in every_page.items():
        settle(page, path)
        levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
            f"(all) => all.filter((each) => !each.closest('{FOREIGN}')).map((each) => Number(each.tagName[1]))")
        assert levels[:1] == [1] and levels.count(1) == 1, name
        assert all(lower <= upper + 1 for upper, lower in zip(levels, levels[1:])), f"{name}: {levels}"
        assert page.title().endswith(" - Tally") and page.locator("html").get_attribute("lang") == "en", name


@pytest.mark.expects(400)
def test_the_first_step_leads_to_the_content(page, every_page):
    for name, path in every_page.items():
        settle(page, path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content", name
        assert page.locator(".skip").bounding_box()["x"] >= 0, name
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content", name


# Marks what can be reached, in the order of the document, and tells how many there are.
MARK = """() => {
  const reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((each) => !each.disabled && each.type !== "hidden" && each.checkVisibility({ visibilityProperty: true }) && !each.closest("#api"));
  window.reachable = reachable;
  return reachable.length;
}"""
# Where the focus is among them, and whether it can be seen.
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return [window.reachable.indexOf(document.activeElement), style.outlineStyle !== "none" && style.outlineWidth !== "0px"];
}"""


@pytest.mark.expects(400)
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(page, every_page):
    for name, path in every_page.items():
        if path == "/docs":
            continue
        settle(page, path)
        count = page.evaluate(MARK)
        seen = []
        # Parts of a date field, and the buttons in it, are steps of their own.
        for _ in range(4 * count):
            page.keyboard.press("Tab")
            place, is_visible = page.evaluate(FOCUS)
            if place < 0:
                continue
            assert is_visible, f"{name}: the focus is not seen at {place}"
            if seen[-1:] != [place]:
                if seen and place == 0:
                    break
                seen.append(place)
        missed = set(range(count)) - set(seen)
        texts = page.evaluate("(places) => places.map((place) => window.reachable[place].outerHTML.slice(0, 90))", sorted(missed))
        assert not missed, f"{name}: the keyboard does not reach {texts}"
        assert seen == sorted(seen), f"{name}: the order is {seen}"
