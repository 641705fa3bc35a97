import Engine
import Statistics
import Testing

@testable import API

struct JobMarkupTests {
  @Test(arguments: [
    (0, "0 ms"), (999, "999 ms"), (1250, "1.2 s"), (59_999, "59.9 s"), (200_000, "3 min 20 s"),
    (7_500_000, "2 h 5 min"), (90_000_000, "1 d 1 h"),
  ])
  func `spans are read at a glance`(milliseconds: Int, text: String) {
    #expect(SpanText.text(milliseconds: milliseconds) == text)
  }

  @Test func `what can be done with a job depends on its state`() {
    func actions(_ state: JobState, _ kind: String? = "import") -> [String] {
      JobAccount(id: JobID(1), kind: kind, state: state).actions.map(\.action)
    }
    #expect(actions(.queued) == ["cancel"] && actions(.running) == ["cancel"])
    #expect(actions(.succeeded) == ["remove"])
    #expect(actions(.failed) == ["retry", "remove"] && actions(.cancelled) == ["retry", "remove"])
    #expect(actions(.failed, nil) == ["remove"])
  }

  @Test func `a running job has a bar and its phase, others have none`() {
    var job = JobAccount(id: JobID(1), kind: "import", state: .running)
    job.progress = 42
    job.phase = "<b>"
    var page = MarkupWriter()
    page.progress(job)
    let text = String(decoding: page.bytes, as: UTF8.self)
    #expect(text.contains("value=\"42\"") && text.contains("&lt;b&gt;"))
    job.state = .failed
    var other = MarkupWriter()
    other.progress(job)
    #expect(other.bytes.isEmpty)
  }

  @Test func `how long a job ran ends with it`() {
    var job = JobAccount(id: JobID(1), kind: "import", state: .running)
    #expect(job.milliseconds(at: 9) == nil)
    job.startedNanoseconds = 1_000_000
    #expect(job.milliseconds(at: 5_000_000) == 4)
    job.finishedNanoseconds = 3_000_000
    #expect(job.milliseconds(at: 5_000_000) == 2)
  }

  @Test func `moments are told to the second`() {
    var page = MarkupWriter()
    page.moment(1_767_323_045_678_000_000)
    #expect(
      String(decoding: page.bytes, as: UTF8.self)
        == #"<time datetime="2026-01-02T03:04:05Z">2026-01-02T03:04:05Z</time>"#)
  }
}
