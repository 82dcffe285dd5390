internal import Facts

/// One connection of a measurement, as far as it has come.
struct HeldConnection {
  enum Purpose: Hashable {
    /// The first: it finds out how the server answers, and how many requests it takes.
    case scout
    /// Only waits.
    case watcher
    /// Is used again once it has been idle for so long.
    case rung(Duration)
    /// Shows whether the server serves at all, after others were found dead.
    case control
  }

  enum State: Hashable { case opening, asking, idle, over }

  let number: Int
  let purpose: Purpose
  let openedAt: Duration
  var state = State.opening
  var readyAt: Duration?
  /// The last answer, over plain TCP the last byte or the handshake.
  var idleSince: Duration?
  var askedAt: Duration?
  /// Requests that were answered.
  var requests = 0
  /// Whether its trial is over: what comes of it now is only a longer idle time.
  var isTried = false
  var goAway: (time: Duration, code: UInt32)?

  /// The idle time after which it is to be used again.
  var due: Duration? {
    if case .rung(let due) = purpose, !isTried { due } else { nil }
  }

  /// The trial that ends at `time`.
  func trial(at time: Duration, _ outcome: IdleTrial.Outcome) -> IdleTrial {
    var trial = IdleTrial(
      idle: time - (idleSince ?? time), age: time - (readyAt ?? time), requests: requests,
      outcome: outcome)
    trial.goAway = goAway?.code
    return trial
  }
}

extension Duration {
  static func seconds(of text: Double) -> Duration { .nanoseconds(Int64(text * 1e9)) }

  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
