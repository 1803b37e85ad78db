"""The style of the page: an official report on screen, A4 on paper, without a script or anything fetched.

What the verifier says is invisible until the reader ticks the box at the top, which is CSS alone; objections always show, by
colour and by the shape of the underline, so that a black-and-white print shows them too. The box's caption and the numbers of
the objections are generated content: they are on the page and not in its text.
"""

STYLESHEET = """
:root { color-scheme: light; --ink: #1a1a1a; --rule: #333; --red: #b3261e; --amber: #8a5a00; --green: #1b6e3c;
  --violet: #5b3a8c; }
* { box-sizing: border-box; }
body { margin: 0; background: #eceef1; color: var(--ink);
  font-family: "Times New Roman", "仿宋_GB2312", FangSong, "仿宋", STFangsong, "Noto Serif CJK SC", serif;
  font-size: 18px; line-height: 1.95; }
main { max-width: 880px; margin: 24px auto 48px; padding: 72px 84px 88px; background: #fff; box-shadow: 0 1px 6px #0003; }
h1 { margin: 0 0 1.4em; text-align: center; text-wrap: balance; font-size: 30px; line-height: 1.5; font-synthesis: none;
  font-family: "方正小标宋简体", FZXiaoBiaoSong-B05S, "方正小标宋_GBK", STZhongsong, "Noto Serif CJK SC", SimSun, serif; }
h1 > span { display: inline-block; }
h2 { margin: 1.1em 0 .35em; padding-left: 2em; font-size: 1em; font-weight: 400; break-after: avoid;
  font-family: SimHei, "黑体", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
h3 { margin: .3em 0; padding-left: 2em; font-size: 1em; font-weight: 400; font-synthesis: none; break-after: avoid;
  font-family: "Times New Roman", "楷体_GB2312", KaiTi, "楷体", STKaiti, "Noto Serif CJK SC", serif; }
p { margin: 0; text-indent: 2em; text-align: justify; overflow-wrap: anywhere; }
.sheet { overflow-x: auto; margin: .5em 0 1.6em; }
table { width: 100%; border-collapse: collapse;
  font: 14px/1.45 "Times New Roman", SimSun, "宋体", STSong, "Noto Serif CJK SC", serif; }
th, td { padding: 5px 2px; border: 1px solid var(--rule); text-align: center; vertical-align: middle; font-weight: 400;
  text-wrap: balance; }
td { min-width: 2.6em; font-variant-numeric: tabular-nums; }
thead th, th.top { font-weight: 700; }
th.article { background: #e9eef6; }
th.row { text-align: left; padding-left: 6px; text-wrap: pretty; }
th.corner { text-align: left; padding: 5px 8px; font-weight: 400; text-wrap: pretty; }
.nested th.group { width: 4.2em; }
.nested th.group.inner { width: 8em; }
.nested td { width: 7%; }
.tools { font: 14px/1.6 system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #555; vertical-align: middle; }
input.tools { margin: 16px 6px 0 max(18px, calc(50% - 440px)); }
label.tools { display: inline-block; padding-top: 16px; }
label.tools::after { content: "显示核验标记"; }
input:checked + label.tools::after {
  content: "显示核验标记（绿色实线：已核实；蓝色点线：自洽；灰色点线：非统计数字）"; }
.notice { max-width: 880px; margin: 24px auto 0; padding: 16px 24px; background: #fff8e6; border: 1px solid #d9a400;
  border-left: 6px solid var(--red); font: 15px/1.7 system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.notice p { text-indent: 0; font-weight: 700; }
.notice ol { margin: .4em 0 0; padding-left: 1.6em; }
.notice a { color: var(--red); }
.notice.waived { background: #f7f4fb; border-color: #b9a6d8; border-left-color: var(--violet); }
.notice.waived a { color: var(--violet); }
.draft::after { content: "草稿"; position: fixed; inset: 0; display: grid; place-items: center; pointer-events: none;
  color: #b3261e; opacity: .09; font: 700 min(34vw, 300px)/1 SimHei, "Noto Sans CJK SC", sans-serif; rotate: -35deg;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
[data-verdict="contradicted"] { background: #fde3e0;
  text-decoration: underline double var(--red) 2px; text-underline-offset: 4px; }
[data-verdict="unsupported"] { background: #fff0c2;
  text-decoration: underline dashed var(--amber) 2px; text-underline-offset: 4px; }
[data-verdict].waived { background: #eee8f7; text-decoration: underline solid var(--violet) 2px; text-underline-offset: 4px; }
[data-verdict][data-mark]::after { content: "〔" attr(data-mark) "〕";
  color: var(--red); font-size: .72em; vertical-align: super; white-space: nowrap; }
[data-verdict].waived[data-mark]::after { color: var(--violet); }
[data-verdict]:target { outline: 2px solid var(--red); outline-offset: 2px; }
#marks:checked ~ main [data-verdict="verified"] { background: #e6f4ea; border-bottom: 2px solid var(--green); }
#marks:checked ~ main [data-verdict="consistent"] { background: #e8f0fc; border-bottom: 2px dotted #1a56b0; }
#marks:checked ~ main [data-verdict="exempt"] { border-bottom: 1px dotted #999; }
@media (max-width: 720px) { main { padding: 32px 18px; margin-top: 12px; } table { font-size: 12px; } h1 { font-size: 24px; } }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@page :right { @bottom-right { content: "— " counter(page) " —"; font: 14pt SimSun, "Noto Serif CJK SC", serif; } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: 14pt SimSun, "Noto Serif CJK SC", serif; } }
@media print {
  body { background: none; font-size: 16pt; line-height: 28.95pt; }
  main { max-width: none; margin: 0; padding: 0; box-shadow: none; }
  h1 { font-size: 22pt; }
  input.tools, label.tools { display: none; }
  .notice { margin: 0 0 12pt; font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .sheet { overflow: visible; }
  table { font-size: 9pt; line-height: 12pt; }
  th, td { padding: 2.5pt 1pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  [data-verdict], th.article { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

# A verified text: every mark shows, and a figure's reason beside it where it is pointed at or reached by keyboard.
ANNOTATED = """
.review { max-width: 880px; margin: 24px auto 0; padding: 20px 28px; background: #fff; border-top: 4px solid #1f5f8b;
  box-shadow: 0 1px 6px #0003; font: 15px/1.75 system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.review.todo { border-top-color: var(--red); }
.review h1 { margin: 0; text-align: left; font: inherit; font-size: 21px; font-weight: 700; overflow-wrap: anywhere; }
.review p { text-indent: 0; text-align: left; }
.review .legend { display: flex; flex-wrap: wrap; gap: 4px 22px; margin: .5em 0 0; padding: 0; list-style: none; }
.review .legend b { margin-left: .4em; font-variant-numeric: tabular-nums; }
.review h2 { margin: 1em 0 .2em; padding: 0; font: inherit; font-weight: 700; }
.review .objections { margin: 0; padding-left: 2em; }
.review .objections li { margin: .35em 0; overflow-wrap: anywhere; }
.review .objections a { color: inherit; text-decoration: none; }
.review .objections b { margin: 0 .5em; }
.review .objections .contradicted + b { color: var(--red); }
.review .objections .unsupported + b { color: var(--amber); }
.review .objections small { display: block; color: #555; font-size: 14px; }
.review em { display: block; margin-top: .6em; color: #555; font-style: normal; font-size: 14px; }
[data-verdict="verified"] { background: #e6f4ea; border-bottom: 2px solid var(--green); }
[data-verdict="consistent"] { background: #e8f0fc; border-bottom: 2px dotted #1a56b0; }
[data-verdict="exempt"] { border-bottom: 1px dotted #999; }
[data-reason] { cursor: help; }
[data-reason]:focus-visible { outline: 2px solid #1f5f8b; outline-offset: 2px; }
[data-reason]:is(:hover, :focus-visible):not(:has([data-reason]:hover))::before { content: attr(data-reason); position: fixed;
  z-index: 9; inset: auto 0 24px; width: fit-content; max-width: min(92vw, 46em); margin: 0 auto; padding: 9px 14px;
  border-radius: 6px; background: #22303c; color: #fff;
  font: 400 14px/1.7 system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  text-align: left; text-indent: 0; white-space: pre-line; pointer-events: none; }
@supports (anchor-name: --a) and (position-area: bottom) {
  [data-reason]:is(:hover, :focus-visible):not(:has([data-reason]:hover)) { anchor-name: --pointed; }
  [data-reason]:is(:hover, :focus-visible):not(:has([data-reason]:hover))::before { inset: auto; position-anchor: --pointed;
    position-area: bottom; position-try-fallbacks: flip-block; justify-self: anchor-center; margin: 6px 8px;
    max-width: min(92vw, 34em); }
}
@media (max-width: 720px) { .review { padding: 16px 18px; margin-top: 0; } }
@media print { .review { max-width: none; margin: 0 0 12pt; padding: 0 0 6pt; box-shadow: none; border-bottom: 1px solid #999;
  font-size: 10.5pt; } .review em { display: none; } }
"""

# The proof sheet: one look with the report, smaller, its tables across the whole page.
PROOF = """
main { max-width: 920px; padding: 48px 56px; font-size: 14px; line-height: 1.6; }
h1 { margin-bottom: .7em; font-size: 26px; }
h2 { padding-left: 0; font-size: 16px; }
table { table-layout: fixed; font-size: 13px; }
th, td { padding: 4px 6px; text-align: left; overflow-wrap: anywhere; text-wrap: pretty; }
thead th, td.label { background: #e9eef6; text-align: center; font-weight: 700; }
.strong { font-weight: 700; }
.fixed { font: 12px/1.5 Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; }
.remark { text-indent: 0; color: #555; font-size: 12px; }
.contradicted { color: var(--red); text-decoration: underline double; text-underline-offset: 3px; }
.unsupported { color: var(--amber); text-decoration: underline dashed; text-underline-offset: 3px; }
.waived { color: var(--violet); text-decoration: underline; text-underline-offset: 3px; }
@page { margin: 20mm; }
@media print { body { font-size: 10.5pt; line-height: 15pt; } main { max-width: none; padding: 0; } h1 { font-size: 18pt; }
  table { font-size: 9pt; line-height: 12.5pt; } .fixed { font-size: 8pt; }
  thead th, td.label { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""

# Two reports side by side.
COMPARED = """
main { max-width: 1240px; padding: 40px 36px; }
h1 { margin-bottom: .5em; font-size: 25px; }
.counts { display: flex; flex-wrap: wrap; gap: 6px 24px; margin: 0 0 1em; padding: 0; list-style: none; font-size: 15px; }
.sides { table-layout: fixed; font-size: 15px; line-height: 1.75; }
.sides th, .sides td { padding: 8px 10px; border-color: #c9ced6; text-align: left; vertical-align: top; text-wrap: pretty;
  overflow-wrap: anywhere; }
.sides .what { width: 10.5em; font-size: 13px; line-height: 1.55; }
.sides thead th { position: sticky; top: 0; background: #e9eef6; text-align: center; }
.sides .section { background: #f4f6f9; font-weight: 700; }
.sides .what ul { margin: .3em 0 0; padding-left: 1.1em; }
.sides .what b { margin: 0 .25em; font-weight: 400; color: #555; }
.same td { color: #777; }
.rewritten :is(del, ins), .new ins, .gone del { text-decoration: none; }
.same .what strong { color: var(--amber); }
del { background: #fde3e0; color: #8f1d17; text-decoration: line-through; }
ins { background: #e1f3e6; color: #14552e; text-decoration: underline solid 1px; text-underline-offset: 4px; }
.number { background: #e8f0fc; color: #123f83; text-decoration-style: double; }
@media print { .sides { font-size: 9.5pt; line-height: 14pt; } .sides thead th { position: static; }
  del, ins, .sides th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { size: A4 landscape; margin: 15mm; } }
"""
