import Foundation
import Testing

/// `watch --source`: each source forced, with the rights it needs and without.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct SourceTests {
  /// Nobody, without any capability.
  static let nobody = [
    "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
    "--bounding-set=-all", "--inh-caps=-all",
  ]

  @Test(arguments: ["auto", "bpf", "tracepoints", "packets"])
  func withoutRightsAForcedSourceSaysSoInOneLine(_ source: String) throws {
    let result = try Program.run("watch", "--duration", "2", "--source", source, as: Self.nobody)
    #expect(result.status == 3)
    #expect(result.output.isEmpty)
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("whyreset: cannot watch"))
    #expect(lines.last?.contains("root") == true)
  }

  @Test func countersNeedNoRights() throws {
    let result = try Program.run(
      "watch", "--source", "counters", "--duration", "1", as: Self.nobody)
    #expect(result.status != 3 && result.errors.contains("using the kernel's counters"))
  }

  @Test func withTheRightForPacketsAutoTakesThemAndSaysWhy() throws {
    let netRaw = [
      "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
      "--inh-caps=-all,+net_raw", "--ambient-caps=-all,+net_raw",
    ]
    let result = try Program.run(
      "watch", "--duration", "1", "--address", "192.0.2.77", as: netRaw)
    #expect(result.status == 0)
    for text in ["eBPF cannot", "tracepoints cannot", "using a packet socket"] {
      #expect(result.errors.contains(text))
    }
  }

  @Test func autoTakesEBPFWithoutAWord() throws {
    let result = try Program.run("watch", "--duration", "1", "--address", "192.0.2.77")
    #expect(result.errors == "whyreset: watching; Ctrl-C ends it\n")
  }

  /// A refused connection in a namespace of its own, with a watch beside it.
  private func refusals(_ source: String) throws -> [JSONFinding] {
    let script = """
      ip link set lo up
      "$0" "$@" & watch=$!
      sleep 1
      (echo >/dev/tcp/127.0.0.1/9) 2>/dev/null
      wait $watch
      """
    let result = try Program.run(
      ["watch", "--source", source, "--json", "--duration", "3"],
      as: ["/usr/bin/unshare", "--net", "/bin/bash", "-c", script])
    return try result.lines.map(JSONFinding.init)
  }

  @Test func aPacketSocketShowsTheRefusal() throws {
    let findings = try refusals("packets")
    #expect(findings.count == 1)
    #expect(findings.first?["cause"] == "port-closed" && findings.first?["seen"] == "wire")
    #expect(findings.first?["server"] == "127.0.0.1:9")
  }

  @Test func countersShowThatSomethingWasRefused() throws {
    let findings = try refusals("counters")
    #expect(Set(findings.map { $0["seen"] }) == ["state"])
    #expect(findings.contains { $0["kind"] == "reset" && $0["cause"] == nil })
    #expect(findings.contains { $0["kind"] == "failure" && $0["cause"] == "port-closed" })
  }

  struct Scenario: CustomTestStringConvertible {
    let id: String
    let cause: String
    var testDescription: String { id }
  }

  /// What a call site alone tells, on a kernel with reasons and on one without.
  @Test(
    arguments: [
      Scenario(id: "unread-data-at-close", cause: "unread-data-at-close"),
      Scenario(id: "linger-zero", cause: "linger-zero"),
      Scenario(id: "listener-closed", cause: "listener-closed"),
      Scenario(id: "socket-destroyed", cause: "socket-destroyed"),
      Scenario(id: "disconnect-call", cause: "disconnect-call"),
      Scenario(id: "port-closed", cause: "port-closed"),
    ], [[], ["--as-kernel", "6.8"]])
  func tracepointsShowTheMechanism(_ scenario: Scenario, _ switches: [String]) throws {
    let watch = try Running(["watch", "--json", "--source", "tracepoints"] + switches)
    #expect(watch.waitForError("watching"))
    let lab = try Program.run("lab", "run", scenario.id, "--json")
    usleep(400_000)
    watch.interrupt()
    let findings = try watch.wait().lines.map(JSONFinding.init)
    for line in lab.lines {
      let run = try JSONFinding(line)
      // Behind NAT the hosts have other addresses, which this source does not tell.
      if run["scenario"]?.hasSuffix("/nat") == true { continue }
      let ends: Set<String> = [try #require(run["client"]), try #require(run["server"])]
      let own = findings.filter { $0.addresses == ends && $0["time"]! < run["finished"]! }
      #expect(own.map { $0["cause"] } == [scenario.cause])
      #expect(own.allSatisfy { $0["confidence"] == "likely" })
    }
  }

  /// No source, and no older kernel, is certain of what it cannot see: every scenario, judged through each.
  @Test(arguments: [
    ["--source", "tracepoints"], ["--source", "packets"], ["--source", "counters"],
    ["--as-kernel", "5.15"], ["--as-kernel", "6.10"], ["--as-kernel", "6.14"],
    ["--source", "tracepoints", "--as-kernel", "6.8"],
  ])
  func saysNothingWrongOfAnyScenario(_ switches: [String]) throws {
    let lab = try Program.run(
      ["lab", "run", "--all", "--family", "ipv4", "--json"] + switches)
    #expect(lab.status == 0, "\(lab.errors)")
    #expect(lab.lines.count > 50)
    var named = 0
    for line in lab.lines {
      let run = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let scenario = "\(run?["scenario"] ?? "")"
      #expect((run?["complaints"] as? [String]) == [], "\(scenario)")
      let findings = run?["findings"] as? [[String: Any]] ?? []
      if findings.contains(where: { $0["cause"] as? String == run?["cause"] as? String }) {
        named += 1
      }
    }
    #expect(named > 0, "a source that names no cause at all is no source")
  }

  @Test func aKilledWatchLeavesNoTracingInstanceForTheNext() throws {
    let first = try Running(["watch", "--source", "tracepoints"])
    #expect(first.waitForError("watching"))
    first.kill()
    _ = first.wait()
    let second = try Running(["watch", "--source", "tracepoints"])
    #expect(second.waitForError("watching"))
    let names = try instances()
    second.interrupt()
    _ = second.wait()
    #expect(names.contains("whyreset-\(second.pid)") && !names.contains("whyreset-\(first.pid)"))
    #expect(try !instances().contains("whyreset-\(second.pid)"))
  }

  /// The tracing instances of this kernel, seen through a mount that ends with the command.
  private func instances() throws -> String {
    let command = "mount -t tracefs none /mnt && ls /mnt/instances"
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = ["--mount", "/bin/sh", "-c", command]
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func tracepointsRefuseToWatchOneNamespace() throws {
    let result = try Program.run("watch", "--source", "tracepoints", "--netns", "\(getpid())")
    #expect(result.status == 3 && result.errors.contains("network namespaces"))
  }
}
