import Linux

/// The namespaces that a watch was asked for, and whether they are still there.
///
/// A watch must not hold them open, or they would never go; and their numbers are soon given to others.
struct WatchedNamespaces {
  private struct Place {
    let inode: UInt32
    /// Nil where it cannot be read: then another of the same number would be taken for it.
    let cookie: UInt64?
    /// A process that was in it at the last look.
    var process: Int32?
  }

  private static let interval = Duration.seconds(1)

  private var places: [Place]
  private var next = ContinuousClock.now + interval
  private let asksForSome: Bool

  /// Whether none is left of those that were asked for.
  var areAllGone: Bool { asksForSome && places.isEmpty }

  /// None stands for all of the host; that is always there.
  init(_ inodes: [UInt32]) {
    asksForSome = !inodes.isEmpty
    // Others than root may not look for them.
    guard ThisProcess.isRoot else {
      places = inodes.map { Place(inode: $0, cookie: nil, process: ThisProcess.pid) }
      return
    }
    places = inodes.map { inode in
      let namespace = try? NetworkNamespace.find(inode: UInt64(inode))
      return Place(inode: inode, cookie: try? namespace?.cookie(), process: nil)
    }
  }

  /// Those that have gone since this was last asked; it looks once a second.
  mutating func takeVanished() -> [UInt32] {
    guard !places.isEmpty, ThisProcess.isRoot, ContinuousClock.now >= next else { return [] }
    next = .now + Self.interval
    var vanished: [UInt32] = []
    for index in places.indices where !Self.isThere(&places[index]) {
      vanished.append(places[index].inode)
    }
    places.removeAll { vanished.contains($0.inode) }
    return vanished
  }

  private static func isThere(_ place: inout Place) -> Bool {
    let inode = UInt64(place.inode)
    if let process = place.process, ProcFS.networkNamespace(of: process) == inode { return true }
    for name in NetworkNamespace.names(ofInode: inode) {
      if let found = try? NetworkNamespace(named: name), isSame(found, place) { return true }
    }
    place.process = ProcFS.processes(inNetworkNamespace: inode).first { process in
      guard let found = try? NetworkNamespace(ofProcess: process) else { return false }
      return isSame(found, place)
    }
    return place.process != nil
  }

  private static func isSame(_ found: borrowing NetworkNamespace, _ place: Place) -> Bool {
    guard found.inode == UInt64(place.inode) else { return false }
    guard let cookie = place.cookie, let other = try? found.cookie() else { return true }
    return cookie == other
  }
}
