// How each end's messages begin, and how many there are: enough to tell a protocol, the status of
// an answer, and whether it announces the close.
#pragma once

// An HTTP response says `Connection: close` among its first header fields.
enum { HEAD_BYTES = 256 };

struct message_head {
  __u8 bytes[HEAD_BYTES];
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct message_head);
} heads SEC(".maps");

static __always_inline struct message_head *new_head(void) {
  __u32 key = 0;
  return bpf_map_lookup_elem(&heads, &key);
}

static __always_inline __u64 word(const char text[8]) {
  __u64 value;
  __builtin_memcpy(&value, text, 8);
  return value;
}

// Any server and proxy writes it in one of the two spellings that share these letters.
static __always_inline int announces_close(const struct message_head *head, __u32 length) {
  if (length < HEAD_BYTES / 8 || *(__u32 *)head->bytes != *(__u32 *)"HTTP") return 0;
  __u64 wanted = word("tion: cl");
  for (__u32 i = 0; i < HEAD_BYTES - 8; i++) {
    if (i + 8 > length) return 0;
    if (*(__u64 *)(head->bytes + i) == wanted) return 1;
  }
  return 0;
}

static __always_inline __u8
put_beginning(__u8 bytes[PROBE_MESSAGE_BYTES], const struct message_head *head, __u32 length) {
  __builtin_memcpy(bytes, head->bytes, PROBE_MESSAGE_BYTES);
  return length < PROBE_MESSAGE_BYTES ? length : PROBE_MESSAGE_BYTES;
}

static __always_inline __u32 payload_length(struct sk_buff *skb) {
  struct tcp_skb_cb *control = (void *)skb + bpf_core_field_offset(skb->cb);
  return BPF_CORE_READ(control, end_seq) - BPF_CORE_READ(control, seq);
}

// The memory of a watched socket, with nothing left in it of messages between which nobody looked.
static __always_inline struct socket_memory *attend(struct sock *sk) {
  struct socket_memory *memory = memory_of(sk);
  if (!memory) return NULL;
  __u32 key = 0, number = current_attention();
  __u64 *count = bpf_map_lookup_elem(&looks, &key);
  if (count) ++*count;
  if (memory->heard_in == number) return memory;
  __builtin_memset(&memory->dialogue, 0, sizeof memory->dialogue);
  memory->heard_in = number;
  return memory;
}

// Counts the segment's message if the segment begins one; NULL otherwise.
static __always_inline struct socket_memory *begin_hearing(struct sock *sk, struct sk_buff *skb) {
  // Headers of IP and Ethernet are off by now: an ACK without options has 20 bytes.
  if (skb->len <= 20) return NULL;
  struct socket_memory *memory = attend(sk);
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  if (!memory || !tp) return NULL;
  if (memory->dialogue.heard_messages && memory->sent_before == tp->bytes_sent) return NULL;
  // A FIN alone takes a sequence number as well, and is no message.
  if (payload_length(skb) <= 1 && skb->len <= 60) return NULL;
  memory->sent_before = tp->bytes_sent;
  memory->dialogue.heard_messages++;
  memory->dialogue.heard_count = 0;
  // A server answers what it hears; what a client said is what it is answered.
  if (memory->role == SOCKET_ROLE_SERVER) memory->dialogue.said_count = 0;
  return memory;
}

SEC("?tp_btf/tcp_probe")
int BPF_PROG(on_segment, struct sock *sk, struct sk_buff *skb) {
  begin_hearing(sk, skb);
  return 0;
}

// The same where the payload can be read: bpf_dynptr_from_skb (payload.bpf.h).
SEC("?tp_btf/tcp_probe")
int BPF_PROG(on_segment_peeking, struct sock *sk, struct sk_buff *skb) {
  struct socket_memory *memory = begin_hearing(sk, skb);
  struct message_head *head = new_head();
  if (!memory || !head) return 0;
  struct bpf_dynptr packet;
  __u8 words = 0;
  if (bpf_probe_read_kernel(&words, 1, skb->data + 12)) return 0;
  __u32 start = (words >> 4) * 4;
  __u32 length = skb->len - start;
  if (length > HEAD_BYTES) length = HEAD_BYTES;
  if (length == 0 || bpf_dynptr_from_skb(skb, 0, &packet)) return 0;
  if (bpf_dynptr_read(head->bytes, length, &packet, start, 0)) return 0;
  memory->dialogue.heard_count = put_beginning(memory->dialogue.heard, head, length);
  if (memory->role == SOCKET_ROLE_CLIENT)
    memory->dialogue.flags = announces_close(head, length) ? DIALOGUE_CLOSES : 0;
  return 0;
}

// The first piece of what a program sends; NULL where it is in no memory of the program.
static __always_inline const void *sent_bytes(struct msghdr *message, __u32 *length) {
  struct iov_iter *iterator = &message->msg_iter;
  __u8 type = BPF_CORE_READ(iterator, iter_type);
  struct iovec piece = {};
  if (type == bpf_core_enum_value(enum iter_type, ITER_UBUF)) {
    piece.iov_base = BPF_CORE_READ(iterator, __ubuf_iovec.iov_base);
    piece.iov_len = BPF_CORE_READ(iterator, __ubuf_iovec.iov_len);
  } else if (type == bpf_core_enum_value(enum iter_type, ITER_IOVEC)) {
    struct iovec *first = (void *)BPF_CORE_READ(iterator, __iov);
    piece.iov_base = BPF_CORE_READ(first, iov_base);
    piece.iov_len = BPF_CORE_READ(first, iov_len);
  }
  *length = piece.iov_len > HEAD_BYTES ? HEAD_BYTES : piece.iov_len;
  return piece.iov_base;
}

// Linux 6.16 and later.
SEC("?tp_btf/tcp_sendmsg_locked")
int BPF_PROG(on_send, struct sock *sk, struct msghdr *message) {
  struct socket_memory *memory = attend(sk);
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  struct message_head *head = new_head();
  if (!memory || !tp || !head) return 0;
  // accept() has no tracepoint: who answers holds the socket.
  if (!memory->owner.pid) put_current(&memory->owner);
  if (memory->dialogue.said_count && memory->received_before == tp->bytes_received) return 0;
  memory->received_before = tp->bytes_received;
  __u32 length = 0;
  const void *bytes = sent_bytes(message, &length);
  if (!bytes || !length || length > HEAD_BYTES) return 0;
  if (bpf_probe_read_user(head->bytes, length, bytes)) return 0;
  memory->dialogue.said_count = put_beginning(memory->dialogue.said, head, length);
  if (memory->role == SOCKET_ROLE_SERVER)
    memory->dialogue.flags = announces_close(head, length) ? DIALOGUE_CLOSES : 0;
  return 0;
}
