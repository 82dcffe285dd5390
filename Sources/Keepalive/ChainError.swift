/// Why a chain cannot be understood.
public struct ChainError: Error, Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    case empty
    case tooFew
    case tooMany
    /// Not a time, or one that could mean two things.
    case noTime(String, hop: String)
    case noNumber(String, hop: String)
    case noEnding(String, hop: String)
    case unknownKey(String, hop: String)
    /// No software of that name, and no values for it.
    case unknownSoftware(String)
    /// A middlebox stands at an end of the chain.
    case middleboxAtEnd(String)
    /// Software that serves nobody stands where it would have to.
    case clientOnly(String)
    /// Software that connects to nobody stands where it would have to.
    case serverOnly(String)
    /// A middlebox whose limit nobody said.
    case noLimit(String)
    /// Nobody reads files of that software.
    case noReader(String)
    /// A part that the file does not have.
    case noPart(String, hop: String, parts: [String])
    /// A file that says nothing of idle connections.
    case nothingRead(String, hop: String)
  }

  public var problem: Problem

  public init(_ problem: Problem) { self.problem = problem }
}
