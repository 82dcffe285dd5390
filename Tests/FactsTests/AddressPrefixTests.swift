import Facts
import Testing

@Suite struct AddressPrefixTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    let inside: [String]
    let outside: [String]
    var testDescription: String { text }
  }

  @Test(arguments: [
    Case(
      text: "10.0.0.0/8", inside: ["10.0.0.0", "10.255.255.255"], outside: ["11.0.0.0", "a::1"]),
    Case(text: "10.1.2.3/8", inside: ["10.9.9.9"], outside: ["11.1.2.3"]),
    Case(text: "192.0.2.7", inside: ["192.0.2.7", "::ffff:192.0.2.7"], outside: ["192.0.2.6"]),
    Case(text: "192.0.2.7/32", inside: ["192.0.2.7"], outside: ["192.0.2.6"]),
    Case(text: "192.0.2.4/31", inside: ["192.0.2.4", "192.0.2.5"], outside: ["192.0.2.6"]),
    Case(text: "0.0.0.0/0", inside: ["1.2.3.4"], outside: ["::1", "2001:db8::1"]),
    Case(text: "::/0", inside: ["::1", "2001:db8::1"], outside: ["1.2.3.4"]),
    Case(text: "2001:db8::/32", inside: ["2001:db8:ffff::1"], outside: ["2001:db9::", "1.2.3.4"]),
    Case(text: "::ffff:10.0.0.0/104", inside: ["10.9.9.9"], outside: ["11.0.0.0"]),
    Case(text: "fe80::1/128", inside: ["fe80::1"], outside: ["fe80::2"]),
  ])
  func holdsTheAddressesThatBeginWithItsBits(_ example: Case) throws {
    let prefix = try #require(AddressPrefix(example.text))
    for text in example.inside {
      #expect(prefix.contains(try #require(IPAddress(text))), "\(text)")
    }
    for text in example.outside {
      #expect(!prefix.contains(try #require(IPAddress(text))), "\(text)")
    }
    #expect(AddressPrefix("\(prefix)") == prefix)
  }

  @Test(arguments: [
    "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8",
    "10.0.0/8", "::/129", "::/x", "10.0.0.0/8 ", "10.0.0.0/99999999999999999999",
  ])
  func refusesWhatIsNone(_ text: String) { #expect(AddressPrefix(text) == nil) }
}
