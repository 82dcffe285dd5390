import Diagnosis
import Facts

extension Planner {
  /// A wider range for outgoing connections, from 10240 on, and what must be kept out of it.
  var portWishes: [Wish] {
    let present = place.numbers(.localPortRange)
    let (first, last) = (10_240, 65_535)
    guard present.count == 2, present[1] - present[0] < last - first else { return [] }
    let why = busiest(present)
    var kept = PortSet(place.servedPorts.filter { (first...last).contains($0) })
    if place.isKubernetesNode { kept.insert(Circumstances.nodePorts) }
    var wishes: [Wish] = []
    if !kept.ranges.isEmpty {
      let old = PortSet(place.values[.reservedPorts] ?? "") ?? PortSet([])
      wishes += wish(
        .reservedPorts, old.union(kept).text,
        Text(en: "servers listen on these ports of the wider range", zh: "更宽的范围内有这些服务端口"))
    }
    return wishes + wish(.localPortRange, "\(first) \(last)", why)
  }

  private func busiest(_ present: [Int]) -> Text {
    let all = present[1] - present[0] + 1
    guard let busiest = place.host.sockets.busiest else {
      return Text(
        en: "\(all.grouped) ports bound the connections to one destination; none is in use now",
        zh: "到同一目的地的连接受 \(all.grouped) 个端口限制；目前没有占用")
    }
    return Text(
      en:
        "\(busiest.ports.grouped) of \(all.grouped) ports are taken by connections to \(busiest.remote), \(busiest.timeWait.grouped) in TIME_WAIT",
      zh:
        "到 \(busiest.remote) 的连接占用 \(all.grouped) 个端口中的 \(busiest.ports.grouped) 个，其中 TIME_WAIT \(busiest.timeWait.grouped) 个"
    )
  }

  var conntrackWishes: [Wish] {
    guard let use = place.host.conntrack, use.entries * 2 >= use.limit else { return [] }
    let size = place.capacity.size(of: .tracked).bytes
    let target = min(use.limit * 2, place.capacity.memory / 16 / size)
    guard target > use.limit else { return [] }
    return wish(
      .conntrackMax, "\(target)",
      Text(
        en: "\(use.entries.grouped) of \(use.limit.grouped) entries are in use",
        zh: "\(use.limit.grouped) 个条目中已用 \(use.entries.grouped) 个"))
  }

  var orphanWishes: [Wish] {
    guard let use = place.host.usage, use.orphans * 2 >= use.orphanLimit,
      use.orphanLimit * 2 * 65_536 <= place.capacity.memory / 2
    else { return [] }
    return wish(
      .maxOrphans, "\(use.orphanLimit * 2)",
      Text(
        en:
          "\(use.orphans.grouped) orphans of \(use.orphanLimit.grouped); the kernel counts some twofold or fourfold",
        zh: "孤儿连接 \(use.orphans.grouped) 个，上限 \(use.orphanLimit.grouped)；内核会对部分按 2 倍或 4 倍计"))
  }

  var deviceWishes: [Wish] {
    guard place.host.backlogDrops > 0, let now = place.number(.deviceBacklog) else { return [] }
    return wish(
      .deviceBacklog, "\(now * 4)",
      Text(
        en: "\(place.host.backlogDrops) packets were dropped while it was looked at (softnet_stat)",
        zh: "查看期间丢弃了 \(place.host.backlogDrops) 个报文（softnet_stat）"))
  }

  /// What programs have to be told themselves, for a queue of the target's length.
  var serverChanges: [OutsideChange] {
    let lines = place.host.listenLines.filter { ($0.backlog ?? $0.defaultBacklog) < queueTarget }
    let written = lines.map { line in
      OutsideChange(
        Text(
          en:
            "\(line.program.command) asks for \(line.backlog ?? line.defaultBacklog): set it on one listen line of each address, then restart",
          zh:
            "\(line.program.command) 请求的是 \(line.backlog ?? line.defaultBacklog)：每个地址只在一行 listen 上设置，然后重启"
        ),
        place: "\(line.file):\(line.line)", line: "listen \(line.address) backlog=\(queueTarget);")
    }
    let known = Set(lines.map(\.program.command))
    let others = place.host.listeners.filter { listener in
      Int(listener.limit) < min(queueTarget, place.number(.somaxconn) ?? queueTarget)
        && !known.contains(listener.owner?.command ?? "")
    }
    let programs = Set(others.compactMap { $0.owner?.command }).sorted()
    return written
      + programs.map { program in
        OutsideChange(
          Text(
            en:
              "\(program) passes a smaller backlog to listen(2): raise it in its own configuration",
            zh: "\(program) 传给 listen(2) 的 backlog 更小：在其自身配置中调大"), place: program,
          line: "listen(fd, \(queueTarget))")
      } + descriptorChanges
  }

  /// Units whose programs have few descriptors left.
  private var descriptorChanges: [OutsideChange] {
    place.host.programs.compactMap { use in
      guard let descriptors = use.descriptors, descriptors.open * 2 >= descriptors.limit else {
        return nil
      }
      return OutsideChange(
        Text(
          en:
            "\(use.process.command) (pid \(use.process.pid)) has \(descriptors.open) of \(descriptors.limit) descriptors open; restart the unit",
          zh:
            "\(use.process.command)（pid \(use.process.pid)）已打开 \(descriptors.limit) 个描述符中的 \(descriptors.open) 个；需重启该 unit"
        ),
        place: "[Service]", line: "LimitNOFILE=\(max(65_536, descriptors.limit * 2))")
    }
  }

  /// What makes fewer ports necessary in the first place.
  var clientChanges: [OutsideChange] {
    [
      OutsideChange(
        Text(
          en:
            "Go keeps two idle connections for each host by default and closes the rest: keep as many as run at a time, and drop them before the server does",
          zh: "Go 默认每个主机只保留两个空闲连接，其余都关闭：应保留与并发数相当的数量，并先于服务端丢弃"),
        place: "http.Transport",
        line: "MaxIdleConnsPerHost: 100, IdleConnTimeout: 50 * time.Second"),
      OutsideChange(
        Text(
          en:
            "nginx opens a connection for each request to an upstream unless it is told to keep them",
          zh: "nginx 不配置 keepalive 时，每个请求都会新建一个到 upstream 的连接"),
        place: "upstream { }", line: "keepalive 64;"),
    ]
  }
}
