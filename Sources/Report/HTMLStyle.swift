/// How the page looks, in light and in dark surroundings, on a wide and on a narrow screen.
enum HTMLStyle {
  static let sheet = """
    :root{color-scheme:light dark;--ink:#1c2330;--faint:#5d6778;--paper:#fbfbfa;--card:#fff;\
    --edge:#dfe3e8;--bad:#c2362b;--mild:#9aa5b5;--blue:#2b62b5}
    @media(prefers-color-scheme:dark){:root{--ink:#e4e8ee;--faint:#98a3b3;--paper:#14181f;\
    --card:#1b212b;--edge:#303947;--bad:#ff7a6b;--mild:#5b687b;--blue:#86b4ff}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);\
    font:16px/1.55 system-ui,"Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
    header,main{max-width:62rem;margin:0 auto;padding:1.2rem}
    header{padding-bottom:0}h1{margin:0;font-size:1.7rem}h2{font-size:1.15rem;margin:1.6rem 0 .5rem}
    h3{font-size:.85rem;color:var(--faint);margin:.9rem 0 .1rem;font-weight:600}
    .files,.faint{color:var(--faint);margin:.2rem 0}p{margin:.3rem 0}
    .totals{display:flex;flex-wrap:wrap;gap:.8rem;margin:0 0 1.2rem}
    .totals div{background:var(--card);border:1px solid var(--edge);border-radius:8px;\
    padding:.6rem 1rem;flex:1 1 7rem}
    .totals b{display:block;font-size:1.35rem}.totals span{color:var(--faint);font-size:.85rem}
    table{border-collapse:collapse;width:100%}td{padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--edge)}
    .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    meter{width:8rem;max-width:20vw;filter:grayscale(1)}
    .group{background:var(--card);border:1px solid var(--edge);border-radius:10px;\
    padding:.2rem 1.2rem 1rem;margin:1.4rem 0}
    .badge{font-size:.75rem;font-weight:600;border:1px solid var(--edge);border-radius:1rem;\
    padding:.1rem .6rem;color:var(--faint);white-space:nowrap}
    ul{margin:.1rem 0;padding-left:1.2rem}
    pre{background:var(--paper);border:1px solid var(--edge);border-radius:6px;padding:.5rem .7rem;\
    margin:.3rem 0;overflow-x:auto;font-size:.85rem}
    svg{width:100%;height:auto;display:block;margin-top:1rem;font-family:inherit}
    svg text{font-size:12px;fill:var(--ink)}svg .time,svg .frame{fill:var(--faint);font-size:11px}
    .end-name{font-weight:600}.life{stroke:var(--mild);stroke-width:1.5}
    .packet line{stroke:var(--blue);stroke-width:1.4}.packet path{fill:var(--blue)}
    .fatal line{stroke:var(--bad);stroke-width:2.4}.fatal path{fill:var(--bad)}
    .fatal .what{fill:var(--bad);font-weight:700}
    .harmful{fill:var(--bad)}.harmless{fill:var(--mild)}
    """
}
