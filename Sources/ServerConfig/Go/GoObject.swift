/// A transport, server, client or dialer in Go source, and what its fields are set to.
struct GoObject {
  enum Kind: Hashable { case transport, server, client, dialer }

  /// A field, and where it was set; `conditional` where that may or may not happen.
  struct Field {
    var expression: Range<Int>
    var file: Int
    var isConditional = false
  }

  var kind: Kind
  /// Whether what is not set is as in `http.DefaultTransport`, not zero.
  var isDefault = false
  /// Whether what is not set is not known: it came from elsewhere.
  var isForeign = false
  var file: Int
  /// The token at which it is made.
  var index: Int
  /// The variable that it is put into: `tr`, `c.transport`.
  var name: String?
  /// The depth of statements that surely follow.
  var depth: Int
  var fields: [String: Field] = [:]

  /// The types and functions that make one.
  static func kind(_ resolved: String?) -> Kind? {
    switch resolved {
    case "net/http.Transport": .transport
    case "net/http.Server": .server
    case "net/http.Client": .client
    case "net.Dialer": .dialer
    default: nil
    }
  }
}
