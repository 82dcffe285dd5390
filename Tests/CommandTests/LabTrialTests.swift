import Diagnosis
import Foundation
import Testing

/// `lab run --fix` and `--wrong-fix`: what each change that a cause names comes to on this kernel.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct LabTrialTests {
  private typealias Object = [String: Any]

  private func objects(_ output: [String]) throws -> [Object] {
    try output.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? Object)
    }
  }

  @Test func eachChangeDoesWhatIsSaidOfIt() throws {
    let run = try Program.run(
      "lab", "run", "--all", "--fix", "--wrong-fix", "--family", "ipv4", "--json")
    let runs = try objects(run.lines)
    #expect(runs.count > 40)
    var fixed: Set<String> = []
    for object in runs {
      let cause = try #require(object["cause"] as? String)
      for trial in try #require(object["trials"] as? [Object]) {
        let change = "\(cause): \(trial["change"] ?? "") (\(trial["text"] ?? ""))"
        #expect(trial["right"] as? Bool == true, "\(change)")
        guard trial["kind"] as? String == "fix" else { continue }
        fixed.insert(cause)
        guard let after = trial["after"] as? Object else { continue }
        let errors = try #require(after["errors"] as? [String: Int])
        #expect(errors.values.allSatisfy { $0 == 0 }, "\(change)")
      }
    }
    #expect(fixed.count >= catalog.count { if case .scenarios = $0.lab { true } else { false } })
  }

  @Test(arguments: ["en", "zh"])
  func aStoryIsToldInEightyColumns(_ language: String) throws {
    let run = try Program.run(
      "lab", "run", "accept-queue-overflow/abort", "--fix", "--wrong-fix", "--lang", language)
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.output.contains("\u{1b}"))
    for line in run.lines { #expect(line.count <= 80, "\(line)") }
    let parts =
      language == "en"
      ? ["The set-up", "ECONNRESET", "errno 104", "ListenOverflows", "<< fatal", "It helped"]
      : ["环境", "ECONNRESET", "errno 104", "ListenOverflows", "<< 致命", "有效"]
    let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in parts { #expect(words.contains(part), "\(part)") }
  }
}
