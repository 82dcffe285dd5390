import Facts

/// Which end of the connection sent the RST, or failed.
extension Evidence {
  /// The role of the RST's sender, or of the end that failed; nil where nothing tells it.
  var senderRole: Socket.Role? { seenSenderRole ?? inferredSenderRole }

  /// The role of the RST's sender where the handshake, or a listener's own part in it, was seen.
  var seenSenderRole: Socket.Role? {
    if let failure { return failure.socket.role ?? (failure.state == .synSent ? .client : nil) }
    if drops != nil { return .server }
    if let trigger, trigger.flags.contains(.syn) { return trigger.isSYN ? .server : .client }
    if let role = senderSocket?.role { return role }
    if let role = receiverSocket?.role { return role.opposite }
    if receiverSocket?.state == .synSent || firewall?.refusesConnect == true { return .server }
    let fromListener = passed("tcp_check_req", "inet_csk_listen_stop") || sent?.overflow != nil
    return fromListener || senderSocket?.wasAccepted == false ? .server : nil
  }

  /// The role that listeners, else port numbers, suggest.
  private var inferredSenderRole: Socket.Role? {
    if wire?.form == .refusal || failure?.listener != nil { return .server }
    return switch (sent?.listener != nil, received?.listener != nil) {
    case (true, false): .server
    case (false, true): .client
    default: roleByPort
    }
  }

  private var roleByPort: Socket.Role? {
    let (sender, receiver) = (flow.source.port, flow.destination.port)
    if sender.isEphemeral != receiver.isEphemeral { return sender.isEphemeral ? .client : .server }
    if (sender < 1024) != (receiver < 1024) { return sender < 1024 ? .server : .client }
    return nil
  }
}

extension Socket.Role {
  var opposite: Socket.Role { self == .client ? .server : .client }
}

extension UInt16 {
  /// Linux's default range for the ports of outgoing connections (net.ipv4.ip_local_port_range).
  fileprivate var isEphemeral: Bool { (32768...60999).contains(self) }
}
