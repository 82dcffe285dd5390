import Foundation
import Linux
import Testing

/// Files of a container, which its owner has made as hostile as they like.
@Suite(.enabled(if: geteuid() == 0)) struct ProcessRootTests {
  /// A process whose root is a folder of the test's own.
  private final class Container {
    let folder = FileManager.default.temporaryDirectory.appending(path: "whyreset-\(UUID())")
    private let process = Process()

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("inside".utf8).write(to: folder.appending(path: "plain"))
      let ready = Pipe()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", "-c", Self.script, folder.path]
      process.standardOutput = ready
      try process.run()
      #expect(!ready.fileHandleForReading.availableData.isEmpty)
    }

    deinit {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      try? FileManager.default.removeItem(at: folder)
    }

    private static let script = """
      import os, sys, time
      os.chroot(sys.argv[1])
      print("ready", flush=True)
      time.sleep(60)
      """

    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: name).path, withDestinationPath: target)
    }

    func root() throws -> ProcessRoot { try ProcessRoot(of: process.processIdentifier) }
  }

  @Test func aFileInsideIsRead() throws {
    let container = try Container()
    #expect(try container.root().read("/plain") == Array("inside".utf8))
  }

  @Test(arguments: ["/etc/hostname", "../../../../../../etc/hostname"])
  func noLinkLeadsOut(_ target: String) throws {
    let container = try Container()
    try container.link("link", to: target)
    #expect { try container.root().read("/link") } throws: {
      ($0 as? LinuxError)?.isAbsence == true
    }
  }

  @Test func aMagicLinkIsNotFollowed() throws {
    let root = try ProcessRoot(of: getpid())
    #expect(throws: LinuxError(operation: "open /proc/self/root/proc/version", errno: ELOOP)) {
      try root.read("/proc/self/root/proc/version")
    }
  }

  @Test func aPipeIsRefusedAndNotWaitedFor() throws {
    let container = try Container()
    #expect(mkfifo(container.folder.appending(path: "pipe").path, 0o600) == 0)
    #expect { try container.root().read("/pipe") } throws: {
      $0 as? LinuxError == .invalid("read /pipe")
    }
  }

  @Test func aHugeFileIsRefused() throws {
    let container = try Container()
    let path = container.folder.appending(path: "huge").path
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, 1 << 40) == 0)
    #expect { try container.root().read("/huge") } throws: {
      $0 as? LinuxError == .tooLarge("read /huge")
    }
  }
}
