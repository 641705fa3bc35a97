import Engine
import JSON
import Testing

@testable import API

struct PipelineMembersTests {
  private func members(_ text: String) throws -> PipelineMembers {
    guard case .object(let members) = try JSONParser.parse(Array(text.utf8)) else {
      throw Failure.notAnObject
    }
    return PipelineMembers(members: members, location: [.name("body")])
  }

  @Test func `a member that must be there is missed, with the object that lacks it`() throws {
    let members = try members(#"{"a":null,"b":"x"}"#)
    var mistakes = PipelineMistakes()
    #expect(members.required("a", &mistakes) == .null)
    #expect(members.text("b", &mistakes) == "x")
    #expect(mistakes.isEmpty)
    #expect(members.required("c", &mistakes) == nil)
    #expect(members.text("a", &mistakes) == nil)
    #expect(members.object("b", &mistakes) == nil)
    #expect(mistakes.all.map(\.kind) == [.missing, .noText, .noObject])
    #expect(mistakes.all[0].input == .object(members.members))
    #expect(mistakes.all.map(\.location.last) == [.name("c"), .name("a"), .name("b")])
  }

  @Test func `null is as good as nothing where nothing is needed`() throws {
    let members = try members(#"{"a":null,"b":0}"#)
    #expect(members.optional("a") == nil && members.optional("c") == nil)
    #expect(members.optional("b") == .integer(0))
  }

  @Test func `columns are texts with something in them`() throws {
    var mistakes = PipelineMistakes()
    let names = try members(
      #"{"timestamp_col":"t","lat_col":"y","lon_col":null,"secondary_group_col":"s"}"#
    ).columnNames(&mistakes)
    #expect(mistakes.isEmpty)
    #expect(SourceColumn.allCases.map { names[$0] } == ["t", "y", nil, nil, "s", nil])
    _ = try members(#"{"timestamp_col":"","lat_col":7}"#).columnNames(&mistakes)
    #expect(mistakes.all.map(\.kind) == [.emptyText, .noText])
  }

  @Test func `names that are not told are filled in from others`() {
    let some = PipelineSource.ColumnNames(timestamp: "t", secondaryGroup: "s")
    let others = PipelineSource.ColumnNames(
      timestamp: "x", latitude: "y", longitude: "z", secondaryGroup: "g")
    let filled = some.filled(from: others)
    #expect(SourceColumn.allCases.map { filled[$0] } == ["t", "y", "z", nil, "s", nil])
    #expect(PipelineSource.ColumnNames().filled(from: others) == others)
  }

  @Test func `other members are refused with the name that is near`() throws {
    var mistakes = PipelineMistakes()
    try members(#"{"jobid":1,"job_id":2,"tpye":3}"#).refuseOthers(
      than: ["job_id"], hinting: ["type"], &mistakes)
    #expect(
      mistakes.all.map(\.message) == [
        "Extra inputs are not permitted; did you mean 'job_id'?",
        "Extra inputs are not permitted; did you mean 'type'?",
      ])
  }
}
