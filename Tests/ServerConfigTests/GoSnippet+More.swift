extension GoSnippet {
  static let names = [
    GoSnippet(
      "a constant", ["client 90000@4"],
      "const idle = 90 * time.Second\nvar tr = &http.Transport{IdleConnTimeout: idle}"),
    GoSnippet(
      "a group of constants", ["client 60000@7"],
      "const (\n\tseconds = 60\n\tidle = seconds * time.Second\n)\nvar tr = &http.Transport{IdleConnTimeout: idle}"
    ),
    GoSnippet(
      "a typed variable", ["client 90000@4"],
      "var idle time.Duration = 90 * time.Second\nvar tr = &http.Transport{IdleConnTimeout: idle}"),
    GoSnippet(
      "a local variable", ["client 15000@5"],
      "func f() {\n\tidle := 15 * time.Second\n\t_ = &http.Transport{IdleConnTimeout: idle}\n}"),
    GoSnippet(
      "equal names in two functions", ["client 15000@5", "client 25000@9"],
      "func f() {\n\tidle := 15 * time.Second\n\t_ = &http.Transport{IdleConnTimeout: idle}\n}\nfunc g() {\n\tidle := 25 * time.Second\n\t_ = &http.Transport{IdleConnTimeout: idle}\n}"
    ),
    GoSnippet(
      "a variable that is set again", ["client ?idle@6"],
      "func f() {\n\tidle := 15 * time.Second\n\tidle = 20 * time.Second\n\t_ = &http.Transport{IdleConnTimeout: idle}\n}"
    ),
    GoSnippet(
      "a flag", ["client ?*idle@4"],
      "var idle = flag.Duration(\"idle\", time.Minute, \"\")\nvar tr = &http.Transport{IdleConnTimeout: *idle}"
    ),
    GoSnippet(
      "a flag by address", ["client ?idle@5"],
      "var idle = time.Minute\nfunc init() { flag.DurationVar(&idle, \"idle\", time.Minute, \"\") }\nvar tr = &http.Transport{IdleConnTimeout: idle}"
    ),
    GoSnippet(
      "a parameter", ["client ?idle@4"],
      "func f(idle time.Duration) *http.Transport {\n\treturn &http.Transport{IdleConnTimeout: idle}\n}"
    ),
    GoSnippet(
      "a field of a configuration", ["client ?cfg.Idle@3"],
      "func f(cfg Config) *http.Transport { return &http.Transport{IdleConnTimeout: cfg.Idle} }"),
    GoSnippet(
      "a call", ["client ?viper.GetDuration(\"idle\")@3"],
      "var tr = &http.Transport{IdleConnTimeout: viper.GetDuration(\"idle\")}"),
    GoSnippet(
      "a constant of another package", ["client ?config.Idle * time.Second@3"],
      "var tr = &http.Transport{IdleConnTimeout: config.Idle * time.Second}"),
    GoSnippet(
      "a package variable that a function sets", ["client ?idle@5"],
      "var idle = time.Minute\nfunc set() { idle = time.Hour }\nvar tr = &http.Transport{IdleConnTimeout: idle}"
    ),
  ]

  static let assignments = [
    GoSnippet(
      "a later assignment", ["client 65000@5"],
      "func f() {\n\ttr := &http.Transport{}\n\ttr.IdleConnTimeout = 65 * time.Second\n}"),
    GoSnippet(
      "the last assignment counts", ["client 30000@6"],
      "func f() {\n\ttr := &http.Transport{IdleConnTimeout: time.Hour}\n\ttr.IdleConnTimeout = 65 * time.Second\n\ttr.IdleConnTimeout = 30 * time.Second\n}"
    ),
    GoSnippet(
      "an assignment under a condition", ["client ?65 * time.Second@6"],
      "func f(slow bool) {\n\ttr := &http.Transport{IdleConnTimeout: time.Hour}\n\tif slow {\n\t\ttr.IdleConnTimeout = 65 * time.Second\n\t}\n}"
    ),
    GoSnippet(
      "a clone of the default", ["client 90000@4"],
      "func f() {\n\ttr := http.DefaultTransport.(*http.Transport).Clone()\n\ttr.MaxIdleConns = 5\n}"
    ),
    GoSnippet(
      "a clone with another limit", ["client 300000@5"],
      "func f() {\n\ttr := http.DefaultTransport.(*http.Transport).Clone()\n\ttr.IdleConnTimeout = 300 * time.Second\n}"
    ),
    GoSnippet(
      "a clone without reuse", ["client unkept@5"],
      "func f() {\n\ttr := http.DefaultTransport.(*http.Transport).Clone()\n\ttr.DisableKeepAlives = true\n}"
    ),
    GoSnippet(
      "the default itself, changed", ["client 20000@4"],
      "func init() {\n\thttp.DefaultTransport.(*http.Transport).IdleConnTimeout = 20 * time.Second\n}"
    ),
    GoSnippet(
      "the default, replaced", ["client 20000@4"],
      "func init() {\n\thttp.DefaultTransport = &http.Transport{IdleConnTimeout: 20 * time.Second}\n}"
    ),
    GoSnippet(
      "a clone in the head of an if", ["client 20000@5"],
      "func f() {\n\tif tr, ok := http.DefaultTransport.(*http.Transport); ok {\n\t\ttr.IdleConnTimeout = 20 * time.Second\n\t}\n}"
    ),
    GoSnippet(
      "a transport of a struct", ["client 20000@5"],
      "func (c *C) f() {\n\tc.tr = &http.Transport{}\n\tc.tr.IdleConnTimeout = 20 * time.Second\n}"),
    GoSnippet(
      "a clone of a clone", ["client 20000@4", "client 20000@4"],
      "func f() {\n\ta := &http.Transport{IdleConnTimeout: 20 * time.Second}\n\tb := a.Clone()\n\t_ = b\n}"
    ),
    GoSnippet(
      "a transport from elsewhere", ["client 20000@4"],
      "func f(tr *http.Transport) {\n\ttr.IdleConnTimeout = 20 * time.Second\n}"),
  ]

  static let users = [
    GoSnippet(
      "a client without a transport", ["client 90000@3"],
      "var c = &http.Client{Timeout: time.Second}"),
    GoSnippet("http.Get", ["client 90000@3"], "func f() { http.Get(\"http://a/\") }"),
    GoSnippet(
      "a client that gets its transport later", ["client 5000@5"],
      "func f() {\n\tc := &http.Client{}\n\tc.Transport = &http.Transport{IdleConnTimeout: 5 * time.Second}\n}"
    ),
    GoSnippet(
      "a server", ["server 65000@3"],
      "var s = &http.Server{Addr: \":80\", IdleTimeout: 65 * time.Second}"),
    GoSnippet(
      "a server's ReadTimeout", ["server 10000@3"],
      "var s = &http.Server{ReadTimeout: 10 * time.Second}"),
    GoSnippet(
      "both time-outs of a server", ["server 65000@3"],
      "var s = &http.Server{ReadTimeout: 10 * time.Second, IdleTimeout: 65 * time.Second}"),
    GoSnippet(
      "a zero IdleTimeout", ["server 10000@3"],
      "var s = &http.Server{IdleTimeout: 0, ReadTimeout: 10 * time.Second}"),
    GoSnippet("a server without limits", ["server never@3"], "var s = http.Server{Addr: \":80\"}"),
    GoSnippet(
      "a server that is set up later", ["server 30000@5"],
      "func f() {\n\tvar s http.Server\n\ts.IdleTimeout = 30 * time.Second\n}"),
    GoSnippet(
      "ListenAndServe", ["server never@3"], "func main() { http.ListenAndServe(\":80\", nil) }"),
    GoSnippet(
      "a server's limit from the environment", ["server ?idle()@3"],
      "var s = &http.Server{IdleTimeout: idle()}"),
    GoSnippet(
      "neither in a test nor of another type", [],
      "type T struct { http.Server }\nfunc f(t *http.Transport) { _ = t }"),
  ]

  static let all = literals + names + assignments + users
}
