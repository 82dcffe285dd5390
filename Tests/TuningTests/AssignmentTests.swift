import Diagnosis
import Facts
import Testing
import Tuning

/// What may be set at all.
@Suite struct AssignmentTests {
  @Test(arguments: [
    ("net.core.somaxconn=4096", "net.core.somaxconn", "4096"),
    ("somaxconn = 04096", "net.core.somaxconn", "4096"),
    ("net/ipv4/ip_local_port_range=10240\t65535", "net.ipv4.ip_local_port_range", "10240 65535"),
    ("ip_local_reserved_ports=8081,8080", "net.ipv4.ip_local_reserved_ports", "8080-8081"),
    ("ip_local_reserved_ports=", "net.ipv4.ip_local_reserved_ports", ""),
    ("tcp_rmem=4096 131072 6291456", "net.ipv4.tcp_rmem", "4096 131072 6291456"),
  ])
  func takesWhatTheKernelTakes(_ text: String, _ key: String, _ value: String) throws {
    let assignment = try Assignment(text)
    #expect(assignment.key.rawValue == key && assignment.value == value)
  }

  @Test(arguments: [
    "somaxconn", "somaxconn=", "somaxconn=many", "somaxconn=-1", "somaxconn=99999999999",
    "somaxconn=4096\nkernel.core_pattern=|/tmp/x", "somaxconn=1\r2", "somaxconn=٣",
    "tcp_rmem=4096 131072", "tcp_rmem=a b c", "ip_local_port_range=1024", "tcp_syncookies=3",
    "ip_local_port_range=60000 50000", "ip_local_reserved_ports=8080;reboot",
    "ip_local_reserved_ports=90000", "ip_local_reserved_ports=8080\n-9090",
    "kernel.core_pattern=x", "../../etc/passwd=1", "=1", "net.core.somaxconn#=1",
  ])
  func refusesEverythingElse(_ text: String) {
    #expect(throws: TuningError.self) { try Assignment(text) }
  }

  @Test(arguments: [
    ("net.core.somaxcon=1", "net.core.somaxconn"), ("tcp_tw_reus=1", "net.ipv4.tcp_tw_reuse"),
    ("net.ipv4.somaxconn=1", "net.core.somaxconn"),
  ])
  func offersTheNearestParameter(_ text: String, _ key: String) {
    let error = #expect(throws: TuningError.self) { try Assignment(text) }
    guard case .usage(_, let hint) = error else {
      Issue.record("\(String(describing: error)) is no usage error")
      return
    }
    #expect(hint?.en == "did you mean \(key)?")
  }
}
