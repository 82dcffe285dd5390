public import Diagnosis
public import Keepalive
internal import ServerConfig

/// A chain and its verdicts as one JSON object.
public struct ChainJSON: Sendable {
  public let language: Language

  public init(language: Language) { self.language = language }

  public func render(_ chain: Chain) -> String {
    let words = ChainWords(chain: chain)
    let links = chain.links.map { ($0, chain.verdict(on: $0)) }
    let isBroken = links.contains { $0.1.isBroken }
    let repairs = isBroken ? chain.repairs : []
    return JSONValue.object([
      ("schema", .integer(1)), ("type", .string("chain")), ("broken", .bool(isBroken)),
      ("hops", .array(chain.hops.map(hop))),
      ("links", .array(links.map { link($0, $1, words) })),
      ("changes", repairs.map { .array($0.map { change($0, words) }) } ?? .null),
    ]).serialized
  }

  private func hop(_ hop: Hop) -> JSONValue {
    .object([
      ("name", .string(hop.name)),
      ("software", .string(orNull: hop.isKnown ? hop.software.id : nil)),
      ("middlebox", .bool(hop.isMiddlebox)),
      ("server", .array(hop.servers.map(side))), ("client", .array(hop.clients.map(side))),
    ])
  }

  private func side(_ side: Side) -> JSONValue {
    .object(
      [("label", .string(orNull: side.label))] + limit(side.idle) + [
        ("requests", side.requests?.value.map { .integer($0) } ?? .null),
        ("age_seconds", seconds(side.age?.value)),
        ("probes_seconds", seconds(side.probes?.value)),
        ("ends", .string(side.ending.rawValue)),
      ])
  }

  private func limit(_ setting: Known<IdleLimit>) -> [(key: String, value: JSONValue)] {
    var time: Duration?
    var kind: String?
    switch setting.value {
    case .after(let value): (time, kind) = (value, "after")
    case .never: kind = "never"
    case .unkept: kind = "unkept"
    case nil: break
    }
    return [
      ("idle", .string(orNull: kind)), ("idle_seconds", seconds(time)),
      ("sure", .bool(setting.isSure)),
      ("origin", .string(ChainWords.origin(setting.origin)(language))),
    ] + place(setting.origin)
  }

  private func place(_ origin: Origin) -> [(key: String, value: JSONValue)] {
    switch origin {
    case .read(let place), .unreadable(_, let place):
      [("file", .string(place.file)), ("line", .integer(place.line))]
    case .stated, .standard, .assumed, .reported, .unsaid: [("file", .null), ("line", .null)]
    }
  }

  private func link(_ link: Link, _ verdict: LinkVerdict, _ words: ChainWords) -> JSONValue {
    .object([
      ("client", .string(words.name(link.client.hop))),
      ("client_side", .string(orNull: words.chain.client(of: link).label)),
      ("server", .string(words.name(link.server.hop))),
      ("server_side", .string(orNull: words.chain.server(of: link).label)),
      ("status", .string(verdict.status.rawValue)),
      ("first", .string(orNull: first(verdict.first, words))),
      ("margin_seconds", seconds(verdict.margin)), ("needed_seconds", seconds(verdict.needed)),
      ("errors", .array(errors(verdict).map { .string($0) })),
      ("chance_per_reuse", number(verdict.chance?.perReuse)),
      ("chance_at_most", number(verdict.chance?.limit)),
      ("lost_per_day", number(verdict.chance?.perDay)), ("sure", .bool(verdict.isSure)),
      ("text", .string(words.who(link, verdict)(language))),
    ])
  }

  private func first(_ party: LinkVerdict.Party?, _ words: ChainWords) -> String? {
    switch party {
    case .client: "client"
    case .server: "server"
    case .middlebox(let hop): words.name(hop)
    case .both: "both"
    case .nobody: "nobody"
    case nil: nil
    }
  }

  private func errors(_ verdict: LinkVerdict) -> [String] {
    guard verdict.isBroken else { return [] }
    return switch verdict.ending {
    case .fin: ["EOF", "EPIPE"]
    case .reset, .resetOnUse: ["ECONNRESET"]
    case .silence: ["ETIMEDOUT"]
    }
  }

  private func change(_ repair: Repair, _ words: ChainWords) -> JSONValue {
    .object(
      [
        ("hop", .string(words.name(repair.hop))), ("side", .string(repair.role.rawValue)),
        ("direction", .string(repair.direction.rawValue)), ("to_seconds", seconds(repair.to)),
        ("line_to_write", .string(orNull: repair.line)),
        ("text", .string(words.change(repair)(language))),
      ] + place(repair.from.origin))
  }

  private func seconds(_ time: Duration?) -> JSONValue {
    guard let time else { return .null }
    let milliseconds = time.wholeMilliseconds
    return milliseconds % 1000 == 0
      ? .integer(milliseconds / 1000) : .number("\(Double(milliseconds) / 1000)")
  }

  private func number(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number("\(value)")
  }
}
