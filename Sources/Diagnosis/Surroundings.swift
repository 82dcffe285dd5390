public import Facts

/// What was looked up of other sockets around a reset or a failure, in the namespace that it was seen in.
public struct Surroundings: Hashable, Sendable {
  /// How long before it another connection of the same client to the same server was last answered; nil where
  /// there is none, or nobody looked.
  public var answerToOthers: Duration?
  /// Another local address and port whose connection has the RST's receiver for its peer.
  public var otherOwner: Endpoint?
  /// The connection that the RST's sender translates addresses for, as its other side knows the RST's direction:
  /// the segment that was answered should have been passed on.
  public var translation: Flow?
  /// Whether a program has a socket that sends and receives TCP segments without the kernel's TCP (raw(7)).
  public var hasRawSocket = false

  public init(
    answerToOthers: Duration? = nil, otherOwner: Endpoint? = nil, hasRawSocket: Bool = false
  ) {
    self.answerToOthers = answerToOthers
    self.otherOwner = otherOwner
    self.hasRawSocket = hasRawSocket
  }
}

extension Evidence {
  /// What of the surroundings can tell causes apart here.
  public var question: Question? {
    if let failure {
      return failure.state == .synSent || failure.unanswered == nil ? nil : .answersToOthers
    }
    guard sent != nil, let trigger else { return nil }
    if trigger.isSYNACK { return sent?.socket == nil && sent?.closure == nil ? .rawSockets : nil }
    return laterSegment != nil && metNoConnection ? .otherOwner : nil
  }

  public enum Question: Sendable { case answersToOthers, otherOwner, rawSockets }

  /// That the peer lives although it acknowledges nothing of the failed connection.
  var signOfLife: Reason? {
    guard let failure, let unanswered = failure.unanswered else { return nil }
    if let heard = failure.socket.lastReceived, heard > failure.time - unanswered {
      return .heardFrom(failure.time - heard)
    }
    return surroundings.answerToOthers.flatMap { $0 < unanswered ? .othersAnswered($0) : nil }
  }

  /// Whether nothing that the client sent on the failed connection was ever acknowledged: the handshake was
  /// done for it, and for nobody else.
  var wasNeverAnswered: Bool {
    guard let socket = failure?.socket, socket.role == .client else { return false }
    // The client's SYN counts as one byte (tcp_snd_una_update()).
    return socket.bytesAcknowledged <= 1 && socket.bytesReceived == 0
  }

  /// How long the connection had been idle before the segment that a RST answers which a device on the way made;
  /// nil where it was not, or where nothing tells that the peer did not make it.
  var pauseBeforeForeignAnswer: Duration? {
    guard sent == nil, firewall == nil, let socket = received?.socket,
      socket.state == .established, socket.hasExchanged, socket.unacknowledgedBytes > 0,
      wire.map({ $0.form == .answer }) ?? (livingSender != nil),
      let last = socket.lastSent, time - last < Self.idleThreshold,
      let pause = socket.pauseBeforeLastSent
    else { return nil }
    let isLong =
      livingSender != nil
      ? pause >= Self.idleThreshold
      : wire?.hopDifference != nil && pause >= MiddleboxIdleExpiry.longPause
    return isLong ? pause : nil
  }

  /// How long the failed connection had been quiet before the data that nobody acknowledged.
  var quietBeforeFailure: Duration? {
    guard let failure else { return nil }
    return failure.socket.lastReceived.map { failure.time - $0 - (failure.unanswered ?? .zero) }
  }
}

extension Reason {
  fileprivate static func heardFrom(_ age: Duration) -> Reason {
    Reason(
      "peer-heard", age.text,
      Text(
        en: "The peer's own data still arrived, last \(age.text) before the end",
        zh: "对端自己的数据仍能到达，最后一次在失败前 \(age.text)"))
  }

  fileprivate static func othersAnswered(_ age: Duration) -> Reason {
    Reason(
      "others-answered", age.text,
      Text(
        en: "Another connection to the same server was answered \(age.text) before the end",
        zh: "到同一服务端的另一条连接在失败前 \(age.text) 仍有应答"))
  }
}
