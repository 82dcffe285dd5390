public import Diagnosis

/// What can be concluded from a line alone: which causes are left, which are not, and why.
public struct LineVerdict: Sendable {
  public struct Suspect: Sendable {
    public let cause: String
    /// Never certain: a line is the word of one end.
    public let confidence: Confidence
    public let why: Text

    init(_ cause: String, _ confidence: Confidence, _ why: Text) {
      self.cause = cause
      self.confidence = confidence
      self.why = why
    }

    init(_ cause: String, _ why: Text) { self.init(cause, .possible, why) }
  }

  public struct Exclusion: Sendable {
    /// Causes by id; none where a whole kind of ending is meant.
    public let causes: [String]
    public let why: Text
  }

  /// What the line tells beside its words.
  public private(set) var remarks: [Text]
  /// The likeliest first.
  public internal(set) var suspects: [Suspect] = []
  public private(set) var excluded: [Exclusion] = []
  public let next: [NextStep]

  public init(_ reading: LineReading) {
    remarks = reading.remarks
    next = reading.nextSteps
    addSuspicions(reading)
    let impossible = Set(excluded.flatMap(\.causes))
    suspects.removeAll { impossible.contains($0.cause) }
    // A stable sort: equals keep the order that they were named in.
    suspects =
      suspects.filter { $0.confidence == .likely } + suspects.filter { $0.confidence != .likely }
  }

  private mutating func addSuspicions(_ reading: LineReading) {
    switch reading.pattern.symptom {
    case .reset: addReset(reading)
    case .brokenPipe: addBrokenPipe(reading)
    case .endOfFile, .cutShort: addEndOfFile(reading)
    case .ended: addEnded(reading)
    case .refused: addRefused(reading)
    case .connectTimeout, .silence, .gaveUp: addSilence(reading)
    case .clientLeft: addClientLeft()
    case .notTLS, .handshakeCut: addHandshake(reading)
    default: addRest(reading)
    }
  }

  mutating func suspect(_ cause: String, _ confidence: Confidence, _ why: Text) {
    suspects.append(Suspect(cause, confidence, why))
  }

  mutating func suspect(_ cause: String, _ why: Text) { suspect(cause, .possible, why) }

  mutating func exclude(_ causes: String..., because why: Text) {
    excluded.append(Exclusion(causes: causes, why: why))
  }
}
