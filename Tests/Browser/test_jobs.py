"""The board of jobs and the page of a job: they change by themselves, and what can be done is done from there."""

import http.server
import json
import re
import threading

import pytest

from serving import wait_until

pytestmark = pytest.mark.server("--allow-private")


class SlowFiles:
    """A server whose files stop in their middle until they are let go on."""

    def __init__(self):
        self.gate = threading.Event()
        slow = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                rows = b"a,b\n" + b"1,2\n" * 50_000
                self.send_response(200)
                self.send_header("Content-Type", "text/csv")
                self.send_header("Content-Length", str(len(rows)))
                self.end_headers()
                try:
                    self.wfile.write(rows[: len(rows) // 2])
                    self.wfile.flush()
                    slow.gate.wait(60)
                    self.wfile.write(rows[len(rows) // 2 :])
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/a.csv"

    def close(self):
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def slow():
    files = SlowFiles()
    yield files
    files.close()


def importing(server, url, name):
    order = {"type": "import", "params": {"url": url, "name": name, "mode": "replace"}}
    return server.ask("POST", "/api/v1/jobs", json_body=order).json()["id"]


def failing(server):
    job = importing(server, "http://127.0.0.1:1/none.csv", "none")
    return server.finished(job, "failed")["id"]


def test_a_job_moves_on_the_board_by_itself(server, page, slow, fits):
    page.goto("/jobs")
    page.evaluate("window.isSame = true")
    job = importing(server, slow.url, "moving")
    row = page.locator(f"#{job}")
    row.locator("progress").wait_for()
    assert row.locator(".state").inner_text() == "running"
    fits()
    slow.gate.set()
    row.locator(".state.succeeded").wait_for()
    assert page.evaluate("window.isSame"), "the page was not loaded again"


def listeners(server):
    return int(re.search(r"^tally_job_listeners (\d+)", server.ask("GET", "/metrics").text, re.M).group(1))


def see(page, is_hidden):
    page.evaluate("""(isHidden) => {
        Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""", is_hidden)


def test_a_board_that_nobody_sees_does_not_listen(server, page):
    page.goto("/jobs")
    wait_until(lambda: listeners(server) == 1)
    see(page, True)
    wait_until(lambda: listeners(server) == 0)
    job = failing(server)
    assert page.locator(f"#{job}").count() == 0
    see(page, False)
    page.locator(f"#{job} .state.failed").wait_for()
    assert listeners(server) == 1


def test_a_running_job_is_cancelled(server, page, slow):
    job = importing(server, slow.url, "cancelled")
    page.goto("/jobs?state=running,cancelled")
    page.get_by_role("button", name=f"Cancel {job}", exact=True).click()
    page.locator(f"#{job} .state.cancelled").wait_for()
    server.finished(job, "cancelled")


def test_a_failed_job_is_submitted_again(server, page):
    job = failing(server)
    page.goto("/jobs?type=import")
    page.get_by_role("button", name=f"Retry {job}", exact=True).click()
    page.locator("#news").get_by_text(f"{job} was submitted again").wait_for()
    again = re.search(r"again as (job_id_\d+)", page.locator("#news").inner_text()).group(1)
    page.locator(f"#{again} .state.failed").wait_for()
    # Whoever acts by keyboard stays where he was.
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Retry {job}"


def test_a_finished_job_is_removed(server, page):
    job = failing(server)
    page.goto("/jobs")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=f"Remove {job}", exact=True).click()
    page.locator(f"#{job}").wait_for(state="detached")
    assert server.ask("GET", f"/api/v1/jobs/{job}").status == 410


def test_jobs_are_searched_for(server, page):
    job = failing(server)
    page.goto("/jobs")
    page.get_by_role("searchbox", name="Search").fill("127.0.0.1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/jobs?*q=127.0.0.1*")
    assert page.locator(f"#{job}").count() == 1
    page.get_by_role("searchbox", name="Search").fill("there is no such word")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("No job is like that.").wait_for()


def test_the_page_of_a_job_follows_it_to_its_end(server, page, slow):
    job = importing(server, slow.url, "followed")
    page.goto(f"/jobs/{job}")
    page.locator(".standing progress").wait_for()
    slow.gate.set()
    page.locator("#job[data-state=succeeded]").wait_for()
    assert '"name": "followed"' in page.locator("pre").first.inner_text()
    assert page.get_by_text("Finished").count() == 1


def test_commands_answer_what_is_seen(server, page, copied):
    job = failing(server)
    page.goto("/jobs?state=failed")
    listed = json.loads(server.shell(copied(page.locator("main"))))["data"]
    assert [each["id"] for each in listed] == page.locator("tr[id]").evaluate_all("(all) => all.map((row) => row.id)")
    page.goto(f"/jobs/{job}")
    assert json.loads(server.shell(copied(page.locator("main")))) == server.ask("GET", f"/api/v1/jobs/{job}").json()


def test_a_hostile_error_is_text(server, page):
    job = importing(server, "http://127.0.0.1:1/%3Cimg%20src=x%20onerror=alert(1)%3E.csv", "hostile")
    server.finished(job, "failed")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto("/jobs?q=" + "%3Cscript%3Ealert(1)%3C/script%3E")
    page.goto("/jobs")
    page.goto(f"/jobs/{job}")
    assert page.locator("main img").count() == 0


@pytest.mark.expects(404)
def test_a_job_that_never_was_is_told(page):
    assert page.goto("/jobs/none").status == 404
    assert page.get_by_text("Invalid job_id").count() == 1


def test_the_board_can_be_read_without_scripts(server, plain_page):
    job = failing(server)
    plain_page.goto("/jobs")
    plain_page.get_by_role("link", name=re.compile("^failed")).click()
    assert plain_page.locator(f"#{job}").count() == 1
    assert not plain_page.get_by_role("button", name=f"Retry {job}", exact=True).is_visible()
    plain_page.get_by_role("link", name=job, exact=True).click()
    assert plain_page.get_by_role("heading", name=f"Job {job}").count() == 1
