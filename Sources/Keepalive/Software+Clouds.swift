internal import ServerConfig

extension Software {
  /// What providers run, and what stands between two ends without either knowing.
  static let clouds: [Software] = [
    .named("alb", "AWS Application Load Balancer", "aws-alb")
      .sharing(
        Side(
          idle: .standard(60, "AWS, Edit attributes for your Application Load Balancer"),
          age: Known(.seconds(3600), .reported)),
        "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN "
          + "--attributes Key=idle_timeout.timeout_seconds,Value={s}",
        range: .seconds(1) ... .seconds(4000)
      ).managed,
    .named("clb", "AWS Classic Load Balancer", "elb", "aws-elb")
      .sharing(
        .standard(60, "AWS, Configure the idle connection timeout for your Classic Load Balancer"),
        "aws elb modify-load-balancer-attributes --load-balancer-name NAME "
          + "--load-balancer-attributes ConnectionSettings={IdleTimeout={s}}",
        range: .seconds(1) ... .seconds(3600)
      ).managed,
    .named("cloudfront", "AWS CloudFront")
      .serving(.unsaid)
      .calling(
        .standard(5, "AWS, OriginKeepaliveTimeout"), "OriginKeepaliveTimeout: {s}",
        range: .seconds(1) ... .seconds(120)
      ).managed,
    .named("gcp-alb", "Google Cloud external Application Load Balancer", "gclb", "gcp-lb")
      .serving(
        .standard(610, "Google Cloud, external ALB request distribution"),
        "gcloud compute target-https-proxies update NAME --http-keep-alive-timeout-sec={s}",
        range: .seconds(5) ... .seconds(1200)
      )
      .calling(.standard(600, "Google Cloud, external ALB request distribution")).managed,
    .named("cloudflare", "Cloudflare")
      .serving(.standard(400, "Cloudflare, connection limits"))
      .calling(.standard(900, "Cloudflare, connection limits")).managed,
    .named("oci-lb", "OCI Load Balancer")
      .serving(.standard(65, "Oracle, connection reuse", requests: 10_000))
      .calling(.standard(300, "Oracle, connection reuse")).managed,
    .named("heroku", "Heroku's router")
      .serving(.unsaid).calling(.reported(55)).managed,
    .named("clb-tencent", "Tencent CLB", "tencent-clb")
      .serving(.reported(75)).calling(.unsaid).managed,
    .named("nlb", "AWS Network Load Balancer", "aws-nlb")
      .between(
        .standard(350, "AWS, Network Load Balancer idle time-out"), .resetOnUse,
        "aws elbv2 modify-listener-attributes --listener-arn ARN "
          + "--attributes Key=tcp.idle_timeout.seconds,Value={s}",
        range: .seconds(60) ... .seconds(6000)
      ).managed,
    .named("gwlb", "AWS Gateway Load Balancer", "aws-gwlb")
      .between(
        .standard(350, "AWS, Gateway Load Balancer idle time-out"), .silence,
        "aws elbv2 modify-listener-attributes --listener-arn ARN "
          + "--attributes Key=tcp.idle_timeout.seconds,Value={s}",
        range: .seconds(60) ... .seconds(6000)
      ).managed,
    .named("security-group", "AWS security groups on Nitro v6", "eni")
      .between(
        .standard(350, "AWS, Network Load Balancer idle time-out"), .silence,
        "aws ec2 modify-network-interface-attribute --network-interface-id ENI "
          + "--connection-tracking-specification TcpEstablishedTimeout={s}",
        range: .seconds(60) ... .seconds(432_000)
      ).managed,
    .named("nat-gateway", "AWS NAT gateway", "aws-nat")
      .between(.reported(350), .resetOnUse).managed,
    .named("azure-lb", "Azure Load Balancer and outbound NAT", "azure")
      .between(.reported(240), .silence).managed,
    .named("slb", "Alibaba Cloud SLB, layer 4", "alibaba-slb")
      .between(.standard(900, "Alibaba Cloud, SLB time-outs"), .reset).managed,
    .named("gcp-firewall", "Google Cloud VPC firewall")
      .between(.reported(600), .silence).managed,
    .named("ipvs", "IPVS (Kubernetes, Docker Swarm)", "lvs")
      .between(.reported(900), .silence, "ipvsadm --set {s} 0 0"),
    .named("conntrack", "Linux connection tracking", "iptables", "nftables")
      .between(
        .standard(432_000, "nf_conntrack_tcp_timeout_established"), .silence,
        "sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established={s}"),
    .named("nat", "a NAT or firewall", "firewall", "middlebox", "router")
      .between(Known(nil, .unsaid), .silence),
  ]
}
