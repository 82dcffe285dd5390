internal import ServerConfig

extension HopBuilder {
  /// A value that the caller gave.
  func apply(_ value: HopArgument.Value, to hop: inout Hop) throws(ChainError) {
    // Of the first hop there is no other side than that of a client.
    let key = value.key == .idle && position == .first ? .upstream : value.key
    switch key {
    case .idle, .upstream:
      set(Known<IdleLimit>(try limit(value.text), .stated), for: key, of: &hop)
    case .requests:
      guard let count = Int(value.text), count > 0 else {
        throw ChainError(.noNumber(value.text, hop: argument.name))
      }
      setNear(of: &hop) { $0.requests = Known(count, .stated) }
    case .age:
      let age = try time(value.text)
      setNear(of: &hop) { $0.age = Known(age, .stated) }
    case .probes:
      let interval = try time(value.text)
      setClients(of: &hop) { $0.probes = Known(interval, .stated) }
    case .ends:
      guard let ending = Side.Ending(spelled: value.text) else {
        throw ChainError(.noEnding(value.text, hop: argument.name))
      }
      setServers(of: &hop) { $0.ending = ending }
    }
  }

  private func set(
    _ limit: Known<IdleLimit>, for key: HopArgument.Key, of hop: inout Hop
  ) {
    if key == .idle { setServers(of: &hop) { $0.idle = limit } }
    if key == .upstream || hop.software.sharesItsLimit { setClients(of: &hop) { $0.idle = limit } }
  }

  private func limit(_ text: String) throws(ChainError) -> IdleLimit {
    switch text {
    case "none", "never", "infinite": .never
    case "off", "close": .unkept
    default: .after(try time(text))
    }
  }

  private func time(_ text: String) throws(ChainError) -> Duration {
    guard let time = Duration(spelled: text) else {
      throw ChainError(.noTime(text, hop: argument.name))
    }
    return time
  }

  private func setServers(of hop: inout Hop, _ change: (inout Side) -> Void) {
    for index in hop.servers.indices { change(&hop.servers[index]) }
  }

  private func setClients(of hop: inout Hop, _ change: (inout Side) -> Void) {
    for index in hop.clients.indices { change(&hop.clients[index]) }
  }

  /// The side towards clients, or what the first hop has.
  private func setNear(of hop: inout Hop, _ change: (inout Side) -> Void) {
    if position == .first { setClients(of: &hop, change) } else { setServers(of: &hop, change) }
  }

  /// What files say; what they leave open keeps the software's default.
  func apply(_ readings: [SideReading], to hop: inout Hop) throws(ChainError) {
    let servers = readings.filter { $0.role == .server }
    let clients = readings.filter { $0.role == .client }
    if position != .first, !servers.isEmpty {
      hop.servers = servers.map { Side(hop.software.server ?? .unsaid, $0) }.distinct
    }
    if position != .last, !hop.isMiddlebox, !clients.isEmpty {
      hop.clients = clients.map { Side(hop.software.client ?? .unsaid, $0) }.distinct
    }
    if case .file(let path, _) = argument.content {
      if position == .first && clients.isEmpty || position == .last && servers.isEmpty {
        throw ChainError(.nothingRead(path, hop: argument.name))
      }
    }
    // What the files of a proxy do not have may stand elsewhere: its default is not known to hold. A DestinationRule
    // is about one side only.
    guard position == .middle, hop.software.id != "istio" else { return }
    if servers.isEmpty { hop.servers = [.unsaid] }
    if clients.isEmpty { hop.clients = [.unsaid] }
  }
}

extension Side {
  /// A default side, with what a configuration says instead.
  init(_ standard: Side, _ reading: SideReading) {
    self = standard
    label = reading.label
    if let idle = Known(reading.idle) { self.idle = idle }
    if let requests = Known(reading.requests) { self.requests = requests }
    if let age = Known(reading.age) { self.age = age }
    if let probes = Known(reading.probes) { self.probes = probes }
  }
}

extension Known {
  /// Nil where the configuration does not say.
  init?(_ reading: ConfigReading<Value>) {
    switch reading {
    case .absent: return nil
    case .value(let value, let place): self.init(value, .read(place))
    case .assumed(let value, let why): self.init(value, .assumed(why))
    case .unknown(let text, let place): self.init(nil, .unreadable(text, place))
    }
  }
}

extension [Side] {
  /// Without those that say the same; the labels of those that are left out are lost.
  var distinct: [Side] {
    var seen: Set<Side> = []
    return filter { side in
      var key = side
      key.label = nil
      return seen.insert(key).inserted
    }
  }
}
