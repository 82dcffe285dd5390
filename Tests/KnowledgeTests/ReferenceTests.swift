import Diagnosis
import Testing

@testable import Knowledge

@Suite struct ReferenceTests {
  private let reference = Reference.standard

  @Test func everyTopicHasANameOfItsOwn() {
    let ids = reference.topics.map { "\($0.kind) \($0.id)" }
    #expect(Set(ids).count == ids.count)
  }

  @Test func everyCauseOfAnEntryIsKnown() {
    let causes =
      CounterEntry.all.flatMap(\.causes) + KernelReason.all.flatMap(\.causes)
      + (ShortPage.states + ShortPage.errors + ShortPage.concepts).flatMap(\.causes)
    #expect(Set(causes).filter { CauseNames.title($0) == nil } == [])
  }

  /// Both languages are complete, and Chinese is Chinese.
  @Test func everyTextIsInBothLanguages() {
    for text in texts where text.en != text.zh && text.zh.contains(where: \.isLetter) {
      #expect(!text.en.isEmpty && !text.zh.isEmpty)
      #expect(
        text.zh.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }, "\(text.zh)")
      #expect(
        !text.en.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }, "\(text.en)")
    }
  }

  /// A sentence that is the same in both languages was not translated.
  @Test func onlyNamesAreTheSameInBothLanguages() {
    for text in texts where text.en == text.zh {
      #expect(text.en.split(separator: " ").count <= 8, "\(text.en)")
    }
  }

  private var texts: [Text] {
    let pages =
      Parameter.all.map { Article($0) } + CounterEntry.all.map { Article($0) }
      + KernelReason.all.map { Article($0) }
      + (ShortPage.states + ShortPage.errors + ShortPage.concepts).map { Article($0) }
    let lines = LineSample.all.compactMap { LineReading($0.line) }
      .map { Article($0, LineVerdict($0)) }
    return (pages + lines).flatMap { page in
      [page.title]
        + page.sections.filter { $0.id != "references" && $0.id != "site" }
        .flatMap { [$0.heading].compactMap(\.self) + $0.blocks.map(\.text) }
    }
  }

  @Test(arguments: [
    ("somaxconn", "net.core.somaxconn"), ("somaxcon", "net.core.somaxconn"),
    ("SOMAXCONN", "net.core.somaxconn"), ("/proc/sys/net/core/somaxconn", "net.core.somaxconn"),
    ("net.ipv4.tcp_tw_reuse", "net.ipv4.tcp_tw_reuse"), ("tw_reuse", "net.ipv4.tcp_tw_reuse"),
    ("ListenOverflows", "ListenOverflows"), ("TcpExtListenOverflows", "ListenOverflows"),
    ("listendrops", "ListenDrops"), ("TCP_TIMEWAIT_SOCKET", "SK_RST_REASON_TCP_TIMEWAIT_SOCKET"),
    ("SK_RST_REASON_NO_SOCKET", "SK_RST_REASON_NO_SOCKET"),
    ("SKB_DROP_REASON_TCP_LISTEN_OVERFLOW", "SKB_DROP_REASON_TCP_LISTEN_OVERFLOW"),
    ("ECONNRESET", "ECONNRESET"), ("104", "ECONNRESET"), ("econnrefused", "ECONNREFUSED"),
    ("time_wait", "TIME_WAIT"), ("TIME-WAIT", "TIME_WAIT"), ("CLOSE_WAIT", "CLOSE_WAIT"),
    ("keepalive-race", "keepalive-race"), ("orphan-limit", "orphan-limit"),
    ("middlebox-idle-expiry", "middlebox-idle-expiry"), ("broken pipe", "EPIPE"),
    ("connection reset by peer", "ECONNRESET"), ("accept-queue", "accept-queue"),
  ])
  func findsOneThing(_ question: String, _ id: String) throws {
    guard case .one(let topic) = reference.find(question) else {
      Issue.record("\(question): \(reference.find(question))")
      return
    }
    #expect(topic.id == id)
  }

  @Test(arguments: [
    ("overflow", ["net.ipv4.tcp_abort_on_overflow", "accept-queue-overflow", "ListenOverflows"]),
    ("半连接队列", ["syn-queue", "syn-queue-overflow", "TCPReqQFullDrop"]),
    ("全连接队列", ["net.core.somaxconn", "accept-queue", "accept-queue-overflow"]),
    ("keepalive", ["net.ipv4.tcp_keepalive_time", "keepalive-race", "keep-alive"]),
    ("orphan", ["net.ipv4.tcp_max_orphans", "orphan-limit"]),
    ("NO_SOCKET", ["SK_RST_REASON_NO_SOCKET", "SKB_DROP_REASON_NO_SOCKET"]),
    ("保活", ["net.ipv4.tcp_keepalive_time"]), ("端口耗尽", ["net.ipv4.ip_local_port_range"]),
  ])
  func findsSeveralThings(_ question: String, _ ids: [String]) {
    let found: [String]
    switch reference.find(question) {
    case .several(let topics): found = topics.map(\.id)
    case .one(let topic): found = [topic.id]
    default: found = []
    }
    #expect(Set(ids).subtracting(found) == [])
  }

  @Test(arguments: [
    "read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer",
    "read: connection reset by peer", "Error: socket hang up",
    "TCP: too many orphaned sockets",
  ])
  func takesALineForALine(_ question: String) {
    guard case .line = reference.find(question) else {
      Issue.record("\(reference.find(question))")
      return
    }
  }

  @Test(arguments: [
    ("somaxxxconn", "net.core.somaxconn"), ("tcp_synccokies", "net.ipv4.tcp_syncookies"),
    ("ListenOverfows", "ListenOverflows"), ("ECONNREST", "ECONNRESET"),
  ])
  func offersTheNearest(_ question: String, _ id: String) {
    guard case .unknown(let nearest) = reference.find(question) else {
      Issue.record("\(question) was found")
      return
    }
    #expect(nearest.map(\.id).contains(id))
  }

  @Test(arguments: [
    "", " ", "qwertzuiop", "\u{0}", "\u{1b}[2J", String(repeating: "a", count: 100_000),
  ])
  func knowsNothingOfNonsense(_ question: String) {
    guard case .unknown = reference.find(question) else {
      Issue.record("found")
      return
    }
  }
}
