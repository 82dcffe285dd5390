public import ServerConfig

/// Makes hops of what the caller wrote.
public struct HopBuilder: Sendable {
  /// Where a hop stands, which decides the sides it needs.
  public enum Position: Hashable, Sendable { case first, middle, last }

  public let argument: HopArgument
  public let position: Position
  /// What its files say; nil where none were read.
  public var reading: [SideReading]?

  public init(_ argument: HopArgument, at position: Position, reading: [SideReading]? = nil) {
    self.argument = argument
    self.position = position
    self.reading = reading
  }

  /// The hops of a whole chain, without files.
  public static func hops(_ arguments: [HopArgument]) throws(ChainError) -> [Hop] {
    var hops: [Hop] = []
    for (index, argument) in arguments.enumerated() {
      let position = Self.position(of: index, among: arguments.count)
      hops.append(try HopBuilder(argument, at: position).hop())
    }
    return hops
  }

  public static func position(of index: Int, among count: Int) -> Position {
    index == 0 ? .first : index == count - 1 ? .last : .middle
  }

  public func hop() throws(ChainError) -> Hop {
    let known = SoftwareCatalog.find(argument.name)
    if known == nil, argument.content == .standard {
      throw ChainError(.unknownSoftware(argument.name))
    }
    let software = known ?? .unknown(argument.name)
    var hop = Hop(
      name: argument.name, software: software,
      servers: position == .first ? [] : software.server.map { [$0] } ?? [],
      clients: position == .last || software.isMiddlebox ? [] : software.client.map { [$0] } ?? [],
      isKnown: known != nil)
    try check(hop)
    if case .values(let values) = argument.content {
      for value in values { try apply(value, to: &hop) }
    }
    if let reading { try apply(reading, to: &hop) }
    if software.isMiddlebox, hop.servers.first?.idle.value == nil {
      throw ChainError(.noLimit(argument.name))
    }
    return hop
  }

  private func check(_ hop: Hop) throws(ChainError) {
    if hop.isMiddlebox {
      if position != .middle { throw ChainError(.middleboxAtEnd(hop.name)) }
      return
    }
    if position != .first, hop.servers.isEmpty { throw ChainError(.clientOnly(hop.name)) }
    if position != .last, hop.clients.isEmpty { throw ChainError(.serverOnly(hop.name)) }
  }
}
