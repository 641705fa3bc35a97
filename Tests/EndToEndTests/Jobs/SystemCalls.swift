import Foundation
import Harness

/// The system calls of a program in their order, as strace(1) wrote them down.
struct SystemCalls {
  struct Call {
    let name: String
    /// Everything between the parentheses; descriptors with their paths.
    let arguments: String
    /// The result, with the name of the error if it is one.
    let result: String
    /// The lines on which it begins and ends: nothing that ends before another begins can have come after it.
    let begun: Int
    let ended: Int

    var succeeded: Bool { !result.hasPrefix("-1") && !result.hasPrefix("?") }
    var isSync: Bool { name == "fsync" || name == "fdatasync" }
    var isWrite: Bool { ["write", "pwrite64", "writev", "pwritev"].contains(name) }

    /// Whether it is a call on a file whose path ends so.
    func isOn(_ ending: String) -> Bool {
      arguments.prefix { $0 != "," }.hasSuffix(ending + ">")
    }
  }

  let calls: [Call]

  /// What runs a program and writes its calls to a file.
  ///
  /// - Parameter injection: what fails, in strace's words.
  static func wrapper(to path: String, injection: String? = nil) -> [String] {
    // The program is strace's parent, so that its id is the one that was started.
    var command = ["strace", "-f", "-D", "-qq", "-y", "-s", "400", "-o", path]
    let names = "fsync,fdatasync,write,pwrite64,writev,pwritev,sendto,sendmsg,read,recvfrom"
    command += ["-e", "trace=\(names),rename,renameat,renameat2", "-e", "signal=none"]
    if let injection { command += ["-e", "inject=" + injection] }
    return command
  }

  /// Whether programs may be traced here.
  static let areVisible: Bool = {
    let program = try? Program(["strace", "-f", "-D", "-qq", "-e", "trace=none", "true"])
    return (try? program?.waitForExit()) == 0
  }()

  init(contentsOf path: String) throws {
    self.init(try String(contentsOfFile: path, encoding: .utf8))
  }

  init(_ text: String) {
    var calls: [Call] = []
    /// What began and has not ended, by thread.
    var open: [Substring: (name: String, start: String, line: Int)] = [:]
    for (number, line) in text.split(separator: "\n").enumerated() {
      guard let blank = line.firstIndex(of: " ") else { continue }
      let thread = line[..<blank]
      var rest = line[blank...].drop { $0 == " " }
      var name = String(rest.prefix { $0 != "(" })
      var start = ""
      var begun = number
      if rest.hasPrefix("<... ") {
        guard let (oldName, oldStart, oldLine) = open.removeValue(forKey: thread),
          let end = rest.firstRange(of: " resumed>")
        else { continue }
        (name, start, begun) = (oldName, oldStart, oldLine)
        rest = rest[end.upperBound...]
      } else {
        rest = rest.dropFirst(name.count + 1)
        if let end = rest.firstRange(of: " <unfinished ...>") {
          open[thread] = (name, String(rest[..<end.lowerBound]), number)
          continue
        }
      }
      guard let equals = rest.ranges(of: " = ").last else { continue }
      let arguments = start + rest[..<equals.lowerBound].trimming(")")
      calls.append(
        Call(
          name: name, arguments: arguments, result: String(rest[equals.upperBound...]),
          begun: begun, ended: number))
    }
    self.calls = calls
  }

  /// Those of some kind, in the order in which they ended.
  func all(_ isWanted: (Call) -> Bool) -> [Call] { calls.filter(isWanted) }

  /// Whether a call began after one had ended and ended before another began.
  func contains(after: Int, before: Int, _ isWanted: (Call) -> Bool) -> Bool {
    calls.contains { $0.begun > after && $0.ended < before && $0.succeeded && isWanted($0) }
  }

  /// Whether bytes were written to a file, and synced after that, between two lines.
  func isWrittenAndSynced(_ ending: String, after: Int, before: Int) -> Bool {
    calls.contains { write in
      write.isWrite && write.isOn(ending) && write.succeeded && write.begun > after
        && contains(after: write.ended, before: before) { $0.isSync && $0.isOn(ending) }
    }
  }
}

extension Substring {
  /// Without this and blanks at the end.
  fileprivate func trimming(_ end: Character) -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    if text.last == end { text.removeLast() }
    return String(text)
  }
}
