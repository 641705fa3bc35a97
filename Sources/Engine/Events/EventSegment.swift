internal import Posix

/// One file of the log of events, which is written as memory by `EventLog` and brought to the disk by another thread.
final class EventSegment: Sendable {
  /// Its place in the order of segments, from 1.
  let number: Int
  /// What the checksums of its records go on from.
  let checksum: UInt32
  private let log: MappedLog

  /// Writes the header of a new segment.
  ///
  /// - Parameter log: full of zeros.
  init(_ log: MappedLog, number: Int) {
    let header = EventFormat.header(number: number)
    self.log = log
    self.number = number
    checksum = header.checksum
    log.write(0..<EventFormat.headerWordCount) { words in
      for place in words.indices { words[place] = header.words[place].littleEndian }
    }
  }

  /// How many words fit, the header counted.
  var wordCount: Int { log.byteCount / 8 }

  /// The size of the file.
  var byteCount: Int { log.byteCount }

  /// Whether something that was written is lost. It costs no system call.
  var isDamaged: Bool { log.isDamaged }

  /// Lends words to be written, the least byte first. Whoever holds the `EventLog` is the only one.
  func write(_ range: Range<Int>, _ body: (inout MutableSpan<UInt64>) -> Void) {
    log.write(range, body)
  }

  /// Waits until everything that was written is on the disk. A failure is final.
  func sync() throws(Errno) { try log.sync() }
}
