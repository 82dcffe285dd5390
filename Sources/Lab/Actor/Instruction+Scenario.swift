import Diagnosis
import Facts

extension Instruction {
  /// What an actor must do for an action; nil for one that the runner does itself.
  init?(for action: Scenario.Action) {
    switch action {
    case .send(let connection, let bytes, _): self.init(.send, [connection, bytes])
    case .sendText(let connection, let text, _):
      self.init(.sendText, [connection], text: text)
    case .sendUntilFull(let connection): self.init(.sendUntilFull, [connection])
    case .receive(let connection, let bytes, _): self.init(.receive, [connection, bytes])
    case .receiveResponse(let connection, _): self.init(.receiveResponse, [connection])
    case .setOption(let connection, let option): self.init(option, of: connection)
    case .shutdownWrite(let connection): self.init(.shutdownWrite, [connection])
    case .shutdownBoth(let connection): self.init(.shutdownBoth, [connection])
    case .shutdownInChild(let connection): self.init(.shutdownInChild, [connection])
    case .close(let connection): self.init(.close, [connection])
    case .disconnect(let connection): self.init(.disconnect, [connection])
    case .exit(let code): self.init(.exit, [Int(code)])
    default: self.init(opening: action)
    }
  }

  /// The actions that are about no open connection.
  private init?(opening action: Scenario.Action) {
    switch action {
    case .listen(let port, let backlog, let deferAccept):
      self.init(.listen, [Int(port), Int(backlog), Int(deferAccept ?? 0)])
    case .listenMultipath(let port): self.init(.listenMultipath, [Int(port)])
    case .closeListener: self.init(.closeListener)
    case .accept: self.init(.accept)
    case .acceptInVain: self.init(.acceptInVain)
    case .limitDescriptors(let spare): self.init(.limitDescriptors, [Int(spare)])
    case .connectToOwn(let port): self.init(.connectToOwn, [Int(port)])
    case .connect(let port, _): self.init(.connect, [Int(port)])
    case .connectFrom(let local, let port, _): self.init(.connect, [Int(port), Int(local)])
    case .beginConnect(let port): self.init(.beginConnect, [Int(port)])
    case .beginConnectFrom(let local, let port):
      self.init(.beginConnect, [Int(port), Int(local)])
    case .connectHoldingACK(let port): self.init(.connectHoldingACK, [Int(port)])
    case .forge(let segment): self.init(segment)
    case .injectReset(let connection, let hopLimit):
      self.init(.injectReset, [connection, Int(hopLimit)])
    case .sendStray(let connection, let offset): self.init(.sendStray, [connection, offset])
    default: return nil
    }
  }

  private init(_ segment: Scenario.ForgedSegment) {
    let numbers = [
      Int(segment.source), Int(segment.destination), Int(segment.sequence),
      Int(segment.acknowledgment), Int(segment.flags.rawValue),
    ]
    self.init(.forge, numbers + segment.options.map(Int.init))
  }

  private init(_ option: Scenario.Option, of connection: Int) {
    switch option {
    case .linger(let seconds): self.init(.linger, [connection, Int(seconds)])
    case .linger2(let seconds): self.init(.linger2, [connection, Int(seconds)])
    case .keepalive(let idle, let interval, let probes):
      self.init(.keepalive, [connection, Int(idle), Int(interval), Int(probes)])
    case .userTimeout(let value): self.init(.userTimeout, [connection, Int(value)])
    }
  }
}

extension Scenario.Action {
  /// The outcome that the scenario demands.
  var expected: Scenario.Outcome {
    switch self {
    case .connect(_, let outcome), .connectFrom(_, _, let outcome), .send(_, _, let outcome),
      .sendText(_, _, let outcome),
      .receive(_, _, let outcome), .receiveResponse(_, let outcome):
      outcome
    default: .success
    }
  }
}
