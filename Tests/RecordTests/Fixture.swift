import Facts
import Foundation
import Testing

@testable import Record

/// A folder of its own for one test; it goes with this value.
final class Fixture {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("whyreset-record-\(UUID().uuidString)")

  init(exists: Bool = false) throws {
    if exists {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.path }

  func writer(_ limits: RecordLimits = RecordLimits(), now: Timestamp = noon) throws(RecordError)
    -> RecordWriter
  {
    try RecordWriter(path, limits: limits, now: now)
  }

  func findings(_ query: RecordQuery = RecordQuery()) throws -> RecordExcerpt {
    try RecordReader(path).findings(query)
  }

  /// All files but VERSION, in order.
  var segments: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "VERSION" }.sorted()
    }
  }

  func put(_ text: String, in name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  func bytes(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  var everything: [String: [UInt8]] {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
      return Dictionary(uniqueKeysWithValues: try names.map { ($0, try bytes(of: $0)) })
    }
  }
}

/// A moment after which nothing that these tests write is stamped by the file system.
let noon = Timestamp(nanoseconds: (Int64(Date().timeIntervalSince1970) + 60) * 1_000_000_000)

/// A finding's line: only what a record looks at, and padding.
func line(
  _ time: Timestamp = noon, client: String? = "10.0.0.1:40000", server: String? = "10.0.0.2:80",
  firstTime: Timestamp? = nil, count: Int = 1, padding: Int = 0
) -> String {
  func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
  return "{\"schema\":\"whyreset.finding/1\",\"time\":\"\(time)\","
    + "\"firstTime\":\(quoted(firstTime?.description)),\"client\":\(quoted(client)),"
    + "\"server\":\(quoted(server)),\"cause\":\"port-closed\",\"count\":\(count),"
    + "\"padding\":\"\(String(repeating: "x", count: padding))\"}"
}
