"""The page of the collector, with days collected from a real upstream that misbehaves where it is told to."""

import json

import pytest

from serving import Server, Upstream

CITIES = ("--cities", "6", "--countries", "3", "--rows", "40")
MAY = "/collector?from=2024-05-01&to=2024-05-31"


@pytest.fixture(scope="module")
def server():
    """Collects from an upstream that answers; the tests share its days."""
    upstream = Upstream(*CITIES)
    server = Server("--upstream", upstream.url)
    yield server
    server.close()
    upstream.close()


def collect(page, date):
    page.get_by_label("Day", exact=True).fill(date)
    page.get_by_role("button", name="Collect").click()


def cell(page, day):
    return page.locator(f'td:has(> time[datetime="{day}"])')


def test_a_day_is_collected_followed_and_shown(server, page):
    page.goto(MAY)
    assert "missing" in cell(page, "2024-05-02").inner_text()
    collect(page, "2024-05-02")
    page.get_by_text("2024-05-02 is stored").wait_for()
    cell(page, "2024-05-02").get_by_text("stored, 6 cities").wait_for()
    assert "✓ 6" in cell(page, "2024-05-02").inner_text()
    days = server.ask("GET", "/process-request?from=2024-05-02&to=2024-05-02").json()
    assert days["2024-05-02"]["status"] == "stored"


def test_the_table_and_the_drawing_show_the_numbers_of_the_api(server, page):
    server.ask("POST", "/process-request?date=2024-05-03")
    server.finished("job_id_2")
    page.goto(MAY + "&measure=average_delay&country=France&country=Italy")
    table = page.locator("#countries table")
    assert table.locator("thead th").all_inner_texts() == ["Day", "France", "Italy"]
    shown = table.locator("tbody tr").last.locator("th, td").all_inner_texts()
    facts = server.ask("GET", "/country-stats?from=2024-05-03&to=2024-05-03").json()
    expected = [facts[country]["2024-05-03"]["average_delay"] for country in ("France", "Italy")]
    assert shown[0] == "2024-05-03"
    assert [float(text.replace(",", "")) for text in shown[1:]] == pytest.approx(expected, rel=1e-5)
    drawing = page.locator("#countries img")
    drawing.scroll_into_view_if_needed()
    assert drawing.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")


def test_the_choice_of_measure_and_countries_stands_in_the_address(page):
    page.goto(MAY)
    page.get_by_label("Measure").select_option("total_accidents")
    page.get_by_label("Germany").check()
    page.locator("#choice").get_by_role("button", name="Show").click()
    page.wait_for_url("**measure=total_accidents**")
    assert "country=Germany" in page.url
    assert page.get_by_label("Germany").is_checked()
    assert page.get_by_label("Measure").input_value() == "total_accidents"


def test_months_before_and_after_are_links_that_keep_the_choice(page):
    page.goto(MAY + "&measure=number_of_buses")
    page.get_by_role("link", name="April 2024").click()
    page.wait_for_url("**from=2024-04-01&to=2024-04-30**")
    assert "measure=number_of_buses" in page.url
    assert page.get_by_role("table").first.locator("caption").inner_text() == "April 2024"
    page.get_by_text("Nothing is stored of these days").wait_for()


def test_it_begins_with_the_month_of_the_last_collected_day(page):
    page.goto("/collector")
    assert page.get_by_label("From").input_value() == "2024-05-01"


def test_every_command_answers_what_the_page_shows(server, page, copied):
    page.goto(MAY)
    days = json.loads(server.shell(copied(page.locator("#coverage"))))
    assert days["2024-05-02"]["stored"] == 6
    countries = json.loads(server.shell(copied(page.locator("#countries"))))
    assert countries["France"]["2024-05-02"]["buses_started"] == 80
    page.get_by_label("Day", exact=True).fill("2024-05-02")
    answer = json.loads(server.shell(copied(page.locator("main"))))
    assert answer["Processing"] == "2024-05-02"
    server.finished(answer["job_id"])


@pytest.mark.expects(400)
def test_a_mistake_in_the_address_is_told_in_a_sentence(page):
    page.goto("/collector?from=2024-02-30&to=2024-05-01")
    assert "'2024-02-30' is not a day" in page.locator(".problem").inner_text()


def test_a_collection_that_fails_lists_its_cities(new_context):
    upstream = Upstream(*CITIES, "--garbage", "60")
    server = Server("--upstream", upstream.url)
    try:
        page = new_context(server).new_page()
        page.goto(MAY)
        collect(page, "2024-05-04")
        page.locator("#progress .problem").wait_for()
        reason = server.ask("GET", "/api/v1/jobs/job_id_1").json()["error"]
        failed = int(reason.split()[0])
        cities = page.locator("#progress li").all_inner_texts()
        assert 0 < failed < 6 and len(cities) == failed
        assert all("(id " in city for city in cities)
        cell(page, "2024-05-04").get_by_text("partial").wait_for()
        page.get_by_text("Days that lack cities: 1").click()
        assert page.get_by_role("link", name="job_id_1").last.is_visible()
    finally:
        server.close()
        upstream.close()


@pytest.mark.expects(503)
def test_without_an_upstream_it_says_how_to_start_one(new_context):
    server = Server()
    try:
        page = new_context(server).new_page()
        page.goto("/collector")
        assert "tally-bench upstream" in page.locator("main pre").first.inner_text()
        assert page.get_by_role("button", name="Collect").count() == 0
        assert page.locator("table.month").count() == 1
    finally:
        server.close()


def test_it_can_be_read_without_scripts(plain_page):
    plain_page.goto(MAY)
    assert "stored, 6 cities" in cell(plain_page, "2024-05-02").inner_text()
    assert plain_page.locator("#countries tbody tr").count() >= 1


def test_it_fits_a_narrow_screen(page, fits):
    page.goto(MAY)
    fits()
