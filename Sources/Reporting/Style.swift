/// Colours and type of charts and pages: light and dark by the reader's preference.
enum Style {
  /// The colours of series on light paper, as in `colours`.
  static let lightColours = ["#0b63b0", "#b8500b", "#1a7f5a", "#8b3fa0", "#5b6470", "#a8243b"]
  static let lightSoft = "#5a6675"

  static let colours = """
    :root{--paper:#ffffff;--ink:#1d2530;--soft:#5a6675;--rule:#d9dee5;\
    --panel:#f5f7fa;--c1:#0b63b0;--c2:#b8500b;--c3:#1a7f5a;--c4:#8b3fa0;--c5:#5b6470;--c6:#a8243b}
    @media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6eaf0;--soft:#a3adba;\
    --rule:#343c47;--panel:#1c222a;--c1:#6db3f2;--c2:#f0a35e;--c3:#5fd0a2;--c4:#d49be6;\
    --c5:#b3bcc8;--c6:#f58a9b}}

    """

  static let chart = """
    .chart{font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;\
    font-size:13px;fill:none}
    .chart text{fill:var(--ink);stroke:none;font-variant-numeric:tabular-nums}
    .chart .axis-title,.chart .branch{fill:var(--soft)}
    .chart .node-title{font-weight:600}
    .grid{stroke:var(--rule);stroke-width:1}
    .axis{stroke:var(--soft);stroke-width:1}
    .reference{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:2 4}
    .mark{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:6 3}
    .line{fill:none;stroke:var(--c);stroke-width:2.25;stroke-linejoin:round}
    .band{fill:var(--c);fill-opacity:.16;stroke:none}
    .marker{fill:var(--c);stroke:var(--paper);stroke-width:1}
    .bar{fill:var(--c1);fill-opacity:.75}
    .whisker{stroke:var(--ink);stroke-width:1.5}
    .edge{fill:none;stroke:var(--soft);stroke-width:1.5}
    .node{fill:var(--panel);stroke:var(--soft);stroke-width:1}
    .shade{fill:var(--c2);stroke:none}
    .s0{--c:var(--soft)}.s1{--c:var(--c1)}.s2{--c:var(--c2)}.s3{--c:var(--c3)}
    .s4{--c:var(--c4)}.s5{--c:var(--c5)}.s6{--c:var(--c6)}
    .line.s0{stroke-width:1.5;stroke-dasharray:2 4}
    .line.s2{stroke-dasharray:8 4}.line.s3{stroke-dasharray:3 3}.line.s4{stroke-dasharray:10 3 2 3}
    .line.s5{stroke-dasharray:14 4}.line.s6{stroke-dasharray:5 2 1 2}

    """

  static let page = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);line-height:1.55;\
    font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif;\
    overflow-wrap:break-word}
    main{max-width:74rem;margin:0 auto;padding:1.5rem 1rem 3rem}
    h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0 1rem}
    h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--rule)}
    h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
    p,li{max-width:46rem}
    nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:1rem 0;list-style:none}
    a{color:var(--c1)}
    .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,9rem),1fr));\
    gap:.75rem;margin:1rem 0}
    .facts div{background:var(--panel);border:1px solid var(--rule);border-radius:.5rem;\
    padding:.6rem .8rem}
    .facts dt{color:var(--soft);font-size:.875rem}
    .facts dd{margin:0}
    .facts .value{font-size:1.4rem;font-weight:600;font-variant-numeric:tabular-nums}
    .facts .detail{color:var(--soft);font-size:.875rem}
    .grid-of-blocks{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));\
    gap:1rem 2rem;align-items:start}
    .grid-of-blocks>*{min-width:0}
    figure{margin:1.25rem 0}
    figcaption{font-weight:600;margin-bottom:.5rem}
    .chart{display:block;width:100%;max-width:32rem;height:auto}
    .chart.natural{width:auto;max-width:none}
    .files{font-size:.875rem;max-width:32rem}
    .files summary{color:var(--soft);cursor:pointer}
    .files p{margin:.25rem 0}
    .files a{margin-right:1.25rem}
    .scroll{overflow-x:auto;margin:1rem 0}
    table{border-collapse:collapse;font-size:.9375rem}
    caption{text-align:left;font-weight:600;padding:.25rem 0 .5rem}
    th,td{padding:.35rem .75rem;border-bottom:1px solid var(--rule);text-align:left;\
    vertical-align:top}
    thead th{border-bottom:2px solid var(--soft);vertical-align:bottom}
    tbody th{font-weight:400}
    .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    .note,.warning{border-left:4px solid var(--c1);background:var(--panel);padding:.6rem .9rem;\
    margin:1rem 0;max-width:46rem}
    .warning{border-color:var(--c2)}
    footer{margin-top:3rem;color:var(--soft);font-size:.875rem;border-top:1px solid var(--rule)}
    @media print{:root{--paper:#ffffff;--ink:#000000;--soft:#444444;\
    --rule:#bbbbbb;--panel:#ffffff;--c1:#0b63b0;--c2:#b8500b;--c3:#1a7f5a;--c4:#8b3fa0;\
    --c5:#5b6470;--c6:#a8243b}main{max-width:none;padding:0}nav,.files{display:none}\
    figure,.facts div,tr{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}\
    .chart.natural{max-width:100%;height:auto}}

    """
}
