internal import Diagnosis
public import Facts

extension JSONReport {
  public static let probeSchema = "whyreset.probe/1"
}

extension IdleMeasurement {
  /// The measurement and what it says, as one line of JSON. Times are in seconds.
  public var json: JSONValue {
    let verdict = IdleVerdict(self)
    return .object([
      ("schema", .string(JSONReport.probeSchema)), ("server", .string("\(server)")),
      ("address", .string(orNull: address.map { "\($0)" })),
      ("protocol", .string(server.scheme == .tcp ? "tcp" : usesHTTP2 ? "h2" : "http/1.1")),
      ("tls", .bool(server.scheme == .https)),
      ("status", answer.map { .integer($0.status) } ?? .null),
      ("software", .string(orNull: answer?.software)),
      ("announced", answer?.announcement ?? .null), ("requestCap", requestCap.json),
      ("closesAtOnce", .bool(verdict.closesAtOnce)),
      ("closes", verdict.closing?.json ?? .null), ("forgets", verdict.forgetting?.json ?? .null),
      ("aliveAfter", .seconds(verdict.longestAlive)),
      ("clientLimit", .seconds(verdict.clientLimit)), ("partial", .bool(isPartial)),
      ("gone", .bool(verdict.hasGone)), ("unserved", .integer(refused)),
      ("elapsed", .seconds(elapsed)), ("max", .seconds(limit)),
      ("trials", .array(trials.map(\.json))),
    ])
  }

  /// Whether the server went away before anything was known.
  public var hasNothing: Bool {
    let verdict = IdleVerdict(self)
    return verdict.hasGone && verdict.closing == nil
  }

  /// Whether what was found harms clients that do as they are told.
  public var isHarmful: Bool {
    let verdict = IdleVerdict(self)
    guard verdict.forgetting == nil else { return true }
    guard let closing = verdict.closing, let announced = answer?.announcedTimeout else {
      return false
    }
    return ProbeReport.isEarly(closing, announced)
  }
}

extension JSONValue {
  /// With milliseconds.
  static func seconds(_ duration: Duration?) -> JSONValue {
    guard let duration else { return .null }
    let (seconds, attoseconds) = max(duration, .zero).components
    let digits = "\(attoseconds / 1_000_000_000_000_000)"
    return .number("\(seconds)." + String(repeating: "0", count: 3 - digits.count) + digits)
  }
}

extension ServerAnswer {
  fileprivate var announcement: JSONValue {
    .object([
      ("close", .bool(announcesClose)),
      ("timeout", announcedTimeout.map { .integer($0) } ?? .null),
      ("requests", announcedRequests.map { .integer($0) } ?? .null),
    ])
  }
}

extension RequestCap {
  fileprivate var json: JSONValue {
    switch self {
    case .unknown: .null
    case .closes(let count, let announced):
      .object([
        ("closesAfter", .integer(count)), ("announced", .bool(announced)), ("noneWithin", .null),
      ])
    case .noneWithin(let count):
      .object([("closesAfter", .null), ("announced", .null), ("noneWithin", .integer(count))])
    }
  }
}

extension IdleVerdict.Closing {
  fileprivate var json: JSONValue {
    .object([
      ("shortest", .seconds(shortest)), ("median", .seconds(median)),
      ("longest", .seconds(longest)), ("count", .integer(count)),
      ("stillOpen", .integer(stillOpen)), ("since", .string(orNull: basis.id)),
      (
        "by",
        .object(ends.map { ($0.end.id, .integer($0.count)) })
      ),
    ])
  }
}

extension IdleVerdict.Forgetting {
  fileprivate var json: JSONValue {
    .object([
      ("survived", .seconds(survived)), ("broken", .seconds(broken)), ("by", .string(end.id)),
    ])
  }
}

extension IdleTrial {
  fileprivate var json: JSONValue {
    let (word, end): (String, ConnectionEnd?) =
      switch outcome {
      case .open: ("open", nil)
      case .survived: ("survived", nil)
      case .closed(let end): ("closed", end)
      case .broken(let end): ("broken", end)
      }
    return .object([
      ("idle", .seconds(idle)), ("age", .seconds(age)), ("requests", .integer(requests)),
      ("outcome", .string(word)), ("by", .string(orNull: end?.id)),
      ("goAway", goAway.map { .integer($0) } ?? .null),
    ])
  }
}
