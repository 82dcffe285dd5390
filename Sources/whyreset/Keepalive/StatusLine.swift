import Diagnosis
import Linux

/// The last line of a terminal, with what is known so far; nothing where standard error is none.
struct StatusLine {
  private let language: Language
  private let isShown = Terminal.isTerminal(.error)
  private var nextLook = ContinuousClock.now

  init(language: Language) { self.language = language }

  /// Draws it again if it is time to.
  mutating func show(_ text: @autoclosure () -> Text) {
    guard isShown, ContinuousClock.now >= nextLook else { return }
    nextLook = ContinuousClock.now + .milliseconds(500)
    let columns = max(Terminal.columns(of: .error) ?? 80, 20)
    try? Terminal.write("\r\u{1b}[K" + text()(language).prefix(columns - 1), to: .error)
  }

  func clear() { if isShown { try? Terminal.write("\r\u{1b}[K", to: .error) } }
}
