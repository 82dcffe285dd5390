import Testing

@testable import Collectors

/// Which file a running nginx was started with.
struct NginxFilesTests {
  @Test(arguments: [
    (["nginx: master process nginx"], "/etc/nginx/nginx.conf" as String?),
    (["nginx: master process /usr/sbin/nginx -c /tmp/a.conf -g daemon off;"], "/tmp/a.conf"),
    (["nginx: master process nginx -p /srv/x -c conf/n.conf"], "/srv/x/conf/n.conf"),
    (["nginx: master process nginx -p /srv/x/ -c n.conf"], "/srv/x/n.conf"),
    (["nginx: master process nginx -c"], "/etc/nginx/nginx.conf"),
    (["nginx: worker process"], nil), (["/usr/sbin/nginx"], nil), ([], nil),
  ]) func findsTheMainFile(_ arguments: [String], _ file: String?) {
    #expect(NginxFiles.masterWords(arguments).map(NginxFiles.mainFile) == file)
  }
}
