import Glibc
import Testing

@testable import BPF

@Suite struct BPFObjectTests {
  @Test(arguments: [[], [0x7f, 0x45, 0x4c, 0x46], Array(repeating: 0, count: 4096)] as [[UInt8]])
  func whatIsNoObjectIsRefused(_ image: [UInt8]) {
    do throws(BPFError) {
      _ = try OpenedBPFObject(image: image.span.bytes)
      Issue.record("opened")
    } catch {
      #expect(error.operation == "open BPF object")
    }
  }

  @Test func tellsMissingRightsFromMissingFeatures() {
    #expect(BPFError(operation: "load", errno: EPERM).isPermission)
    #expect(BPFError(operation: "load", errno: EACCES).isPermission)
    #expect(!BPFError(operation: "load", errno: ENOENT).isPermission)
  }
}
