import Foundation
import Testing

/// Changes that undo themselves.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct TuneTrialTests {
  static let trial = ["apply", "--set", "somaxconn=8192", "--yes", "--trial"]

  /// Whether a value comes within so many seconds.
  private func becomes(
    _ value: String, within seconds: Int = 20, _ scratch: TuneScratch
  ) throws -> Bool {
    for _ in 0..<(seconds * 5) {
      if try scratch.value("net.core.somaxconn") == value { return true }
      usleep(200_000)
    }
    return false
  }

  private func lastEnding(_ scratch: TuneScratch) throws -> String {
    let line = try #require(try scratch.tune(["history", "--json"]).lines.first)
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return object?["ending"] as? String ?? ""
  }

  @Test func undoesItselfWhenNobodyConfirms() throws {
    let scratch = try TuneScratch()
    let result = try scratch.tune(Self.trial + ["2s"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("undoes itself"))
    #expect(try scratch.files().isEmpty)
    #expect(try becomes("4096", scratch))
    usleep(300_000)
    #expect(try lastEnding(scratch) == "deadline")
  }
}
