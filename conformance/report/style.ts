/** The style of the page: light or dark as the reader's system is. */
export const style = `
:root {
  --ground: #fbfbfa; --paper: #ffffff; --ink: #1d2129; --faint: #626b7a; --line: #dfe2e7;
  --good: #17714c; --bad: #b3261e; --warn: #8a5a00;
  --bad-paper: #fdecea; --warn-paper: #fff4dc; --lane: #f3f4f6; --call: #e6eefb; --edge: #3565b0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14161a; --paper: #1c1f25; --ink: #e4e7ec; --faint: #9aa3b2; --line: #333842;
    --good: #5fcf9b; --bad: #ff8a80; --warn: #f0c060;
    --bad-paper: #40211f; --warn-paper: #3a2f16; --lane: #23272e; --call: #26344d; --edge: #7aa7ec;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 64rem;
  background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif;
}
h1 { margin: 0 0 .35rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 0 0 .4rem; font-size: 1.1rem; }
code, pre { font: .86em/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
header { padding-left: 1rem; border-left: .35rem solid var(--good); margin-bottom: 2rem; }
header.leaks { border-color: var(--bad); }
header p { margin: 0; color: var(--faint); }
header.conforms h1 { color: var(--good); }
header.leaks h1, header .stale { color: var(--bad); }
section {
  margin: 0 0 1.25rem; padding: 1.1rem 1.25rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: .6rem;
}
.violated { border-top: .25rem solid var(--bad); }
.violated.should { border-top-color: var(--warn); }
.level {
  padding: .1em .5em; border-radius: .3em; font-size: .75em; vertical-align: .1em;
  background: var(--bad-paper); color: var(--bad);
}
.should .level { background: var(--warn-paper); color: var(--warn); }
.statement { margin: 0; color: var(--faint); }
.because { margin: .6rem 0; font-weight: 600; }
.replay {
  margin: .6rem 0 1rem; padding: .5rem .75rem; white-space: pre-wrap; user-select: all;
  background: var(--lane); border-radius: .4rem;
}
.history {
  display: grid; grid-template-columns: repeat(var(--lanes), minmax(11rem, 1fr));
  grid-template-rows: 1.9rem; grid-auto-rows: minmax(1.05rem, auto); gap: 0 .5rem; margin: 0 0 1rem; overflow-x: auto;
}
.lane {
  padding: .25rem .6rem; background: var(--lane); border-radius: .4rem;
  color: var(--faint); font-size: .8rem;
}
.run {
  grid-column: 1 / -1; margin: .3rem 0; border-top: 1px dashed var(--faint);
  color: var(--faint); font-size: .75rem; text-align: right; padding-right: .6rem;
}
.call {
  margin: 1px .35rem; padding: .1rem .55rem; overflow-wrap: anywhere;
  background: var(--call); border-left: .25rem solid var(--edge); border-radius: .3rem;
  font-size: .84rem; line-height: 1.45;
}
.call strong, .call em { display: block; }
.call em { color: var(--faint); }
.call.fault { border-left-style: dotted; }
.call.threw { background: var(--bad-paper); border-color: var(--bad); }
.call.threw strong, .call.unsettled strong { color: var(--bad); }
.call.unsettled { border-bottom: 2px dashed var(--bad); border-color: var(--bad); }
dl { display: grid; grid-template-columns: 8rem 1fr; gap: .45rem 1rem; margin: .5rem 0 0; }
dt { color: var(--faint); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.event { display: block; }
.chip {
  display: inline-block; max-width: 100%; padding: 0 .4em; margin: 0 0 .2em;
  background: var(--lane); border-radius: .3em;
}
.chip.altered { background: var(--warn-paper); color: var(--warn); }
.chip.extra { background: var(--bad-paper); color: var(--bad); }
.nothing { color: var(--faint); font-style: italic; }
.reasons { display: block; }
.reasons dd { margin: .1rem 0 .7rem; }
.reasons dd code { margin-right: .6em; white-space: nowrap; }
ul { margin: .3rem 0 0; padding-left: 1.2rem; }
.satisfied { columns: 16rem; padding: 0; list-style: none; }
.satisfied li { display: flex; justify-content: space-between; gap: 1rem; break-inside: avoid; }
.number { color: var(--faint); font-variant-numeric: tabular-nums; }
@media (max-width: 40rem) {
  dl { display: block; }
  dd { margin-bottom: .5rem; }
}
`;
