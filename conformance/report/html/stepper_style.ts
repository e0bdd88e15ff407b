/** The style of the calls to step through. Without a script, and on paper, all steps are shown. */
export const stepperStyle = `
.stepper {
  display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: .75rem 1.5rem; align-items: start;
}
.stepper > * { min-width: 0; }
.controls, .stepper > .note { grid-column: 1 / -1; }
.stepper.wide .lanes, .stepper.wide .panels { grid-column: 1 / -1; }
.controls { display: none; }
.js .controls { display: flex; gap: .9rem; align-items: center; }
.steps { display: flex; gap: .35rem; }
.steps button { min-width: 2.5rem; padding: .3rem .5rem; font-size: 1rem; }
.steps button[aria-disabled="true"] { color: var(--faint); opacity: .55; cursor: default; }
.where { color: var(--faint); font-size: .9rem; font-variant-numeric: tabular-nums; }
.lanes {
  display: grid; grid-template-columns: repeat(var(--lanes), minmax(8.5rem, 1fr)); grid-template-rows: 1.9rem;
  grid-auto-rows: minmax(1.05rem, auto);  gap: 0 .4rem; padding-bottom: .35rem; overflow-x: auto;
}
.lane {
  padding: .25rem .6rem; border-radius: .5rem; background: var(--soft); color: var(--faint); font-size: .8rem;
}
.run {
  grid-column: 1 / -1; margin: .35rem 0 .5rem; padding-right: .6rem; border-top: 1px dashed var(--faint);
  color: var(--faint); font-size: .75rem; text-align: right;
}
.lanes > a {
  display: block; margin: 1px .3rem; padding: .22rem .5rem; min-height: 1.85rem; border-radius: .35rem;
  border: 1px solid transparent; border-left: .22rem solid var(--accent); background: var(--call); color: var(--ink);
  font-size: .85rem; line-height: 1.35; text-decoration: none;
}
.lanes b { color: var(--bad); font-weight: 600; }
.lanes > .fault { border-left-style: dotted; }
.lanes > .threw, .lanes > .unsettled { border-left-color: var(--bad); background: var(--bad-paper); }
.lanes > .unsettled { border-bottom: 2px dashed var(--bad); }
.lanes > .shows::after {
  content: ""; float: right; width: .55rem; height: .55rem; margin: .3rem 0 0 .4rem; border-radius: 50%;
  background: var(--bad);
}
.lanes > a[aria-current] { border-color: var(--ink); border-left-color: var(--ink); box-shadow: 0 0 0 1px var(--ink); }
.whose { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.panels { display: grid; gap: .75rem; }
.panels > li { padding: .9rem 1.1rem; border: 1px solid var(--line); border-radius: .5rem; }
.panels > li > * + * { margin-top: .35rem; }
.panels > li > code { font-weight: 600; }
.panels .here { color: var(--bad); font-size: .875rem; font-weight: 600; }
.panels .threw { color: var(--bad); white-space: pre-wrap; }
.held::before { display: block; margin-top: .8rem; color: var(--faint); font-size: .8rem; }
.panels .held::before { content: "Stored then"; }
.panels .before::before { content: "Stored before"; }
.stored .held::before { display: none; }
.unread { color: var(--faint); font-style: italic; margin-top: .8rem; }
.held i { color: var(--faint); }
.held > code {
  display: inline-block; max-width: 100%; padding: 0 .45em; margin: .1rem .1rem .1rem 0; line-height: 1.6;
  border: 1px solid transparent; border-radius: .35em; background: var(--soft);
}
.held small { font-size: .78em; white-space: nowrap; }
.held span:not(.note) { display: block; }
.held > .new { background: var(--good-paper); color: var(--good); }
.held > .lost { border: 1px dashed var(--bad); background: none; color: var(--bad); }
.held .lost del { text-decoration: line-through; }
.held > .unstored { border: 1px dashed var(--none); background: none; color: var(--faint); }
.held > .extra, .held > .again { background: var(--bad-paper); color: var(--bad); }
.held > .altered, .held > .moved { background: var(--warn-paper); color: var(--warn); }
@media screen {
  /* All in one place, so that nothing jumps from step to step. */
  .js .panels > li { grid-area: 1 / 1; align-self: start; visibility: hidden; }
  .js .panels > .current { visibility: visible; }
}
@media screen and (max-width: 44rem) { .js .panels > :not(.current) { display: none; } }
@media (max-width: 44rem) {
  .stepper { grid-template-columns: minmax(0, 1fr); }
  .js .wide .lanes { display: block; }
  .wide .lane { display: none; }
  .wide .lanes > a { margin: .25rem 0; }
  .wide .whose { position: static; width: auto; height: auto; clip-path: none; white-space: normal; color: var(--faint); }
  .lanes { grid-template-columns: repeat(var(--lanes), minmax(0, 1fr)); }
  .steps button { min-width: 2.9rem; min-height: 2.6rem; }
}
@media print { .js .controls { display: none; } .lanes { break-inside: avoid; } }
`;
