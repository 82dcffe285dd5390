import Facts
public import Wire

extension CaptureScanner {
  /// Where a packet belongs, as far as that is known before its headers are read.
  struct Place: BitwiseCopyable {
    enum Kind: BitwiseCopyable { case unknown, plain, another }

    var kind = Kind.unknown
    /// In its batch.
    var index = 0
    var direction = 0
    var hash: UInt64 = 0
    var key = ConversationKey.none
  }

  /// Takes in packets of one file, at most a batch; `bytes` are those that their positions are of.
  ///
  /// What they need is fetched from memory for all of them before the first one is looked at: one by one, each would
  /// wait for it.
  public mutating func note(
    _ batch: [CapturedFrame], _ due: Range<Int>, _ bytes: RawSpan, file: Int
  ) {
    precondition(batch.count <= CaptureReader.batchSize)
    let frames = batch.span
    var places = InlineArray<64, Place>(repeating: Place())
    var fetched: UInt64 = 0
    var count = 0
    for index in due {
      places[count] = place(of: frames[index], bytes)
      places[count].index = index
      // Without a branch, which would be guessed wrongly half of the time.
      count &+= places[count].kind == .another ? 0 : 1
    }
    for number in 0..<count { fetched &+= table.touchPlace(places[number].hash) }
    for number in 0..<count { fetched &+= table.touchConversation(places[number].hash) }
    self.fetched &+= fetched
    for number in 0..<count {
      note(frames[places[number].index], places[number], bytes, file)
    }
  }

  /// Takes in one packet.
  public mutating func note(_ frame: CapturedFrame, _ bytes: RawSpan, file: Int) {
    let place = place(of: frame, bytes)
    if place.kind != .another { note(frame, place, bytes, file) }
  }

  func place(of frame: CapturedFrame, _ bytes: RawSpan) -> Place {
    guard let type = LinkType(rawValue: UInt32(frame.linkType)),
      let ends = PacketEnds(plain: bytes.extracting(frame.bytes), type)
    else { return Place() }
    return place(of: ends)
  }

  func place(of ends: PacketEnds) -> Place {
    let (key, direction) = ConversationKey.of(ends)
    let hash = table.hash(key)
    // The upper half, spread over the shares; the table takes the lower one.
    let isMine = ((hash >> 32) &* shares) >> 32 == share
    return Place(kind: isMine ? .plain : .another, direction: direction, hash: hash, key: key)
  }

  private mutating func note(
    _ frame: CapturedFrame, _ place: Place, _ bytes: RawSpan, _ file: Int
  ) {
    guard let type = LinkType(rawValue: UInt32(frame.linkType)) else {
      if share == 0 { totals.countUnsupported(frame.linkType) }
      return
    }
    let packetBytes = bytes.extracting(frame.bytes)
    if place.kind == .plain, let packet = Packet(plain: packetBytes, type) {
      follow(packet, packetBytes, frame, file, place)
    } else {
      noteUnusual(frame, packetBytes, type, file)
    }
    if !frame.comment.isEmpty { noteComment(frame, bytes, type) }
  }

  @inline(never)
  private mutating func noteUnusual(
    _ frame: CapturedFrame, _ bytes: RawSpan, _ type: LinkType, _ file: Int
  ) {
    do throws(WireError) {
      switch try Dissection(bytes, type) {
      case .tcp(let packet):
        let place = place(of: PacketEnds(packet))
        if place.kind == .plain { follow(packet, bytes, frame, file, place) }
      case .icmp(let error):
        if share == 0 { totals.others += 1 }
        let place = place(of: error.ends)
        if place.kind == .plain { take(error, place, frame) }
      case .fragment, .other: if share == 0 { totals.others += 1 }
      }
    } catch {
      if share == 0 { totals.malformed += 1 }
    }
  }
}
