/// Reads from Go source how long its HTTP clients and servers keep idle connections.
///
/// Only constants are worked out; whatever depends on anything else is unknown, with its line.
public enum GoReader {
  /// The sides of the packages whose files these are.
  public static func read(_ files: [(path: String, text: String)]) -> [SideReading] {
    let sources = files.filter { !$0.path.hasSuffix("_test.go") }
    let packages = Dictionary(grouping: sources) { file in
      String(file.path[..<(file.path.lastIndex(of: "/") ?? file.path.startIndex)])
    }
    return packages.sorted { $0.key < $1.key }.flatMap { package in
      GoPackage(package.value.sorted { $0.path < $1.path }).sides
    }
  }
}

/// The files of one folder.
struct GoPackage {
  let files: [GoFile]
  let bindings: GoBindings
  let objects: GoObjects

  init(_ sources: [(path: String, text: String)]) {
    files = sources.map { GoFile(path: $0.path, text: $0.text) }
    bindings = GoBindings(files)
    objects = GoObjects(files)
  }

  var sides: [SideReading] {
    var sides = objects.list.compactMap { object -> SideReading? in
      switch object.kind {
      case .transport: transport(object)
      case .server: server(object)
      case .client, .dialer: nil
      }
    }
    if let place = defaultUse { sides.append(defaultTransport(place)) }
    if let place = objects.plainServers.first {
      sides.append(
        SideReading(.server, label: "http.ListenAndServe", idle: .value(.never, place)))
    }
    return sides
  }

  /// Where a client is used that has no transport of its own, unless DefaultTransport was changed.
  private var defaultUse: ConfigPlace? {
    let isChanged = objects.list.contains {
      $0.kind == .transport
        && ($0.name == "http.DefaultTransport" || $0.isDefault && $0.name == nil)
    }
    guard !isChanged else { return nil }
    let bare = objects.list.first { $0.kind == .client && $0.fields["Transport"] == nil }
    return bare.map { files[$0.file].place($0.index) } ?? objects.defaultUses.first
  }

  private func defaultTransport(_ place: ConfigPlace) -> SideReading {
    SideReading(
      .client, label: "http.DefaultTransport", idle: .value(.after(.seconds(90)), place),
      probes: .value(.seconds(30), place))
  }

  private func transport(_ object: GoObject) -> SideReading {
    SideReading(
      .client, label: object.name ?? "http.Transport", idle: idle(object), probes: probes(object))
  }

  private func idle(_ object: GoObject) -> ConfigReading<IdleLimit> {
    if let field = object.fields["DisableKeepAlives"] {
      switch truth(field) {
      case false?: break
      case true?: return .value(.unkept, place(field))
      case nil: return unknown(field)
      }
    }
    if let field = object.fields["IdleConnTimeout"] {
      guard let time = time(field) else { return unknown(field) }
      return .value(time > .zero ? .after(time) : .never, place(field))
    }
    let made = files[object.file].place(object.index)
    if object.isDefault { return .value(.after(.seconds(90)), made) }
    return .value(.never, made)
  }

  /// IdleTimeout, else ReadTimeout, else none (`Server.idleTimeout()` in net/http/server.go).
  private func server(_ object: GoObject) -> SideReading {
    var idle = ConfigReading<IdleLimit>.value(.never, files[object.file].place(object.index))
    for name in ["IdleTimeout", "ReadTimeout"] {
      guard let field = object.fields[name] else { continue }
      guard let time = time(field) else {
        idle = unknown(field)
        break
      }
      if time == .zero { continue }
      idle = .value(time > .zero ? .after(time) : .never, place(field))
      break
    }
    return SideReading(.server, label: object.name ?? "http.Server", idle: idle)
  }

  /// TCP keep-alive of the dialer: 15 s where it is zero, none where it is negative (net/dial.go).
  private func probes(_ object: GoObject) -> ConfigReading<Duration> {
    let made = files[object.file].place(object.index)
    let dial = ["DialContext", "Dial"].compactMap { object.fields[$0] }.first
    guard let dial else {
      if object.isForeign { return .unknown(object.name ?? "", made) }
      return .value(.seconds(object.isDefault ? 30 : 15), made)
    }
    guard let dialer = dialer(of: dial) else {
      return .unknown(files[dial.file].quote(dial.expression), place(dial))
    }
    guard let field = dialer.fields["KeepAlive"] else {
      return .value(.seconds(15), files[dialer.file].place(dialer.index))
    }
    guard let time = time(field) else {
      return .unknown(files[field.file].quote(field.expression), place(field))
    }
    if time < .zero { return .unknown("-1", place(field)) }
    return .value(time == .zero ? .seconds(15) : time, place(field))
  }

  /// The dialer in the expression, or that of the variable in it.
  private func dialer(of field: GoObject.Field) -> GoObject? {
    let dialers = objects.list.filter { $0.kind == .dialer && $0.file == field.file }
    if let inside = dialers.first(where: { field.expression.contains($0.index) }) { return inside }
    let file = files[field.file]
    guard let (name, _) = file.name(at: field.expression.lowerBound),
      name.hasSuffix("DialContext") || name.hasSuffix("Dial")
    else { return nil }
    return dialers.last { dialer in
      dialer.name.map { name.hasPrefix($0 + ".") } == true
        && file.scopes[dialer.index] == file.scopes[field.expression.lowerBound]
    }
  }

  private func place(_ field: GoObject.Field) -> ConfigPlace {
    files[field.file].place(min(field.expression.lowerBound, files[field.file].tokens.count - 1))
  }

  private func unknown(_ field: GoObject.Field) -> ConfigReading<IdleLimit> {
    .unknown(files[field.file].quote(field.expression), place(field))
  }

  private func truth(_ field: GoObject.Field) -> Bool? {
    guard !field.isConditional, field.expression.count == 1 else { return nil }
    switch files[field.file].tokens[field.expression.lowerBound].text {
    case "true": return true
    case "false": return false
    default: return nil
    }
  }

  /// Nil where it is no constant, or is set under a condition.
  private func time(_ field: GoObject.Field) -> Duration? {
    guard !field.isConditional,
      let value = bindings.value(of: field.expression, in: field.file),
      value.value.magnitude < 9e18
    else { return nil }
    return .nanoseconds(Int64(value.value))
  }
}
