import Foundation
import HTTP
import Testing

@testable import API

struct ArrivalFormsTests {
  @Test func `the limit of this server is told to people and to the script`() throws {
    var options = Responder.Options()
    options.uploadLimitBytes = 5_000_000
    let text = try Site(options).ask(.get, "/").text
    #expect(text.contains(#"data-limit="5000000""#))
    #expect(text.contains("up to 5 MB"))
  }

  @Test func `every choice of the form is one that uploads take`() throws {
    let text = try Site().ask(.get, "/").text
    for name in ["mode", "on_error", "encoding", "delimiter"] {
      let select = try #require(
        text.components(separatedBy: "<select name=\"\(name)\">").dropFirst().first)
      let options = select.components(separatedBy: "</select>")[0]
      for match in options.matches(of: /<option value="([^"]+)"/) {
        let site = try Site()
        let answer = try site.send(
          "a,b\n1,2\n", to: "/api/v1/datasets?name=t&_dry_run=1&\(name)=\(match.1)")
        #expect(answer.status == .ok || name == "encoding", "\(name)=\(match.1)")
      }
    }
  }
}
