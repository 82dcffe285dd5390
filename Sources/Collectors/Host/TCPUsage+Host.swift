public import Facts
import Linux

extension TCPUsage {
  /// What this host uses at this moment; nil where that cannot be read: the limits are shown in the
  /// initial network namespace only.
  public static var ofThisHost: TCPUsage? {
    guard let stat = try? SockStat.read(),
      let orphanLimit = numbers("net.ipv4.tcp_max_orphans").first,
      let pageLimit = numbers("net.ipv4.tcp_mem").last
    else { return nil }
    return TCPUsage(
      orphans: stat.orphans, orphanLimit: orphanLimit, pages: stat.pages, pageLimit: pageLimit)
  }

  private static func numbers(_ key: String) -> [Int] {
    let text = (try? SysctlFS.read(key)) ?? ""
    return text.split { $0 == "\t" || $0 == " " }.compactMap { Int($0) }
  }
}
