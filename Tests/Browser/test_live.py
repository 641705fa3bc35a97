"""The page of live events: numbers that follow the stream, drawings, a test event, and a server that goes away."""

import datetime
import json

import pytest

from serving import wait_until


def send(server, *values, series=None):
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    events = [{"timestamp": now, "value": value, **({"series": series} if series else {})} for value in values]
    assert server.ask("POST", "/events", json_body=events).json()["accepted"] == len(values)


def number(page, name):
    return page.locator(f'[data-statistic="{name}"]').inner_text()


def wait_for_number(page, name, text):
    page.locator(f'[data-statistic="{name}"]', has_text=text).wait_for()


def test_numbers_follow_the_events_without_a_reload(server, page):
    page.goto("/live?series=oven&stats=count,mean,max")
    page.get_by_text("No event came in this time").wait_for()
    assert number(page, "count") == "0"
    send(server, 10, 20, 60, series="oven")
    wait_for_number(page, "count", "3")
    assert number(page, "mean") == "30" and number(page, "max") == "60"
    assert page.get_by_text("No event came in this time").is_hidden()


def test_the_drawings_have_axes_and_say_in_words_what_they_show(server, page):
    send(server, 1, 2, 2, 3, series="drawn")
    page.goto("/live?series=drawn&bins=2")
    rolling = page.locator("#rolling svg")
    rolling.wait_for()
    assert {"now", "−1 min", "−5 min"} <= set(rolling.locator("text").all_text_contents())
    assert "now 2;" in rolling.get_attribute("aria-label")
    bars = page.locator("#histogram svg rect.bar-of")
    assert bars.locator("title").all_text_contents() == ["1 to 2: 1", "2 to 3: 3"]
    page.get_by_text("The same as a table").click()
    assert page.locator("#intervals tbody tr").all_inner_texts() == ["1\t2\t1", "2\t3\t3"]


def test_a_pause_stops_the_numbers_and_goes_on_from_there(server, page):
    send(server, 5, series="paused")
    page.goto("/live?series=paused&stats=count")
    page.get_by_text("Live", exact=True).wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("Paused", exact=True).wait_for()
    send(server, 6, series="paused")
    # Another page has heard of the event, so a paused one that listened would have as well.
    other = page.context.new_page()
    other.goto("/live?series=paused&stats=count")
    other.get_by_text("Live", exact=True).wait_for()
    wait_for_number(other, "count", "2")
    other.close()
    assert number(page, "count") == "1"
    page.get_by_role("button", name="Go on").click()
    wait_for_number(page, "count", "2")


def test_a_test_event_is_sent_and_counts(server, page):
    page.goto("/live?series=sent")
    form = page.locator("#send")
    form.get_by_label("Value").fill("12.5")
    form.get_by_role("button", name="Send").click()
    page.get_by_text("Sent 12.5").wait_for()
    wait_for_number(page, "count", "1")
    assert server.ask("GET", "/statistics?series=sent").json()["mean"] == 12.5
    assert form.get_by_label("Value").evaluate("(field) => field === document.activeElement")


@pytest.mark.expects(400)
def test_what_is_no_event_is_refused_in_words(page):
    page.goto("/live")
    form = page.locator("#send")
    form.get_by_label("Value").fill("much")
    form.get_by_role("button", name="Send").click()
    assert "Invalid value. Must be a number" in page.locator("#sent .problem").inner_text()


def test_every_command_answers_what_the_page_shows(server, page, copied):
    send(server, 7, series="it's <b>")
    page.goto("/live?series=it%27s+%3Cb%3E&stats=count,median")
    assert page.get_by_role("heading", level=2).first.inner_text() == "The last 15m of it's <b>"
    answer = json.loads(server.shell(copied(page.locator("#live"))))
    assert answer == {"count": 1, "median": 7.0, "exact": True}
    page.get_by_text("Copy as curl: the stream").click()
    stream = page.locator("#live details.curl code").last.inner_text()
    first = server.shell(stream.replace("curl -s", "curl -sN") + " | head -n 4")
    assert '"count":1' in first and "event: statistics" in first
    page.locator("#send").get_by_label("Value").fill("9")
    page.get_by_text("Copy as curl: send an event").click()
    sent = server.shell(page.locator("details.curl code").last.inner_text())
    assert json.loads(sent) == {"message": "Event created successfully"}
    wait_for_number(page, "count", "2")


@pytest.mark.expects("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
def test_it_says_that_the_server_is_away_and_goes_on_when_it_is_back(server, page):
    send(server, 5, series="away")
    page.goto("/live?series=away&stats=count")
    page.get_by_text("Live", exact=True).wait_for()
    server.stop()
    page.get_by_text("The server does not answer; trying again").wait_for()
    server.start_again()
    page.get_by_text("Live", exact=True).wait_for()
    assert number(page, "count") == "1"


@pytest.mark.expects(400)
def test_a_mistake_in_the_address_is_told_in_a_sentence(page):
    page.goto("/live?stats=mediam")
    assert "did you mean 'median'?" in page.locator(".problem").inner_text()


def test_it_can_be_read_without_scripts(server, plain_page):
    send(server, 4, 8, series="plain")
    plain_page.goto("/live?series=plain&stats=count,mean")
    assert number(plain_page, "count") == "2" and number(plain_page, "mean") == "6"
    plain_page.get_by_text("The same as a table").click()
    assert plain_page.locator("#intervals tbody tr").count() == 20


def test_the_choice_stands_in_the_address(page):
    page.goto("/live")
    page.get_by_text("Statistics: ").click()
    page.get_by_label("Range").check()
    page.get_by_label("Window").fill("90s")
    page.locator("#choice").get_by_role("button", name="Show").click()
    page.wait_for_url("**window=90s**")
    assert "stats=range" in page.url
    wait_until(lambda: page.locator('[data-statistic="range"]').count() == 1)


def test_it_fits_a_narrow_screen(server, page, fits):
    send(server, *range(50), series="narrow")
    page.goto("/live?series=narrow")
    page.locator("#rolling svg").wait_for()
    fits()
