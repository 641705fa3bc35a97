import Engine
import Synchronization
import Testing

@testable import App

struct LoadProgressTests {
  /// A clock that stands still until it is set, and what was written meanwhile.
  private final class Scene: Sendable {
    let time = Atomic<Int64>(0)
    let written = Mutex<[String]>([])

    func progress() -> LoadProgress {
      LoadProgress(
        of: "x.csv", width: 70, now: { self.time.load(ordering: .relaxed) },
        write: { text in self.written.withLock { $0.append(text) } })
    }

    func pass(milliseconds: Int64) { time.add(milliseconds * 1_000_000, ordering: .relaxed) }

    var lines: [String] { written.withLock { $0 } }
  }

  @Test func `a load that is quick shows nothing`() {
    let scene = Scene()
    let progress = scene.progress()
    progress.reading.begin(.loading, 100)
    scene.pass(milliseconds: 499)
    progress.reading.advance(100)
    progress.end()
    #expect(scene.lines.isEmpty)
  }

  @Test func `a load that takes long is shown now and then and erased at its end`() {
    let scene = Scene()
    let progress = scene.progress()
    progress.reading.begin(.checking, 200_000_000)
    scene.pass(milliseconds: 500)
    progress.reading.advance(50_000_000)
    progress.reading.advance(50_000_000)
    scene.pass(milliseconds: 99)
    progress.reading.advance(1_000_000)
    #expect(scene.lines.count == 1)
    scene.pass(milliseconds: 1)
    progress.reading.advance(49_000_000)
    #expect(scene.lines.count == 2)
    scene.pass(milliseconds: 100)
    progress.reading.begin(.loading, 200_000_000)
    progress.end()
    progress.end()
    let lines = scene.lines
    #expect(lines[0].contains("checking x.csv") && lines[0].contains(" 25%  50 of 200 MB"))
    #expect(lines[1].contains(" 75%  150 of 200 MB"))
    #expect(lines[2].contains("loading x.csv") && lines[2].contains("  0%  0 of 200 MB"))
    #expect(lines.allSatisfy { $0.hasPrefix("\r") && $0.hasSuffix("\u{1B}[K") })
    #expect(lines[3...] == ["\r\u{1B}[K"])
  }

  @Test func `what is read twice is never more than all`() {
    let line = LoadProgress.line(.loading, of: "x", done: 300, total: 200, width: 80)
    #expect(line.contains("100%"))
    #expect(LoadProgress.line(.loading, of: "x", done: 0, total: 0, width: 80).contains("100%"))
  }

  @Test func `where nobody knows how much there is, the bytes are told`() {
    let line = LoadProgress.line(
      .spooling, of: "standard input", done: 34_500_000, total: nil, width: 80)
    #expect(line == "copying standard input  34 MB")
  }

  @Test(arguments: ReadingProgress.Step.allCases, [1, 10, 40, 41, 60, 200])
  func `the line fits`(step: ReadingProgress.Step, width: Int) {
    let name = "a rather long name of a file.csv"
    for total in [nil, 200_000_000] {
      let line = LoadProgress.line(step, of: name, done: 70_000_000, total: total, width: width)
      #expect(ShownText(line).width < max(width, 8), "\(line)")
    }
  }
}
