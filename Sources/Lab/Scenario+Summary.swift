public import Diagnosis
import Facts

extension Scenario.Step {
  /// The step in a few words, the same in all languages: `server: accept`.
  public var summary: String {
    switch self {
    case .on(let host, let action): "\(host.rawValue): \(action.summary)"
    case .wait(let duration): "wait \(duration)"
    case .kill(let host, let signal): "\(host.rawValue): kill -\(signal)"
    case .reboot(let host): "\(host.rawValue): reboot"
    case .link(let up): "link \(up ? "up" : "down")"
    case .oneWay(let host, let up):
      "what the \(host.rawValue) sends \(up ? "arrives again" : "is lost")"
    case .impersonate(let host): "another machine takes the \(host.rawValue)'s address"
    case .fillConnectionTable(let host): "\(host.rawValue): fill the table of tracked connections"
    case .reject(let host, let port):
      "\(host.rawValue): reject port \(port) with a TCP reset"
    case .filter(let host, let rule): "\(host.rawValue): \(rule.summary)"
    case .set(let host, let sysctl, let value): "\(host.rawValue): \(sysctl.rawValue) = \(value)"
    case .setRouter(let sysctl, let value): "router: \(sysctl.rawValue) = \(value)"
    case .addRule(let rule): "router: \(rule.summary)"
    case .relay(let change): "relay: \(change.summary)"
    }
  }
}

extension Scenario.Action {
  /// The action in a few words, as a programmer names the call.
  public var summary: String {
    switch self {
    case .listen(let port, let backlog, let deferAccept):
      "listen on \(port), backlog \(backlog)"
        + (deferAccept.map { ", TCP_DEFER_ACCEPT \($0)" } ?? "")
    case .listenMultipath(let port): "listen on \(port), MPTCP"
    case .closeListener: "close the listener"
    case .accept: "accept"
    case .acceptInVain: "accept without a free descriptor"
    case .limitDescriptors(let spare): "set RLIMIT_NOFILE to what is open, and \(spare)"
    case .connectToOwn(let port): "connect to \(port) of this host"
    case .connect(let port, _): "connect to \(port)"
    case .connectFrom(let local, let port, _): "connect from \(local) to \(port)"
    case .beginConnectFrom(let local, let port): "begin to connect from \(local) to \(port)"
    case .forge(let segment): "forge a segment from \(segment.source) to \(segment.destination)"
    case .injectReset(let connection, let hopLimit):
      "forge a RST on #\(connection), TTL \(hopLimit)"
    case .sendStray(let connection, let offset):
      "send a segment that is off by \(offset) bytes on #\(connection)"
    case .beginConnect(let port): "begin to connect to \(port)"
    case .connectHoldingACK(let port): "connect to \(port), holding back the last ACK"
    case .send(let connection, let bytes, _): "send \(bytes) bytes on #\(connection)"
    case .sendText(let connection, let text, _):
      "send \(text.told) on #\(connection)"
    case .sendUntilFull(let connection): "send on #\(connection) until the buffers are full"
    case .receive(let connection, let bytes, _): "receive \(bytes) bytes on #\(connection)"
    case .receiveResponse(let connection, _): "receive a response on #\(connection)"
    case .setOption(let connection, let option): "set \(option.summary) on #\(connection)"
    case .shutdownWrite(let connection): "shutdown(SHUT_WR) #\(connection)"
    case .shutdownBoth(let connection): "shutdown(SHUT_RDWR) #\(connection)"
    case .shutdownInChild(let connection): "shutdown(SHUT_RDWR) #\(connection) by a child"
    case .close(let connection): "close #\(connection)"
    case .disconnect(let connection): "connect(AF_UNSPEC) #\(connection)"
    case .exit(let code): "exit(\(code))"
    case .startServerAgain: "start the server program again"
    case .destroy(let connection): "SOCK_DESTROY #\(connection)"
    }
  }
}

extension Scenario.RelayChange {
  /// What the relay does from now on, or once.
  var summary: String {
    switch self {
    case .set(let relay): relay.summary
    case .inject(let reset):
      "RST to the \(reset.toward.rawValue), TTL \(reset.hopLimit), ID \(reset.identification), "
        + "sequence number off by \(reset.sequenceOffset)"
    case .forget: "forgets every connection"
    }
  }
}

extension Scenario.Relay {
  fileprivate var summary: String {
    let does = [
      delay == .zero ? nil : "delay \(delay)",
      jitter == .zero ? nil : "jitter \(jitter)",
      lossPerMille == 0 ? nil : "loses \(lossPerMille) of 1000",
      reorderPerMille == 0 ? nil : "reorders \(reorderPerMille) of 1000",
      holdsACKs.map { "holds back the ACKs of the \($0.rawValue)" },
      mtu.map { "loses packets above \($0) bytes" },
      translates ? "translates addresses" : nil,
      memory.map { "forgets after \($0)" },
      backend.map { "port \($0.port) goes to \($0.to)" },
    ].compactMap(\.self)
    return does.isEmpty ? "passes all" : does.joined(separator: ", ")
  }
}

extension Scenario.RouterRule {
  /// The rule in the words of nft(8).
  var summary: String {
    switch self {
    case .masquerade: "masquerade"
    case .forwardPort(let port): "tcp dport \(port) dnat to server"
    case .dropInvalid: "ct state invalid drop"
    case .dropInvalidForSelf: "ct state invalid drop (input)"
    case .untracked(let host): "iifname \(host.rawValue) notrack"
    case .rejectWithReset(let port, let established):
      "tcp dport \(port) \(established ? "ct state established " : "")reject with tcp reset"
    }
  }
}

extension Scenario.Option {
  /// The option by its name in socket(7) or tcp(7), and its value.
  fileprivate var summary: String {
    switch self {
    case .linger(let seconds): "SO_LINGER \(seconds)"
    case .linger2(let seconds): "TCP_LINGER2 \(seconds)"
    case .keepalive(let idle, let interval, let probes):
      "SO_KEEPALIVE \(idle) s + \(probes) × \(interval) s"
    case .userTimeout(let milliseconds): "TCP_USER_TIMEOUT \(milliseconds) ms"
    }
  }
}

extension Scenario.Outcome {
  /// `success`, `end of file`, or the error's name.
  public var name: String {
    switch self {
    case .success: "success"
    case .endOfFile: "end of file"
    case .error(let number): number.name
    case .any: "anything"
    }
  }
}

extension String {
  /// Its first line, or its length where that is not all text.
  fileprivate var told: String {
    let line = split(whereSeparator: \.isNewline).first ?? ""
    let isText = line.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) }
    return isText && !line.isEmpty ? String(line) : "\(utf8.count) bytes"
  }
}
