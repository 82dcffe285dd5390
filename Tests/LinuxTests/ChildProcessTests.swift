import Foundation
import Linux
import Testing

@Suite struct ChildProcessTests {
  @Test func tellsHowAProgramEnded() throws {
    var exits = try ChildProcess(["/bin/sh", "-c", "exit 3"])
    #expect(try exits.wait(limit: .seconds(5)) == .exited(code: 3))
    var sleeps = try ChildProcess(["/bin/sleep", "60"])
    #expect(try sleeps.wait(limit: .milliseconds(10)) == nil)
    try sleeps.signal(SIGTERM)
    #expect(try sleeps.wait(limit: .seconds(5)) == .signalled(SIGTERM))
  }

  @Test func endsWithItsOwnerAndSoDoesWhatItStarted() throws {
    let pair = try MessageChannel.Pair()
    try startAndForget(pair.far.descriptor.number)
    let near = pair.keepNear()
    // Every process that has the far end is gone.
    #expect(try Poll.wait(for: .hangUp, on: near.descriptor, limit: .seconds(5)) == .ready)
  }

  private func startAndForget(_ descriptor: Int32) throws(LinuxError) {
    let child = try ChildProcess(
      ["/bin/sh", "-c", "sleep 60 & sleep 60; :"], descriptors: [3: descriptor])
    while ProcFS.processes(inGroup: child.pid).count < 3 { usleep(1000) }
  }

  @Test func inheritsOnlyWhatItIsGiven() throws {
    let pair = try MessageChannel.Pair()
    let near = pair.near.descriptor.number
    let far = pair.far.descriptor.number
    let kept = try pair.near.descriptor.duplicate()
    let (isNear, isFar) = (link(near), link(far))
    // Each source is the other's target.
    let script = """
      cd /proc/self/fd && test $(readlink \(near)) = \(isFar) && test $(readlink \(far)) = \(isNear) \
        && ! test -e \(kept.number)
      """
    var child = try ChildProcess(["/bin/sh", "-c", script], descriptors: [near: far, far: near])
    #expect(try child.wait(limit: .seconds(5)) == .exited(code: 0))
  }

  private func link(_ descriptor: Int32) -> String {
    let path = "/proc/self/fd/\(descriptor)"
    return (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? "nothing"
  }

  @Test func aProgramThatIsNotThereIsNamed() {
    #expect(throws: LinuxError(operation: "start /no/such", errno: ENOENT)) {
      _ = try ChildProcess(["/no/such"]).pid
    }
  }
}

@Suite struct TemporaryFolderTests {
  @Test func removesAFolderAndNotWhatItsLinksPointAt() throws {
    let kept = try TemporaryFolder(prefix: NSTemporaryDirectory() + "kept-")
    let folder = try removed(afterLinkingTo: kept.path)
    #expect(!FileManager.default.fileExists(atPath: folder))
    #expect(FileManager.default.fileExists(atPath: kept.path + "/file"))
  }

  private func removed(afterLinkingTo kept: String) throws -> String {
    try FileDescriptor.open(kept + "/file", for: .creating).writeAll([1, 2, 3])
    #expect(try FileDescriptor.open(kept + "/file").readAll() == [1, 2, 3])
    let owner = try TemporaryFolder(prefix: NSTemporaryDirectory() + "folder-")
    let folder = owner.path
    try FileManager.default.createDirectory(
      atPath: folder + "/a/b", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/a/link", withDestinationPath: kept)
    return folder
  }
}

@Suite struct MessageChannelTests {
  @Test func keepsMessagesApartAndTellsTheEnd() throws {
    let pair = try MessageChannel.Pair()
    try pair.far.send([1, 2])
    try pair.far.send([3])
    #expect(try pair.near.receive() == [1, 2])
    #expect(try pair.near.receive() == [3])
    let near = pair.keepNear()
    #expect(try near.receive() == nil)
    #expect(throws: LinuxError(operation: "send a message", errno: EPIPE)) { try near.send([1]) }
  }
}

@Suite struct ProcFSTests {
  @Test func knowsThisProcess() throws {
    let pid = ThisProcess.pid
    #expect(try ProcFS.processes().contains(pid))
    #expect(ProcFS.command(of: pid)?.isEmpty == false)
    #expect(ProcFS.arguments(of: pid)?.isEmpty == false)
    #expect(try ProcFS.networkNamespace(of: pid) == NetworkNamespace(ofProcess: pid).inode)
  }

  @Test func aProcessThatIsGoneHasNoFacts() {
    #expect(ProcFS.command(of: 4_194_305) == nil)
    #expect(ProcFS.arguments(of: 4_194_305) == nil)
    #expect(ProcFS.networkNamespace(of: 4_194_305) == nil)
  }
}
