import Diagnosis
import Facts
import Knowledge

extension LeftAlone {
  /// Every parameter of the reference that this host has, and why it may stay.
  static func all(in place: Circumstances) -> [LeftAlone] {
    Assignment.known.compactMap { parameter in
      guard let now = place.values[parameter.key] else { return nil }
      return LeftAlone(
        key: parameter.key, now: now,
        why: special(parameter.key, place) ?? reasons[parameter.key.rawValue] ?? parameter.change)
    }
  }

  /// What depends on this host's other values.
  private static func special(_ key: Sysctl, _ place: Circumstances) -> Text? {
    if key == .maxSynBacklog {
      return place.number(.synCookies) == 0
        ? Text(
          en: "matters with SYN cookies off: turn these on instead", zh: "只在关闭 SYN cookie 时起作用：应开启它"
        )
        : Text(en: "not consulted while tcp_syncookies is on", zh: "tcp_syncookies 开启时根本不看它")
    }
    if key == .maxOrphans, let use = place.host.usage {
      return Text(
        en: "\(use.orphans.grouped) orphans now; lowering it resets connections",
        zh: "目前孤儿连接 \(use.orphans.grouped) 个；调小会重置连接")
    }
    if key == .deviceBacklog, place.host.backlogDrops == 0 {
      return Text(en: "no packet was dropped (softnet_stat)", zh: "没有丢包（softnet_stat）")
    }
    if key == .conntrackMax, let use = place.host.conntrack {
      return Text(
        en: "\(use.entries.grouped) of \(use.limit.grouped) entries in use",
        zh: "\(use.limit.grouped) 个条目中已用 \(use.entries.grouped) 个")
    }
    return nil
  }

  private static let reasons: [String: Text] = [
    "net.core.somaxconn": Text(
      en: "no accept queue has overflowed for it", zh: "没有全连接队列因它而溢出"),
    "net.ipv4.tcp_synack_retries": Text(
      en: "fewer would cost clients with a lossy path their connection", zh: "调小会让链路有丢包的客户端连不上"),
    "net.ipv4.tcp_syn_retries": Text(
      en: "a program's own connect time-out is the better place", zh: "应在程序中设置连接超时"),
    "net.ipv4.tcp_abort_on_overflow": Text(
      en: "0 is right: 1 is a switch for finding overflows", zh: "0 是对的：1 只用于定位溢出"),
    "net.ipv4.tcp_syncookies": Text(
      en: "1 is right: cookies once the SYN queue is full", zh: "1 是对的：半连接队列满时启用"),
    "net.ipv4.ip_local_port_range": Text(
      en: "outgoing connections have ports left", zh: "主动连接的端口还够用"),
    "net.ipv4.tcp_tw_reuse": Text(
      en: "it acts for outgoing connections only, never for a server's", zh: "只对主动连接起作用，对服务端无效"),
    "net.core.rmem_max": Text(
      en: "bounds SO_RCVBUF only, not the automatic buffers; no cause of resets",
      zh: "只限制 SO_RCVBUF，不限制自动调节的缓冲区；不会引发 RST"),
    "net.core.wmem_max": Text(
      en: "bounds SO_SNDBUF only, not the automatic buffers; no cause of resets",
      zh: "只限制 SO_SNDBUF，不限制自动调节的缓冲区；不会引发 RST"),
    "net.ipv4.tcp_rmem": Text(
      en: "the kernel adapts each buffer; larger ones reach tcp_mem sooner",
      zh: "内核自动调节缓冲区；调大会更早触及 tcp_mem"),
    "net.ipv4.tcp_wmem": Text(
      en: "the kernel adapts each buffer; larger ones reach tcp_mem sooner",
      zh: "内核自动调节缓冲区；调大会更早触及 tcp_mem"),
    "net.ipv4.tcp_mem": Text(
      en: "the kernel works it out from the memory", zh: "内核已按内存大小计算"),
    "fs.file-max": Text(
      en: "the limit that is met first is the process's own, LimitNOFILE",
      zh: "先碰到的是进程自身的限制（LimitNOFILE）"),
    "net.ipv4.tcp_keepalive_time": Text(
      en: "only for sockets with SO_KEEPALIVE, and no cure for a keep-alive race",
      zh: "只对设置了 SO_KEEPALIVE 的套接字有效，治不了 keep-alive 竞态"),
    "net.ipv4.tcp_fin_timeout": Text(
      en: "the time of FIN_WAIT2; TIME_WAIT is 60 s whatever it says",
      zh: "这是 FIN_WAIT2 的时间；TIME_WAIT 固定 60 秒，不受它影响"),
    "net.ipv4.tcp_max_tw_buckets": Text(
      en: "lowering it frees no port safely", zh: "调小并不能安全地腾出端口"),
    "net.ipv4.tcp_retries2": Text(
      en: "for one program, TCP_USER_TIMEOUT is the better place",
      zh: "只针对某个程序时应使用 TCP_USER_TIMEOUT"),
  ]
}
