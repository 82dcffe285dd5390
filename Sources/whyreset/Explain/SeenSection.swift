import Collectors
import Diagnosis
import Facts
import Knowledge
import Record
import Report

/// What is known of a line's very connection: in a history of findings, and on this host now.
struct SeenSection {
  private(set) var section: Article.Section?
  private(set) var details: [(key: String, value: JSONValue)] = []

  init(_ reading: LineReading, _ places: RecordPlaces) throws(Failure) {
    let ends = [reading.local, reading.remote].compactMap { $0?.endpoint }
    let findings = try places.findings(ends)
    let search = ConnectionSearch.look(for: ends, port: reading.servicePort)
    var texts = findings.map { Self.history($0, ends, places) } ?? []
    if let search, !ends.isEmpty || reading.pattern.writer == .kernel {
      texts += Self.host(search, ends, reading)
    }
    guard !texts.isEmpty else { return }
    section = Article.Section("seen", Headings.seen, texts.map { .item($0) })
    details = [("findings", .array((findings ?? []).map { .string(Self.summary($0)) }))]
  }

  private static func history(
    _ findings: [RecordedFinding], _ ends: [Endpoint], _ places: RecordPlaces
  ) -> [Text] {
    if findings.isEmpty {
      return [
        Text(
          en: "the history in \(places.path) has nothing of it",
          zh: "历史记录 \(places.path) 中没有它")
      ]
    }
    return findings.map { finding in
      let cause =
        finding.cause.map { CauseNames.title($0) ?? Text($0) }
        ?? Text(en: "cause unknown", zh: "原因未知")
      let sure = finding.json["confidence"]?.string ?? ""
      let times = finding.count > 1 ? " ×\(finding.count)" : ""
      return Text(
        en: "\(finding.time)\(times): \(cause.en) (\(finding.cause ?? "null"), \(sure))",
        zh: "\(finding.time)\(times)：\(cause.zh)（\(finding.cause ?? "null")，\(sure)）")
    }
  }

  private static func summary(_ finding: RecordedFinding) -> String {
    "\(finding.time) \(finding.cause ?? "null") ×\(finding.count)"
  }

  private static func host(
    _ search: ConnectionSearch, _ ends: [Endpoint], _ reading: LineReading
  ) -> [Text] {
    var texts = places(search, ends) + search.sockets.map(socket)
    if ends.count == 2, !search.ownEnds.isEmpty, search.sockets.isEmpty {
      texts.append(Text(en: "the connection is not open any more", zh: "这条连接已不存在"))
    }
    texts += search.listeners.map(listener)
    if let port = reading.servicePort, search.listeners.isEmpty,
      isServedHere(search, port, reading)
    {
      texts.append(Text(en: "nothing listens on port \(port) here now", zh: "本机现在没有程序监听端口 \(port)"))
    }
    if let peers = peers(search) { texts.append(peers) }
    return texts
  }

  /// Which of the addresses are this host's.
  private static func places(_ search: ConnectionSearch, _ ends: [Endpoint]) -> [Text] {
    if search.ownEnds.isEmpty, !ends.isEmpty {
      return [
        Text(
          en: """
            none of its addresses is one of this network namespace: run the commands below where \
            they belong
            """,
          zh: "其中的地址都不属于当前网络命名空间：请在相应的主机上运行下面的命令")
      ]
    }
    return Set(search.ownEnds.map(\.address.description)).sorted().map { address in
      Text(en: "\(address) is an address of this host", zh: "\(address) 是本机地址")
    }
  }

  private static func isServedHere(
    _ search: ConnectionSearch, _ port: UInt16, _ reading: LineReading
  ) -> Bool {
    reading.pattern.writer == .kernel || search.ownEnds.contains { $0.port == port }
  }

  private static func socket(_ found: ConnectionSearch.Found) -> Text {
    let pair = "\(found.local) → \(found.remote)"
    let queues = "Recv-Q \(found.unread), Send-Q \(found.unacknowledged)"
    let owner = found.owner.map(name)
    let en = owner.map { "of \($0)" } ?? "without a known owner"
    let zh = owner.map { Text(en: "", zh: "属于 \($0)").zh } ?? Text(en: "", zh: "未找到所属进程").zh
    return Text(
      en: "\(pair) is \(found.state.name), \(queues), \(en)",
      zh: "\(pair) 处于 \(found.state.name)，\(queues)，\(zh)")
  }

  private static func listener(_ found: ConnectionSearch.Listening) -> Text {
    let queue = "\(found.queue.queueLength)/\(found.queue.queueLimit)"
    let owner = found.queue.owner.map { Text(name($0)) } ?? Text(en: "a program", zh: "某个程序")
    let full = found.queue.isFull ? Text(en: ": it is full", zh: "：已满") : Text("")
    return Text(
      en: "\(owner.en) listens on \(found.address); its accept queue holds \(queue)\(full.en)",
      zh: "\(owner.zh) 监听 \(found.address)，全连接队列 \(queue)\(full.zh)")
  }

  /// How many sockets of this host have the same peer.
  private static func peers(_ search: ConnectionSearch) -> Text? {
    let counts = search.peerStates.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key.name) \($0.value)" }
    return counts.isEmpty
      ? nil
      : Text(
        en: "sockets of this host with that peer: \(counts.joined(separator: ", "))",
        zh: "本机与该对端的套接字：\(counts.joined(separator: "，"))")
  }

  private static func name(_ process: Process) -> String {
    "\(process.command.sanitized) (pid \(process.pid))"
  }
}
