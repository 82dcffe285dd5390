import Diagnosis
import Facts
import Record

extension RecordedFinding {
  /// The finding that was recorded. Its texts are in the language that it was recorded in; what this version
  /// does not know is left out.
  var finding: Finding {
    var finding = Finding(
      time: time, client: client, server: server, roles: value("roles") ?? .unknown,
      netns: json["netns"]?.integer.flatMap { UInt64(exactly: $0) } ?? 0,
      seen: value("seen") ?? .state, sender: value("sender") ?? .unknown)
    finding.kind = value("kind") ?? .reset
    finding.firstTime = firstTime
    finding.count = count
    finding.frame = json["frame"]?.integer.flatMap { UInt64(exactly: $0) }
    finding.file = json["file"]?.string
    finding.cause = cause
    finding.confidence = value("confidence")
    finding.harmless = json["harmless"]?.bool
    finding.error = json["error"]?.string.flatMap { ErrorNumber(name: $0) }
    finding.alternatives = list("alternatives") { $0.alternative }
    finding.evidence = list("evidence") { $0.reason }
    finding.fixes = list("fixes") { $0.fix }
    finding.next = list("next") { $0.step }
    finding.kernel = json["kernel"]?.kernel
    finding.clientProcess = json["clientProcess"]?.process
    finding.serverProcess = json["serverProcess"]?.process
    return finding
  }

  private func value<Value: RawRepresentable<String>>(_ key: String) -> Value? {
    json[key]?.string.flatMap { Value(rawValue: $0) }
  }

  private func list<Element>(_ key: String, _ read: (JSON) -> Element?) -> [Element] {
    (json[key]?.array ?? []).compactMap(read)
  }
}

extension JSON {
  fileprivate var text: Text? { self["text"]?.string.map { Text($0) } }

  fileprivate var alternative: Finding.Alternative? {
    guard let cause = self["cause"]?.string,
      let confidence = self["confidence"]?.string.flatMap({ Confidence(rawValue: $0) })
    else { return nil }
    return Finding.Alternative(cause, confidence)
  }

  fileprivate var reason: Reason? {
    guard let fact = self["fact"]?.string, let value = self["value"]?.string, let text,
      let source = self["source"]?.string.flatMap({ Reason.Source(rawValue: $0) })
    else { return nil }
    return Reason(fact, value, text, source: source)
  }

  fileprivate var fix: Fix? {
    text.map { Fix($0, command: self["command"]?.string, undo: self["undo"]?.string) }
  }

  fileprivate var step: NextStep? {
    guard let text,
      let place = self["where"]?.string.flatMap({ NextStep.Place(rawValue: $0) })
    else { return nil }
    return NextStep(text, command: self["command"]?.string, on: place)
  }

  fileprivate var kernel: Finding.Kernel? {
    guard case .object = self else { return nil }
    return Finding.Kernel(
      reason: self["reason"]?.string, state: self["state"]?.string, site: self["site"]?.string)
  }

  fileprivate var process: Process? {
    guard let pid = self["pid"]?.integer.flatMap({ Int32(exactly: $0) }),
      let command = self["command"]?.string
    else { return nil }
    return Process(
      pid: pid, command: command, container: self["container"]?.string, pod: self["pod"]?.string)
  }
}
