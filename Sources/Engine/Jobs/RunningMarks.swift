internal import Posix

/// Marks of the jobs that run: an empty file for each in `state/running`, there while a lane computes it.
///
/// They outlast the process but are not synced: they tell which jobs were running when the process was killed, and a power cut is no job's
/// fault.
struct RunningMarks: Sendable {
  private let folder: Folder

  init(in state: Folder) throws(EngineFailure) {
    do throws(Errno) {
      folder = try Folder(path: state.path + "/running", creating: true, mode: 0o700)
    } catch {
      throw .folder(path: state.path + "/running", error)
    }
  }

  /// Marks a job. A mark that cannot be made is one attempt that is not counted.
  func set(_ id: JobID) { try? folder.touch(id.description) }

  /// Takes the mark of a job away.
  func clear(_ id: JobID) { try? folder.remove(id.description) }

  /// Takes all marks away.
  ///
  /// - Returns: the jobs that were marked.
  func takeAll() throws(EngineFailure) -> [JobID] {
    do throws(Errno) {
      var marked: [JobID] = []
      for name in try folder.names() {
        guard let id = JobID(Array(name.utf8)[...]) else {
          // What is none of ours is no reason to fail.
          try? folder.remove(name)
          continue
        }
        marked.append(id)
        try folder.remove(name)
      }
      return marked
    } catch {
      throw .folder(path: folder.path, error)
    }
  }
}
