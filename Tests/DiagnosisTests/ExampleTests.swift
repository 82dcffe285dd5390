import Facts
import Testing

@testable import Diagnosis

/// One worked example of one cause.
struct Row: Sendable, CustomTestStringConvertible {
  let cause: any Cause.Type
  let example: Example
  var testDescription: String { "\(cause.id): \(example.name)" }

  static let all = catalog.flatMap { cause in
    cause.examples.map { Row(cause: cause, example: $0) }
  }
  static let hits = all.filter { $0.example.expected != nil }
}

@Suite struct ExampleTests {
  @Test("Each example matches as surely as it says, or not at all", arguments: Row.all)
  func matches(_ row: Row) {
    let match = row.cause.match(row.example.evidence)
    #expect(match?.confidence == row.example.expected)
  }

  @Test("A match gives its reasons, in both languages", arguments: Row.hits)
  func givesReasons(_ row: Row) throws {
    let found = row.cause.match(row.example.evidence)
    let match = try #require(found)
    #expect(!match.reasons.isEmpty)
    for reason in match.reasons {
      #expect(reason.fact.isKebabCase, "\(reason.fact)")
      #expect(!reason.value.isEmpty && !reason.text.en.isEmpty && !reason.text.zh.isEmpty)
      #expect(reason.text.en != reason.text.zh)
    }
  }

  @Test("The engine gives each hit its own cause", arguments: Row.hits)
  func engineAgrees(_ row: Row) {
    let finding = diagnose(row.example.evidence)
    let id = row.cause.id
    #expect(finding.cause == id)
    #expect(finding.confidence == row.example.expected)
  }

  @Test("Half of the evidence never makes another cause certain", arguments: Row.hits)
  func halvesAreNotWrong(_ row: Row) {
    for half in row.example.evidence.halves {
      let finding = diagnose(half)
      let isWrong = finding.confidence == .certain && finding.cause != row.cause.id
      #expect(!isWrong, "\(half.sent == nil ? "receiver" : "sender"): \(finding.cause ?? "")")
    }
  }

  @Test(
    "Half of the evidence does not hide the cause, and sends to the other host", arguments: Row.hits
  )
  func halvesNameTheCause(_ row: Row) {
    for half in row.example.evidence.halves {
      let finding = diagnose(half)
      let named = [finding.cause].compactMap(\.self) + finding.alternatives.map(\.cause)
      #expect(named.contains(row.cause.id), "\(half.sent == nil ? "receiver" : "sender"): \(named)")
      if finding.confidence == .certain { continue }
      let service = finding.server.map { "--address \($0.address) --port \($0.port)" } ?? "--port"
      #expect(finding.next.contains { $0.command?.hasSuffix(service) == true && $0.place != .here })
    }
  }

  @Test("The receiver's half alone is never certain", arguments: Row.hits)
  func receiverAloneIsNotCertain(_ row: Row) {
    guard row.example.evidence.received != nil else { return }
    var half = row.example.evidence
    half.sent = nil
    half.firewall = nil
    half.livingSender = nil
    #expect(diagnose(half).confidence != .certain)
  }

  @Test("What is not certain names what is left to look at", arguments: Row.all)
  func doubtComesWithNextSteps(_ row: Row) {
    let finding = diagnose(row.example.evidence)
    if finding.confidence == .certain {
      #expect(finding.alternatives.isEmpty)
    } else if row.example.evidence.halves.count == 1 {
      #expect(finding.next.contains { $0.command?.contains("whyreset watch") == true })
    }
  }

  @Test("Alternatives are other causes of the catalogue, each named once", arguments: Row.all)
  func alternativesAreKnown(_ row: Row) {
    let finding = diagnose(row.example.evidence)
    let named = finding.alternatives.map(\.cause)
    #expect(Set(named).isSubset(of: Set(catalog.map { $0.id })))
    #expect(Set(named).count == named.count)
    #expect(!named.contains { $0 == finding.cause })
    #expect(finding.alternatives.allSatisfy { $0.confidence < .certain })
  }
}

extension Evidence {
  /// What one host alone would know.
  var halves: [Evidence] {
    var halves: [Evidence] = []
    if sent != nil {
      var half = self
      half.received = nil
      halves.append(half)
    }
    if received != nil {
      var half = self
      half.sent = nil
      half.senderError = nil
      half.firewall = nil
      half.livingSender = nil
      halves.append(half)
    }
    if failure != nil {
      var half = self
      half.drops = nil
      halves.append(half)
    }
    if drops != nil {
      var half = self
      half.failure = nil
      halves.append(half)
    }
    return halves
  }
}

extension String {
  var isKebabCase: Bool {
    !isEmpty
      && split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
        !word.isEmpty && word.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
      }
  }
}
