import BPF

/// The programs of the probes that this kernel can run.
struct ProbeSelection {
  /// In the order in which they are attached, and so run where they share a hook.
  let wanted: [String]
  /// Whether the kernel shows what programs send: since Linux 6.16 (tracepoint `tcp_sendmsg_locked`).
  let seesSaid: Bool
  /// Attached only while it is needed, as it runs for every packet that is sent; nil where it cannot be.
  let onDemand: String?

  /// Those of `wanted` that run for messages of connections, and so the more often the busier the host is.
  var attentive: [String] { wanted.filter(Self.listening.contains) }
  /// The rest, which run as connections begin, fail and end.
  var lasting: [String] { wanted.filter { !Self.listening.contains($0) } }

  /// Runs for each segment of an established connection.
  let arriving = "on_arrival"

  /// What is loaded besides `wanted`.
  var further: [String] { [arriving] + [onDemand].compactMap(\.self) }

  private static let listening: Set = ["on_segment", "on_segment_peeking", "on_send"]
  /// With the look at payloads, and what stands in for it without.
  private static let peeking = ["peek_payload", "on_segment_peeking"]
  private static let notPeeking = "on_segment"
  private static let everywhere = ["on_set_state", "on_socket_error", "on_receive_reset"]
  private static let hooks = [
    "inet_sock_set_state", "inet_sk_error_report", "tcp_receive_reset", "tcp_send_reset",
    "tcp_retransmit_synack", "tcp_probe",
  ]

  /// Fails with ENOENT where the kernel lacks a hook that nothing can stand in for.
  init(_ types: borrowing KernelTypes, as release: EmulatedKernel? = nil) throws(BPFError) {
    for hook in Self.hooks where !types.hasTracepoint(hook) {
      throw BPFError(operation: "find tracepoint \(hook)", errno: 2)
    }
    // Linux 6.15 (commit a11a791) names the drop at a full accept queue; before, a repeated SYN-ACK tells.
    let namesOverflow =
      release?.namesOverflow != false
      && types.enumeration("skb_drop_reason")?.contains("SKB_DROP_REASON_TCP_LISTEN_OVERFLOW")
        ?? false
    let givesReason = types.enumeration("sk_rst_reason") != nil
    onDemand = types.hasTracepoint("net_dev_queue") ? "on_queue" : nil
    seesSaid = release?.showsSaid != false && types.hasTracepoint("tcp_sendmsg_locked")
    let peeks =
      release?.showsPayload != false && types.hasFunction("bpf_dynptr_from_skb")
    wanted =
      (peeks ? Self.peeking : [Self.notPeeking])
      + Self.everywhere + (seesSaid ? ["on_send"] : []) + [
        namesOverflow ? "on_drop" : "on_retransmit_synack",
        givesReason ? "on_send_reset" : "on_send_reset_without_reason",
      ]
  }

  private init(wanted: [String], like other: ProbeSelection) {
    self.wanted = wanted
    seesSaid = other.seesSaid
    onDemand = other.onDemand
  }

  /// The same without the look at payloads, or nil where that is not wanted anyway.
  var withoutPeeking: ProbeSelection? {
    let rest = wanted.filter { !Self.peeking.contains($0) }
    return rest.count == wanted.count
      ? nil : ProbeSelection(wanted: [Self.notPeeking] + rest, like: self)
  }
}
