import Diagnosis
import Facts
import Testing

@testable import Report

/// Packets of a connection between two lines of characters.
@Suite struct LadderTextTests {
  static let ladder: Ladder = {
    var ladder = Ladder()
    func step(
      _ frame: UInt64, _ isFromClient: Bool, _ flags: String, fatal: Bool = false,
      _ fate: Ladder.Fate = .arrives
    ) {
      ladder.steps.append(
        Ladder.Step(
          frame: frame, time: Timestamp(nanoseconds: Int64(frame) * 1_500_000),
          isFromClient: isFromClient, flags: flags, sequence: 1, acknowledgment: 1, length: 20,
          isFatal: fatal, fate: fate))
    }
    step(1, true, "SYN")
    step(2, false, "SYN, ACK")
    step(3, true, "ACK")
    step(9, true, "PSH, ACK", .lost)
    step(10, false, "RST", fatal: true)
    step(11, false, "RST", .madeBetween)
    ladder.omitted = 5
    return ladder
  }()

  @Test(arguments: [40, 60, 80, 100], Language.allCases)
  func fitsItsWidth(_ width: Int, _ language: Language) {
    let style = Style(width: width, language: language)
    let text = LadderText(Self.ladder, client: "10.0.0.1:4000", server: "10.0.0.2:80")
      .render(style)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 8)
    for line in lines { #expect(String(line).displayWidth <= width, "\(line)") }
  }

  @Test func marksWhatEndedTheConnectionAndWhatNeverArrived() {
    let lines = LadderText(Self.ladder, client: "a", server: "b").render(Style())
      .split(separator: "\n")
    #expect(lines[1].contains("--> |") == false && lines[1].hasSuffix("->|"))
    #expect(lines[4].contains("5 more"))
    #expect(lines[5].contains("-x ") && lines[5].hasSuffix("lost"))
    #expect(lines[6].contains("|<==") && lines[6].hasSuffix("<< fatal"))
    #expect(lines[7].contains("*") && lines[7].hasSuffix("forged"))
  }
}
