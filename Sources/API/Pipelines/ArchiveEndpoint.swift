internal import Engine
internal import HTTP

// All that a pipeline has left, in one file.

extension Endpoint {
  static let archives: [Endpoint] = [
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}/results.zip", family: .pipelines, demands: .read,
      mode: .pool, description: .archive
    ) { (api, request) throws(Failure) in try api.archive(request) }
  ]
}

extension Responder {
  fileprivate func archive(_ request: Request) throws(Failure) -> Response {
    let id = try jobID(request)
    let archive: ArtifactArchive
    do throws(EngineFailure) {
      archive = try engine.archive(of: id)
    } catch {
      throw .unreadableResult(id)
    }
    // Looked up last: a job that is removed in between is gone, and not one without artifacts.
    let account = try account(of: id)
    guard account.state == .succeeded else { throw .incomplete(account.state.pipelineWord) }
    let name = account.name.map(\.description) ?? id.description
    return Response(
      .ok,
      fields: Fields([
        (.contentType, "application/zip"),
        (.contentDisposition, #"attachment; filename="\#(name).zip""#),
        (.cacheControl, "no-cache"),
      ]),
      body: .stream(
        StreamBody(unfolding: archive) { archive, bytes in
          switch archive.next(into: &bytes) {
          case .more: .more
          case .done: .done
          case .failed: .failed
          }
        }))
  }
}
