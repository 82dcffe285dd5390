import Testing

@testable import Knowledge

/// A line as a program prints it, and what must be read from it.
struct LineSample: CustomTestStringConvertible, Sendable {
  let id: String
  let line: String
  /// This end and the other one, as they are shown; nil where the line does not have them.
  let local: String?
  let remote: String?

  var testDescription: String { id }

  init(_ id: String, _ line: String, local: String? = nil, _ remote: String? = nil) {
    self.id = id
    self.line = line
    self.local = local
    self.remote = remote
  }

  static let all = go + scripted + compiled + servers + stores
}
