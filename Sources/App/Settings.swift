/// One thing that can be set: on the command line, in the environment, or left at its default.
struct Setting: Sendable {
  /// What a value looks like, and what it is allowed to be.
  enum Kind: Sendable, Equatable {
    case text
    /// A text that is shown nowhere.
    case secret
    /// There or not; it takes no value on the command line.
    case flag
    case integer(ClosedRange<Int>)
    /// Seconds, or a number with `ms`, `s`, `m`, `h`; the range is in milliseconds.
    case duration(ClosedRange<Int>)
    /// Bytes, or a number with `KB`, `MB`, `GB`, `KiB`, `MiB`, `GiB`.
    case size(ClosedRange<Int>)
    case choice([String])
    /// A size and a number of files.
    case rotation
    /// Origins of web pages, or `*`.
    case origins
    /// What absolute links begin with.
    case publicURL
    /// The base of a server's paths; one looks like this.
    case server(example: String)
    /// Where objects are kept.
    case objectPlace
    /// A number of requests in a time, or `none`.
    case rate
    /// Addresses of machines.
    case addresses
    /// An age, a number of jobs and a size.
    case retention
    /// A secret that signs, which is shown nowhere.
    case signingSecret
  }

  let name: String
  let kind: Kind
  let placeholder: String
  /// The default as a person would type it; empty for none.
  let fallback: String
  let help: String
  /// A further environment name that older deployments use.
  var olderEnvironmentName: String?

  /// The name in the environment: `--log-level` is `TALLY_LOG_LEVEL`.
  var environmentName: String {
    "TALLY_" + name.uppercased().replacing("-", with: "_")
  }
}

/// The one list of settings, from which `--help`, `tally config` and the README's table are made.
enum Settings {
  static let all: [Setting] =
    places + access + answering + events + collecting + limits + logging

  private static let places: [Setting] = [
    Setting(
      name: "host", kind: .text, placeholder: "ADDRESS", fallback: "127.0.0.1",
      help: "address to listen on"),
    Setting(
      name: "port", kind: .integer(0...65_535), placeholder: "PORT", fallback: "8080",
      help: "port to listen on; 0 lets the kernel choose"),
    Setting(
      name: "data", kind: .text, placeholder: "FOLDER", fallback: "data",
      help: "folder of the CSV files and of the server's own state"),
    Setting(
      name: "results", kind: .text, placeholder: "FOLDER", fallback: "results",
      help: "folder of the jobs' results"),
    Setting(
      name: "csv", kind: .text, placeholder: "PATH", fallback: "",
      help: "survey to load, from anywhere"),
    Setting(
      name: "survey", kind: .text, placeholder: "NAME", fallback: "",
      help: "data set of the data folder to use as the survey; default: the first that is one"),
    Setting(
      name: "demo", kind: .flag, placeholder: "", fallback: "",
      help:
        "serve generated data, with jobs and events, from a temporary folder that goes at the end"),
  ]

  private static let access: [Setting] = [
    Setting(
      name: "keys-file", kind: .text, placeholder: "PATH", fallback: "",
      help: "file of keys, which everything but health and description then asks for; "
        + "read again on SIGHUP"),
    Setting(
      name: "api-key", kind: .secret, placeholder: "KEY", fallback: "",
      help: "one key with all scopes; without --keys-file only what changes something asks for it"),
    Setting(
      name: "allow-private", kind: .flag, placeholder: "", fallback: "",
      help: "let imports and webhooks reach addresses of this machine and of private networks"),
    Setting(
      name: "insecure-open", kind: .flag, placeholder: "", fallback: "",
      help: "allow a --host that other machines reach, without any key"),
    Setting(
      name: "rate-limit", kind: .rate, placeholder: "N/TIME", fallback: "none",
      help: "requests that a client may send in a time, such as 600/min"),
    Setting(
      name: "upload-rate-limit", kind: .rate, placeholder: "N/TIME", fallback: "30/min",
      help: "uploads and imports that a client may send in a time"),
    Setting(
      name: "trusted-proxy", kind: .addresses, placeholder: "ADDRESS", fallback: "",
      help: "proxies whose X-Forwarded-For is believed, separated by commas"),
  ]

  private static let answering: [Setting] = [
    Setting(
      name: "workers", kind: .integer(1...1024), placeholder: "N", fallback: "",
      help: "lanes that compute jobs; default: one per processor",
      olderEnvironmentName: "TP_NUM_OF_THREADS"),
    Setting(
      name: "loops", kind: .integer(1...64), placeholder: "N", fallback: "",
      help: "threads that serve connections; default: one per two processors"),
    Setting(
      name: "queue", kind: .integer(1...1_000_000), placeholder: "N", fallback: "10000",
      help: "jobs that may wait; one more is refused with 503"),
    Setting(
      name: "job-timeout", kind: .duration(1...2_592_000_000), placeholder: "TIME", fallback: "1h",
      help: "time that a job may run; one that takes longer is stopped and has failed"),
    Setting(
      name: "keep-jobs", kind: .retention, placeholder: "AGE,N,SIZE", fallback: "30d,100000,10GB",
      help: "how old finished jobs get, how many are kept, and how large their results are together"
    ),
    Setting(
      name: "webhook-secret", kind: .signingSecret, placeholder: "SECRET", fallback: "",
      help: "secret that signs webhooks: whsec_ and 24 to 64 bytes in base 64; "
        + "without one they are not signed"),
    Setting(
      name: "linger", kind: .duration(0...30_000), placeholder: "TIME", fallback: "2s",
      help: "after the last job of a graceful shutdown, stop once no request came for this long"),
    Setting(
      name: "public-url", kind: .publicURL, placeholder: "URL", fallback: "",
      help: "what absolute links to this server begin with; default: what the client has asked"),
    Setting(
      name: "cors-origin", kind: .origins, placeholder: "ORIGIN", fallback: "",
      help: "origins whose pages may read answers, separated by commas"),
  ]

  private static let events: [Setting] = [
    Setting(
      name: "event-retention", kind: .duration(1000...2_592_000_000), placeholder: "TIME",
      fallback: "1h", help: "how old live events get before they are forgotten"),
    Setting(
      name: "event-memory", kind: .size(1 << 20...1 << 40), placeholder: "SIZE",
      fallback: "256MiB", help: "memory of all live events; beyond it they are answered 429"),
    Setting(
      name: "event-series", kind: .integer(1...10_000_000), placeholder: "N", fallback: "10000",
      help: "most series of live events; an event of one more is answered 429"),
    Setting(
      name: "event-sync", kind: .duration(0...1000), placeholder: "TIME", fallback: "1s",
      help: "how much of the last live events a power cut may take; "
        + "at 0 an answer waits for the disk"),
  ]

  private static let collecting: [Setting] = [
    Setting(
      name: "upstream", kind: .server(example: "http://127.0.0.1:8090"), placeholder: "URL",
      fallback: "", help: "server whose cities are collected; without one no day is collected"),
    Setting(
      name: "store", kind: .objectPlace, placeholder: "PLACE", fallback: "",
      help: "where what is collected is kept: folder:PATH or s3://BUCKET/PREFIX; "
        + "default: objects in the data folder"),
    Setting(
      name: "s3-endpoint", kind: .server(example: "http://127.0.0.1:9000"), placeholder: "URL",
      fallback: "", help: "server that keeps the buckets; default: Amazon's"),
  ]

  private static let limits: [Setting] = [
    Setting(
      name: "head-limit", kind: .size(256...1 << 20), placeholder: "SIZE", fallback: "16KiB",
      help: "largest request head; a larger one is answered 431"),
    Setting(
      name: "field-limit", kind: .integer(1...10_000), placeholder: "N", fallback: "100",
      help: "most header fields of a request"),
    Setting(
      name: "target-limit", kind: .size(64...1 << 20), placeholder: "SIZE", fallback: "8KiB",
      help: "longest request target; a longer one is answered 414"),
    Setting(
      name: "body-limit", kind: .size(1...1 << 30), placeholder: "SIZE", fallback: "1MiB",
      help: "largest JSON body; a larger one is answered 413"),
    Setting(
      name: "upload-limit", kind: .size(1...1 << 40), placeholder: "SIZE", fallback: "200MB",
      help: "largest upload; a larger one is answered 413"),
    Setting(
      name: "connections", kind: .integer(1...1_000_000), placeholder: "N", fallback: "10000",
      help: "most connections at once"),
    Setting(
      name: "head-timeout", kind: .duration(100...3_600_000), placeholder: "TIME", fallback: "10s",
      help: "time for a whole request head; a slower client is answered 408"),
    Setting(
      name: "body-timeout", kind: .duration(100...3_600_000), placeholder: "TIME", fallback: "30s",
      help: "longest pause within a request body"),
    Setting(
      name: "idle-timeout", kind: .duration(100...86_400_000), placeholder: "TIME", fallback: "75s",
      help: "time a connection is kept between requests"),
    Setting(
      name: "write-timeout", kind: .duration(100...3_600_000), placeholder: "TIME", fallback: "30s",
      help: "longest pause of a client that does not read its answer"),
  ]

  private static let logging: [Setting] = [
    Setting(
      name: "log-level", kind: .choice(["debug", "info", "warning", "error"]),
      placeholder: "LEVEL", fallback: "info",
      help: "least level that is logged: debug, info, warning or error"),
    Setting(
      name: "log-format", kind: .choice(["json", "text"]), placeholder: "FORMAT", fallback: "json",
      help: "json for machines, text for people"),
    Setting(
      name: "log-file", kind: .text, placeholder: "PATH", fallback: "",
      help: "file to log to instead of standard error; opened again on SIGHUP"),
    Setting(
      name: "log-rotate", kind: .rotation, placeholder: "SIZE,N", fallback: "5MB,3",
      help: "size at which the log file is put aside, and how many old ones are kept"),
  ]
}
