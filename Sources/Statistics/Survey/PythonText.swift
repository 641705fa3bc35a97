/// A tuple of strings as Python prints it: `('Ohio', 'Gender', 'Male')`.
///
/// - Source: Python Language Reference, `repr` of tuple and str.
func pythonTuple(_ words: [String]) -> String {
  "(" + words.map(pythonText).joined(separator: ", ") + (words.count == 1 ? ",)" : ")")
}

/// A string as Python prints it: in single quotes, or in double quotes if it holds a single one and no double one; backslashes and
/// what cannot be printed escaped.
///
/// - Source: Python Library Reference, `repr` and `str.isprintable`.
func pythonText(_ text: String) -> String {
  let quote: Unicode.Scalar =
    text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
  var printed = String.UnicodeScalarView()
  printed.append(quote)
  for scalar in text.unicodeScalars {
    switch scalar {
    case quote, "\\": printed.append(contentsOf: ["\\", scalar])
    case "\n": printed.append(contentsOf: "\\n".unicodeScalars)
    case "\r": printed.append(contentsOf: "\\r".unicodeScalars)
    case "\t": printed.append(contentsOf: "\\t".unicodeScalars)
    case " "..."~": printed.append(scalar)
    default:
      printed.append(
        contentsOf: isPrintable(scalar) ? [scalar] : Array(escape(scalar).unicodeScalars))
    }
  }
  printed.append(quote)
  return String(printed)
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
    .spaceSeparator:
    false
  default: true
  }
}

private func escape(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16)
  let (letter, width) =
    switch scalar.value {
    case ..<0x100: ("x", 2)
    case ..<0x1_0000: ("u", 4)
    default: ("U", 8)
    }
  return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
}
