import Foundation
import Testing

/// `whyreset selftest` on this host.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct SelftestTests {
  private func abilities(_ result: Program.Result) throws -> [String: Bool] {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["schema"] as? String == "whyreset.selftest/1")
    let entries = try #require(object["abilities"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: entries.compactMap {
        guard let id = $0["id"] as? String, let works = $0["works"] as? Bool else { return nil }
        return (id, works)
      })
  }

  @Test func rootSeesAResetThroughEachSourceThatTheHostHas() throws {
    let result = try Program.run("selftest", "--json")
    let abilities = try abilities(result)
    for id in ["bpf", "packets", "counters", "process-tree", "firewall-rules", "namespaces"] {
      #expect(abilities[id] == true, "\(id): \(result.output)")
    }
    #expect(result.status == (abilities.values.allSatisfy { $0 } ? 0 : 1))
  }

  @Test func theCostIsMeasured() throws {
    let result = try Program.run("selftest", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let overhead = try #require(object?["overhead"] as? [String: Int])
    let probe = try #require(overhead["probeNanoseconds"])
    let whole = try #require(overhead["connectionNanoseconds"])
    #expect(probe > 0 && whole > probe)
  }

  @Test func withoutRightsItSaysWhatEachNeeds() throws {
    let none = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    let result = try Program.run("selftest", as: ["/usr/bin/env"] + none)
    #expect(result.status == 1)
    #expect(result.output.contains("no capabilities"))
    for right in ["CAP_BPF", "CAP_NET_RAW", "CAP_NET_ADMIN", "CAP_SYS_ADMIN"] {
      #expect(result.output.contains("It needs \(right)"), "\(result.output)")
    }
    #expect(result.lines.allSatisfy { $0.count <= 80 })
  }
}
