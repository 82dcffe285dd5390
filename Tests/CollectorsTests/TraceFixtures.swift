@testable import Collectors

/// Format files as kernels have them; written from include/trace/events/tcp.h and sock.h of each version.
enum TraceFixture {
  private static let common = """
    format:
    \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
    \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
    \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
    \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;


    """

  /// Linux 5.15 to 6.9: no reason, addresses and ports by themselves.
  static let sentBefore610 =
    "name: tcp_send_reset\nID: 1500\n" + common + """
      \tfield:const void * skbaddr;\toffset:8;\tsize:8;\tsigned:0;
      \tfield:const void * skaddr;\toffset:16;\tsize:8;\tsigned:0;
      \tfield:int state;\toffset:24;\tsize:4;\tsigned:1;
      \tfield:__u16 sport;\toffset:28;\tsize:2;\tsigned:0;
      \tfield:__u16 dport;\toffset:30;\tsize:2;\tsigned:0;
      \tfield:__u16 family;\toffset:32;\tsize:2;\tsigned:0;
      \tfield:__u8 saddr[4];\toffset:34;\tsize:4;\tsigned:0;
      \tfield:__u8 daddr[4];\toffset:38;\tsize:4;\tsigned:0;
      \tfield:__u8 saddr_v6[16];\toffset:42;\tsize:16;\tsigned:0;
      \tfield:__u8 daddr_v6[16];\toffset:58;\tsize:16;\tsigned:0;

      print fmt: "family=%s sport=%hu dport=%hu saddr=%pI4 daddr=%pI4 state=%s", __print_symbolic(REC->family, { 2, "AF_INET" }, { 10, "AF_INET6" }), REC->sport, REC->dport, REC->saddr, REC->daddr, __print_symbolic(REC->state, { 1, "TCP_ESTABLISHED" }, { 10, "TCP_LISTEN" })
      """

  /// Linux 6.10 and later: a reason, and two socket addresses.
  static let sentFrom610 =
    "name: tcp_send_reset\nID: 2280\n" + common + """
      \tfield:const void * skbaddr;\toffset:8;\tsize:8;\tsigned:0;
      \tfield:const void * skaddr;\toffset:16;\tsize:8;\tsigned:0;
      \tfield:int state;\toffset:24;\tsize:4;\tsigned:1;
      \tfield:enum sk_rst_reason reason;\toffset:28;\tsize:4;\tsigned:0;
      \tfield:__u8 saddr[28];\toffset:32;\tsize:28;\tsigned:0;
      \tfield:__u8 daddr[28];\toffset:60;\tsize:28;\tsigned:0;

      print fmt: "skbaddr=%p skaddr=%p src=%pISpc dest=%pISpc state=%s reason=%s", REC->skbaddr, REC->skaddr, REC->saddr, REC->daddr, REC->state ? __print_symbolic(REC->state, { TCP_ESTABLISHED, "TCP_ESTABLISHED" }) : "UNKNOWN", __print_symbolic(REC->reason, { 0, "NOT_SPECIFIED" }, { 1, "NO_SOCKET" }, { 11, "TCP_ABORT_ON_CLOSE" })
      """

  static let received =
    "name: tcp_receive_reset\nID: 2279\n" + common + """
      \tfield:const void * skaddr;\toffset:8;\tsize:8;\tsigned:0;
      \tfield:__u16 sport;\toffset:16;\tsize:2;\tsigned:0;
      \tfield:__u16 dport;\toffset:18;\tsize:2;\tsigned:0;
      \tfield:__u16 family;\toffset:20;\tsize:2;\tsigned:0;
      \tfield:__u8 saddr[4];\toffset:22;\tsize:4;\tsigned:0;
      \tfield:__u8 daddr[4];\toffset:26;\tsize:4;\tsigned:0;
      \tfield:__u8 saddr_v6[16];\toffset:30;\tsize:16;\tsigned:0;
      \tfield:__u8 daddr_v6[16];\toffset:46;\tsize:16;\tsigned:0;
      \tfield:__u64 sock_cookie;\toffset:64;\tsize:8;\tsigned:0;
      """

  static let stack =
    "name: kernel_stack\nID: 4\n" + common + """
      \tfield:int size;\toffset:8;\tsize:4;\tsigned:1;
      \tfield:unsigned long caller[8];\toffset:16;\tsize:64;\tsigned:0;
      """

  static let headerPage = """
    \tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;
    \tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;
    \tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;
    \tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;
    """

  static func formats(_ sent: String) -> TraceFormats {
    TraceFormats(
      sent: EventFormat(sent)!, received: EventFormat(received), stack: EventFormat(stack))
  }
}

/// Bytes written as hexadecimal, a field a line, each with a remark after `#`.
func hex(_ text: String) -> [UInt8] {
  text.split(separator: "\n").flatMap { line in
    line.prefix { $0 != "#" }.split(separator: " ").map { UInt8($0, radix: 16)! }
  }
}

/// Little-endian bytes, as this machine's kernel writes them.
func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value) { Array($0) }
}
