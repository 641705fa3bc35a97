/// How a report looks: on paper, on a telephone, in the dark.
enum ReportStyle {
  /// Colours are those of the charts. Wide tables and charts are moved sideways on narrow screens, since smaller ones could not be read.
  static let sheet: StaticString = """
    :root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--faint:#59636e;--line:#d1d9e0;--band:#f6f8fa;--link:#0550ae}
    @media (prefers-color-scheme:dark){:root{--paper:#16191d;--ink:#e8e8e8;--faint:#a3abb3;--line:#3a4149;--band:#20252b;--link:#79b8ff}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0 auto;max-width:64rem;padding:1.5rem 1rem 4rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
    h1{font-size:1.8rem;line-height:1.2;margin:0 0 1rem}
    h2{font-size:1.35rem;margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
    h3{font-size:1.1rem;margin:0 0 .25rem}
    a{color:var(--link)}
    p{margin:.5rem 0}
    .note{color:var(--faint)}
    .kind{color:var(--faint);font-weight:normal;font-size:.875rem}
    nav ol{padding-left:1.5rem;margin:.5rem 0}
    nav ol ol{columns:14rem;list-style:none;padding-left:0}
    dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.5rem 1.25rem;margin:.75rem 0}
    dt{color:var(--faint);font-size:.8125rem}
    dd{margin:0;font-variant-numeric:tabular-nums}
    .facts dl{grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))}
    .wide{overflow-x:auto;margin:.75rem 0;border:1px solid var(--line);border-radius:6px}
    table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
    th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:normal}
    tr:last-child>*{border-bottom:0}
    thead th{background:var(--band);white-space:nowrap}
    tbody th{font-weight:600;min-width:8rem;overflow-wrap:anywhere}
    td{white-space:nowrap}
    td.t{white-space:normal;overflow-wrap:anywhere;min-width:12rem}
    .n{text-align:right}
    section.column{margin:1.25rem 0;padding:1rem;border:1px solid var(--line);border-radius:6px}
    figure{margin:.75rem 0;overflow-x:auto}
    figure svg{display:block;width:100%;max-width:45rem;min-width:30rem;height:auto}
    figure.bar svg{min-width:0}
    summary{cursor:pointer}
    footer{margin-top:3rem;color:var(--faint);font-size:.875rem}
    @media print{body{max-width:none}section.column{break-inside:avoid}}

    """
}
