import Foundation
import Testing

/// A text file of this package, by its path from the package's folder.
struct SourceFile: Sendable, CustomTestStringConvertible {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  let path: String
  let text: String

  var testDescription: String { path }
  /// `Sources/Facts/Flow.swift` is in `Facts`.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
  var isSwift: Bool { path.hasSuffix(".swift") }

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// The Swift that is shipped.
  static let shipped = all(in: ["Sources", "Plugins"]).filter(\.isSwift)
  static let sources = shipped.filter { $0.path.hasPrefix("Sources/") }
  /// Everything that a person wrote.
  static let written =
    all(in: ["Sources", "Plugins", "Tests", "Scripts", ".ci"])
    + all(in: ["Fuzz/Targets", "Fuzz/Main", "Fuzz/Tests"])
    + [
      "Package.swift", "Makefile", "README.md", "README.zh.md", "ARCHITECTURE.md",
      "CONTRIBUTING.md", "CHANGELOG.md",
    ].compactMap { try? SourceFile($0) }

  private static func all(in folders: [String]) -> [SourceFile] {
    folders.flatMap { folder in
      let below = FileManager.default.subpaths(atPath: root.appending(path: folder).path) ?? []
      return below.sorted().compactMap { try? SourceFile("\(folder)/\($0)") }
    }
  }
}
