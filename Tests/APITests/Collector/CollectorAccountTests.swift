import Engine
import HTTP
import Posix
import Statistics
import Testing

@testable import API

struct CollectorAccountTests {
  private static let all: [(CollectorFailure, Int)] = {
    guard let day = CivilDay("2024-05-01") else { return [] }
    return [
      (.noUpstream, 503), (.longRange(limitDays: 366), 400), (.tooMany(limit: 32), 503),
      (.cancelled, 503), (.storeRests(seconds: 12.1), 502), (.manyObjects(limit: 5), 400),
      (.dayBusy(day), 503), (.staging(path: "/a", .denied), 503),
    ]
  }()

  @Test func `each failure has its status, its slug and its sentence`() {
    #expect(Self.all.count == 8)
    for (failure, status) in Self.all {
      let account = Failure.collector(failure).account
      #expect(account.status.code == status, "\(failure)")
      #expect(account.detail == failure.sentence)
      #expect(account.slug.contains("-") || account.slug == "busy" || account.slug == "cancelled")
    }
  }

  @Test func `what may pass by itself says when to come again`() {
    for (failure, status) in Self.all {
      let retry = failure.account.fields.first { $0.0 == .retryAfter }?.1
      switch failure {
      case .noUpstream: #expect(retry == nil)
      case .storeRests: #expect(retry == "13")
      default: #expect((retry != nil) == (status == 503))
      }
    }
  }
}
