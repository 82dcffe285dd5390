import Linux

/// Which of the kernel functions that send resets are on a stack.
struct CallSites: Sendable {
  /// Functions whose presence tells one way of sending a reset from another (net/ipv4, net/ipv6, kernel/exit.c).
  private static let telling = [
    "tcp_check_req", "inet_csk_listen_stop", "tcp_disconnect", "__inet_stream_connect",
    "__tcp_close", "tcp_abort", "tcp_keepalive_timer", "tcp_write_timer", "tcp_out_of_resources",
    "tcp_rcv_state_process", "tcp_v4_do_rcv", "tcp_v6_do_rcv", "tcp_v4_rcv", "tcp_v6_rcv",
    "inet_shutdown", "mptcp_close", "do_exit",
  ]

  /// Functions under which the current task has nothing to do with what happens.
  private static let interrupts: Set<String> = [
    "handle_softirqs", "__do_softirq", "call_timer_fn", "__run_timers",
  ]

  private let symbols: KernelSymbols

  init() throws(LinuxError) {
    symbols = try KernelSymbols(of: Self.telling + Self.interrupts)
  }

  /// Whether the kernel shows where its functions are; it hides that without CAP_SYSLOG.
  var areKnown: Bool { !symbols.isEmpty }

  /// The telling functions on a stack, innermost first, and whether an interrupt ran it.
  func read(_ stack: [UInt64]) -> (sites: [String], inInterrupt: Bool) {
    let names = stack.prefix { $0 != 0 }.compactMap { symbols.function(at: $0) }
    // What the interrupt interrupted has nothing to do with it either.
    let sites = names.prefix { !Self.interrupts.contains($0) }
    return (Array(sites), sites.count < names.count)
  }
}
