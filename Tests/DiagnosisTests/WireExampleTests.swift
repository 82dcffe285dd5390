import Diagnosis
import Testing

/// Every cause that packets can point to, held to its own examples.
@Suite struct WireExampleTests {
  static let examples = catalog.compactMap { $0 as? any WireCause.Type }.flatMap { cause in
    cause.wireExamples.map { (cause: cause, example: $0) }
  }

  @Test func thereAreHitsAndMisses() {
    for cause in catalog.compactMap({ $0 as? any WireCause.Type }) {
      #expect(cause.wireExamples.contains { $0.expected != nil }, "\(cause.id)")
      #expect(cause.wireExamples.contains { $0.expected == nil }, "\(cause.id)")
    }
  }

  @Test(arguments: examples.indices) func matchesItsExamplesAndNoOthers(_ index: Int) {
    let (cause, example) = Self.examples[index]
    let name = "\(cause.id): \(example.name)"
    #expect(cause.match(onWire: example.end)?.confidence == example.expected, "\(name)")
    guard example.expected ?? .possible > .possible else { return }
    #expect(diagnose(example.end).cause == cause.id, "\(name)")
  }
}
