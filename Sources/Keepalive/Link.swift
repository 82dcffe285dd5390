/// Two neighbours that end connections, and what passes packets on between them.
public struct Link: Hashable, Sendable {
  /// A side of a hop, by its place in the chain.
  public struct End: Hashable, Sendable {
    public var hop: Int
    public var side: Int

    public init(hop: Int, side: Int) {
      self.hop = hop
      self.side = side
    }
  }

  public var client: End
  public var server: End
  /// Middleboxes between the two, by their places in the chain.
  public var between: [Int]
}

extension Chain {
  /// Each client side with each server side of the next hop that ends connections.
  public var links: [Link] {
    let ends = hops.indices.filter { !hops[$0].isMiddlebox }
    return zip(ends, ends.dropFirst()).flatMap { left, right in
      hops[left].clients.indices.flatMap { client in
        hops[right].servers.indices.map { server in
          Link(
            client: Link.End(hop: left, side: client), server: Link.End(hop: right, side: server),
            between: Array((left + 1)..<right))
        }
      }
    }
  }

  public func client(of link: Link) -> Side { hops[link.client.hop].clients[link.client.side] }

  public func server(of link: Link) -> Side { hops[link.server.hop].servers[link.server.side] }

  /// A link's own verdict.
  public func verdict(on link: Link) -> LinkVerdict {
    LinkVerdict(
      client: client(of: link), server: server(of: link),
      boxes: link.between.map { LinkVerdict.Box(hop: $0, side: hops[$0].servers[0]) },
      traffic: traffic)
  }
}
