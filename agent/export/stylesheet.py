"""The style of the page: an official report on screen, A4 on paper, without a script or anything fetched.

What the verifier says is invisible until the reader ticks the box at the top, which is CSS alone; objections always show, by
colour and by the shape of the underline, so that a black-and-white print shows them too. The box's caption and the numbers of
the objections are generated content: they are on the page and not in its text.
"""

STYLESHEET = """
:root { color-scheme: light; --ink: #1a1a1a; --rule: #333; --red: #b3261e; --amber: #8a5a00; --green: #1b6e3c; }
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
[data-verdict="contradicted"] { background: #fde3e0;
  text-decoration: underline double var(--red) 2px; text-underline-offset: 4px; }
[data-verdict="unsupported"] { background: #fff0c2;
  text-decoration: underline dashed var(--amber) 2px; text-underline-offset: 4px; }
[data-verdict][data-mark]::after { content: "〔" attr(data-mark) "〕";
  color: var(--red); font-size: .72em; vertical-align: super; }
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
