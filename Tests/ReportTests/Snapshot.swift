import Foundation
import Testing

/// Compares text with a golden file in `Snapshots`; `RECORD_SNAPSHOTS=1` writes the file instead.
func expectSnapshot(
  _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")
  let file = folder.appendingPathComponent(name)
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return
  }
  let golden = try #require(
    try? String(contentsOf: file, encoding: .utf8),
    "no snapshot \(name): run the tests with RECORD_SNAPSHOTS=1", sourceLocation: sourceLocation)
  #expect(
    text == golden, "\(name), \(firstDifference(text, golden))", sourceLocation: sourceLocation)
}

private func firstDifference(_ text: String, _ golden: String) -> String {
  let pairs = [text, golden].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
  let lines = max(pairs[0].count, pairs[1].count)
  let line = (0..<lines).first { line in
    let both = pairs.map { line < $0.count ? $0[line] : nil }
    return both[0] != both[1]
  }
  guard let line else { return "no line differs" }
  let both = pairs.map { line < $0.count ? String($0[line]) : "(no such line)" }
  return "line \(line + 1) is:\n\(both[0])\nand was:\n\(both[1])"
}
