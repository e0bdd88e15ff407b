/** What the pages of the kit have in common: light or dark as the reader's system is. */
export const style = `
:root {
  --ground: #fafaf8; --paper: #ffffff; --ink: #1b1f26; --faint: #5d6675; --line: #e3e5e9; --soft: #f2f3f5;
  --good: #17714c; --bad: #b3261e; --warn: #855700; --accent: #2b5aa5;
  --good-paper: #e3f3ea; --bad-paper: #fdecea; --warn-paper: #fdf1d8; --call: #e8effa; --none: #c3c8d0;
  --mono: ui-monospace, "SFMono-Regular", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #131519; --paper: #1a1d22; --ink: #e4e7ec; --faint: #9ba4b3; --line: #2e333b; --soft: #22262d;
    --good: #64cf9d; --bad: #ff8f86; --warn: #efc266; --accent: #8db4f0;
    --good-paper: #173328; --bad-paper: #3d211f; --warn-paper: #382e17; --call: #232f43; --none: #4a515d;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3rem 1.5rem 5rem; max-width: 70rem; overflow-wrap: anywhere;
  background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif;
}
h1, h2, h3, h4, h5 { margin: 0; line-height: 1.25; text-wrap: balance; }
h1 { font-size: 2rem; font-weight: 650; letter-spacing: -.015em; }
p { margin: 0; }
a { color: var(--accent); }
code, pre { font: .875em/1.55 var(--mono); unicode-bidi: isolate; }
pre { margin: 0; white-space: pre-wrap; }
ul, ol { margin: 0; padding: 0; list-style: none; }
dl, dd { margin: 0; }
dd { min-width: 0; }
del, ins { text-decoration: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.note, .eyebrow { color: var(--faint); font-size: .875rem; }
`;
