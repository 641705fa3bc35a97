import Testing
import Trial

struct SplitMix64Tests {
  @Test func `draws spread evenly and bells centre on nought`() {
    var random = SplitMix64(state: 1)
    // The first outputs of the published generator for the state 1.
    #expect(random.next() == 0x910a_2dec_8902_5cc1)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.below(7)] += 1 }
    #expect(counts.allSatisfy { (9_500...10_500).contains($0) })
    let bells = (0..<30_000).map { _ in random.bell(reach: 60) }
    #expect(abs(bells.reduce(0, +)) < 30_000)
    #expect(bells.allSatisfy { (-60...60).contains($0) })
  }
}
