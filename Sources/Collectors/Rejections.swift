import BPF
import Facts

/// Watches for the resets that packet filters send, while some packet filter may.
final class Rejections {
  private let program: String?
  private let firewalls: Firewalls
  private var link: Attachment?
  private var nextLook = ContinuousClock.now + interval

  private static let interval = Duration.seconds(5)

  /// `program` sees every packet that is sent; with none, only drops are seen.
  init(namespaces: [UInt32], program: String?) {
    self.program = program
    firewalls = Firewalls(namespaces: namespaces)
  }

  /// Looks again, now and then, at the rules that are known.
  func refresh(in object: borrowing BPFObject) throws(BPFError) {
    guard firewalls.reject, ContinuousClock.now >= nextLook else { return }
    nextLook = .now + Self.interval
    firewalls.refresh()
    try attach(in: object)
  }

  /// Attaches the program, or takes it off where no rule is left that it would be for.
  func attach(in object: borrowing BPFObject) throws(BPFError) {
    guard firewalls.reject else { return link = nil }
    guard link == nil, let program else { return }
    link = Attachment(try object.attach(program: program))
  }

  /// The events, with the rules named; without drops that are not known to be rejections.
  func complete(
    _ events: [Event], in object: borrowing BPFObject
  ) throws(BPFError) -> [Event] {
    var completed: [Event] = []
    for event in events {
      guard case .firewall(var reset) = event else {
        completed.append(event)
        continue
      }
      // Where each RST is seen as it goes, drops have nothing to add.
      if reset.packet == nil, link != nil { continue }
      reset.rules = firewalls.rules(behind: reset)
      try attach(in: object)
      let isKnown = reset.packet != nil || (!reset.rules.isEmpty && isSure(reset))
      if isKnown { completed.append(.firewall(reset)) }
    }
    return completed
  }

  private func isSure(_ reset: FirewallReset) -> Bool { firewalls.onlyReject(in: reset.netns) }
}
