import Diagnosis
import Foundation
import Testing

/// `Documentation/matrix.md`, which `make matrix` writes.
@Suite struct MatrixDocumentTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Documentation/matrix.md").standardized

  /// The first code span of each line of the table, and of each line of the list.
  private static func names(after mark: String) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("\(mark) `") }
      .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
  }

  @Test func everyScenarioHasItsRow() throws {
    let scenarios = catalog.flatMap { cause -> [String] in
      guard case .scenarios(let scenarios) = cause.lab else { return [] }
      return scenarios.map(\.id)
    }
    #expect(try Self.names(after: "|") == scenarios, "stale: make matrix")
  }

  @Test func everyCauseWithoutOneHasItsReason() throws {
    let absent = catalog.filter { if case .notReproducible = $0.lab { true } else { false } }
    #expect(try Self.names(after: "-") == absent.map { $0.id }, "stale: make matrix")
  }

  @Test func nothingInItIsWrong() throws {
    #expect(try !String(contentsOf: Self.file, encoding: .utf8).contains("**wrong**"))
  }
}
