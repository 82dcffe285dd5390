import Foundation
import Testing

/// `whyreset read` on files as people have them: good, bad and cut off.
@Suite struct ReadTests {
  /// A capture of one refused connect, raw IP, microseconds.
  static let refused: Data = {
    func packet(_ bytes: [UInt8], at second: UInt8) -> [UInt8] {
      [0, 0, 0, second, 0, 0, 0, 0, 0, 0, 0, UInt8(bytes.count), 0, 0, 0, UInt8(bytes.count)]
        + bytes
    }
    func segment(_ client: Bool, _ flags: UInt8, _ acknowledgment: UInt8) -> [UInt8] {
      let hosts: [UInt8] = client ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1]
      let ports: [UInt8] = client ? [0xaa, 6, 0x1f, 0x90] : [0x1f, 0x90, 0xaa, 6]
      return [0x45, 0, 0, 40, 0, 1, 0x40, 0, 64, 6, 0, 0] + hosts + ports
        + [0, 0, 0, client ? 7 : 0, 0, 0, 0, acknowledgment, 0x50, flags, 1, 0xf5, 0, 0, 0, 0]
    }
    let head: [UInt8] =
      [0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 101]
    return Data(head + packet(segment(true, 2, 0), at: 1) + packet(segment(false, 0x14, 8), at: 2))
  }()

  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func file(_ data: Data, _ name: String = "a.pcap") throws -> String {
    try scratch.file(name, data)
  }

  @Test func printsOneObjectAFinding() throws {
    let path = try file(Self.refused)
    let result = try Program.run("read", path, "--json")
    #expect(result.status == 1)
    try #require(result.lines.count == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.lines[0].utf8)) as? [String: Any])
    #expect(object["cause"] as? String == "port-closed")
    #expect(object["frame"] as? Int == 2)
    #expect(object["file"] as? String == path)
    #expect(object["seen"] as? String == "wire")
    #expect(object["client"] as? String == "10.0.0.1:43526")
    #expect(object["error"] as? String == "ECONNREFUSED")
  }

  @Test func summarizesInBothLanguages() throws {
    let path = try file(Self.refused)
    let english = try Program.run("read", path)
    #expect(english.output.hasPrefix("2 packets, 2 of TCP; 1 connections; 1 RSTs; 1 findings"))
    let chinese = try Program.run("read", path, "--lang", "zh")
    #expect(chinese.output.contains("共 2 个报文"))
  }

  @Test func filtersByPortCauseAndTime() throws {
    let path = try file(Self.refused)
    for filter in [
      ["--port", "81"], ["--address", "10.0.0.3"], ["--cause", "linger-zero"],
      ["--since", "2026-11-22T08:00:00Z"], ["--until", "1970-01-01T00:00:02Z"],
    ] {
      let result = try Program.run(["read", path, "--json"] + filter)
      #expect(result.output.isEmpty && result.status == 0, "\(filter)")
    }
    let result = try Program.run(
      "read", path, "--json", "--port", "8080", "--since", "1970-01-01T00:00:02Z")
    #expect(result.lines.count == 1)
  }

  @Test(arguments: [
    (Data(), "the file is empty"), (Data("#!/bin/sh\necho\n".utf8), "not a capture"),
    (refused.prefix(3), "not a capture"),
  ])
  func saysInOneLineWhatIsWrong(_ data: Data, _ words: String) throws {
    let result = try Program.run("read", try file(data))
    #expect(result.status == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(words))
    #expect(result.errors.split(separator: "\n").filter { $0.hasPrefix("whyreset: ") }.count == 1)
  }

  @Test func saysThatAFileIsMissing() throws {
    let result = try Program.run("read", "/nonexistent.pcap")
    #expect(result.status == 3)
    #expect(result.errors.contains("No such file"))
  }

  @Test func saysThatALinkTypeIsNotRead() throws {
    var data = Self.refused
    data[23] = 105
    let result = try Program.run("read", try file(data))
    #expect(result.status == 3)
    #expect(result.errors.contains("IEEE 802.11"))
  }

  @Test func readsUpToWhereAFileIsCutOff() throws {
    let whole = Self.refused
    let result = try Program.run("read", try file(whole + whole[24..<50]), "--json")
    #expect(result.lines.count == 1)
    #expect(result.errors.contains("cut off in the packet at byte \(whole.count)"))
  }

  @Test func writesAPageAndAnExtract() throws {
    let path = try file(Self.refused, "<b>&.pcap")
    let folder = URL(filePath: path).deletingLastPathComponent()
    let (page, extract) = (folder.appending(path: "a.html"), folder.appending(path: "b.pcapng"))
    let result = try Program.run("read", path, "--html", page.path, "--extract", extract.path)
    #expect(result.status == 1)
    let html = try String(contentsOf: page, encoding: .utf8)
    #expect(html.contains("default-src 'none'") && html.contains("class=\"fatal\""))
    #expect(!html.contains("<b>&.pcap") && html.contains("&lt;b&gt;&amp;.pcap"))
    let again = try Program.run("read", extract.path, "--json")
    #expect(again.lines.count == 1 && again.output.contains("port-closed"))
  }

  @Test(arguments: [
    ["read"], ["read", "a", "a"], ["read", "-", "--extract", "b"], ["read", "a", "--html", "a"],
    ["read", "a", "--since", "yesterday"],
  ])
  func wrongUsageIsStatusTwo(_ arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2 && result.output.isEmpty && !result.errors.isEmpty)
  }
}
