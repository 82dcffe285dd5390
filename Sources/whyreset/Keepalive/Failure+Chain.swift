import Diagnosis
import Keepalive
import Report

extension Failure {
  /// A chain that cannot be understood.
  init(_ error: ChainError, language: Language) {
    let (message, hint) = Self.words(error.problem)
    self.init(message(language).sanitized, hint: hint?(language).sanitized, status: .usage)
  }

  private static func words(_ problem: ChainError.Problem) -> (Text, Text?) {
    switch problem {
    case .empty:
      (
        Text(en: "a hop is empty", zh: "有一跳为空"),
        Text(en: "write NAME or NAME=TIME, such as nginx=65s", zh: "写成 名称 或 名称=时间，例如 nginx=65s")
      )
    case .tooFew:
      (
        Text(en: "a chain has at least two hops", zh: "链路至少要有两跳"),
        Text(
          en: "such as `whyreset keepalive chain go=300s nginx=65s`",
          zh: "例如 `whyreset keepalive chain go=300s nginx=65s`")
      )
    case .tooMany: (Text(en: "a chain has at most 32 hops", zh: "链路最多 32 跳"), nil)
    case .noTime(let text, let hop): noTime(text, hop)
    case .noNumber, .noEnding, .unknownKey: noValue(problem)
    case .unknownSoftware(let name): unknownSoftware(name)
    case .middleboxAtEnd, .clientOnly, .serverOnly: misplaced(problem)
    case .noLimit, .noReader, .noPart, .nothingRead: unreadable(problem)
    }
  }

  private static func noValue(_ problem: ChainError.Problem) -> (Text, Text?) {
    switch problem {
    case .noNumber(let text, let hop):
      (Text(en: "\(hop): '\(text)' is no number above 0", zh: "\(hop)：'\(text)' 不是大于 0 的整数"), nil)
    case .noEnding(let text, let hop):
      (
        Text(en: "\(hop): '\(text)' is no way to end", zh: "\(hop)：'\(text)' 不是已知的结束方式"),
        Text(Side.Ending.spellings.joined(separator: ", "))
      )
    case .unknownKey(let key, let hop): unknownKey(key, hop)
    default: (Text("\(problem)"), nil)
    }
  }

  private static func noTime(_ text: String, _ hop: String) -> (Text, Text?) {
    let bare = Double(text) != nil
    return (
      Text(en: "\(hop): '\(text)' is no time", zh: "\(hop)：'\(text)' 不是时间"),
      bare
        ? Text(
          en: "say the unit: \(text)s or \(text)ms; none is no limit, off is no reuse",
          zh: "请写明单位：\(text)s 或 \(text)ms；none 表示无上限，off 表示不复用")
        : Text(
          en: "such as 65s, 1m30s, 250ms; none is no limit, off is no reuse",
          zh: "例如 65s、1m30s、250ms；none 表示无上限，off 表示不复用")
    )
  }

  private static func unknownKey(_ key: String, _ hop: String) -> (Text, Text?) {
    let keys = HopArgument.Key.allCases.map(\.rawValue)
    return (
      Text(en: "\(hop): '\(key)' cannot be set", zh: "\(hop)：没有 '\(key)' 这个值"),
      key.nearest(among: keys).map {
        Text(en: "did you mean \($0)?", zh: "是否指 \($0)？")
      } ?? Text(keys.joined(separator: ", "))
    )
  }

  private static func unknownSoftware(_ name: String) -> (Text, Text?) {
    let nearest = name.lowercased().nearest(among: SoftwareCatalog.words)
    let plain = Text(
      en: "or give its limit: \(name)=60s", zh: "或直接给出其上限：\(name)=60s")
    return (
      Text(en: "nothing is known of '\(name)'", zh: "不认识 '\(name)'"),
      nearest.map {
        Text(en: "did you mean \($0)? \(plain.en)", zh: "是否指 \($0)？\(plain.zh)")
      } ?? plain
    )
  }
}
