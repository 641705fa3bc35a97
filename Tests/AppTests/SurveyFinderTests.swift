import Posix
import Testing

@testable import App

struct SurveyFinderTests {
  private let scratch = ScratchFolder()
  private var finder: SurveyFinder { SurveyFinder(dataFolder: scratch.path) }

  @Test func `the first file by name whose header is a survey's is found`() throws {
    try scratch.write("a,b\n1,2\n", to: "a.csv")
    try scratch.write(Samples.survey, to: "c.csv")
    try scratch.write(Samples.survey, to: "b.csv")
    try scratch.write(Samples.survey, to: ".hidden.csv")
    #expect(finder.files() == ["a.csv", "b.csv", "c.csv"])
    let found = try finder.candidate(path: nil, name: nil)
    #expect(
      found
        == SurveyFinder.Candidate(
          path: scratch.path + "/b.csv", byteCount: Samples.survey.utf8.count))
    #expect(try finder.candidate(path: nil, name: "c")?.path == scratch.path + "/c.csv")
  }

  @Test func `without one nothing is found, also where the folder is not there`() throws {
    try scratch.write("a,b\n1,2\n", to: "a.csv")
    #expect(try finder.candidate(path: nil, name: nil) == nil)
    let nowhere = SurveyFinder(dataFolder: scratch.path + "/nowhere")
    #expect(try nowhere.candidate(path: nil, name: nil) == nil && nowhere.files().isEmpty)
  }

  @Test func `one that is named and is none says why`() throws {
    let path = try scratch.write("a,b\n1,2\n", to: "a.csv")
    #expect(throws: SurveySource.Failure.unknownName("x", folder: scratch.path)) {
      try finder.candidate(path: nil, name: "x")
    }
    #expect(throws: SurveySource.Failure.unreadable(path: scratch.path + "/x.csv", .notFound)) {
      try finder.candidate(path: scratch.path + "/x.csv", name: nil)
    }
    let failure = #expect(throws: SurveySource.Failure.self) {
      try finder.candidate(path: path, name: nil)
    }
    #expect(failure?.sentence.contains("a survey needs the columns Question") == true)
  }
}
