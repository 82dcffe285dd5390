/// What HAProxy's termination states and Envoy's response flags stand for, as patterns of their own.
enum ProxyCodes {
  /// The first two letters of HAProxy's termination state (its configuration manual, section 8.5).
  static let haproxy: [LinePattern] = [
    state("SC", .unclear, .connecting), state("SH", .endOfFile, .awaitingResponse),
    state("SD", .reset, .receiving), state("SL", .reset, .receiving),
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
    flag("UC", .endOfFile, .awaitingResponse), flag("UF", .unclear, .connecting),
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
  static func haproxyState(_ words: [Substring]) -> LinePattern? {
    for (word, next) in zip(words, words.dropFirst())
    where word.utf8.count == 2 || word.utf8.count == 4 {
      guard next.utf8.count(where: { $0 == UInt8(ascii: "/") }) == 4,
        next.utf8.allSatisfy({
          $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "+") || (48...57).contains($0)
        })
      else { continue }
      return haproxy.first { $0.shape == word.prefix(2) }
    }
    return nil
  }

  /// The flag of a line of Envoy's logs: after the status of the default format, or by its JSON key.
  static func envoyFlag(_ words: [Substring], _ text: Substring) -> LinePattern? {
    for (index, word) in words.enumerated().dropLast() {
      let isStatus = word.utf8.count == 3 && word.first != "0" && Int(word) != nil
      guard isStatus || word == "0", index > 0, words[index - 1].hasSuffix("\"") else { continue }
      if let found = envoy(words[index + 1]) { return found }
    }
    let key = "\"response_flags\":"
    guard let start = text.firstRange(of: key)?.upperBound else { return nil }
    let value = text[start...].drop { $0 == " " || $0 == "\"" }.prefix { $0.isLetter || $0 == "," }
    return envoy(value)
  }

  private static func envoy(_ flags: Substring) -> LinePattern? {
    for name in flags.split(separator: ",") {
      if let found = envoy.first(where: { $0.shape == name }) { return found }
    }
    return nil
  }

  private static func state(
    _ letters: String, _ symptom: Symptom, _ phase: Phase, _ writer: Writer = .client
  ) -> LinePattern {
    LinePattern(
      "haproxy-\(letters)", "HAProxy \(letters)", letters, symptom, phase, writer, .client)
  }

  private static func flag(
    _ name: String, _ symptom: Symptom, _ phase: Phase, _ writer: Writer = .client
  ) -> LinePattern {
    LinePattern("envoy-\(name)", "Envoy \(name)", name, symptom, phase, writer)
  }
}
