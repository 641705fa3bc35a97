/// The generator of G. L. Steele, D. Lea, C. H. Flood (Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
package struct SplitMix64 {
  /// Any number: it is the seed.
  package var state: UInt64

  package init(state: UInt64) {
    self.state = state
  }

  /// The next number of all 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }

  /// A number from 0 to `bound` - 1; the bias of this scaling is below `bound` / 2^64.
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number from -`reach` to `reach`, most often near 0: the sum of three draws.
  package mutating func bell(reach: Int) -> Int {
    let third = 2 * reach / 3 + 1
    return below(third) + below(third) + below(third) - 3 * (third - 1) / 2
  }
}
