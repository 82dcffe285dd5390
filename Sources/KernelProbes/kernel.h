// The few kernel declarations that the probes read, found by name through BTF (CO-RE), not by
// offset.
#pragma once

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed int __s32;
typedef signed long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u64 __be64;
typedef __u32 __wsum;
typedef _Bool bool;
#define static_assert _Static_assert
#define NULL ((void *)0)

enum { BPF_ANY, BPF_NOEXIST };
enum { BPF_F_NO_PREALLOC = 1 };
enum {
  BPF_MAP_TYPE_HASH = 1,
  BPF_MAP_TYPE_ARRAY = 2,
  BPF_MAP_TYPE_PERCPU_ARRAY = 6,
  BPF_MAP_TYPE_LRU_HASH = 9,
  BPF_MAP_TYPE_SK_STORAGE = 24,
  BPF_MAP_TYPE_RINGBUF = 27,
};
enum { BPF_SK_STORAGE_GET_F_CREATE = 1 };

// include/net/tcp_states.h
enum {
  TCP_ESTABLISHED = 1,
  TCP_SYN_SENT,
  TCP_SYN_RECV,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_TIME_WAIT,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_CLOSING,
  TCP_NEW_SYN_RECV,
};
enum { IPPROTO_TCP = 6, AF_INET = 2, AF_INET6 = 10 };
// include/net/tcp.h
enum { TCPHDR_RST = 4 };
// include/uapi/asm-generic/errno.h
enum { EPIPE = 32, EADDRNOTAVAIL = 99, ECONNABORTED = 103, ECONNRESET = 104 };
// include/linux/sched.h
enum { PF_EXITING = 4, PF_KTHREAD = 0x00200000 };

// Renumbered by inserted values, so the running kernel's number is asked for.
enum sk_rst_reason { SK_RST_REASON_NOT_SPECIFIED };
enum skb_drop_reason {
  SKB_DROP_REASON_NO_SOCKET = 3,
  SKB_DROP_REASON_NETFILTER_DROP = 8,
  SKB_DROP_REASON_TCP_LISTEN_OVERFLOW = 40,
};
enum sock_flags { SOCK_DEAD, SOCK_DONE, SOCK_URGINLINE, SOCK_KEEPOPEN, SOCK_LINGER };

#define KERNEL_TYPE __attribute__((preserve_access_index))

struct ns_common {
  unsigned int inum;
} KERNEL_TYPE;

struct net {
  struct ns_common ns;
} KERNEL_TYPE;

typedef struct {
  struct net *net;
} possible_net_t;

struct in6_addr {
  union {
    __u8 u6_addr8[16];
  } in6_u;
} KERNEL_TYPE;

struct sock_common {
  __be32 skc_daddr;
  __be32 skc_rcv_saddr;
  __be16 skc_dport;
  __u16 skc_num;
  unsigned short skc_family;
  volatile unsigned char skc_state;
  possible_net_t skc_net;
  struct in6_addr skc_v6_daddr;
  struct in6_addr skc_v6_rcv_saddr;
  unsigned long skc_flags;
  struct {
    __s64 counter;
  } skc_cookie;
} KERNEL_TYPE;

struct socket;

struct sock_reuseport {
  unsigned int synq_overflow_ts;
} KERNEL_TYPE;

struct bpf_local_storage;

struct sock {
  struct sock_common __sk_common;
  struct bpf_local_storage *sk_bpf_storage;
  struct socket *sk_socket;
  unsigned long sk_lingertime;
  __u32 sk_ack_backlog;
  __u32 sk_max_ack_backlog;
  int sk_err;
  struct sock_reuseport *sk_reuseport_cb;
  __u16 sk_protocol;
} KERNEL_TYPE;

// Linux 6.13 (commit 90ee6ed) counts in f_ref, from -1 on; before, in f_count, from 0 on.
struct file___counted {
  struct {
    long counter;
  } f_count;
} KERNEL_TYPE;

typedef struct {
  struct {
    long counter;
  } refcnt;
} file_ref_t;

struct file {
  file_ref_t f_ref;
} KERNEL_TYPE;

struct socket {
  struct sock *sk;
  struct file *file;
} KERNEL_TYPE;

enum iter_type { ITER_UBUF, ITER_IOVEC };

struct iovec {
  void *iov_base;
  unsigned long iov_len;
} KERNEL_TYPE;

struct iov_iter {
  __u8 iter_type;
  unsigned long iov_offset;
  union {
    struct iovec __ubuf_iovec;
    struct {
      union {
        struct iovec *__iov;
      };
      unsigned long count;
    };
  };
} KERNEL_TYPE;

struct msghdr {
  struct iov_iter msg_iter;
} KERNEL_TYPE;

struct ipv6_pinfo {
  __u8 mcast_hops;
} KERNEL_TYPE;

struct inet_sock {
  struct sock sk;
  struct ipv6_pinfo *pinet6;
  __be16 inet_sport;
  __u8 mc_ttl;
} KERNEL_TYPE;

typedef struct {
  int counter;
} atomic_t;

struct request_sock_queue {
  atomic_t qlen;
} KERNEL_TYPE;

struct tcp_options_received {
  int ts_recent_stamp;
  __u16 tstamp_ok : 1;
} KERNEL_TYPE;

struct inet_connection_sock {
  struct inet_sock icsk_inet;
  struct request_sock_queue icsk_accept_queue;
  __u8 icsk_retransmits;
  __u8 icsk_probes_out;
  struct {
    __u32 lrcvtime;
  } icsk_ack;
  __u32 icsk_user_timeout;
} KERNEL_TYPE;

struct tcp_sock {
  struct inet_connection_sock inet_conn;
  __u32 segs_in;
  __u32 copied_seq;
  __u64 bytes_sent;
  __u64 bytes_retrans;
  __u32 write_seq;
  __u32 lsndtime;
  __u32 rcv_nxt;
  __u32 snd_nxt;
  __u32 snd_una;
  __u64 bytes_received;
  __u64 bytes_acked;
  int linger2;
  struct tcp_options_received rx_opt;
  __u32 snd_wnd;
  __u32 retrans_stamp;
  __u32 srtt_us;
  __u32 chrono_start;
  __u8 chrono_type : 2;
  __u8 repair : 1;
} KERNEL_TYPE;

struct request_sock {
  struct sock_common __req_common;
} KERNEL_TYPE;

struct inet_request_sock {
  struct request_sock req;
  __u16 acked : 1;
} KERNEL_TYPE;

struct net_device {
  int ifindex;
  possible_net_t nd_net;
} KERNEL_TYPE;

struct dst_entry {
  struct net_device *dev;
} KERNEL_TYPE;

struct sk_buff {
  unsigned int len;
  struct net_device *dev;
  struct sock *sk;
  char cb[48];
  int skb_iif;
  unsigned long _skb_refdst;
  __u16 transport_header;
  __u16 network_header;
  __u16 mac_header;
  unsigned char *head;
  unsigned char *data;
} KERNEL_TYPE;

struct tcp_skb_cb {
  __u32 seq;
  __u32 end_seq;
  __u16 tcp_flags;
} KERNEL_TYPE;

struct signal_struct {
  atomic_t live;
  int group_exit_code;
} KERNEL_TYPE;

struct pid_namespace {
  struct ns_common ns;
} KERNEL_TYPE;

struct upid {
  int nr;
  struct pid_namespace *ns;
} KERNEL_TYPE;

// Its number in each namespace that it is seen from; `level` is its own.
struct pid {
  unsigned int level;
  struct upid numbers[1];
} KERNEL_TYPE;

struct task_struct {
  unsigned int flags;
  int exit_code;
  int pid;
  int tgid;
  struct pid *thread_pid;
  char comm[16];
  struct task_struct *group_leader;
  struct signal_struct *signal;
} KERNEL_TYPE;

struct seq_file;

struct bpf_iter_meta {
  struct seq_file *seq;
} KERNEL_TYPE;

struct bpf_iter__task_file {
  struct bpf_iter_meta *meta;
  struct task_struct *task;
  __u32 fd;
  struct file *file;
} KERNEL_TYPE;

struct bpf_iter__task {
  struct bpf_iter_meta *meta;
  struct task_struct *task;
} KERNEL_TYPE;

// RFC 9293 section 3.1; not a kernel structure, so its layout is fixed.
struct tcp_header {
  __be16 source, destination;
  __be32 sequence, acknowledgment;
  __u8 data_offset;  // in the upper four bits, in words of four bytes
  __u8 flags;
  __be16 window;
};
