import Facts
import Wire

extension CaptureScanner {
  /// So many connections are said to have had a message about them, at most.
  private static var mostNotices: Int { 65_536 }

  /// Keeps the first message about a segment of a connection, and the first that names a length.
  mutating func take(_ error: ICMPError, _ place: Place, _ frame: CapturedFrame) {
    guard let number = table.find(place.key, place.hash) else { return }
    if let known = notices[number], known.kind == .tooBig || error.kind != .tooBig { return }
    guard notices.count < Self.mostNotices else { return }
    notices[number] = PathNotice(
      PathNotice.Kind(error.kind), mtu: error.mtu, reporter: IPAddress(v6: error.reporter),
      frame: frame.number, isOfSender: place.direction == 0)
  }
}

extension PathNotice.Kind {
  fileprivate init(_ kind: ICMPError.Kind) {
    self =
      switch kind {
      case .tooBig: .tooBig
      case .prohibited: .prohibited
      case .portUnreachable: .portUnreachable
      case .unreachable: .unreachable
      case .timeExceeded: .timeExceeded
      }
  }
}
