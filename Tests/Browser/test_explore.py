"""The pages that explore a data set, driven as people do. They need no script."""

import json
import urllib.parse

import pytest
from playwright.sync_api import expect

HOSTILE = "<script>alert(1)</script>"


def wait_until_drawn(page):
    """Waits for every drawing of the page. The policy forbids what wait_for_function does, which evaluates a text inside of the page."""
    drawn = "document.images.length > 0 && [...document.images].every((image) => image.complete && image.naturalWidth > 0)"
    for _ in range(150):
        if page.evaluate(drawn):
            return
        page.wait_for_timeout(100)
    raise AssertionError("a drawing did not come")


def cells(page, column):
    """The cells of a column of the rows that are shown, by its place."""
    return page.locator(f"#rows tbody tr > :nth-child({column})").all_text_contents()


def place(page, name):
    heads = page.locator("#rows thead th").all_text_contents()
    return next(at for at, head in enumerate(heads, 1) if head.split(" ")[0] == name)


def add_filter(page, column, operation, value):
    form = page.get_by_role("form", name="Filter")
    form.get_by_label("Filter by").select_option(column)
    form.get_by_label("which").select_option(operation)
    form.get_by_label("value").fill(value)
    form.get_by_role("button", name="Add filter").click()


def copied(page, title):
    """Copies the command under a title, and returns what the clipboard then holds."""
    details = page.locator("details.curl", has=page.get_by_text(f"Copy as curl: {title}", exact=True))
    details.locator("summary").click()
    details.get_by_role("button", name="Copy").click()
    return page.evaluate("navigator.clipboard.readText()")


def query(page):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)


def test_rows_are_sorted_filtered_and_paged(page, server):
    page.goto("/explore/games")
    expect(page.locator(".count")).to_have_text("500 rows")
    add_filter(page, "Price", "gte", "10")
    assert query(page) == {"Price__gte": ["10"]}
    expect(page.get_by_role("list", name="Filters")).to_contain_text("Price ≥ 10")
    page.get_by_role("link", name="Sort by Price, least first").click()
    page.get_by_role("link", name="Sort by Price, greatest first").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Price")
    first = page.locator("#rows tbody th").all_text_contents()
    prices = [float(price) for price in cells(page, place(page, "Price"))]
    assert prices == sorted(prices, reverse=True) and min(prices) >= 10
    # The next page goes on where this one ends, and the way back leads to the same rows.
    page.get_by_role("link", name="Next ›").click()
    expect(page.locator("nav.pages")).to_contain_text("51–100 of")
    second = page.locator("#rows tbody th").all_text_contents()
    assert not set(first) & set(second)
    page.get_by_role("link", name="Next ›").click()
    page.get_by_role("link", name="‹ Previous").click()
    assert page.locator("#rows tbody th").all_text_contents() == second
    # The command answers with the rows of this page, in their order.
    rows = json.loads(server.shell(copied(page, "rows")))["data"]
    assert [row["Price"] for row in rows] == [float(price) for price in cells(page, place(page, "Price"))]
    page.get_by_role("link", name="« First").click()
    assert page.locator("#rows tbody th").all_text_contents() == first
    page.get_by_role("link", name="Remove Price ≥ 10").click()
    expect(page.locator(".count")).to_have_text("500 rows")
    assert "Price__gte" not in query(page)


def test_the_query_of_a_page_is_one_of_the_api(page, server):
    page.goto("/explore/games")
    add_filter(page, "Name", "contains", "a & b=c+d%20'")
    asked = urllib.parse.urlsplit(page.url).query
    assert server.ask("GET", f"/api/v1/datasets/games/rows?{asked}").json()["data"] == []
    expect(page.locator(".empty")).to_contain_text("No row passes these filters")
    page.get_by_role("link", name="Take all filters away").click()
    expect(page.locator(".count")).to_have_text("500 rows")


def test_columns_are_chosen(page, server):
    page.goto("/explore/games?_limit=10&_cursor=&_from=11")
    ids = page.locator("#rows tbody th").all_text_contents()
    assert ids == [str(number) for number in range(11, 21)]
    page.locator("details.chooser summary").click()
    for box in page.locator("details.chooser input[type=checkbox]").all():
        if box.get_attribute("value") not in ("Name", "About the game"):
            box.uncheck()
    page.get_by_role("button", name="Show these").click()
    assert query(page)["_select"] == ['Name,"About the game"']
    expect(page.locator("#rows thead th")).to_have_count(3)
    # The same rows are seen, with fewer columns.
    assert page.locator("#rows tbody th").all_text_contents() == ids
    expect(page.locator("details.chooser summary")).to_have_text("2 of 20 columns")


def test_a_column_is_looked_at_in_the_rows_that_pass(page, server):
    page.goto("/explore/games?Price__gt=0")
    page.get_by_role("link", name="Price", exact=True).click()
    panel = page.locator("#closer")
    expect(panel.get_by_role("heading")).to_contain_text("Price")
    facts = dict(zip(panel.locator("dt").all_text_contents(), panel.locator("dd").all_text_contents()))
    told = server.ask(
        "GET", "/api/v1/datasets/games/aggregate?Price__gt=0&_agg=n:count(),m:median(Price),d:count_distinct(Price)").json()["data"]
    assert facts["Values"] == str(told["n"]) and facts["Different"] == str(told["d"])
    assert float(facts["Median"]) == told["m"]
    chart = panel.get_by_role("img")
    chart.scroll_into_view_if_needed()
    wait_until_drawn(page)
    numbers = json.loads(server.shell(copied(page, "statistics")))["data"]
    assert numbers["values"] == told["n"] and numbers["median"] == told["m"]
    # The most frequent value leads to the rows that have it.
    row = panel.locator("table.top tbody tr").first
    value, count = row.locator("td").nth(0).text_content(), row.locator("td").nth(1).text_content()
    row.get_by_role("link").click()
    expect(page.locator(".count")).to_have_text(f"{count} of 500 rows")
    expect(page.get_by_role("list", name="Filters")).to_contain_text(f"Price = {value}")
    page.get_by_role("link", name="Close").click()
    expect(page.locator("#closer")).to_have_count(0)


def test_a_row_is_read_whole_and_others_are_like_it(page, server):
    page.goto("/explore/games")
    page.get_by_role("link", name="3", exact=True).click()
    panel = page.locator("#closer")
    expect(panel.get_by_role("heading")).to_have_text("Row 3")
    text = server.ask("GET", "/api/v1/datasets/games/rows?_limit=3").json()["data"][2]["About the game"]
    expect(panel).to_contain_text(text[-100:])
    panel.get_by_role("link", name="Rows whose words are like these").click()
    ids = page.locator("#rows tbody th").all_text_contents()
    told = server.ask("GET", "/api/v1/datasets/games/similar?_like=3").json()["data"]
    assert ids == [str(each["row_id"]) for each in told]
    form = page.get_by_role("form", name="Similar rows")
    form.get_by_label("or rows like number").fill("")
    form.get_by_label("Words to look for").fill("dragon")
    form.get_by_role("combobox", name="in").select_option("Name")
    form.get_by_role("button", name="Find").click()
    assert query(page) == {"_view": ["similar"], "_text": ["dragon"], "_columns": ["Name"]}
    assert all("dragon" in name.lower() for name in cells(page, place(page, "Name")))


def test_groups_are_shown_and_drawn(page, server):
    page.goto("/explore/survey")
    page.get_by_role("link", name="Group by").click()
    form = page.get_by_role("form", name="Group by")
    form.get_by_label("Group by").select_option("YearStart")
    form.get_by_label("Compute").select_option("mean(*)")
    form.get_by_label("of column").select_option("Data_Value")
    form.get_by_label("Draw").select_option("line")
    form.get_by_role("button", name="Show").click()
    assert query(page) == {
        "_view": ["groups"], "_kind": ["line"], "_group_by": ["YearStart"], "_agg": ["mean(Data_Value),count()"]}
    expect(page.get_by_role("img")).to_be_visible()
    rows = json.loads(server.shell(copied(page, "groups")))["data"]
    assert [row["YearStart"] for row in rows] == [int(year) for year in cells(page, 1)]
    assert [row["mean_Data_Value"] for row in rows] == [float(mean) for mean in cells(page, 2)]
    page.get_by_role("link", name="Sort by mean_Data_Value, least first").click()
    means = [float(mean) for mean in cells(page, 2)]
    assert means == sorted(means)
    for kind in ("bar", "box", "scatter"):
        form.get_by_label("Draw").select_option(kind)
        form.get_by_role("button", name="Show").click()
        wait_until_drawn(page)
    form.get_by_label("and by").select_option("StratificationCategory1")
    form.get_by_label("Draw").select_option("bar")
    form.get_by_role("button", name="Show").click()
    assert query(page)["_group_by"] == ["YearStart,StratificationCategory1"]
    page.get_by_role("link", name="Remove count()").click()
    expect(page.locator("#rows thead th")).to_have_count(3)
    # A group leads to its rows.
    page.locator("#rows tbody tr").first.get_by_role("link").click()
    expect(page.get_by_role("list", name="Filters").get_by_role("listitem")).to_have_count(2)


def test_downloads_hold_every_match(page, server):
    page.goto("/explore/games?Price__gte=10&_select=Name,Price")
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV", exact=True).click()
    lines = started.value.path().read_text().splitlines()
    count = int(page.locator(".count strong").text_content())
    assert lines[0] == "Name,Price" and len(lines) == count + 1


@pytest.mark.expects(400, 422)
def test_what_makes_no_sense_is_told_and_can_be_taken_away(page, server):
    answer = page.goto("/explore/games?Price__gte=dear&_sort=Name")
    assert answer.status == 422
    expect(page.get_by_role("alert")).to_contain_text("'dear' is no value of column 'Price'")
    page.get_by_role("link", name="Remove Price ≥ dear").click()
    expect(page.locator(".count")).to_have_text("500 rows")
    assert page.goto("/explore/games?Prise=1").status == 400
    expect(page.get_by_role("alert")).to_contain_text("did you mean 'Price'?")
    add_filter(page, "Price", "lt", "5")
    expect(page.get_by_role("list", name="Filters")).to_contain_text("Price < 5")


@pytest.mark.expects(404)
def test_an_unknown_data_set_is_told(page, server):
    assert page.goto("/explore/nothing").status == 404
    expect(page.locator(".problem")).to_contain_text("nothing")


def test_by_keyboard_alone(page, server):
    page.goto("/explore/games")
    page.get_by_label("Filter by").focus()
    page.keyboard.type("Pri")
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Filters")).to_contain_text("Price ≥ 20")
    page.get_by_role("link", name="Price", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#closer")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#closer")).to_have_count(0)


def test_names_and_cells_are_texts_whatever_they_hold(page, server):
    turned = "\u202egnp.exe"
    table = f'"{HOSTILE}","_a""b",\u05d0\u05d1\n"{HOSTILE}","it\'s","{turned}"\n"{"x" * 10_000}","&amp;","\u05d2"\n'
    server.ask("POST", "/api/v1/datasets?name=hostile", table.encode(), headers={"Content-Type": "text/csv"})
    page.goto("/explore/hostile")
    expect(page.locator("#rows tbody td").first).to_have_text(HOSTILE)
    expect(page.locator("main script")).to_have_count(0)
    for column in (HOSTILE, '_a"b', "\u05d0\u05d1"):
        page.goto("/explore/hostile")
        page.get_by_role("link", name=column, exact=True).click()
        expect(page.locator("#closer h2 bdi")).to_have_text(column)
        page.locator("table.top tbody a").first.click()
        expect(page.locator(".count")).to_have_text("1 of 2 rows")
        page.get_by_role("link", name="Remove").first.click()
        page.get_by_role("link", name=f"Sort by {column}, least first").click()
        expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.get_by_role("link", name="Group by").click()
    form = page.get_by_role("form", name="Group by")
    form.get_by_label("Group by").select_option(HOSTILE)
    form.get_by_label("Compute").select_option("count_distinct(*)")
    form.get_by_label("of column").select_option('_a"b')
    form.get_by_role("button", name="Show").click()
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    wait_until_drawn(page)


def test_all_of_it_works_without_scripts(plain_page, server):
    plain_page.goto("/explore/games")
    add_filter(plain_page, "Windows", "eq", "true")
    expect(plain_page.get_by_role("list", name="Filters")).to_contain_text("Windows = true")
    plain_page.get_by_text("Copy as curl: rows").click()
    expect(plain_page.locator("details.curl code").first).to_contain_text("Windows=true")


def test_nothing_is_wider_than_a_narrow_screen(page, server, fits):
    for path in ("games?_column=Price", "games?_row=2", "survey?_view=groups&_group_by=LocationDesc", "games?_view=similar&_text=space"):
        page.goto(f"/explore/{path}")
        fits()
