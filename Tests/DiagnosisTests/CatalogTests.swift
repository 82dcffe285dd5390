import Foundation
import Testing

@testable import Diagnosis

@Suite struct CatalogTests {
  /// Every id that the project has given to a cause, in the catalogue or to come.
  static let knownIDs: Set<String> = [
    "keepalive-race", "request-limit-close", "middlebox-idle-expiry", "ipvs-idle-expiry",
    "session-idle-timeout", "unread-data-at-close", "early-response-close", "write-after-close",
    "linger-zero", "linger2-negative", "disconnect-call", "process-died", "graceless-restart",
    "listener-closed", "socket-destroyed", "accept-queue-overflow", "syn-queue-overflow",
    "syn-cookie-rejected", "file-descriptor-exhaustion", "admission-limit", "request-too-large",
    "slow-reader-limit", "application-timeout", "port-closed", "protocol-mismatch",
    "proxy-backend-absent", "firewall-reject", "http2-ping-limit", "shared-socket",
    "no-kernel-socket", "mptcp-reset", "injected-reset", "conntrack-invalid",
    "conntrack-table-full", "asymmetric-path", "backend-moved", "port-reuse-collision",
    "sequence-mismatch", "tw-recycle-paws", "port-exhaustion", "orphan-limit", "tcp-memory-limit",
    "time-wait-overflow", "stale-connection", "keepalive-probe-timeout", "retransmission-timeout",
    "duplicate-address", "path-mtu", "connection-leak", "expected-close", "port-scan",
    "connect-cancelled",
  ]

  @Test func idsAreUniqueKnownAndInKebabCase() {
    let ids = catalog.map { $0.id }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.isKebabCase })
    #expect(Set(ids).isSubset(of: Self.knownIDs))
  }

  @Test func everyFileUnderCausesIsListed() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Diagnosis/Causes")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .map { $0.prefix { $0 != "+" && $0 != "." } }
    #expect(Set(files.map(String.init)) == Set(catalog.map { "\($0)" }))
    for cause in catalog {
      #expect("\(cause)".kebabCase == cause.id)
    }
  }

  @Test func everyCauseHasAHitAndTwoLookAlikes() {
    for cause in catalog {
      #expect(cause.examples.contains { $0.expected != nil }, "\(cause.id) has no hit")
      #expect(
        cause.examples.filter { $0.expected == nil }.count >= 2, "\(cause.id) has few look-alikes")
      #expect(Set(cause.examples.map(\.name)).count == cause.examples.count, "\(cause.id)")
    }
  }

  @Test func everyCauseIsExplainedInBothLanguages() {
    for cause in catalog {
      for text in cause.texts {
        #expect(!text.en.isEmpty && !text.zh.isEmpty, "\(cause.id): \(text.en)")
        #expect(text.en != text.zh, "\(cause.id): \(text.en)")
        #expect(
          text.zh.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" }, "\(cause.id): \(text.zh)")
        #expect(
          !text.en.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" }, "\(cause.id): \(text.en)")
        #expect(!(text.en + text.zh).contains("\n"), "\(cause.id): \(text.en)")
      }
      #expect(!cause.needs.isEmpty && !cause.fixes.isEmpty && cause.wrongFixes.count >= 2)
      #expect(cause.lookAlikes.count >= 2 && cause.references.count >= 2, "\(cause.id)")
    }
  }

  @Test func everyIDThatACauseNamesIsKnown() {
    for cause in catalog {
      let matches = Row.hits.compactMap { cause.match($0.example.evidence) }
      let named = cause.lookAlikes.map(\.cause) + cause.refines + matches.flatMap(\.alternatives)
      #expect(Set(named).isSubset(of: Self.knownIDs), "\(cause.id)")
      #expect(!named.contains(cause.id), "\(cause.id) names itself")
    }
  }

  @Test func everyCommandThatSetsAParameterCanBeTakenBack() {
    for fix in catalog.flatMap({ $0.fixes }) where fix.command?.contains("sysctl -w") == true {
      #expect(fix.undo?.hasPrefix("sysctl -w") == true, "\(fix.command ?? "")")
    }
  }

  @Test func everyScenarioBelongsToItsCause() throws {
    var ids: Set<String> = []
    for cause in catalog {
      guard case .scenarios(let scenarios) = cause.lab else { continue }
      #expect(!scenarios.isEmpty, "\(cause.id)")
      for scenario in scenarios {
        let parts = scenario.id.split(separator: "/").map(String.init)
        #expect(parts.first == cause.id && parts.count <= 2 && parts.allSatisfy { $0.isKebabCase })
        #expect(ids.insert(scenario.id).inserted, "\(scenario.id) is there twice")
        #expect(!scenario.steps.isEmpty && scenario.title.en != scenario.title.zh)
      }
    }
  }
}

extension Cause {
  fileprivate static var texts: [Text] {
    [title, explanation, mechanism] + fixes.map(\.text) + wrongFixes.flatMap { [$0.text, $0.why] }
      + lookAlikes.map(\.difference)
  }
}

extension String {
  /// `Linger2Negative` is `linger2-negative`, `TCPMemoryLimit` is `tcp-memory-limit`.
  fileprivate var kebabCase: String {
    let letters = Array(self)
    return letters.indices.map { index in
      let letter = letters[index]
      guard letter.isUppercase, index > 0 else { return letter.lowercased() }
      let isNext = index + 1 < letters.count && letters[index + 1].isLowercase
      return (letters[index - 1].isUppercase && !isNext ? "" : "-") + letter.lowercased()
    }.joined()
  }
}
