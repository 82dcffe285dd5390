import Facts

/// The cause that wins, and what is left beside it.
struct Verdict {
  let cause: any Cause.Type
  let match: Match
  let confidence: Confidence
  let alternatives: [Finding.Alternative]

  /// By mechanism alone where the evidence is shallow: a cause's own match takes what is absent for a fact.
  init?(_ evidence: Evidence, amongAll causes: [any Cause.Type]) {
    guard evidence.isShallow else {
      self.init(evidence, among: causes)
      return
    }
    guard let mechanism = Mechanism(evidence),
      let cause = causes.first(where: { $0.id == mechanism.cause })
    else { return nil }
    let known = Set(causes.map { $0.id })
    self.init(
      cause: cause,
      match: Match(
        mechanism.confidence, because: mechanism.reasons, sender: mechanism.sender),
      confidence: mechanism.confidence,
      alternatives: mechanism.alternatives.filter(known.contains).map { .init($0, .possible) })
  }

  private init(
    cause: any Cause.Type, match: Match, confidence: Confidence,
    alternatives: [Finding.Alternative]
  ) {
    self.cause = cause
    self.match = match
    self.confidence = confidence
    self.alternatives = alternatives
  }

  private typealias Candidate = (cause: any Cause.Type, match: Match)

  /// Nil where no cause matches.
  init?(_ evidence: Evidence, among causes: [any Cause.Type]) {
    self.init(
      causes.compactMap { cause in cause.match(evidence).map { (cause, $0) } },
      unseen: evidence.unseenCauses, unheard: evidence.unheardCauses, among: causes)
  }

  /// By packets alone.
  init?(_ end: CapturedEnd, among causes: [any Cause.Type]) {
    self.init(
      causes.compactMap { cause in
        (cause as? any WireCause.Type)?.match(onWire: end).map { (cause, $0) }
      }, unseen: [], unheard: [], among: causes)
  }

  private init?(
    _ candidates: [Candidate], unseen: [String], unheard: [String], among causes: [any Cause.Type]
  ) {
    guard let winner = Self.winner(of: candidates) else { return nil }
    cause = winner.cause
    match = winner.match
    let named = Self.alternatives(
      to: winner, candidates, unseen: unseen, among: causes)
    alternatives =
      named + Self.unheard(unheard, besides: named, of: winner, among: causes)
    // Certain means that every other cause is excluded.
    confidence =
      winner.match.confidence == .certain && !alternatives.isEmpty
      ? .likely : winner.match.confidence
  }

  /// The first by precedence among those that the evidence speaks for, else among those it allows.
  private static func winner(of candidates: [Candidate]) -> Candidate? {
    let supported = candidates.filter { $0.match.confidence > .possible }
    let field = supported.isEmpty ? candidates : supported
    return field.reduce(nil) { best, next in
      guard let best else { return next }
      if next.cause.precedence != best.cause.precedence {
        return next.cause.precedence < best.cause.precedence ? next : best
      }
      return next.match.confidence > best.match.confidence ? next : best
    }
  }

  /// Mechanisms that a limit of the server may be behind.
  private static let mechanisms: Set = [
    "unread-data-at-close", "write-after-close", "early-response-close",
  ]

  private static func unheard(
    _ ids: [String], besides named: [Finding.Alternative], of winner: Candidate,
    among causes: [any Cause.Type]
  ) -> [Finding.Alternative] {
    guard mechanisms.contains(winner.cause.id) else { return [] }
    return ids.filter { id in
      causes.contains { $0.id == id } && !named.contains { $0.cause == id }
    }.map { .init($0, .possible) }
  }

  /// The other matches, then what the matches name; without the mechanisms that the winner explains.
  private static func alternatives(
    to winner: Candidate, _ candidates: [Candidate], unseen: [String],
    among causes: [any Cause.Type]
  ) -> [Finding.Alternative] {
    // The receiver alone cannot tell a mechanism from what refines it.
    let explained = Set((unseen.isEmpty ? winner.cause.refines : []) + [winner.cause.id])
    let matched = candidates.filter { !explained.contains($0.cause.id) }
      .map { Finding.Alternative($0.cause.id, min($0.match.confidence, .likely)) }
      .sorted { $0.confidence > $1.confidence }
    let listed = explained.union(matched.map(\.cause))
    var named: [Finding.Alternative] = []
    for id in winner.match.alternatives + unseen where !listed.contains(id) {
      let isNamed = named.contains { $0.cause == id }
      if !isNamed, causes.contains(where: { $0.id == id }) { named.append(.init(id, .possible)) }
    }
    return matched + named
  }
}

extension Finding {
  /// Takes over the cause, why it is that one, and what to do about it.
  mutating func take(_ verdict: Verdict) {
    cause = verdict.cause.id
    confidence = verdict.confidence
    alternatives = verdict.alternatives
    evidence = verdict.match.reasons
    fixes = verdict.match.fixes.isEmpty ? verdict.cause.fixes : verdict.match.fixes
    next = verdict.match.next
    if let sender = verdict.match.sender { self.sender = sender }
  }
}
