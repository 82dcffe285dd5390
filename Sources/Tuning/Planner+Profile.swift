import Diagnosis
import Facts
import Knowledge

extension Planner {
  /// What a host of this use should have, worked out from its memory, processors, listeners and ports.
  public func plan(for profile: Profile) -> Plan {
    var wishes: [Wish] = []
    var outside: [OutsideChange] = []
    if profile == .manyClientsServer || profile == .proxy {
      wishes += serverWishes
      outside += serverChanges
    }
    if profile == .manyOutgoingClient || profile == .proxy {
      wishes += clientWishes
      outside += clientChanges
    }
    if profile == .smallMemory { wishes += smallMemoryWishes }
    return completed(merged(wishes), outside: outside)
  }

  /// The plan, with what stays, what is to be done elsewhere, and who else sets parameters.
  func completed(_ wishes: [Wish], outside: [OutsideChange]) -> Plan {
    var plan = plan(wishes.filter { place.values[$0.assignment.key] != $0.assignment.value })
    let changed = Set(plan.proposals.map(\.key))
    plan.leftAlone = LeftAlone.all(in: place).filter { !changed.contains($0.key) }
    plan.outside = outside
    return plan
  }

  /// Of one parameter the first wish counts, or a later one with a larger number.
  func merged(_ wishes: [Wish]) -> [Wish] {
    var result: [Wish] = []
    for wish in wishes {
      guard let index = result.firstIndex(where: { $0.assignment.key == wish.assignment.key })
      else {
        result.append(wish)
        continue
      }
      if let old = Int(result[index].assignment.value), let new = Int(wish.assignment.value),
        new > old
      {
        result[index].assignment = wish.assignment
      }
      for why in wish.why where !result[index].why.contains(why) { result[index].why.append(why) }
    }
    return result
  }

  func wish(_ key: Sysctl, _ value: String, _ why: Text) -> [Wish] {
    // Only what this host has: another scope's parameter is none of the plan's business.
    guard place.values[key] != nil,
      let assignment = try? Assignment(name: key.rawValue, value: value)
    else { return [] }
    if assignment.parameter.scope == .host, !place.isOfHost { return [] }
    return [Wish(assignment: assignment, why: [why])]
  }

  /// The queue that each processor can be expected to work off, within a hundredth of the memory.
  var queueTarget: Int {
    let fitting = place.capacity.memory / 100 / place.capacity.size(of: .connection).bytes
    return max(4096, min(fitting, place.capacity.cores * 4096, 65_535).powerOfTwo)
  }

  private var serverWishes: [Wish] {
    var wishes: [Wish] = []
    if (place.number(.abortOnOverflow) ?? 0) != 0 {
      wishes += wish(
        .abortOnOverflow, "0",
        Text(en: "a burst becomes an error for each client", zh: "突发会变成每个客户端的一次报错"))
    }
    if place.number(.synCookies) == 0 {
      wishes += wish(
        .synCookies, "1", Text(en: "a full SYN queue keeps everybody out", zh: "半连接队列一满谁都连不上"))
    }
    if let now = place.number(.somaxconn), now < queueTarget {
      let (cores, count) = (place.capacity.cores, place.host.listeners.count)
      wishes += wish(
        .somaxconn, "\(queueTarget)",
        Text(
          en:
            "\(count) listeners, \(cores) processors: 4096 waiting connections for each processor, within 1 % of the memory",
          zh: "\(count) 个监听套接字、\(cores) 个处理器：每个处理器 4096 个排队连接，且不超过内存的 1%"))
    }
    return wishes + conntrackWishes + orphanWishes + deviceWishes
  }

  private var clientWishes: [Wish] {
    var wishes = portWishes
    if place.number(.timestamps) != 0, let now = place.number(.timeWaitReuse), now != 1 {
      wishes += wish(
        .timeWaitReuse, "1",
        Text(
          en:
            "outgoing connections may take a port that was in TIME_WAIT for a second; the other end must use timestamps too",
          zh: "主动连接可复用 TIME_WAIT 超过 1 秒的端口；对端也必须启用时间戳"))
    }
    return wishes + conntrackWishes
  }

  private var smallMemoryWishes: [Wish] {
    let most = max(262_144, (place.capacity.memory / 512).powerOfTwo)
    return [Sysctl.receiveBuffer, .sendBuffer].flatMap { key -> [Wish] in
      let now = place.numbers(key)
      guard now.count == 3, now[2] > most, now[1] <= most else { return [] }
      return wish(
        key, "\(now[0]) \(now[1]) \(most)",
        Text(
          en:
            "one full buffer of \(now[2].grouped) bytes is more than a 512th of this host's \(place.capacity.memory.grouped)",
          zh: "单个缓冲区上限 \(now[2].grouped) 字节超过本机内存（\(place.capacity.memory.grouped) 字节）的 1/512"))
    } + conntrackFit
  }

  /// The table, within a sixty-fourth of a small host's memory.
  private var conntrackFit: [Wish] {
    let fitting = (place.capacity.memory / 64 / place.capacity.size(of: .tracked).bytes).powerOfTwo
    guard let now = place.number(.conntrackMax), now > fitting,
      (place.host.conntrack?.entries ?? 0) * 2 < fitting
    else { return [] }
    return wish(
      .conntrackMax, "\(fitting)",
      Text(en: "a full table would take more than a 64th of the memory", zh: "表满时会超过内存的 1/64"))
  }
}

extension Int {
  /// The largest power of two that is not above it.
  var powerOfTwo: Int { self < 1 ? 1 : 1 << (Int.bitWidth - 1 - leadingZeroBitCount) }
}

extension Sysctl {
  static let receiveBuffer = Sysctl(rawValue: "net.ipv4.tcp_rmem")
  static let sendBuffer = Sysctl(rawValue: "net.ipv4.tcp_wmem")
  static let conntrackMax = Sysctl(rawValue: "net.netfilter.nf_conntrack_max")
}
