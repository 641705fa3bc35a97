import HTTP
import Testing

@testable import API

struct GroupChartTests {
  private func text(_ query: String) throws -> String {
    let site = try Site()
    try site.put("city,n,day\nRome,1,2024-01-05\nOslo,5,2024-02-01\n", as: "t.csv")
    return try site.ask(.get, "/explore/t?_view=groups&" + query).text
  }

  @Test(arguments: [
    ("_group_by=city", "_kind=bar&amp;_group_by=city&amp;_agg=count()"),
    ("_group_by=day:month", "_kind=line&amp;_group_by=day:month&amp;_agg=count()"),
    ("_group_by=city&_agg=mean(n),sum(n)", "_kind=bar&amp;_group_by=city&amp;_agg=mean(n)\""),
    (
      "_group_by=city&_agg=mean(n),sum(n)&_sort=sum_n",
      "_group_by=city&amp;_sort=sum_n&amp;_agg=mean(n),sum(n)\""
    ),
    ("_group_by=city&_agg=mean(n)&_kind=box", "_kind=box&amp;_y=n&amp;_group_by=city\""),
    (
      "_group_by=day,city&_agg=mean(n)&_kind=scatter",
      "_kind=scatter&amp;_y=n&amp;_x=day&amp;_group_by=city\""
    ),
  ])
  func `the chart is of the first function over what is grouped by`(
    query: String, chart: String
  ) throws {
    let text = try text(query)
    #expect(text.contains("<img src=\"/api/v1/datasets/t/chart.svg?"))
    #expect(text.contains(chart))
  }

  @Test(arguments: [
    ("", "Choose a column to group by"), ("_group_by=city&_kind=box", "need a column of numbers"),
    ("_group_by=city&_kind=line", "A line needs numbers"),
    ("_group_by=city,n,day", "one or two columns"),
  ])
  func `where no chart can be drawn, words say why`(query: String, sentence: String) throws {
    let text = try text(query)
    #expect(text.contains(sentence))
    #expect(!text.contains("<img"))
  }
}
