// UAPI headers that Glibc's module lacks, and calls that it hides behind _GNU_SOURCE or that are
// variadic. No logic.
#pragma once
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/if_addr.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <linux/inet_diag.h>
#include <linux/neighbour.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netfilter_ipv4/ipt_REJECT.h>
#include <linux/netfilter_ipv6/ip6t_REJECT.h>
#include <linux/netlink.h>
#include <linux/prctl.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/sock_diag.h>
#include <linux/veth.h>
#include <malloc.h>
#include <sys/signalfd.h>
#include <sys/uio.h>
#include <stdint.h>

/// openat2(2) for reading, with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS.
long linux_open_in_root(int root, const char *_Nonnull path, uint64_t flags);
/// accept4(2) that does not ask for the peer's address.
int linux_accept4(int descriptor, int flags);
/// setns(2).
int linux_setns(int descriptor, int type);
/// unshare(2).
int linux_unshare(int flags);
/// pipe2(2) with O_CLOEXEC.
int linux_pipe(int *_Nonnull ends);
/// pidfd_open(2).
int linux_pidfd_open(int pid);
/// prctl(PR_SET_NAME), see PR_SET_NAME(2const).
int linux_set_name(const char *_Nonnull name);
/// capget(2) and capset(2) of the calling thread, capabilities of 64 bits as in /proc/PID/status.
int linux_get_permitted(uint64_t *_Nonnull permitted);
int linux_set_capabilities(uint64_t permitted);
/// prctl(2): PR_CAPBSET_DROP, and PR_SET_NO_NEW_PRIVS.
int linux_drop_bounding(int capability);
int linux_forbid_new_privileges(void);
/// close_range(2) from `first` on, and an empty signal mask (sigprocmask(2)).
int linux_forget_starter(unsigned int first);
/// secure_getenv(3): NULL where the program's file brought rights that the caller does not have.
const char *_Nullable linux_secure_environment(const char *_Nonnull name);
/// getauxval(3), AT_SECURE.
int linux_is_secure(void);
/// ioctl_ns(2), NS_GET_NSTYPE: the CLONE_ flag of a namespace's kind.
int linux_namespace_type(int descriptor);
/// fsopen(2), fsconfig(2) with FSCONFIG_CMD_CREATE, fsmount(2): glibc has them from 2.36 on.
long linux_fsopen(const char *_Nonnull type);
long linux_fsconfig_create(int context);
long linux_fsmount(int context);
/// epoll_create1(2), and epoll_ctl(2) for input.
int linux_epoll_create(void);
int linux_epoll_add(int set, int descriptor);
/// timerfd_create(2), not blocking, and timerfd_settime(2) for the first time and all that follow.
int linux_timer_create(void);
int linux_timer_start(int timer, int64_t nanoseconds);
/// A word of memory shared with the kernel, ordered against what it guards.
uint32_t linux_load_acquire(const void *_Nonnull word);
void linux_store_release(void *_Nonnull word, uint32_t value);
/// sendmmsg(2): each of `frames` as a packet of its own; at most 64.
int linux_send_frames(int descriptor, const struct iovec *_Nonnull frames, unsigned int count);
/// SIOCETHTOOL with a command that takes one value (linux/ethtool.h).
int linux_ethtool_set(int descriptor, const char *_Nonnull link, uint32_t command, uint32_t value);
