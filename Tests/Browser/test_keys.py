"""What a browser sees of a server that asks for keys."""

import subprocess

import pytest

from serving import Server, binary

KEY = "kept-secret-0123456789"


@pytest.fixture(scope="module")
def server():
    """Reads are open, changes need the key. Nothing answers where days are collected from."""
    server = Server("--api-key", KEY, "--upstream", "http://127.0.0.1:9")
    yield server
    server.close()


def credentials(key):
    return {"username": "key", "password": key}


@pytest.mark.expects(401)
def test_a_refused_change_shows_the_sentence_and_the_way_to_sign_in(page):
    page.goto("/collector")
    page.get_by_role("button", name="Collect").click()
    refusal = page.locator("#progress .problem")
    assert "This needs a key" in refusal.inner_text()
    assert refusal.get_by_role("link").get_attribute("href") == "/sign-in?scope=write&next=%2Fcollector"


@pytest.mark.expects(401)
def test_who_signs_in_comes_back_and_may_change_things(new_context):
    page = new_context(http_credentials=credentials(KEY)).new_page()
    page.goto("/sign-in?next=/collector")
    assert page.url.endswith("/collector")
    page.get_by_role("button", name="Collect").click()
    # Nobody listens at the upstream's address, but the job was taken.
    page.locator("#progress").get_by_role("link", name="job_id_1").wait_for()


def test_events_need_no_key_where_reading_does_not(page):
    page.goto("/live")
    form = page.locator("#send")
    form.get_by_label("Value").fill("1")
    form.get_by_role("button", name="Send").click()
    page.get_by_text("Sent 1").wait_for()


@pytest.mark.expects(401)
def test_a_wrong_key_is_refused_in_words(new_context):
    page = new_context(http_credentials=credentials("wrong")).new_page()
    assert page.goto("/sign-in").status == 401
    assert "The key is not one of this server's" in page.locator(".problem").inner_text()


def test_commands_take_the_key_from_the_environment(server, page):
    page.goto("/collector")
    page.get_by_text("Copy as curl: collect this day").click()
    command = page.locator("details.curl code").first
    for day in ("2024-05-01", "2024-05-02"):
        # The server has written the first command, a script writes the next.
        if day.endswith("2"):
            page.get_by_label("Day", exact=True).fill(day)
        assert '"Authorization: Bearer $TALLY_KEY"' in command.inner_text()
        assert "Processing" in server.shell(command.inner_text(), key=KEY)
        assert "needs a key" in server.shell(command.inner_text())


@pytest.mark.expects(401)
def test_a_file_of_keys_closes_every_page_but_the_description(new_context, tmp_path):
    file = str(tmp_path / "keys")
    made = subprocess.run(
        [binary("tally"), "keys", "create", "reader", "--keys-file", file], capture_output=True, text=True, check=True)
    key = made.stdout.split()[-1]
    server = Server("--keys-file", file)
    try:
        refused = server.ask("GET", "/live")
        assert refused.status == 401 and refused.headers["WWW-Authenticate"].startswith("Basic ")
        assert "This needs a key" in refused.text
        assert new_context(server).new_page().goto("/docs").status == 200
        reader = new_context(server, http_credentials=credentials(key)).new_page()
        reader.goto("/live")
        # The stream shows the key as well, since the browser does.
        reader.get_by_text("Live", exact=True).wait_for()
        reader.context.close()
    finally:
        server.close()
