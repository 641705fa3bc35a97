import Foundation
import Hummingbird
import Synchronization

// The two requests of the survey, as one would write them with Hummingbird: results and jobs stand in dictionaries behind a lock.
// Events are kept in an array behind another.
// Arguments: the port, and the file that holds the result of `job_id_2`.

struct Question: Decodable {
  let question: String
}

struct Ticket: ResponseEncodable {
  let job_id: String
}

struct Event: Decodable {
  let timestamp: Date
  let value: Double
}

struct Message: ResponseEncodable {
  let message: String
}

struct Jobs {
  var results: [String: ByteBuffer] = [:]
  var waiting: [String: Question] = [:]
  var last = 2

  mutating func admit(_ question: Question) -> String {
    last += 1
    let id = "job_id_\(last)"
    waiting[id] = question
    return id
  }
}

final class Ledger: Sendable {
  let jobs = Mutex(Jobs())
}

final class Board: Sendable {
  let events = Mutex<[Event]>([])
}

guard CommandLine.arguments.count == 3, let port = Int(CommandLine.arguments[1]) else {
  print("usage: Peer PORT RESULT_FILE")
  exit(2)
}
let ledger = Ledger()
let board = Board()
let result = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[2]))
ledger.jobs.withLock { $0.results["job_id_2"] = ByteBuffer(bytes: result) }

let router = Router()
router.get("/api/get_results/:id") { _, context -> Response in
  let id = try context.parameters.require("id")
  guard let body = ledger.jobs.withLock({ $0.results[id] }) else { throw HTTPError(.notFound) }
  return Response(
    status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
}
router.post("/api/states_mean") { request, context -> Ticket in
  let question = try await request.decode(as: Question.self, context: context)
  return Ticket(job_id: ledger.jobs.withLock { $0.admit(question) })
}
router.post("/event") { request, context -> EditedResponse<Message> in
  // The context's decoder is a JSONDecoder that reads dates by ISO 8601; what it refuses gets 400.
  let event = try await request.decode(as: Event.self, context: context)
  board.events.withLock { $0.append(event) }
  return EditedResponse(status: .created, response: Message(message: "Event created successfully"))
}

let application = Application(
  router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
try await application.runService()
