import Diagnosis
import Facts
import Linux
import Report
import Wire

/// What a second look at the captures is to find: the packets of examples and of the extract.
struct CaptureKeepsake {
  private static let most = 100_000
  private struct Place: Hashable {
    let file: Int
    let frame: UInt64
  }

  private let wantsAll: Bool
  private var flows: Set<Flow> = []
  private var comments: [Place: String] = [:]
  /// Ends by the frame and file that their findings name.
  private var examples: [Place: CapturedEnd] = [:]
  private let text: TextReport

  init(wantsAll: Bool, language: Language) {
    self.wantsAll = wantsAll
    text = TextReport(style: Style(width: 100, language: language))
  }

  mutating func add(_ finding: Finding, _ end: CapturedEnd) {
    guard examples.count < Self.most else { return }
    examples[Place(file: end.file, frame: end.frame)] = end
    guard wantsAll else { return }
    flows.insert(end.flow)
    comments[Place(file: end.file, frame: end.frame)] = text.render(finding)
  }

  /// Writes the extract.
  func extract(to path: String, from review: CaptureReview) throws(Failure) {
    var file = try CaptureExtract(path, names: review.files)
    try review.run(flows) { (sight, bytes) throws(Failure) in
      let place = Place(file: sight.file, frame: sight.frame.number)
      try file.add(sight, bytes, comment: comments[place])
    }
    try file.flush()
  }

  /// The ladders of these findings, in their order.
  func ladders(
    of findings: [Finding], from review: CaptureReview
  ) throws(Failure) -> [Ladder?] {
    var builders = findings.map(builder(review.files))
    var byFlow: [Flow: [Int]] = [:]
    for (index, builder) in builders.enumerated() {
      if let flow = builder?.flow { byFlow[flow, default: []].append(index) }
    }
    try review.run(Set(byFlow.keys)) { (sight, _) throws(Failure) in
      let indices = byFlow[sight.flow] ?? byFlow[sight.flow.reversed] ?? []
      for index in indices { builders[index]?.add(sight) }
    }
    return builders.map { $0?.ladder }
  }

  private func builder(_ files: [String]) -> (Finding) -> LadderBuilder? {
    { finding in
      guard let frame = finding.frame, let name = finding.file,
        let file = files.firstIndex(of: name),
        let end = examples[Place(file: file, frame: frame)], let client = finding.client,
        let server = finding.server
      else { return nil }
      return LadderBuilder(
        flow: Flow(from: client, to: server), file: file, fatal: frame, began: end.began)
    }
  }
}
