import Facts

/// Findings of one cause about different connections, told as one: what they do not share is left out.
struct Blend: Sendable {
  /// What all findings of a blend have in common.
  struct Key: Hashable {
    let kind: Finding.Kind
    let cause: String?
    let sender: Finding.Sender
    let seen: Finding.Seen
    let confidence: Confidence?
    let harmless: Bool?
    let error: ErrorNumber?

    init(_ finding: Finding) {
      kind = finding.kind
      cause = finding.cause
      sender = finding.sender
      seen = finding.seen
      confidence = finding.confidence
      harmless = finding.harmless
      error = finding.error
    }
  }

  private var common: Finding
  private var clients: AddressCount
  private var servers: AddressCount

  init(_ finding: Finding) {
    common = finding
    clients = AddressCount(finding.client?.address)
    servers = AddressCount(finding.server?.address)
  }

  mutating func add(_ finding: Finding) {
    let count = common.count + finding.count
    let first = [common.firstTime ?? common.time, finding.firstTime ?? finding.time].min()
    clients.add(finding.client?.address)
    servers.add(finding.server?.address)
    common = common.shared(with: finding)
    common.count = count
    common.firstTime = first
  }

  /// One finding for all of them.
  var finding: Finding {
    guard common.count > 1, clients.isMany || servers.isMany || common.client == nil else {
      return common
    }
    var finding = common
    finding.evidence.append(
      .folded(clients: clients.text, servers: common.server.map { Text("\($0)") } ?? servers.text))
    return finding
  }
}

/// How many different addresses there were, up to a limit.
private struct AddressCount: Sendable {
  private static let limit = 1000
  private var seen: Set<IPAddress> = []
  private var exceeds = false

  init(_ address: IPAddress?) { add(address) }

  mutating func add(_ address: IPAddress?) {
    guard let address, !exceeds else { return }
    seen.insert(address)
    guard seen.count > Self.limit else { return }
    exceeds = true
    seen = []
  }

  var isMany: Bool { exceeds || seen.count > 1 }

  var text: Text {
    if exceeds {
      return Text(en: "more than \(Self.limit) addresses", zh: "超过 \(Self.limit) 个地址")
    }
    switch seen.count {
    case 0: return Text(en: "unknown addresses", zh: "未知地址")
    case 1: return Text("\(seen.first!)")
    default: return Text(en: "\(seen.count) addresses", zh: "\(seen.count) 个地址")
    }
  }
}

extension Finding {
  /// What is true of both, at the time of the later one.
  fileprivate func shared(with other: Finding) -> Finding {
    var finding = time < other.time ? other : self
    // Figures of one connection are not those of another.
    finding.evidence = []
    finding.fixes = []
    finding.next = []
    finding.alternatives = alternatives == other.alternatives ? alternatives : []
    finding.kernel = kernel == other.kernel ? kernel : nil
    finding.client = client == other.client ? client : nil
    finding.server = server == other.server ? server : nil
    finding.roles = roles == other.roles ? roles : .unknown
    finding.frame = nil
    finding.file = file == other.file ? file : nil
    finding.netns = netns == other.netns ? netns : 0
    finding.clientProcess = clientProcess == other.clientProcess ? clientProcess : nil
    finding.serverProcess = serverProcess == other.serverProcess ? serverProcess : nil
    return finding
  }
}

extension Reason {
  fileprivate static func folded(clients: Text, servers: Text) -> Reason {
    Reason(
      foldedEnds, "\(clients.en), \(servers.en)",
      Text(
        en: "from \(clients.en) to \(servers.en)", zh: "从 \(clients.zh) 到 \(servers.zh)"),
      source: .history)
  }

  /// The id of the fact that tells between how many ends findings were that are told as one.
  public static let foldedEnds = "folded-ends"
}
