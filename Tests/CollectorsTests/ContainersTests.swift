import Facts
import Linux
import Testing

@testable import Collectors

/// A /proc and a clock that a test decides.
private final class Host {
  var processes: [Int32: Containers.Reading] = [:]
  var reads = 0
  var now: Int64 = 0

  static let id = String(repeating: "a1", count: 32)
  static let other = String(repeating: "b2", count: 32)

  var containers: Containers {
    Containers(
      read: {
        self.reads += 1
        return self.processes[$0]
      }, clock: { self.now })
  }

  func run(_ pid: Int32, _ command: String, in container: String) {
    processes[pid] = .init(command: command, cgroups: "0::/docker/\(container)\n")
  }

  func passSeconds(_ seconds: Int64) { now += seconds * 1_000_000_000 }
}

@Suite struct ContainersTests {
  private let host = Host()
  private let nginx = Process(pid: 812, command: "nginx")

  @Test func aProcessKeepsItsContainerAfterItsEnd() {
    var containers = host.containers
    host.run(812, "nginx", in: Host.id)
    #expect(containers.locate(nginx).container == Host.id)
    host.processes = [:]
    host.passSeconds(3600)
    #expect(containers.locate(nginx).container == Host.id)
  }

  @Test func anEventIsEnoughToKnowAProcessThatEnds() {
    var containers = host.containers
    host.run(812, "nginx", in: Host.id)
    let flow = Flow(
      from: Endpoint(IPAddress("10.0.0.1")!, port: 1), to: Endpoint(IPAddress("10.0.0.2")!, port: 2)
    )
    containers.notice(
      .sent(SentReset(time: Timestamp(nanoseconds: 0), flow: flow, netns: 1, actor: nginx)))
    host.processes = [:]
    #expect(containers.locate(nginx).container == Host.id)
  }

  @Test func anotherProcessOfTheSameNumberDoesNotLendItsContainer() {
    var containers = host.containers
    host.run(812, "curl", in: Host.other)
    #expect(containers.locate(nginx).container == nil)
    #expect(containers.locate(Process(pid: 812, command: "curl")).container == Host.other)
  }

  @Test func aProcessThatMovesIsSeenToMove() {
    var containers = host.containers
    host.run(812, "nginx", in: Host.id)
    _ = containers.locate(nginx)
    host.run(812, "nginx", in: Host.other)
    #expect(containers.locate(nginx).container == Host.id)
    host.passSeconds(1)
    #expect(containers.locate(nginx).container == Host.other)
  }

  @Test func aStormReadsEachProcessOnceASecond() {
    var containers = host.containers
    host.run(812, "nginx", in: Host.id)
    for _ in 0..<10_000 { _ = containers.locate(nginx) }
    #expect(host.reads == 1)
    _ = containers.locate(Process(pid: 1, command: "gone"))
    _ = containers.locate(Process(pid: 1, command: "gone"))
    #expect(host.reads == 2)
  }

  @Test func whatWasSeenLatelyOutlivesAFloodOfOthers() {
    var containers = host.containers
    host.run(812, "nginx", in: Host.id)
    for pid in Int32(1000)..<9000 {
      _ = containers.locate(Process(pid: pid, command: "wrk"))
      if pid % 1000 == 0 {
        host.passSeconds(1)
        #expect(containers.locate(nginx).container == Host.id)
        host.processes = [:]
      }
    }
  }

  @Test func thisProcessIsRead() throws {
    let pid = ThisProcess.pid
    #expect(ProcFS.startTime(of: pid) != nil)
    #expect(ProcFS.controlGroups(of: pid)?.contains(":/") == true)
    #expect(ProcFS.startTime(of: Int32.max) == nil)
    var containers = Containers()
    let process = Process(pid: pid, command: try #require(ProcFS.command(of: pid)))
    let path = ContainerPath(cgroups: try #require(ProcFS.controlGroups(of: pid)))
    #expect(containers.locate(process).container == path.container)
  }
}
