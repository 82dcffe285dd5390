internal import Diagnosis
internal import Facts

/// What happened, in sentences: who reset which connection, and what the other end got.
struct Narrative {
  let finding: Finding
  let style: Style

  /// The sentences, each one entry.
  var sentences: [String] { [deed, outcome, repeats].compactMap(\.self) }

  /// Who did it, to which connection.
  private var deed: String? {
    switch (finding.kind, finding.sender) {
    case (.failure, _): failure
    case (.advice, _): concern
    case (.reset, .unknown):
      say(en: "it is not known who reset \(object)", zh: "无法判断是谁重置了\(object)")
    case (.reset, _):
      say(en: "\(sender) reset \(object)", zh: "\(sender)重置了\(object)")
    }
  }

  /// What an advice is about; nil where that is the host itself.
  private var concern: String? {
    guard finding.server != nil else {
      return finding.serverProcess.map { say(en: "concerns ", zh: "涉及 ") + name($0) }
    }
    return say(en: "concerns \(object)\(servedBy)", zh: "涉及\(object)\(servedBy)")
  }

  /// What failed: one connection, or whatever a listener turned away.
  private var failure: String {
    if finding.client == nil, finding.harmless == true {
      return say(en: "concerns \(object)\(servedBy)", zh: "涉及\(object)\(servedBy)")
    }
    if finding.client == nil, let server = finding.server {
      let owner = finding.serverProcess.map(name)
      return say(
        en:
          "connections to \(server)\(owner.map { " of \($0)" } ?? "") failed or were late; no reset was seen",
        zh: "到 \(owner.map { "\($0)的 " } ?? "")\(server) 的连接失败或变慢，未观测到 RST")
    }
    let gap = connection == nil ? "" : " "
    return say(en: "\(object) failed; no reset was seen", zh: "\(object)\(gap)失败，未观测到 RST")
  }

  /// What the RST's receiver gets, or at least who that is.
  private var outcome: String? {
    if finding.harmless == true { return Words.noCallFails(style.language) }
    if let error = finding.error?.nameAndMessage {
      return say(en: "\(receiver) gets \(error)", zh: "\(receiver)收到错误 \(error)")
    }
    guard receiverProcess != nil, finding.client != nil else { return nil }
    return finding.kind == .failure
      ? say(en: "it was a connection of \(receiver)", zh: "该连接属于\(receiver)")
      : say(en: "the other end is \(receiver)", zh: "对端是\(receiver)")
  }

  private var repeats: String? {
    guard finding.count > 1 else { return nil }
    let more = finding.count - 1
    guard let since = finding.firstTime.map(style.clock) else {
      return say(en: "… and \(more) more like it", zh: "……另有 \(more) 次相同情况")
    }
    return say(
      en: "… and \(more) more like it since \(since)", zh: "……自 \(since) 起另有 \(more) 次相同情况")
  }

  /// `10.0.0.1:43526 → 10.0.0.2:80`, the client first; nil where an end is not known.
  var connection: String? {
    guard let client = finding.client, let server = finding.server else { return nil }
    // A connect that got no local port has only an address.
    let from = client.port == 0 ? "\(client.address)" : "\(client)"
    return "\(from) \(finding.roles == .unknown ? "↔" : "→")\u{a0}\(server)"
  }

  /// The connection as the object of a sentence.
  private var object: String {
    if let connection { return say(en: connection, zh: "连接 \(connection)") }
    if let client = finding.client {
      return say(en: "a connection from \(client)", zh: "来自 \(client) 的连接")
    }
    guard let server = finding.server else { return say(en: "a connection", zh: "某个连接") }
    return finding.kind == .advice
      ? say(en: "\(server)", zh: " \(server)")
      : say(en: "a connection to \(server)", zh: "到 \(server) 的连接")
  }

  private var servedBy: String {
    finding.serverProcess.map { say(en: ", ", zh: "，") + name($0) } ?? ""
  }

  private var sender: String {
    switch finding.sender {
    case .client: end(say(en: "the client", zh: "客户端"), finding.clientProcess)
    case .server: end(say(en: "the server", zh: "服务端"), finding.serverProcess)
    case .firewall: say(en: "a firewall", zh: "防火墙")
    case .middlebox: say(en: "a device between client and server", zh: "客户端与服务端之间的设备")
    case .unknown: Words.unknown(style.language)
    }
  }

  private var receiver: String {
    switch victim {
    case .server: end(say(en: "the server", zh: "服务端"), finding.serverProcess)
    case .client: end(say(en: "the client", zh: "客户端"), finding.clientProcess)
    default: say(en: "the application", zh: "应用")
    }
  }

  /// The end that gets the error: the one that did not send the RST; where neither did, the one whose program is
  /// known.
  private var victim: Finding.Sender {
    switch finding.sender {
    case .client: return .server
    case .server: return .client
    default: break
    }
    if finding.kernel?.state == "SYN_SENT" { return .client }
    switch (finding.clientProcess, finding.serverProcess) {
    case (.some, nil): return .client
    case (nil, .some): return .server
    default: return .unknown
    }
  }

  private var receiverProcess: Process? {
    switch victim {
    case .server: finding.serverProcess
    case .client: finding.clientProcess
    default: nil
    }
  }

  private func end(_ side: String, _ process: Process?) -> String {
    process.map { "\(side) \(name($0))" } ?? side
  }

  private func name(_ process: Process) -> String {
    let pid = "pid\u{a0}\(process.pid)"
    let place = place(of: process)
    return process.quotedCommand
      + say(en: "\u{a0}(\(pid)\(place))", zh: "（\(pid)\(place)）")
  }

  /// The container by the twelve digits that its tools print, else the pod.
  private func place(of process: Process) -> String {
    if let container = process.container {
      let id = String(container.prefix(12)).sanitized
      return say(en: ", container\u{a0}\(id)", zh: "，容器\u{a0}\(id)")
    }
    guard let pod = process.pod?.sanitized else { return "" }
    return say(en: ", pod\u{a0}\(pod)", zh: "，Pod\u{a0}\(pod)")
  }

  private func say(en: String, zh: String) -> String { Text(en: en, zh: zh)(style.language) }
}

extension Process {
  /// The command name; in quotes where it could be taken for words of the sentence around it.
  fileprivate var quotedCommand: String {
    let name = command.sanitized
    let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || "-_.:/@+~#".contains($0) }
    if isPlain { return name }
    return "\"" + name.replacing("\"", with: "\\\"").replacing(" ", with: "\u{a0}") + "\""
  }
}
