/// What HAProxy's termination states and Envoy's response flags stand for, as patterns of their own.
enum ProxyCodes {
  /// The first two letters of HAProxy's termination state (its configuration manual, section 8.5).
  static let haproxy: [LinePattern] = [
    state("SC", .unclear, .connecting), state("SH", .ended, .awaitingResponse),
    state("SD", .ended, .receiving), state("SL", .ended, .receiving),
    state("sC", .connectTimeout, .connecting), state("sH", .silence, .awaitingResponse),
    state("sD", .silence, .receiving), state("sQ", .tooMany, .connecting),
    state("CC", .clientLeft, .connecting, .server),
    state("CH", .clientLeft, .awaitingResponse, .server),
    state("CD", .clientLeft, .receiving, .server), state("CR", .clientLeft, .receiving, .server),
    state("CQ", .clientLeft, .connecting, .server), state("cR", .clientLeft, .receiving, .server),
    state("cD", .clientLeft, .receiving, .server),
    state("cH", .clientLeft, .awaitingResponse, .server),
    state("cQ", .clientLeft, .connecting, .server), state("PC", .tooMany, .connecting),
    state("PH", .unclear, .awaitingResponse), state("PR", .tooMany, .receiving, .server),
    state("RC", .noPort, .connecting), state("DC", .noBackend, .connecting),
    state("DH", .noBackend, .awaitingResponse), state("DD", .noBackend, .receiving),
    state("KD", .aborted, .receiving), state("KC", .aborted, .connecting),
  ]

  /// Envoy's flags (its documentation of access logs, %RESPONSE_FLAGS%).
  static let envoy: [LinePattern] = [
    flag("UC", .ended, .awaitingResponse), flag("UF", .unclear, .connecting),
    flag("URX", .unclear, .connecting), flag("UO", .tooMany, .connecting),
    flag("UH", .noBackend, .connecting), flag("NR", .noBackend, .connecting),
    flag("NC", .noBackend, .connecting), flag("UT", .silence, .awaitingResponse),
    flag("UR", .aborted, .awaitingResponse), flag("LR", .closedHere, .awaitingResponse),
    flag("DC", .clientLeft, .awaitingResponse, .server),
    flag("DR", .clientLeft, .awaitingResponse, .server),
    flag("UPE", .notTLS, .awaitingResponse), flag("DPE", .notTLS, .receiving, .server),
    flag("SI", .sessionEnded, .idle), flag("DT", .sessionEnded, .idle, .server),
    flag("RL", .tooMany, .receiving, .server), flag("UMSDR", .silence, .awaitingResponse),
    flag("DF", .nameLookup, .connecting),
  ]

  /// The state of a line of HAProxy's logs: a word of two or four such letters before `1/1/0/0/3`.
  static func haproxyState(_ words: [ArraySlice<UInt8>]) -> LinePattern? {
    for (word, next) in zip(words, words.dropFirst())
    where (word.count == 2 || word.count == 4) && isCounts(next) {
      let letters = String(decoding: word.prefix(2), as: UTF8.self)
      return haproxy.first { $0.shape == letters }
    }
    return nil
  }

  /// Five numbers: `1/1/0/0/+3`.
  private static func isCounts(_ word: ArraySlice<UInt8>) -> Bool {
    word.count { $0 == UInt8(ascii: "/") } == 4
      && word.allSatisfy { (47...57).contains($0) || $0 == UInt8(ascii: "+") }
  }

  /// The flag of a line of Envoy's logs: after the status of the default format, or by its JSON key.
  static func envoyFlag(_ words: [ArraySlice<UInt8>], _ line: [UInt8]) -> LinePattern? {
    for (index, word) in words.enumerated().dropLast() where index > 0 {
      let isStatus = word.allSatisfy { (48...57).contains($0) } && [1, 3].contains(word.count)
      guard isStatus, words[index - 1].last == UInt8(ascii: "\"") else { continue }
      if let found = envoy(String(decoding: words[index + 1], as: UTF8.self)) { return found }
    }
    let key = Array("\"response_flags\":".utf8)
    guard let start = line.firstIndex(of: key, from: 0) else { return nil }
    let value = line[(start + key.count)...].drop { $0 == 0x20 || $0 == UInt8(ascii: "\"") }
      .prefix { (65...90).contains($0) || $0 == UInt8(ascii: ",") }
    return envoy(String(decoding: value, as: UTF8.self))
  }

  private static func envoy(_ flags: String) -> LinePattern? {
    for name in flags.split(separator: ",") {
      if let found = envoy.first(where: { $0.shape == name }) { return found }
    }
    return nil
  }

  private static func state(
    _ letters: String, _ symptom: Symptom, _ phase: Phase, _ writer: Writer = .client
  ) -> LinePattern {
    LinePattern(
      "haproxy-\(letters)", "HAProxy \(letters)", letters, symptom, phase, writer,
      writer == .server ? .client : .none)
  }

  private static func flag(
    _ name: String, _ symptom: Symptom, _ phase: Phase, _ writer: Writer = .client
  ) -> LinePattern {
    LinePattern("envoy-\(name)", "Envoy \(name)", name, symptom, phase, writer)
  }
}
