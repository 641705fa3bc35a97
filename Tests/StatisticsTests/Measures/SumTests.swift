import Tables
import Testing

@testable import Statistics

struct SumTests {
  @Test func `a sum beyond 64 bits is a number`() {
    #expect(Measure.sum.value(of: .listed([.max, .max])) == .number(0x1p64))
    #expect(Measure.sum.value(of: .listed([.max, -1])) == .integer(.max - 1))
    #expect(Measure.sum.value(of: .listed([.max, 1], scale: 1)) == .number(0x1p63 / 10))
  }

  @Test func `decimals are added up exactly`() {
    for distribution in Distribution.forms(of: Array(repeating: 1, count: 10), scale: 1) {
      #expect(Measure.sum.value(of: distribution) == .number(1))
    }
  }

  @Test func `sums of doubles on the way to an answer may leave their range`() {
    let great = Double.greatestFiniteMagnitude
    let terms = [great, great, -great, -great, 3]
    #expect(Measure.sum.value(of: .doubles([great, great, -great])) == .number(great))
    #expect(Measure.sum.value(of: .doubles([great, great])) == .undefined)
    #expect(Measure.mean.value(of: .doubles([great, great])) == .number(great))
    #expect(Measure.sum.value(of: .doubles(terms)) == .number(3))
    let least = Double.leastNonzeroMagnitude
    #expect(Measure.sum.value(of: .doubles([least, least, least])) == .number(3 * least))
  }

  @Test func `the scaling brings the greatest magnitude to one`() {
    #expect(powerOfTwo(bringingToOne: -12...3) == 0x1p-3)
    #expect(powerOfTwo(bringingToOne: 0...0.5) == 2)
    #expect(powerOfTwo(bringingToOne: 0...0) == 1)
    #expect(powerOfTwo(bringingToOne: 0 ... .leastNonzeroMagnitude).isFinite)
    #expect(powerOfTwo(bringingToOne: 0 ... .greatestFiniteMagnitude) == 0x1p-1023)
  }
}
