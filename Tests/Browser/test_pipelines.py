"""The form of a pipeline, from the choice of the data to the artifacts."""

import json

import pytest

INCIDENTS = "/data/test_data/sample_incidents.csv"


def begin(page, stages=("profile",)):
    page.goto("/pipelines")
    page.get_by_label("Source").select_option(INCIDENTS)
    # The columns are offered once they are known.
    page.locator("select[data-path='config.timestamp_col'] option").nth(1).wait_for(state="attached")
    for stage in stages:
        page.locator(f"input[name=stage][value={stage}]").check()


@pytest.mark.expects(422)
def test_a_mistake_is_told_at_its_field_and_mended(server, page, fits):
    begin(page, ["stage4_explain", "profile"])
    with page.expect_response("**/api/v1/jobs") as refused:
        page.get_by_role("button", name="Run the pipeline").click()
    assert refused.value.status == 422
    time = page.locator("[data-path='config.timestamp_col']")
    page.locator(".mistake").wait_for()
    assert time.get_attribute("aria-invalid") == "true"
    assert page.evaluate("document.activeElement.dataset.path") == "config.timestamp_col"
    fits()
    columns = time.locator("option").all_inner_texts()
    time.select_option(next(each for each in columns if "date" in each.lower() or "time" in each.lower()))
    page.get_by_role("button", name="Run the pipeline").click()
    page.wait_for_url("**/jobs/*")
    page.locator("#job[data-state=succeeded]").wait_for()
    assert page.locator("ol.stages li").count() == 3
    assert page.locator("ol.stages .state").all_inner_texts() == ["done"] * 3


def test_artifacts_are_opened(server, page):
    begin(page)
    page.get_by_role("button", name="Run the pipeline").click()
    page.wait_for_url("**/jobs/*")
    page.locator("#job[data-state=succeeded]").wait_for()
    page.get_by_text("profile.json", exact=True).first.click()
    assert page.locator("[id='artifact-profile.json'] pre").is_visible()
    page.get_by_text("profile.html", exact=True).first.click()
    page.get_by_role("link", name="Open profile.html").click()
    page.wait_for_url("**/results/profile.html")
    assert page.locator("h1").count() == 1
    archive = server.ask("GET", page.url[len(server.url):].rsplit("/", 1)[0] + ".zip")
    assert archive.status == 200 and archive.body.startswith(b"PK")


def test_the_command_is_what_the_form_says(server, page, copied):
    begin(page)
    page.get_by_label("Job name").fill("it-is-mine")
    page.locator("summary", has_text="Parameters of stage4_explain").click()
    command = copied(page.locator("#command"))
    answer = json.loads(server.shell(command))
    assert answer["job_id"] == "it-is-mine"
    server.finished("it-is-mine")
    # The same order under the same name is the same job.
    page.get_by_role("button", name="Run the pipeline").click()
    page.wait_for_url("**/jobs/it-is-mine")


def test_parameters_become_values_of_their_kind(page):
    begin(page, ["stage4_h3_anomaly"])
    page.locator("summary", has_text="Parameters of stage4_h3_anomaly").click()
    def field(name):
        return page.locator(f"[data-path='config.parameters.stage4_h3_anomaly.{name}']")
    field("h3_resolution").fill("7")
    field("p_value_trend").fill("0.01")
    field("save_full_series").select_option("true")
    field("plot_generation").select_option("none")
    field("analysis_weeks_trend").fill("4, 8")
    field("filter_values").fill("a\nb, c\n")
    shown = page.locator("#command code").text_content()
    body = json.loads(shown[shown.index("{") : shown.rindex("}") + 1])
    assert body["config"]["parameters"] == {
        "stage4_h3_anomaly": {
            "h3_resolution": 7, "p_value_trend": 0.01, "save_full_series": True, "plot_generation": "none",
            "analysis_weeks_trend": [4, 8], "filter_values": ["a", "b, c"]}}


def test_it_can_be_ordered_by_keyboard_alone(page):
    begin(page, [])
    page.locator("input[name=stage][value=profile]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/jobs/*")


def test_without_scripts_it_says_how_to_order(plain_page):
    plain_page.goto("/pipelines")
    plain_page.locator("summary", has_text="Copy as curl").click()
    assert "analysis_stages" in plain_page.locator("#command code").text_content()
