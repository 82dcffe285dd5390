import Foundation

/// A folder of one test, removed with it.
final class ScratchFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID())")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file into the folder and returns its path.
  func file(_ name: String, _ data: Data) throws -> String {
    let path = url.appending(path: name)
    try data.write(to: path)
    return path.path
  }
}
