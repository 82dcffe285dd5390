internal import ServerConfig

/// The short forms in which the catalogue is written.
extension Software {
  /// One that is named by `id` and has no sides yet.
  static func named(_ id: String, _ title: String, _ aliases: String...) -> Software {
    Software(id: id, aliases: aliases, title: title)
  }

  func serving(_ side: Side, _ change: String? = nil, range: ClosedRange<Duration>? = nil)
    -> Software
  {
    var copy = self
    copy.server = side
    copy.serverChange = change.map { ChangeSyntax($0, range: range) }
    return copy
  }

  func calling(_ side: Side, _ change: String? = nil, range: ClosedRange<Duration>? = nil)
    -> Software
  {
    var copy = self
    copy.client = side
    copy.clientChange = change.map { ChangeSyntax($0, range: range) }
    return copy
  }

  var managed: Software {
    var copy = self
    copy.isManaged = true
    return copy
  }

  /// One limit for both sides.
  func sharing(_ side: Side, _ change: String, range: ClosedRange<Duration>? = nil) -> Software {
    var copy = serving(side, change, range: range).calling(side, change, range: range)
    copy.sharesItsLimit = true
    return copy
  }

  func between(
    _ limit: Known<IdleLimit>, _ ending: Side.Ending, _ change: String? = nil,
    range: ClosedRange<Duration>? = nil
  ) -> Software {
    var copy = serving(Side(idle: limit, ending: ending), change, range: range)
    copy.isMiddlebox = true
    return copy
  }
}

extension Side {
  /// A default of so many seconds that a source was found for.
  static func standard(
    _ seconds: Double, _ source: String, requests: Int? = nil, age: Double? = nil,
    probes: Double? = nil
  ) -> Side {
    Side(
      idle: .standard(seconds, source),
      requests: requests.map { Known($0, .standard(source)) },
      age: age.map { Known(.seconds($0), .standard(source)) },
      probes: probes.map { Known(.seconds($0), .standard(source)) })
  }

  /// No limit by default.
  static func endless(_ source: String) -> Side {
    Side(idle: Known(.never, .standard(source)))
  }

  /// A default that is commonly reported.
  static func reported(_ seconds: Double, requests: Int? = nil) -> Side {
    Side(
      idle: .reported(seconds), requests: requests.map { Known($0, .reported) })
  }
}

extension Known<IdleLimit> {
  static func standard(_ seconds: Double, _ source: String) -> Known {
    Known(.after(.seconds(seconds)), .standard(source))
  }

  static func reported(_ seconds: Double) -> Known {
    Known(.after(.seconds(seconds)), .reported)
  }
}
