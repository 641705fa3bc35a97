import HTTP
import JSON
import Testing

@testable import API
@testable import Engine

/// Stages and bodies that tests of pipelines share.
enum PipelineSamples {
  /// One that needs times and places and takes every kind of parameter, one that may be told its column by a parameter, and one that needs
  /// nothing.
  static let stages = [
    stage(
      "cells",
      [
        StageParameter("limit", .integer(1...9), default: .integer(4), "How many."),
        StageParameter("share", .number(0...1), default: .number(0.5), "Which part."),
        StageParameter("loud", .boolean, default: .boolean(false), "Whether to tell."),
        StageParameter("title", .text, default: .null, "What it is called."),
        StageParameter("plots", .word(["both", "none"]), default: .text("both"), "What is drawn."),
        StageParameter("values", .texts, default: .null, "Which rows."),
        StageParameter("features", .words(["day", "hour"]), default: .texts(["day"]), "On what."),
        StageParameter(
          "weeks", .integers(1...52, count: 1...2), default: .integers([4]), "How far back."),
      ], [.timestamp, .latitude, .longitude], readsAllSources: true),
    stage(
      "years", [StageParameter("timestamp_col", .text, default: .null, "The column of times.")],
      [.timestamp]),
    stage("profile", [], []),
  ]

  /// Stages that leave artifacts, and one that fails.
  static let workingStages = [
    Stage("writing", "Leaves artifacts", parameters: [], needs: []) {
      (_) throws(StageFailure) in
      [
        Artifact(name: "writing.json", bytes: Array(#"{"a":[1]}"#.utf8)),
        Artifact(name: "writing.html", bytes: Array("<!doctype html>".utf8)),
        Artifact(name: "plot_a.svg", bytes: Array("<svg/>".utf8)),
      ]
    },
    Stage("failing", "Fails", parameters: [], needs: []) { (_) throws(StageFailure) in
      throw .tooFew(what: "rows", found: 2, needed: 9)
    },
  ]

  /// A server with the working stages and a file `/data/a.csv`.
  static func site(
    _ options: Responder.Options = Responder.Options(), access: AccessKeeper = AccessKeeper()
  ) throws -> Site {
    let site = try Site(
      engine: {
        $0.stages = workingStages
        $0.workers = 1
      }, options, access: access)
    try site.put("when,n\n2023-01-01,1\n2023-01-02,2\n", as: "a.csv")
    return site
  }

  static func stage(
    _ name: String, _ parameters: [StageParameter], _ needs: [SourceColumn],
    readsAllSources: Bool = false
  ) -> Stage {
    Stage(
      name, "Tests what reads the table", parameters: parameters, needs: needs,
      readsAllSources: readsAllSources
    ) { (_) throws(StageFailure) in [] }
  }

  /// A body with these members in its config.
  static func body(config: String, name: String = "a") -> String {
    #"{"job_id":"\#(name)","data_url":"/data/a.csv","config":{\#(config)}}"#
  }
}
