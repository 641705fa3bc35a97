"""The page that shows the API: Swagger UI of this server, under this server's policy."""

import json


def test_it_lists_the_operations_of_the_description(server, page):
    page.goto("/docs")
    page.locator(".opblock").first.wait_for()
    shown = page.locator(".opblock-summary-path").evaluate_all("(all) => all.map((each) => each.dataset.path)")
    described = server.ask("GET", "/openapi.json").json()["paths"]
    assert set(shown) == set(described)


def test_an_operation_can_be_tried(page):
    page.goto("/docs")
    operation = page.locator('.opblock:has([data-path="/readyz"])')
    operation.locator("button.opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    with page.expect_response("**/readyz") as answer:
        operation.get_by_role("button", name="Execute").click()
    assert answer.value.status == 200
    shown = operation.locator(".live-responses-table .response-col_description code").first
    shown.wait_for()
    assert json.loads(shown.text_content()) == answer.value.json()


def test_it_can_be_left_and_read_without_scripts(plain_page):
    plain_page.goto("/docs")
    plain_page.get_by_role("link", name="/openapi.json").first.click()
    assert '"openapi"' in plain_page.content()
