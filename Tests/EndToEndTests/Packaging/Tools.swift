import Harness

/// Programs of other makers that tests of the packaging need.
enum Tools {
  static let makePackages = areThere("dpkg-deb", "dpkg-shlibdeps", "strip")
  static let analyseUnits = areThere("systemd-analyze")
  static let serveBehindProxy = areThere("nginx", "openssl", "curl")

  /// Whether all of these can be run; those of the administrator are among them.
  static func areThere(_ names: String...) -> Bool {
    let script = #"PATH=$PATH:/usr/sbin; for name; do command -v "$name" || exit 1; done"#
    let program = try? Program(["sh", "-c", script, "sh"] + names)
    return (try? program?.waitForExit()) == 0
  }
}
