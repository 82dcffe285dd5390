/// A kernel parameter, by the kernel's own name.
public struct Sysctl: RawRepresentable, Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let abortOnOverflow = Sysctl(rawValue: "net.ipv4.tcp_abort_on_overflow")
  /// How many connections the namespace tracks now, and how many each may.
  public static let conntrackCount = Sysctl(rawValue: "net.netfilter.nf_conntrack_count")
  public static let conntrackMax = Sysctl(rawValue: "net.netfilter.nf_conntrack_max")
  /// There where the namespace balances with IPVS.
  public static let ipvsExpireNodest = Sysctl(rawValue: "net.ipv4.vs.expire_nodest_conn")
  public static let finTimeout = Sysctl(rawValue: "net.ipv4.tcp_fin_timeout")
  public static let keepaliveInterval = Sysctl(rawValue: "net.ipv4.tcp_keepalive_intvl")
  public static let keepaliveProbes = Sysctl(rawValue: "net.ipv4.tcp_keepalive_probes")
  public static let keepaliveTime = Sysctl(rawValue: "net.ipv4.tcp_keepalive_time")
  public static let migrateRequests = Sysctl(rawValue: "net.ipv4.tcp_migrate_req")
  public static let somaxconn = Sysctl(rawValue: "net.core.somaxconn")
  /// Two numbers; as one, the first times 65536 plus the last.
  public static let localPortRange = Sysctl(rawValue: "net.ipv4.ip_local_port_range")
  public static let maxTimeWait = Sysctl(rawValue: "net.ipv4.tcp_max_tw_buckets")
  public static let maxSynBacklog = Sysctl(rawValue: "net.ipv4.tcp_max_syn_backlog")
  public static let retries2 = Sysctl(rawValue: "net.ipv4.tcp_retries2")
  /// Only before Linux 4.12.
  public static let twRecycle = Sysctl(rawValue: "net.ipv4.tcp_tw_recycle")
  public static let mtuProbing = Sysctl(rawValue: "net.ipv4.tcp_mtu_probing")
  public static let synCookies = Sysctl(rawValue: "net.ipv4.tcp_syncookies")
  public static let synRetries = Sysctl(rawValue: "net.ipv4.tcp_syn_retries")
  public static let synACKRetries = Sysctl(rawValue: "net.ipv4.tcp_synack_retries")
  public static let maxOrphans = Sysctl(rawValue: "net.ipv4.tcp_max_orphans")
  public static let maxTimeWaitBuckets = Sysctl(rawValue: "net.ipv4.tcp_max_tw_buckets")
  public static let timeWaitRecycle = Sysctl(rawValue: "net.ipv4.tcp_tw_recycle")
  public static let timeWaitReuse = Sysctl(rawValue: "net.ipv4.tcp_tw_reuse")
  public static let timestamps = Sysctl(rawValue: "net.ipv4.tcp_timestamps")
  public static let reservedPorts = Sysctl(rawValue: "net.ipv4.ip_local_reserved_ports")
  public static let deviceBacklog = Sysctl(rawValue: "net.core.netdev_max_backlog")
}
