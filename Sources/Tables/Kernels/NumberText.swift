/// A number as it is written: digits and the place of the point, so that nothing is rounded.
struct NumberText: Equatable {
  enum Form {
    /// Digits alone.
    case whole
    /// With a point or an exponent.
    case decimal
    /// A number whose digits do not fit a mantissa; `nearest` is the double next to it.
    case inexact
    /// No number.
    case none
  }

  let form: Form
  /// The value is the mantissa divided by ten to `scale`, from 0 to 18.
  let mantissa: Int64
  let scale: Int

  /// Whether it is a number that its mantissa holds.
  @inline(__always)
  var isExact: Bool { form == .whole || form == .decimal }

  private static let noNumber = NumberText(form: .none, mantissa: 0, scale: 0)

  private init(form: Form, mantissa: Int64, scale: Int) {
    self.form = form
    self.mantissa = mantissa
    self.scale = scale
  }

  /// Reads `-12`, `0.5`, `.5`, `1.`, `1e-3`.
  ///
  /// - Parameters:
  ///   - text: without blanks around it; 8 bytes from its first on must be readable.
  ///   - isStrict: whether a number may not begin with a zero before another digit or with `+`, and digits alone must fit 64 bits: what
  ///     breaks that is rather a name than a number.
  @inline(__always)
  init(_ text: UnsafeBufferPointer<UInt8>, isStrict: Bool) {
    if let short = unsafe Self.short(text) {
      self = short
    } else {
      unsafe self.init(anyOf: text, isStrict: isStrict)
    }
  }

  /// Reads up to 8 digits with a point or none, all at once; `nil` if the text is of another kind.
  ///
  /// The bytes are shifted up to the end of a word of 64 bits, the point is taken out, and neighbours are added up to pairs, fours and eights
  /// (D. Lemire, Quickly parsing eight digits, 2018).
  @inline(__always)
  private static func short(_ text: UnsafeBufferPointer<UInt8>) -> NumberText? {
    let zeros: UInt64 = 0x3030_3030_3030_3030
    guard text.count > 1, text.count <= 8, let start = text.baseAddress, unsafe text[0] > 0x30
    else {
      return nil
    }
    let missing = UInt64(truncatingIfNeeded: 64 &- text.count &* 8)
    var word = unsafe UnsafeRawPointer(start).loadUnaligned(as: UInt64.self) &<< missing
    if missing > 0 { word |= zeros &>> (64 &- missing) }
    let unlike = word ^ 0x2E2E_2E2E_2E2E_2E2E
    let points = (unlike &- 0x0101_0101_0101_0101) & ~unlike & 0x8080_8080_8080_8080
    var scale = 0
    if points != 0 {
      let place = UInt64(truncatingIfNeeded: points.trailingZeroBitCount) & ~7
      let before: UInt64 = (1 &<< place) &- 1
      let behind = place == 56 ? 0 : word & (~0 &<< (place &+ 8))
      word = behind | (word & before) &<< 8 | 0x30
      scale = 7 &- Int(truncatingIfNeeded: place &>> 3)
    }
    let digits = word ^ zeros
    guard (digits &+ 0x0606_0606_0606_0606 | digits) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else {
      return nil
    }
    let pairs = digits &* 10 &+ digits &>> 8
    let value =
      ((pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        &+ (pairs &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001) &>> 32
    return NumberText(
      form: points == 0 ? .whole : .decimal, mantissa: Int64(truncatingIfNeeded: value),
      scale: scale)
  }

  @inline(never)
  private init(anyOf text: UnsafeBufferPointer<UInt8>, isStrict: Bool) {
    var place = 0
    let count = text.count
    let isNegative = unsafe count > 0 && text[0] == UInt8(ascii: "-")
    if unsafe isNegative || count > 0 && !isStrict && text[0] == UInt8(ascii: "+") { place = 1 }
    let start = place
    var digits: UInt64 = 0
    while place < count {
      let digit = unsafe text[place] &- UInt8(ascii: "0")
      if digit > 9 { break }
      digits = digits &* 10 &+ UInt64(digit)
      place &+= 1
    }
    let wholeCount = place &- start
    var fractionCount = 0
    let isWhole = place == count
    if unsafe !isWhole && text[place] == UInt8(ascii: ".") {
      place &+= 1
      let fractionStart = place
      while place < count {
        let digit = unsafe text[place] &- UInt8(ascii: "0")
        if digit > 9 { break }
        digits = digits &* 10 &+ UInt64(digit)
        place &+= 1
      }
      fractionCount = place &- fractionStart
    }
    let isPadded = unsafe isStrict && wholeCount > 1 && text[start] == UInt8(ascii: "0")
    if isPadded || wholeCount &+ fractionCount == 0 {
      self = Self.noNumber
    } else if place == count && wholeCount &+ fractionCount <= 18 {
      let mantissa = Int64(truncatingIfNeeded: digits)
      self.init(
        form: isWhole ? .whole : .decimal, mantissa: isNegative ? 0 &- mantissa : mantissa,
        scale: fractionCount)
    } else {
      self = unsafe Self.long(text, isWhole: isWhole, isStrict: isStrict)
    }
  }

  /// Numbers of many digits or with an exponent, and what is no number after all.
  @inline(never)
  private static func long(
    _ text: UnsafeBufferPointer<UInt8>, isWhole: Bool, isStrict: Bool
  ) -> NumberText {
    if isWhole {
      if let value = unsafe Int64(String(decoding: text, as: UTF8.self)), value != .min {
        return NumberText(form: .whole, mantissa: value, scale: 0)
      }
      if isStrict { return noNumber }
    }
    guard unsafe nearest(text) != nil else { return noNumber }
    return unsafe shortened(text) ?? NumberText(form: .inexact, mantissa: 0, scale: 0)
  }

  /// The double next to the number; `nil` if it is none, or beyond the range of doubles.
  static func nearest(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    let isPlain = unsafe text.allSatisfy { byte in
      byte &- UInt8(ascii: "0") <= 9 || "+-.eE".utf8.contains(byte)
    }
    guard isPlain, let value = unsafe Double(String(decoding: text, as: UTF8.self)), value.isFinite
    else { return nil }
    return value
  }

  /// The number as a mantissa, if zeros at either end are all that is too long; `nil` if it does not fit.
  private static func shortened(_ text: UnsafeBufferPointer<UInt8>) -> NumberText? {
    var mantissa: Int64 = 0
    var scale = 0
    var zeros = 0
    var place = 0
    var isBehindPoint = false
    var isNegative = false
    scan: while place < text.count {
      switch unsafe text[place] {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "+"): break
      case UInt8(ascii: "."): isBehindPoint = true
      case UInt8(ascii: "0"):
        zeros += 1
        if isBehindPoint { scale += 1 }
      case let byte where byte &- UInt8(ascii: "0") <= 9:
        for _ in 0...zeros {
          let (next, overflow) = mantissa.multipliedReportingOverflow(by: 10)
          guard !overflow else { return nil }
          mantissa = next
        }
        zeros = 0
        let (next, overflow) = mantissa.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
        guard !overflow else { return nil }
        mantissa = next
        if isBehindPoint { scale += 1 }
      default: break scan
      }
      place += 1
    }
    if place < text.count {
      let exponent = unsafe Int(String(decoding: text[(place + 1)...], as: UTF8.self))
      guard let exponent, exponent.magnitude < 1000 else { return mantissa == 0 ? zero : nil }
      scale -= exponent
    }
    if mantissa == 0 { return zero }
    scale -= zeros
    guard scale <= 18, scale >= -18 else { return nil }
    if scale < 0 {
      let (wider, overflow) = mantissa.multipliedReportingOverflow(by: powersOfTen[-scale])
      guard !overflow else { return nil }
      mantissa = wider
      scale = 0
    }
    return NumberText(form: .decimal, mantissa: isNegative ? -mantissa : mantissa, scale: scale)
  }

  private static let zero = NumberText(form: .decimal, mantissa: 0, scale: 0)
}
