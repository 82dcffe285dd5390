import Foundation
import Linux
import Testing

@Suite(.enabled(if: geteuid() == 0)) struct NetworkNamespaceTests {
  @Test func aBodyRunsInsideAndTheCallerStaysOutside() throws {
    let own = try NetworkNamespace(path: "/proc/thread-self/ns/net").inode
    let namespace = try NetworkNamespace.anonymous()
    let inside = try namespace.run { () throws(LinuxError) in
      try NetworkNamespace(path: "/proc/thread-self/ns/net").inode
    }
    #expect(inside == namespace.inode)
    #expect(inside != own)
    #expect(try NetworkNamespace(path: "/proc/thread-self/ns/net").inode == own)
  }

  @Test func anErrorInsideComesOut() throws {
    let namespace = try NetworkNamespace.anonymous()
    #expect(throws: LinuxError(operation: "inside", errno: 7)) {
      try namespace.run { () throws(LinuxError) in throw LinuxError(operation: "inside", errno: 7) }
    }
  }
}

/// Namespaces that cannot be opened.
@Suite struct NetworkNamespaceErrorTests {
  @Test func anUnknownNameIsNamed() {
    let error = #expect(throws: LinuxError.self) { try namespaceInode(named: "no-such-namespace") }
    #expect(
      error?.description == "open network namespace no-such-namespace: No such file or directory")
  }

  @Test(arguments: ["", ".", "..", "../../proc/1/ns/net", "a/b"])
  func aNameThatIsAPathIsRefused(_ name: String) {
    let error = #expect(throws: LinuxError.self) { try namespaceInode(named: name) }
    #expect(error?.errno == EINVAL)
  }

  @Test(arguments: ["/etc/passwd", "/proc/self/ns/uts"])
  func anotherKindOfFileIsRefused(_ path: String) {
    let error = #expect(throws: LinuxError.self) { try NetworkNamespace(path: path).inode }
    #expect(
      error?.description
        == "open network namespace \(path), which is another kind of file: Invalid argument")
  }

  @Test func aProcessThatIsGoneIsNamed() {
    let error = #expect(throws: LinuxError.self) {
      try NetworkNamespace(ofProcess: 4_194_305).inode
    }
    #expect(
      error?.description
        == "open the network namespace of process 4194305: No such file or directory")
  }

  private func namespaceInode(named name: String) throws(LinuxError) -> UInt64 {
    try NetworkNamespace(named: name).inode
  }
}
