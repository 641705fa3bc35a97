import HTTP
import Statistics
import Testing

@testable import API

struct GroupFormTests {
  @Test func `what is asked is chosen in the form`() throws {
    let site = try Site()
    try site.put("city,day\nRome,2024-01-05\n", as: "t.csv")
    let text = try site.ask(.get, "/explore/t?_view=groups&_group_by=day:month,city&_kind=bar").text
    #expect(text.contains(#"<select name="_by"><option value="">nothing</option>"#))
    #expect(text.contains(#"<option value="day" selected="">day</option>"#))
    #expect(text.contains(#"<option value="month" selected="">month</option>"#))
    #expect(text.contains(#"<option value="bar" selected="">bars</option>"#))
  }

  @Test(arguments: GroupForm.functions.map(\.0))
  func `every function that is offered is one`(call: String) throws {
    let filled = call.replacing("*", with: "a")
    let query = try AggregateQuery(parsing: [("_agg", filled)], columns: ["a"])
    #expect(query.outputs.map(\.text) == [filled])
  }
}
