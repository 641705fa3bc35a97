import Testing

@testable import Statistics

struct ChartAxisTests {
  @Test func `an enclosing axis ends at marks, an exact one at its values`() {
    let enclosed = ChartAxis(.enclosed(0.5...9.5, .decimal), limit: 6)
    #expect(enclosed.range == 0...10 && enclosed.marks.map(\.label).last == "10")
    let exact = ChartAxis(.exact(0.5...9.5, .decimal), limit: 6)
    #expect(exact.range == 0.5...9.5 && exact.marks.map(\.label) == ["2", "4", "6", "8"])
  }

  @Test func `shares go from 0 to 1 and not beyond`() {
    let axis = ChartAxis(.enclosed(0...10, .decimal), limit: 6)
    #expect([-5, 0, 2.5, 10, 99].map(axis.share) == [0, 0, 0.25, 1, 1])
    let great = Double.greatestFiniteMagnitude
    let wide = ChartAxis(.enclosed(-great...great, .decimal), limit: 6)
    #expect([-great, 0, great].map(wide.share) == [0, 0.5, 1])
  }

  @Test func `moments are counted from their origin`() {
    let day = TimeStep.nanosecondsPerDay
    let axis = ChartAxis(.moments(day * 19_782...day * 19_785, origin: day * 19_782), limit: 8)
    #expect(axis.range == 0...Double(3 * day))
    #expect(axis.marks.map(\.label).contains("00:00") && axis.hasContext)
    #expect(ChartAxis.offset(.max, .min) == 0x1p64)
    #expect(ChartAxis.offset(5, 3) == 2)
  }

  @Test func `labels side by side do not touch`() {
    for width in stride(from: 150.0, through: 700, by: 25) {
      let axis = ChartAxis(.enclosed(0...98_765, .decimal), fittingWidth: width)
      #expect((3...9).contains(axis.marks.count))
      guard width >= 350 else { continue }
      for (one, other) in zip(axis.marks, axis.marks.dropFirst()) {
        let distance = (axis.share(of: other.value) - axis.share(of: one.value)) * width
        #expect(distance > axis.labelWidth)
      }
    }
  }
}
