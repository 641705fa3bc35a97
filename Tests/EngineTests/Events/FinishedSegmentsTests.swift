import Testing

@testable import Engine

struct FinishedSegmentsTests {
  private let segments = [(1, 50, 100), (2, .min, 10), (3, 70, 1000)].map {
    (segment: (Int, Int64, Int)) in
    FinishedSegment(number: segment.0, greatestNanoseconds: segment.1, byteCount: segment.2)
  }

  @Test(arguments: [(.min, []), (50, [2]), (51, [1, 2]), (.max, [1, 2, 3])] as [(Int64, [Int])])
  func `a segment has expired when its latest event is before the horizon`(
    horizon: Int64, numbers: [Int]
  ) {
    var finished = FinishedSegments()
    for segment in segments { finished.add(segment) }
    #expect(finished.expired(before: horizon).map(\.number) == numbers)
  }

  @Test func `segments and their bytes are counted`() {
    var finished = FinishedSegments()
    #expect(finished.count == 0 && finished.byteCount == 0)
    for segment in segments { finished.add(segment) }
    #expect(finished.count == 3 && finished.byteCount == 1110)
    finished.remove(number: 2)
    finished.remove(number: 9)
    #expect(finished.count == 2 && finished.byteCount == 1100)
    #expect(finished.expired(before: .max).map(\.number) == [1, 3])
  }
}
