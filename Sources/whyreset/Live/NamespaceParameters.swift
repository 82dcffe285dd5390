import Diagnosis
import Facts
import Linux

/// The kernel parameters of the namespaces that resets were sent in, or connections failed in, looked up once and kept for a while.
struct NamespaceParameters {
  private static let wanted: [Sysctl] = [
    .abortOnOverflow, .somaxconn, .synACKRetries, .keepaliveTime, .keepaliveInterval,
    .keepaliveProbes, .migrateRequests, .finTimeout, .synCookies, .maxSynBacklog, .synRetries,
    .retries2, .localPortRange, .maxTimeWait, .conntrackCount, .conntrackMax, .ipvsExpireNodest,
    .twRecycle,
    .mtuProbing,
  ]
  private static let lifetime = Duration.seconds(10)

  private var known: [UInt64: (values: [Sysctl: Int], time: ContinuousClock.Instant)] = [:]

  /// Empty where no process is left through which the namespace can be entered.
  mutating func values(for evidence: Evidence) -> [Sysctl: Int] {
    guard evidence.sent != nil || evidence.isFailure else { return [:] }
    let netns = evidence.drops?.change.netns ?? evidence.netns
    let now = ContinuousClock.now
    if let entry = known[netns], now - entry.time < Self.lifetime { return entry.values }
    let values = Self.read(netns, evidence)
    if known.count > 256 { known.removeAll() }
    known[netns] = (values, now)
    return values
  }

  private static func read(_ netns: UInt64, _ evidence: Evidence) -> [Sysctl: Int] {
    for process in processes(evidence) {
      guard let namespace = try? NetworkNamespace(ofProcess: process), namespace.inode == netns
      else { continue }
      return (try? namespace.run { () throws(LinuxError) in readHere() }) ?? [:]
    }
    return [:]
  }

  /// Processes that may be in the namespace, and this one for what no other stands for.
  private static func processes(_ evidence: Evidence) -> [Int32] {
    let sent = evidence.sent
    let known = [
      sent?.socket?.owner, sent?.listener?.owner, sent?.closure?.by, sent?.actor,
      evidence.drops?.listener?.owner, evidence.failure?.socket.owner, evidence.failure?.actor,
    ]
    return known.compactMap(\.self).map(\.pid) + [ThisProcess.pid]
  }

  private static func readHere() -> [Sysctl: Int] {
    var values: [Sysctl: Int] = [:]
    for sysctl in wanted {
      values[sysctl] = (try? SysctlFS.read(sysctl.rawValue)).flatMap(number)
    }
    return values
  }

  /// One number, or two of 16 bits each.
  private static func number(_ text: String) -> Int? {
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) }
    switch numbers.count {
    case 1: return Int(numbers[0])
    case 2: return numbers.allSatisfy { $0 <= 0xffff } ? Int(numbers[0] << 16 | numbers[1]) : nil
    default: return nil
    }
  }
}
