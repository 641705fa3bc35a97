"""The page of the survey, as somebody uses it who wants to know how states compare."""

import json
import re
import urllib.parse

import pytest

OBESITY = "Percent of adults aged 18 years and older who have obesity"


def address(statistic, **others):
    return "/survey?" + urllib.parse.urlencode({"statistic": statistic, "question": OBESITY, **others})


def means(server, statistic="states_mean"):
    """What a job answers to the same question."""
    job = server.ask("POST", f"/api/{statistic}", json_body={"question": OBESITY}).json()["job_id"]
    server.finished(job)
    return server.ask("GET", f"/api/get_results/{job}").json()["data"]


def test_a_question_is_chosen_and_answered(server, page, fits):
    page.goto("/survey")
    page.locator("select[name=question]").select_option(OBESITY)
    page.get_by_role("button", name="Show").click()
    page.get_by_text(OBESITY, exact=True).first.wait_for()
    rows = page.locator("table:has(caption:has-text('best first')) tbody tr")
    best = min((mean, state) for state, mean in means(server).items())
    assert rows.first.locator("th").inner_text() == best[1]
    assert abs(float(rows.first.locator("td").nth(1).inner_text()) - best[0]) < 1e-3
    assert rows.count() == len(means(server))
    assert page.locator("figure img").evaluate("(image) => image.complete && image.naturalWidth > 0")
    fits()


def test_a_tile_shows_its_value_and_leads_to_its_categories(page):
    page.goto(address("states_mean"))
    tile = page.locator("table.tiles td:has(abbr[title='Ohio'])")
    assert float(tile.locator("span").inner_text()) > 0
    tile.get_by_role("link").click()
    page.get_by_role("heading", name="Mean of one state, by category: Ohio").wait_for()
    assert page.get_by_role("rowheader", name="Gender").count() == 1


def test_a_state_is_asked_for_where_it_is_needed(page):
    page.goto("/survey")
    assert not page.locator("select[name=state]").is_visible()
    page.get_by_label("Statistic").select_option("state_mean")
    page.locator("select[name=state]").select_option("Ohio")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="Mean of one state: Ohio").wait_for()
    assert page.locator("tr.chosen th").inner_text() == "Ohio"


def test_strata_stand_under_their_categories(page, fits):
    page.goto(address("mean_by_category"))
    table = page.locator("table.grid")
    assert table.locator("th[scope=colgroup]").count() > 3
    assert table.get_by_role("row", name="Ohio").count() == 1
    fits()


def test_the_question_is_run_as_a_job(server, page):
    page.goto(address("best5"))
    page.get_by_role("button", name="Run as a job").click()
    answer = page.locator("#answer")
    answer.wait_for()
    assert json.loads(answer.inner_text()) == {"status": "done", "data": means(server, "best5")}
    page.get_by_role("link", name="The job", exact=True).click()
    page.locator("#job[data-state=succeeded]").wait_for()


@pytest.mark.expects(410, 503)
def test_a_job_that_cannot_be_followed_is_told(page):
    gone = {"status": 410, "detail": "The result of the job is gone"}
    page.route("**/api/v1/jobs/*/events", lambda route: route.fulfill(status=503))
    page.route(re.compile(r"/api/v1/jobs/job_id_\d+$"), lambda route: route.fulfill(
        status=410, content_type="application/problem+json", body=json.dumps(gone)))
    page.goto(address("best5"))
    button = page.get_by_role("button", name="Run as a job")
    button.click()
    page.get_by_role("alert").get_by_text("The result of the job is gone").wait_for()
    assert button.is_enabled()


def test_the_command_asks_the_same(server, page, copied):
    page.goto(address("worst5"))
    answer = server.shell(copied(page.locator("main")))
    assert json.loads(answer) == {"status": "done", "data": means(server, "worst5")}


def test_it_can_be_used_by_keyboard_alone(page):
    page.goto("/survey")
    page.get_by_label("Statistic").focus()
    page.keyboard.type("The five best")
    for _ in range(9):
        if page.evaluate("document.activeElement.textContent") == "Show":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="The five best states").wait_for()
    page.get_by_role("button", name="Run as a job").focus()
    page.keyboard.press("Enter")
    page.locator("#answer").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Run as a job"


def test_it_can_be_read_without_scripts(plain_page):
    plain_page.goto(address("state_mean", state="Ohio"))
    plain_page.get_by_label("Statistic").select_option("states_mean")
    plain_page.get_by_role("button", name="Show").click()
    assert plain_page.get_by_role("heading", name="Mean of each state").count() == 1


def test_the_page_is_short_and_quick(server):
    answer = server.ask("GET", address("mean_by_category"))
    assert answer.status == 200 and len(answer.body) < 150_000
