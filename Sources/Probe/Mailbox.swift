internal import Facts
internal import NIOCore
internal import Synchronization

/// Where the network's thread puts what happened, and the measuring one finds it.
final class Mailbox: Sendable {
  private struct Contents {
    var events: [ConnectionEvent] = []
    var channels: [Int: any Channel] = [:]
  }

  private let contents = Mutex(Contents())
  private let start = ContinuousClock.now

  var now: Duration { ContinuousClock.now - start }

  func put(_ connection: Int, _ kind: ConnectionEvent.Kind) {
    let event = ConnectionEvent(connection, at: now, kind)
    contents.withLock { $0.events.append(event) }
  }

  /// What has come since the last time, in order.
  func take() -> [ConnectionEvent] {
    contents.withLock { contents in
      defer { contents.events = [] }
      return contents.events
    }
  }

  func register(_ channel: any Channel, as connection: Int) {
    contents.withLock { $0.channels[connection] = channel }
  }

  func channel(_ connection: Int) -> (any Channel)? {
    contents.withLock { $0.channels[connection] }
  }
}

/// What the measuring thread tells a connection.
enum ConnectionOrder: Sendable { case request, leave }
