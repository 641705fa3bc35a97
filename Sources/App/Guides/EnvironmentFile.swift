/// A file of all settings for the environment of a service or a container, each with its help and its default, none of them set.
enum EnvironmentFile {
  static let text =
    ([
      "# Settings of tally serve. A setting is a line without the # before it; tally(1) tells more of each."
    ] + Settings.all.map(lines)).joined(separator: "\n\n")

  private static func lines(of setting: Setting) -> String {
    let value = setting.kind == .flag ? "true" : setting.fallback
    return "# \(setting.help)\n#\(setting.environmentName)=\(value)"
  }
}
