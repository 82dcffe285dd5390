import Testing

@testable import BPF

@Suite struct KernelTypesTests {
  @Test func readsResetReasonsOfTheRunningKernel() throws {
    let enumeration = try KernelTypes().enumeration("sk_rst_reason")
    let reasons = try #require(enumeration)
    #expect(reasons[1] == "SK_RST_REASON_NO_SOCKET")
    #expect(reasons[9999] == nil)
  }

  @Test func anUnknownEnumIsNil() throws {
    for name in ["nonesuch", "tcp_sock"] {
      let enumeration = try KernelTypes().enumeration(name)
      #expect(enumeration == nil)
    }
  }

  @Test(arguments: [("tcp_send_reset", true), ("tcp_send_nonesuch", false)])
  func knowsTheKernelsTracepoints(_ name: String, _ exists: Bool) throws {
    let found = try KernelTypes().hasTracepoint(name)
    #expect(found == exists)
  }

  @Test(arguments: [("tcp_v4_rcv", true), ("nonesuch", false)])
  func knowsTheKernelsFunctions(_ name: String, _ exists: Bool) throws {
    let found = try KernelTypes().hasFunction(name)
    #expect(found == exists)
  }
}
