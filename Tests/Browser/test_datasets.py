"""The page of data sets, driven as people do: a file is dropped, looked at, mended, kept, changed and deleted."""

import json

import pytest
from playwright.sync_api import expect

PRICES = '''sku,name,added,price
A-1,Kettle,03/05/2024,19.90
A-2,"Lamp, ""Nova""",04/05/2024,49.00
A-3,Mug,05/06/2024,cheap
'''
HOSTILE = "<img src=x onerror=alert(1)>"


def drop(page, name, content):
    """Drops a file onto the page, as from a file manager."""
    transfer = page.evaluate_handle(
        """([name, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([content], name, { type: "text/csv" }));
          return transfer;
        }""", [name, content])
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("#drop", event, {"dataTransfer": transfer})


def choose(page, name, content):
    page.locator("#file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})


def names(server):
    return [each["name"] for each in server.ask("GET", "/api/v1/datasets").json()["data"]]


@pytest.mark.expects(422)
def test_a_file_with_a_bad_cell_is_mended_and_kept(page, server, copied):
    page.goto("/")
    drop(page, "prices.csv", PRICES)
    arrival = page.locator("#arrival")
    expect(arrival.get_by_role("heading", name="prices.csv")).to_be_visible()
    # One cell made the column a text; as a number it does not fit, and the page says where.
    expect(page.get_by_label("Type of price")).to_have_value("text")
    page.get_by_label("Type of price").select_option("float")
    rejects = arrival.locator("#rejects tbody tr")
    expect(rejects).to_have_count(1)
    expect(rejects).to_contain_text("4")
    expect(rejects).to_contain_text("cheap")
    expect(page.get_by_role("button", name="Keep")).to_be_disabled()
    page.get_by_label("A cell that does not fit").first.select_option("null_cell")
    expect(page.get_by_role("button", name="Keep")).to_be_enabled()
    # Days are written in another way here; a wrong format is told where it was typed.
    page.get_by_label("Type of added").select_option("date")
    expect(rejects).to_have_count(4)
    page.get_by_label("Format of added").fill("%d/%m/%Y")
    page.get_by_label("Format of added").press("Tab")
    expect(rejects).to_have_count(1)
    command = copied(arrival)
    page.get_by_role("button", name="Keep").click()
    expect(arrival.locator(".done")).to_contain_text("prices is kept as version 1: 3 rows loaded")
    expect(page.locator("#datasets")).to_contain_text("prices")
    schema = server.ask("GET", "/api/v1/datasets/prices").json()
    assert {each["name"]: each["type"] for each in schema["columns"]} == {
        "sku": "text", "name": "text", "added": "date", "price": "float"}
    # The command does the same: another name, since this one is taken now.
    (server.folder / "prices.csv").write_text(PRICES)
    answer = json.loads(server.shell(f"cd {server.folder} && {command.replace('name=prices', 'name=again')}"))
    assert (answer["name"], answer["reject_count"]) == ("again", 1)
    assert [each["type"] for each in answer["columns"]] == ["text", "text", "date", "float"]
    arrival.get_by_role("link", name="Explore prices").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("prices")


def test_types_of_a_kept_file_are_changed(page, server):
    server.ask("POST", "/api/v1/datasets?name=zips", b"zip,n\n10115,1\n80331,2\n", headers={"Content-Type": "text/csv"})
    page.goto("/")
    page.get_by_role("button", name="Change types of zips").click()
    expect(page.get_by_label("Type of zip")).to_have_value("integer")
    page.get_by_label("Type of zip").select_option("text")
    expect(page.get_by_label("Type of zip")).to_have_value("text")
    page.get_by_role("button", name="Replace").click()
    expect(page.locator(".done")).to_contain_text("zips is kept as version 2")
    assert server.ask("GET", "/api/v1/datasets/zips").json()["columns"][0]["type"] == "text"


@pytest.mark.expects(409)
def test_a_taken_name_is_told_beside_the_button(page, server):
    server.ask("POST", "/api/v1/datasets?name=taken", b"a\n1\n", headers={"Content-Type": "text/csv"})
    page.goto("/")
    choose(page, "taken.csv", "a\n2\n")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("taken")
    page.get_by_label("If there is one of that name").first.select_option("append")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".done")).to_contain_text("version 2")
    assert server.ask("GET", "/api/v1/datasets/taken").json()["row_count"] == 2


@pytest.mark.expects(422, 400)
def test_what_is_no_table_is_told_in_words(page, server):
    page.goto("/")
    choose(page, "broken.csv", 'a,b\n"1,2\n')
    expect(page.get_by_role("alert")).to_contain_text("line 2: a quote is never closed")
    page.get_by_role("button", name="Choose another file").click()
    expect(page.locator("#file")).to_be_focused()
    expect(page.locator("#arrival")).to_be_hidden()


def test_a_data_set_is_deleted_after_a_question(page, server):
    server.ask("POST", "/api/v1/datasets?name=ancient", b"a\n1\n", headers={"Content-Type": "text/csv"})
    page.goto("/")
    delete = page.get_by_role("button", name="Delete ancient")
    delete.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="No")).to_be_focused()
    page.keyboard.press("Escape")
    expect(delete).to_be_focused()
    assert "ancient" in names(server)
    delete.click()
    page.get_by_role("button", name="Yes, delete").click()
    expect(page.locator("#datasets")).not_to_contain_text("ancient")
    expect(page.locator("#news")).to_have_text("ancient is deleted")
    assert "ancient" not in names(server)


def test_what_a_person_put_into_the_folder_is_not_deleted_here(page, server):
    page.goto("/")
    expect(page.get_by_role("button", name="Delete games")).to_have_count(0)
    expect(page.get_by_role("link", name="Explore games")).to_be_visible()


def test_by_keyboard_alone(page, server):
    page.goto("/")
    choose(page, "keys.csv", "day,n\n2024-01-02,1\n")
    expect(page.locator("#arrival")).to_be_focused()
    page.get_by_label("Type of n").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Type of n")).to_have_value("float")
    expect(page.get_by_label("Type of n")).to_be_focused()
    page.get_by_role("button", name="Keep").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("keys is kept")
    expect(page.locator("#arrival")).to_be_focused()
    assert "keys" in names(server)


def test_names_and_cells_are_texts_whatever_they_hold(page, server):
    page.goto("/")
    choose(page, f"{HOSTILE}.csv", f'"{HOSTILE}",b\n"{HOSTILE}",1\n')
    expect(page.get_by_role("heading", name=f"{HOSTILE}.csv")).to_be_visible()
    expect(page.get_by_label(f"Type of {HOSTILE}")).to_be_visible()
    expect(page.locator("#arrival img")).to_have_count(0)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".done")).to_contain_text("img-src-x-onerror-alert-1-")


def test_of_a_large_file_the_beginning_is_looked_at(page, server):
    page.goto("/")
    rows = "".join(f'{number},"a line\nand another"\n' for number in range(400_000))
    choose(page, "large.csv", "n,text\n" + rows)
    expect(page.locator("#arrival")).to_contain_text("This is what the first 8.4 MB of")
    expect(page.locator("#rejects")).to_have_count(0)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".done")).to_contain_text("400,000 rows loaded", timeout=60_000)


def test_an_import_is_followed_to_its_end(page, server, copied):
    page.goto("/")
    page.get_by_text("Or let the server fetch one").click()
    part = page.locator("#import")
    part.get_by_label("URL").fill(f"{server.url}/api/v1/datasets/games/file")
    part.get_by_role("textbox", name="Name").fill("fetched")
    command = copied(part)
    part.get_by_role("button", name="Fetch").click()
    # This server's own machine is not reached without --allow-private, and the page says so.
    expect(part.get_by_role("alert")).to_contain_text("--allow-private")
    assert json.loads(server.shell(command))["type"] == "import"


def test_without_scripts_a_file_can_be_sent(plain_page, server):
    plain_page.goto("/")
    plain_page.locator("#file").set_input_files({"name": "plain.csv", "mimeType": "text/csv", "buffer": b"a\n1\n"})
    plain_page.get_by_role("button", name="Send").click()
    expect(plain_page.locator("body")).to_contain_text('"name":"plain"')


def test_nothing_is_wider_than_a_narrow_screen(page, server, fits):
    page.goto("/")
    fits()
    choose(page, "wide.csv", ",".join(f"column{n}" for n in range(40)) + "\n" + ",".join("1" * 40) + "\n")
    expect(page.get_by_role("button", name="Keep")).to_be_visible()
    fits()
