import JSON
import Testing

@testable import App

struct DoctorReportTests {
  private static let ok = Finding.ok("disk", "data has room")
  private static let warn = Finding.warn("clock", "it is off", mend: "set it")
  private static let fail = Finding.fail("port", "it is \"taken\"", mend: "ss -ltnp")

  @Test(
    arguments: [
      ([], .ok, 0), ([ok], .ok, 0), ([warn, ok], .warn, 0), ([ok, fail, warn], .fail, 1),
    ] as [([Finding], Finding.Grade, Int32)])
  func `the worst finding decides`(findings: [Finding], grade: Finding.Grade, exitCode: Int32) {
    let report = DoctorReport(findings: findings)
    #expect(report.grade == grade && report.exitCode == exitCode)
  }

  @Test func `each finding is a line, and what to do stands below it`() {
    #expect(
      DoctorReport(findings: [Self.ok, Self.fail]).text == """
        ok    disk         data has room
        fail  port         it is "taken"
              mend: ss -ltnp
        """)
  }

  @Test func `as JSON it says the same`() throws {
    let value = try JSONParser.parse(
      Array(DoctorReport(findings: [Self.ok, Self.fail]).json.utf8))
    #expect(value["status"] == .string("fail"))
    guard case .array(let checks)? = value["checks"] else {
      Issue.record("there are no checks")
      return
    }
    #expect(checks.map { $0["name"] } == [.string("disk"), .string("port")])
    #expect(checks.map { $0["status"] } == [.string("ok"), .string("fail")])
    #expect(checks.map { $0["found"] } == [.string("data has room"), .string("it is \"taken\"")])
    #expect(checks.map { $0["mend"] } == [.null, .string("ss -ltnp")])
  }
}
