import Capture
import Diagnosis
import Linux

/// Says what was wrong with captures that were read.
struct CaptureProblems {
  let files: [String]
  let language: Language

  /// Says it on standard error, or fails where nothing could be read.
  func tell(_ pipeline: CapturePipeline) throws(Failure) {
    for index in files.indices {
      guard let trouble = pipeline.trouble(of: index) else { continue }
      try tell(trouble, of: files[index])
    }
    let totals = pipeline.totals
    if totals.unsupported > 0 { try tellUnsupported(totals, frames: pipeline.frames) }
  }

  private func tellUnsupported(_ totals: CaptureTotals, frames: UInt64) throws(Failure) {
    let (type, count) = (totals.unsupportedLink ?? 0, totals.unsupported)
    let message = LinkTypeName.of(type)
    guard count == frames else {
      return try say(
        Text(
          en: "\(count) packets were left out: link type \(type) (\(message)) is not read",
          zh: "跳过了 \(count) 个报文：不支持链路类型 \(type)（\(message)）"))
    }
    throw Failure(
      "link type \(type) (\(message)) is not read",
      hint: "capture on an Ethernet, cooked (-i any), PPP or raw IP interface instead")
  }

  private func tell(_ trouble: CaptureTrouble, of file: String) throws(Failure) {
    switch trouble {
    case .empty: throw Failure("\(file): the file is empty")
    case .notACapture:
      throw Failure(
        "\(file): not a capture: neither pcap nor pcapng",
        hint: "tcpdump -w FILE and Wireshark write such files")
    case .unreadable(let problem): throw Failure("\(file): \(problem)")
    case .cutOff(let offset):
      try say(
        Text(
          en: "\(file): cut off in the packet at byte \(offset); all before it was read",
          zh: "\(file)：文件在字节 \(offset) 处的报文中被截断，此前的内容均已读取"))
    case .corrupt(let offset, let problem):
      try say(
        Text(
          en: "\(file): unreadable from byte \(offset) on (\(problem)); all before it was read",
          zh: "\(file)：从字节 \(offset) 起无法读取（\(problem)），此前的内容均已读取"))
    }
  }

  private func say(_ text: Text) throws(Failure) {
    try attempt { () throws(LinuxError) in
      try Terminal.write("whyreset: \(text(language))\n", to: .error)
    }
  }
}
