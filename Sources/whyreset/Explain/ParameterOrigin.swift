import Collectors
import Diagnosis
import Facts
import Knowledge
internal import Linux

/// Where a parameter's running value comes from, as far as this host shows it.
enum ParameterOrigin {
  /// This kernel or namespace does not have the parameter.
  case absent
  case configured(String, HostReference.Value)
  case standard(String)
  /// A file says something else than what runs.
  case drifted(String, HostReference.Value)
  /// No file sets it, and it is not the kernel's own.
  case changed(String, standard: String)
  case unknown(String)

  init(_ value: HostReference.Value, standard: String?) {
    guard let running = value.running else {
      self = .absent
      return
    }
    if let configured = value.configured {
      self = configured.value == running ? .configured(running, value) : .drifted(running, value)
    } else if let standard {
      self = standard == running ? .standard(running) : .changed(running, standard: standard)
    } else {
      self = .unknown(running)
    }
  }

  /// For scripts.
  var rawValue: String {
    switch self {
    case .absent: "absent"
    case .configured: "file"
    case .standard: "default"
    case .drifted: "drift"
    case .changed: "changed"
    case .unknown: "unknown"
    }
  }

  func texts(_ parameter: Parameter, _ kernel: KernelVersion?) -> [Text] {
    switch self {
    case .absent: [absence(parameter, kernel)]
    case .configured(let running, let value):
      [
        Self.value(running),
        Text(en: "set in \(Self.place(value))", zh: "由 \(Self.place(value)) 设置"),
      ]
    case .standard(let running):
      [Self.value(running), Text(en: "the kernel's default; no file sets it", zh: "内核默认值，没有文件设置它")]
    case .drifted(let running, let value): [Self.value(running), Self.drift(value)]
    case .changed(let running, let standard): [Self.value(running), Self.change(from: standard)]
    case .unknown(let running):
      [Self.value(running), Text(en: "no file sets it", zh: "没有文件设置它")]
    }
  }

  private static func drift(_ value: HostReference.Value) -> Text {
    let wanted = value.configured?.value ?? ""
    return Text(
      en: "\(place(value)) sets \(wanted): it was changed since, or the file was not applied",
      zh: "\(place(value)) 设置的是 \(wanted)：之后被改过，或该文件没有生效")
  }

  private static func change(from standard: String) -> Text {
    Text(
      en: """
        not the kernel's default, \(standard), and no file sets it: a program, an image or a person \
        did
        """,
      zh: "不是内核默认值 \(standard)，也没有文件设置它：由程序、镜像或人工修改")
  }

  private func absence(_ parameter: Parameter, _ kernel: KernelVersion?) -> Text {
    if let kernel, !parameter.exists(in: kernel) {
      return Text(en: "Linux \(kernel) does not have it", zh: "Linux \(kernel) 没有这个参数")
    }
    if parameter.key.rawValue.hasPrefix("net.netfilter.")
      || parameter.key.rawValue.hasPrefix("net.ipv4.vs.")
    {
      return Text(en: "not here: its kernel module is not loaded", zh: "这里没有：对应的内核模块未加载")
    }
    return Text(
      en: "not visible in this network namespace; look in the initial one",
      zh: "在当前网络命名空间中不可见，请到初始命名空间查看")
  }

  private static func value(_ running: String) -> Text {
    running.isEmpty
      ? Text(en: "value: empty", zh: "当前值：空") : Text(en: "value: \(running)", zh: "当前值：\(running)")
  }

  private static func place(_ value: HostReference.Value) -> String {
    value.configured?.file ?? ""
  }
}
