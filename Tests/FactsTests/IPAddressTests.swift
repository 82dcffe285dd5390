import Facts
import Testing

@Suite struct IPAddressTests {
  /// RFC 5952 section 4 and RFC 4291 section 2.2; left what is read, right what is written.
  @Test(arguments: [
    ("2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1"),
    ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"), ("2001:DB8::1", "2001:db8::1"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("::", "::"), ("0:0:0:0:0:0:0:0", "::"), ("::1", "::1"), ("1::", "1::"),
    ("0:0:0:0:0:0:0:1", "::1"), ("fe80::", "fe80::"), ("1:0:0:2:3:4:5:6", "1::2:3:4:5:6"),
    ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    ("::ffff:192.0.2.1", "192.0.2.1"), ("::ffff:c000:201", "192.0.2.1"),
    ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("127.0.0.1", "127.0.0.1"),
  ])
  func isWrittenInItsCanonicalForm(_ read: String, _ written: String) throws {
    let address = try #require(IPAddress(read))
    #expect(address.description == written)
    #expect(IPAddress(written) == address)
  }

  @Test(arguments: [
    "", ":", ":::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2.3.+4", "01.2.3.4",
    "1.2.3.4 ", " 1.2.3.4", "1.2..4", "1.2.3.", "1.2.3.1000", "١.٢.٣.٤", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1.2.3", "1.2.3.4::", "1:2:3:4:5:6:7::8",
    "::1%eth0", "[::1]", ":1::", "1::2:", "1:2:3:4:5:6:7:1.2.3.4", "::１", "localhost", "::+1",
  ])
  func rejectsWhatIsNoAddress(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func anIPv4MappedAddressIsTheIPv4Address() {
    let mapped = IPAddress(v6: 0xffff << 32 | 0x0102_0304)
    #expect(mapped == IPAddress(v4: 0x0102_0304) && mapped.isIPv4)
    #expect(!IPAddress(v6: 0x0102_0304).isIPv4)
  }

  @Test func knowsUnspecifiedAndLoopback() {
    #expect(IPAddress(v4: 0).isUnspecified && IPAddress(v6: 0).isUnspecified)
    #expect(!IPAddress(v4: 1).isUnspecified && !IPAddress(v6: 1).isUnspecified)
    #expect(IPAddress(v4: 0x7f00_0001).isLoopback && IPAddress(v4: 0x7fff_fffe).isLoopback)
    #expect(IPAddress(v6: 1).isLoopback && !IPAddress(v6: 127).isLoopback)
    #expect(!IPAddress(v4: 0x8000_0001).isLoopback && !IPAddress(v4: 1).isLoopback)
  }

  @Test(arguments: [
    ("10.0.0.1:80", "10.0.0.1:80"), ("[2001:db8::2]:443", "[2001:db8::2]:443"),
    ("[::ffff:10.0.0.1]:1", "10.0.0.1:1"), ("0.0.0.0:0", "0.0.0.0:0"), ("[::]:65535", "[::]:65535"),
  ])
  func endpointsAreReadAndWritten(_ read: String, _ written: String) {
    #expect(Endpoint(read)?.description == written)
  }

  @Test(arguments: [
    "", ":80", "10.0.0.1", "10.0.0.1:", "10.0.0.1:65536", "10.0.0.1:-1", "2001:db8::2:443", "::1",
    "[2001:db8::2]", "[2001:db8::2]443", "[]:80", "[10.0.0.1:80", "host:80", "10.0.0.1:80 ",
    "10.0.0.1:+80", "[::1:80", "::1]:80",
  ])
  func rejectsWhatIsNoEndpoint(_ text: String) {
    #expect(Endpoint(text) == nil)
  }

  @Test func aFlowTurnsRound() {
    let flow = Flow(
      from: Endpoint(IPAddress(v4: 1), port: 1), to: Endpoint(IPAddress(v4: 2), port: 2))
    #expect(flow.reversed.source == flow.destination && flow.reversed.reversed == flow)
  }
}
