import Foundation

@testable import Statistics

/// What the allocator has given for a window, asked of the allocator itself for each array.
struct Allocation {
  private(set) var byteCount = MemoryLayout<RollingWindow>.size
  private(set) var arrayCount = 0

  init(of window: RollingWindow) {
    add(window.branches)
    for runs in window.branches.map(\.parts) {
      add(runs)
      for run in runs {
        add(run.parts)
        for chunks in run.parts {
          add(chunks.parts)
          if let sketch = chunks.sketch {
            add(sketch.octaves)
            add(sketch.counts)
          }
          chunks.parts.forEach { add($0) }
        }
      }
    }
    add(window.tail)
  }

  /// `malloc_usable_size`, whose header no module imports.
  private static let usableSize: @convention(c) (UnsafeRawPointer) -> Int = {
    unsafeBitCast(
      dlsym(nil, "malloc_usable_size"), to: (@convention(c) (UnsafeRawPointer) -> Int).self)
  }()

  private mutating func add(_ chunk: EventChunk) {
    add(chunk.times)
    add(chunk.values)
  }

  private mutating func add<Element>(_ array: [Element]) {
    guard array.capacity > 0 else { return }
    array.withUnsafeBufferPointer { elements in
      guard let start = elements.baseAddress else { return }
      // The storage begins 32 bytes before the elements; the allocator's own word stands before that.
      byteCount += Self.usableSize(UnsafeRawPointer(start) - 32) + 8
    }
    arrayCount += 1
  }
}
