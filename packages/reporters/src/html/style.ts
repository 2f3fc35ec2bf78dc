/** The page's style: light and dark by the reader's system, from a phone's width to a printed page. */
export const style: string = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2128;--soft:#59636e;--line:#d1d9e0;--card:#f6f8fa;--link:#0757ba;
--good:#11662f;--bad:#b3261e;--broken:#8a3b00;--dim:#59636e;--shaky:#6e5300}
@media(prefers-color-scheme:dark){:root{--paper:#0f1419;--ink:#e6edf3;--soft:#9da7b3;--line:#343b44;--card:#181e25;
--link:#7ab7ff;--good:#5fd080;--bad:#ff8b80;--broken:#ffab66;--dim:#9da7b3;--shaky:#e2c25a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem}
h3{font-size:1rem;margin:0}
p{margin:.25rem 0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code,pre{font:.875rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{margin:.5rem 0 0;white-space:pre-wrap;max-height:24rem;overflow:auto}
code{background:var(--card);border:1px solid var(--line);border-radius:4px;padding:.1em .35em}
.verdict{border:1px solid var(--line);border-left:6px solid var(--tone);border-radius:8px;padding:1.25rem;background:var(--card)}
.verdict h1{color:var(--tone)}
.passed{--tone:var(--good)}.failed{--tone:var(--bad)}.error{--tone:var(--broken)}.skipped{--tone:var(--dim)}.flaky{--tone:var(--shaky)}
.soft{color:var(--soft);font-size:.875rem}
.counts{--tone:var(--ink);display:grid;grid-template-columns:repeat(auto-fit,minmax(5.25rem,1fr));gap:.5rem;margin:1rem 0 0;padding:0}
.counts div{border:1px solid var(--line);border-radius:8px;padding:.5rem .75rem}
.counts dt{color:var(--soft);font-size:.875rem}
.counts dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums;color:var(--tone)}
.card{border:1px solid var(--line);border-left:4px solid var(--tone);border-radius:8px;padding:.75rem 1rem;margin:.75rem 0;
content-visibility:auto;contain-intrinsic-size:auto 9rem}
.card ol{margin:.5rem 0 0;padding-left:1.5rem}
.badge{color:var(--tone);font-weight:600;white-space:nowrap}
.links>*,bdi{min-width:0}
.links{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:.5rem}
.part{content-visibility:auto;contain-intrinsic-size:auto 7500px}
table{width:100%;border-collapse:collapse;table-layout:fixed}
caption{text-align:left;font-weight:600;padding:1rem 0 .25rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-size:.875rem;font-weight:600}
.o{width:7.5rem}.t{width:6.5rem}.l{width:10rem}
td:nth-child(3),th:nth-child(3){text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.none{--tone:var(--dim)}
time{white-space:nowrap}
bdi{unicode-bidi:isolate}
@media(max-width:40rem){main{padding:1rem .75rem 3rem}.o{width:5rem}.t{width:4.75rem}.l{width:5.5rem}th,td{padding:.4rem .25rem}
body{font-size:.9375rem}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--card:#fff;--link:#000;--good:#000;--bad:#000;--broken:#000;
--dim:#000;--shaky:#000}main{max-width:none;padding:0}.card,.part{content-visibility:visible}.card{break-inside:avoid}
pre{max-height:none}tr{break-inside:avoid}}
`.trim();
