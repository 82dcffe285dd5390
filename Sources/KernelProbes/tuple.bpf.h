// Who talks to whom: from a socket, from a request, from a packet.
#pragma once

static __always_inline void put_ipv4(__u8 address[16], __be32 ipv4) {
  __builtin_memset(address, 0, 10);
  address[10] = address[11] = 0xff;
  __builtin_memcpy(address + 12, &ipv4, 4);
}

static __always_inline void put_common(
    struct connection_tuple *tuple, const struct sock_common *common) {
  if (common->skc_family == AF_INET6) {
    BPF_CORE_READ_INTO(&tuple->local, common, skc_v6_rcv_saddr.in6_u.u6_addr8);
    BPF_CORE_READ_INTO(&tuple->remote, common, skc_v6_daddr.in6_u.u6_addr8);
  } else {
    put_ipv4(tuple->local, common->skc_rcv_saddr);
    put_ipv4(tuple->remote, common->skc_daddr);
  }
  tuple->local_port = common->skc_num;
  tuple->remote_port = bpf_ntohs(common->skc_dport);
  tuple->netns = common->skc_net.net->ns.inum;
}

// The local port. A socket that is being closed has lost its number, but not yet the port in its
// packets.
static __always_inline __u16 local_port(struct sock *sk) {
  __u16 port = sk->__sk_common.skc_num;
  if (port || sk->__sk_common.skc_state == TCP_TIME_WAIT) return port;
  return bpf_ntohs(BPF_CORE_READ((struct inet_sock *)sk, inet_sport));
}

static __always_inline void put_connection(struct connection_tuple *tuple, struct sock *sk) {
  put_common(tuple, &sk->__sk_common);
  tuple->local_port = local_port(sk);
}

// The namespace that a packet without a socket is in. The device is cleared once a packet is queued
// to a socket; the route (skb_dst; its lowest bit is a flag) outlives that.
static __always_inline __u32 packet_netns(struct sk_buff *skb) {
  struct net_device *device = BPF_CORE_READ(skb, dev);
  if (!device) {
    struct dst_entry *route = (void *)(BPF_CORE_READ(skb, _skb_refdst) & ~1UL);
    device = BPF_CORE_READ(route, dev);
  }
  return BPF_CORE_READ(device, nd_net.net, ns.inum);
}

// Netfilter puts a RST together behind its IP header, and leaves the offset at that
// (nf_reject_ip_tcphdr_put()).
static __always_inline const unsigned char *transport_header(struct sk_buff *skb) {
  const unsigned char *head = BPF_CORE_READ(skb, head);
  __u16 network = BPF_CORE_READ(skb, network_header),
        transport = BPF_CORE_READ(skb, transport_header);
  if (transport != network) return head + transport;
  __u8 version = 0;
  bpf_probe_read_kernel(&version, 1, head + network);
  return head + network + (version >> 4 == 4 ? (version & 15) * 4 : 40);
}

// Reads the headers of a received packet: its source is our remote end.
static __always_inline int put_packet(
    struct connection_tuple *tuple, struct tcp_header *tcp, struct sk_buff *skb) {
  const unsigned char *head = BPF_CORE_READ(skb, head);
  const unsigned char *ip = head + BPF_CORE_READ(skb, network_header);
  const unsigned char *transport = transport_header(skb);
  __u8 version = 0;
  if (bpf_probe_read_kernel(&version, 1, ip)) return -1;
  if (version >> 4 == 4) {
    __be32 addresses[2];
    if (bpf_probe_read_kernel(addresses, sizeof addresses, ip + 12)) return -1;
    put_ipv4(tuple->remote, addresses[0]);
    put_ipv4(tuple->local, addresses[1]);
  } else if (version >> 4 == 6) {
    if (bpf_probe_read_kernel(tuple->remote, 16, ip + 8)) return -1;
    if (bpf_probe_read_kernel(tuple->local, 16, ip + 24)) return -1;
  } else {
    return -1;
  }
  if (bpf_probe_read_kernel(tcp, sizeof *tcp, transport)) return -1;
  tuple->remote_port = bpf_ntohs(tcp->source);
  tuple->local_port = bpf_ntohs(tcp->destination);
  return 0;
}

// The payload length comes from the control block: it is right for merged packets (GRO) too.
static __always_inline void put_trigger(
    struct segment_record *trigger, const struct tcp_header *tcp, struct sk_buff *skb) {
  struct tcp_skb_cb *control = (void *)skb + bpf_core_field_offset(skb->cb);
  __u32 length = BPF_CORE_READ(control, end_seq) - BPF_CORE_READ(control, seq);
  trigger->sequence = bpf_ntohl(tcp->sequence);
  trigger->acknowledgment = bpf_ntohl(tcp->acknowledgment);
  trigger->flags = tcp->flags;
  trigger->payload_length = length - (tcp->flags & 1) - (tcp->flags >> 1 & 1);
}
