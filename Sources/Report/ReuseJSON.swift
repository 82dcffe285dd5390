public import Diagnosis
internal import Facts

extension ReuseVerdict {
  /// One pair as a line of JSON. Times are in seconds.
  public var json: JSONValue {
    .object([
      ("schema", .string("whyreset.reuse/1")), ("client", .string("\(client)")),
      ("server", .string("\(server)")), ("order", .string(order.rawValue)),
      ("serverLimit", serverLimit?.json ?? .null), ("clientLimit", clientLimit?.json ?? .null),
      ("serverCloses", .integer(serverCloses)), ("reuses", .integer(reuses)),
      ("longestReuse", reuses > 0 ? .seconds(longestReuse) : .null),
      ("lateRequests", .integer(lateRequests)),
      ("roundTrip", roundTrip.map { .number("\($0 / .seconds(1))") } ?? .null),
      ("racesPerDay", racesPerDay.map { .number("\(($0 * 10_000).rounded() / 10_000)") } ?? .null),
      ("advisedLimit", .seconds(advisedLimit)),
    ])
  }
}

extension UsualPause {
  fileprivate var json: JSONValue {
    .object([
      ("shortest", .seconds(shortest)), ("median", .seconds(median)),
      ("longest", .seconds(longest)), ("count", .integer(count)), ("of", .integer(total)),
    ])
  }
}
