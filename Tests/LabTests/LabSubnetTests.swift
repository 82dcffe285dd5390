import Linux
import Testing

@testable import Lab

/// The networks of runs beside each other.
@Suite struct LabSubnetTests {
  @Test func aNetworkIsTakenOnceUntilItsRunEnds() throws {
    let name = "whyreset-test-\(UInt64.random(in: 0 ... .max))"
    var first = try HeldName.take(name)
    #expect(try isFree(name) == false)
    first = nil
    _ = first
    #expect(try isFree(name))
  }

  private func isFree(_ name: String) throws -> Bool {
    switch try HeldName.take(name) {
    case .some: true
    case .none: false
    }
  }

  /// Of 32,768 networks drawn without looking, 600 would nearly always hold a pair.
  @Test func runsBesideEachOtherNeverShareANetwork() throws {
    final class Run {
      let subnet: LabSubnet
      init() throws { subnet = try LabSubnet(.ipv4) }
    }
    let runs = try (0..<600).map { _ in try Run() }
    #expect(Set(runs.map { $0.subnet.bits }).count == runs.count)
  }
}
