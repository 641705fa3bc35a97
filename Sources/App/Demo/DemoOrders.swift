internal import Posix
internal import Statistics
internal import Trial

/// What the visitors of a demo ask for, as requests.
enum DemoOrders {
  /// A request with a JSON body.
  struct Order: Equatable {
    let path: String
    let body: String
    /// Whether the job is taken back at once.
    var isTakenBack = false
  }

  private static let question = "Percent of adults aged 18 years and older who have obesity"

  /// The jobs of the first moment: some that succeed, a pipeline that leaves artifacts, one that fails, and one that is taken back.
  static func first(today: CivilDay) -> [Order] {
    [
      Order(path: "/api/states_mean", body: #"{"question":"\#(question)"}"#),
      Order(path: "/api/best5", body: #"{"question":"\#(question)"}"#),
      Order(
        path: "/api/v1/jobs",
        body: #"{"type":"aggregate","dataset":"games","#
          + #""params":{"group_by":"Linux","agg":"mean(Price),n:count()"}}"#),
      Order(path: "/api/v1/jobs", body: #"{"type":"profile","dataset":"incidents"}"#),
      Order(path: "/api/v1/jobs", body: pipeline("demo-incidents", time: "timestamp")),
      Order(path: "/api/v1/jobs", body: pipeline("demo-wrong-column", time: "timestmp")),
      Order(path: day(before: today, by: dayCount), body: "", isTakenBack: true),
    ]
  }

  /// The days before today that are collected one after the other, and then again.
  static let dayCount = 60

  /// The path that collects a day.
  ///
  /// - Parameter number: 0 for yesterday, 1 for the day before, and so on; behind the last of them it begins again.
  static func collection(_ number: Int, today: CivilDay) -> Order {
    Order(path: day(before: today, by: 1 + number % (dayCount - 1)), body: "")
  }

  private static func day(before today: CivilDay, by days: Int) -> String {
    "/process-request?date=\(CivilDay(daysSince1970: today.daysSince1970 - Int64(days)))"
  }

  private static func pipeline(_ name: String, time: String) -> String {
    #"{"job_id":"\#(name)","data_url":"/data/incidents.csv","config":{"timestamp_col":"\#(time)","#
      + #""lat_col":"lat","lon_col":"lon","primary_group_col":"district","#
      + #""secondary_group_col":"offence","group_by_col":"offence","#
      + #""analysis_stages":["stage3_univariate_anomaly","stage4_explain","profile"]}}"#
  }
}

/// The live events of a demo: the temperatures of a kitchen and of a cellar, of which one goes up and down and the other hardly moves.
struct DemoEvents {
  /// So much of the past is there from the start.
  static let pastSeconds = 900
  private static let pastStepSeconds = 3

  private var random = SplitMix64(state: 2011)

  /// The events of the minutes before a time, as lines of JSON.
  mutating func past(before wallNanoseconds: Int64) -> String {
    stride(from: Self.pastSeconds, to: 0, by: -Self.pastStepSeconds)
      .map { seconds in lines(at: wallNanoseconds - Int64(seconds) * 1_000_000_000) }
      .joined()
  }

  /// The events of a moment, as lines of JSON.
  mutating func lines(at wallNanoseconds: Int64) -> String {
    var time: [UInt8] = []
    Timestamp(wallNanoseconds: wallNanoseconds).append(to: &time)
    // Tenths of a degree: up for four minutes, and down again.
    let second = Int(wallNanoseconds / 1_000_000_000 % 480)
    let swing = second < 240 ? second : 480 - second
    let readings =
      [
        #""series":"kitchen","#: 200 + swing / 6 + random.bell(reach: 9),
        #""series":"cellar","#: 118 + random.bell(reach: 3),
        // The series without a name is the one that is looked at first.
        "": 150 + swing / 4 + random.bell(reach: 6),
      ] as KeyValuePairs
    return readings.map { series, tenths in
      #"{"timestamp":"\#(String(decoding: time, as: UTF8.self))",\#(series)"#
        + #""value":\#(tenths / 10).\#(tenths % 10)}"# + "\n"
    }
    .joined()
  }
}
