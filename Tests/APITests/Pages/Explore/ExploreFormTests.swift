import Engine
import HTTP
import Testing

@testable import API

struct ExploreFormTests {
  private func next(_ query: String) throws -> String? {
    let name = try #require(DatasetName("t"))
    let address = try ExploreAddress(name, Target("/explore/t?" + query).queryItems)
    return ExploreForm.next(address, columns: ["a", "b c", "d"])?.target
  }

  @Test(arguments: [
    ("a__gt=1&_where=b+c&_is=contains&_value=x%26y", "/explore/t?a__gt=1&b%20c__contains=x%26y"),
    ("_where=a&_is=isnull&_value=5", "/explore/t?a__isnull=true"),
    ("_where=a&_is=&_value=", "/explore/t?a="),
    ("_where=&_is=eq&_value=5&_sort=a", "/explore/t?_sort=a"),
    ("_limit=&_text=", "/explore/t"),
    ("_choose=1&_show=a&_show=b+c&_from=51", "/explore/t?_select=a,%22b%20c%22&_from=51"),
    ("_choose=1&_show=a&_show=b+c&_show=d", "/explore/t"), ("_choose=1", "/explore/t"),
    ("_view=groups&_by=a&_per=month&_then_by=d", "/explore/t?_view=groups&_group_by=a:month,d"),
    ("_view=groups&_by=&_group_by=a&_sort=a", "/explore/t?_view=groups"),
    ("_view=groups&_group_by=a&_sort=a&_by=a&_per=", "/explore/t?_view=groups&_group_by=a&_sort=a"),
    (
      "_view=groups&_function=mean(*)&_of=b+c",
      "/explore/t?_view=groups&_agg=mean(%22b%20c%22),count()"
    ),
    (
      "_view=groups&_agg=sum(a)&_function=q(*,0.95)&_of=a",
      "/explore/t?_view=groups&_agg=q(a,0.95),sum(a)"
    ),
    ("_view=groups&_agg=count()&_function=count()", "/explore/t?_view=groups&_agg=count()"),
    ("_view=similar&_like=3&_text=&_in=d", "/explore/t?_view=similar&_like=3&_columns=d"),
  ])
  func `fields become the parameters of the API`(query: String, target: String) throws {
    #expect(try next(query) == target)
  }

  @Test(arguments: ["", "a=", "a__gt=1&_sort=-a", "_view=groups&_group_by=a&_kind=bar"])
  func `an address without fields is answered as it is`(query: String) throws {
    #expect(try next(query) == nil)
  }
}
