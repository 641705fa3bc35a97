internal import Engine
internal import HTTP
internal import JSON

/// What a client wants to have done, as the body of a submission says it.
struct JobOrder: Sendable {
  let work: Work
  let callback: String?
  let limitMilliseconds: Int?

  init(_ bytes: [UInt8], engine: TallyEngine) throws(Failure) {
    let body = try JSONBody(bytes)
    guard try body.text("type") == "import" else {
      throw .badParameters([Problem.Mistake("There is no such type", at: .pointer("/type"))])
    }
    let params = (try? JSONParser.parse(bytes))?["params"]
    guard case .string(let url)? = params?["url"], case .string(let text)? = params?["name"],
      let name = DatasetName(text)
    else { throw .missingField("params") }
    work = .importing(ImportOrder(address: url, name: name, mode: .create, options: ReadOptions()))
    callback = try body.optionalText("callback_url")
    limitMilliseconds = nil
  }

  /// Whether reading a body may wait for a file; an import is read without one.
  static func mayBlock(_ bytes: [UInt8], engine: TallyEngine) -> Bool { false }
}
