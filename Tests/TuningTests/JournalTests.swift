import Facts
import Linux
import Testing

@testable import Tuning

/// What is written down before a change.
@Suite struct JournalTests {
  static let whole = Journal(
    number: 7, state: .trial, time: Timestamp(nanoseconds: 5), boot: "b", netns: 9, cookie: 3,
    ofHost: true,
    changes: [
      .init(key: .somaxconn, old: "128", new: "4096", comment: ["one", "two"]),
      .init(key: .reservedPorts, old: "", new: "80", comment: []),
    ],
    file: .init(before: nil, after: .init(bytes: [0, 10, 255], mode: 0o644)),
    deadline: Timestamp(nanoseconds: 8), guardian: 77, isToBeKept: true,
    figures: [TrialFigure(counter: "ListenOverflows", before: 1, after: 2)],
    ending: .worse("ListenDrops"))

  @Test func comesBackAsItWas() {
    #expect(Journal(Self.whole.text) == Self.whole)
  }

  @Test func aTornOneIsNone() {
    let text = Self.whole.text
    for length in 0..<text.utf8.count {
      #expect(Journal(String(text.utf8.prefix(length)) ?? "") == nil)
    }
  }

  @Test func namesOnlyKnownParameters() {
    let text = Self.whole.text.replacing("net.core.somaxconn", with: "kernel.core_pattern")
    #expect(Journal(text) == nil)
  }

  @Test(arguments: [
    ("80", [80]), ("8080,9148-9150", [8080, 9148, 9149, 9150]), ("", []),
    ("2,1,3-4", [1, 2, 3, 4]),
  ])
  func readsPorts(_ text: String, _ ports: [Int]) {
    #expect(PortSet(text) == PortSet(ports))
  }

  @Test(arguments: ["x", "1-", "-1", "2-1", "70000", "1,,2", "1-2-3"])
  func refusesWhatAreNoPorts(_ text: String) { #expect(PortSet(text) == nil) }

  @Test func theFileKeepsWhatItDidNotSet() throws {
    let old = "# mine\nnet.ipv4.tcp_syncookies=1\n\n# the end"
    var file = ParameterFile(.init(bytes: Array(old.utf8), mode: 0o644))
    file.set(try Assignment("somaxconn=8192"), comment: ["why"])
    file.set(try Assignment("tcp_syncookies=2"), comment: ["why not"])
    let lines = String(decoding: file.contents.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.contains("# the end"))
    #expect(lines.contains("net.core.somaxconn = 8192"))
    #expect(
      lines.filter { $0.hasPrefix("net.ipv4.tcp_syncookies") } == ["net.ipv4.tcp_syncookies = 2"])
  }

  @Test(arguments: [
    (0, 20, false), (0, 21, true), (100, 220, false), (100, 221, true), (50, 0, false),
  ])
  func aFigureIsWorseBeyondChance(_ before: UInt64, _ after: UInt64, _ worse: Bool) {
    #expect(TrialFigure(counter: "OutRsts", before: before, after: after).isWorse == worse)
  }
}
