import Foundation
import Testing

/// What a real load comes to with other values, in namespaces that the program makes.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct TuneProofTests {
  private func figures(_ arguments: [String], values: [String: String] = [:]) throws -> [String: (
    before: Int, after: Int
  )] {
    let namespace = try PrivateNamespace()
    for (key, value) in values {
      let path = "/proc/sys/" + key.replacingOccurrences(of: ".", with: "/")
      try namespace.python("open('\(path)', 'w').write('\(value)')")
    }
    let result = try Program.run(
      ["tune", "prove", "--json", "--netns", namespace.name] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    var figures: [String: (before: Int, after: Int)] = [:]
    for line in result.lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      for figure in object?["figures"] as? [[String: Any]] ?? [] {
        guard let id = figure["id"] as? String, let before = figure["before"] as? Int,
          let after = figure["after"] as? Int
        else { continue }
        figures[id] = (before, after)
      }
    }
    return figures
  }

  @Test func aLongerQueueEndsTheOverflow() throws {
    let seen = try figures(
      ["--set", "somaxconn=1024"], values: ["net.core.somaxconn": "128"])
    let overflows = try #require(seen["overflows"])
    #expect(overflows.before > 300 && overflows.after == 0)
    #expect(seen["late"]?.after == 0 && seen["refused"]?.after == 0)
  }

  @Test(arguments: ["many-clients-server", "proxy"])
  func theProfileOfAServerEndsTheOverflow(_ profile: String) throws {
    let seen = try figures(
      ["--for", profile, "--load", "accept-burst"], values: ["net.core.somaxconn": "128"])
    let overflows = try #require(seen["overflows"])
    #expect(overflows.before > 300 && overflows.after == 0)
  }

  @Test(arguments: [
    "tcp_max_syn_backlog=65536", "tcp_fin_timeout=5", "tcp_synack_retries=2",
    "tcp_abort_on_overflow=0",
  ])
  func whatDoesNotMatterDoesNot(_ setting: String) throws {
    let seen = try figures(
      ["--set", setting, "--load", "accept-burst"], values: ["net.core.somaxconn": "128"])
    let overflows = try #require(seen["overflows"])
    #expect(overflows.before > 300 && overflows.after > 300)
  }

  @Test func moreLocalPortsEndTheExhaustion() throws {
    let values = ["net.ipv4.ip_local_port_range": "40000 40999"]
    let wider = try figures(["--for", "many-outgoing-client"], values: values)
    let failures = try #require(wider["no-port"])
    #expect(failures.before > 200 && failures.after == 0)
    for setting in ["tcp_fin_timeout=5", "tcp_keepalive_time=60"] {
      let same = try figures(["--set", setting, "--load", "local-ports"], values: values)
      let failures = try #require(same["no-port"])
      #expect(failures.before > 200 && failures.after > 200, "\(setting)")
    }
  }
}
