/** The style of the page but for its steppers. */
export const pageStyle = `
.eyebrow { margin-bottom: .5rem; letter-spacing: .01em; }
.verdict, .top { margin-bottom: 2.5rem; }
.verdict h1, .verdict h2, .top h1 { padding-left: 1rem; border-left: .3rem solid var(--none); }
.good h1, .verdict.good h2 { border-color: var(--good); }
.bad h1, .verdict.bad h2 { border-color: var(--bad); }
section.subject { margin-top: 4rem; padding-top: 2.5rem; border-top: 1px solid var(--line); }
section.subject h2 { font-size: 1.6rem; font-weight: 650; letter-spacing: -.01em; }
.subjects { margin-top: 1rem; padding-left: 1.3rem; }
.subjects li { padding: .15rem 0; }
.subjects li::before {
  content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .7em; border-radius: 50%;
  background: var(--bad);
}
.subjects li.good::before { background: var(--good); }
.counts { margin-top: 1rem; padding-left: 1.3rem; font-size: 1.1rem; }
.verdict > p:not(.eyebrow, .counts) { padding-left: 1.3rem; margin-top: .6rem; }
h1.long, .subject h2.long { font-size: 1.25rem; letter-spacing: 0; text-wrap: wrap; }
.why { white-space: pre-wrap; }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2.25rem; padding-left: 1.3rem; margin-top: 1rem; }
.facts dt { color: var(--faint); font-size: .8rem; }
.facts dd { font-variant-numeric: tabular-nums; }
.stale { color: var(--bad); }

.filters { display: none; }
.js .filters {
  display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin-top: 1rem;
}
.filters label { display: grid; gap: .2rem; min-width: 0; }
.filters label:first-child { flex: 1 1 12rem; }
.filters label span { color: var(--faint); font-size: .8rem; }
.filters input, .filters select {
  width: 100%; min-width: 0; padding: .4rem .6rem; border: 1px solid var(--none); border-radius: .4rem;
  background: var(--paper); color: inherit; font: inherit; font-size: .95rem; line-height: 1.4;
}
.filters ::placeholder { color: var(--faint); opacity: 1; }
.found { flex: 1 0 100%; color: var(--faint); font-size: .875rem; }
.found:empty { display: none; }
[hidden] { display: none !important; }

.families, .causes, .remarks { margin-top: 3rem; }
.subject h2, .subject h3 { font-size: 1.2rem; font-weight: 650; }
.families > .note { margin-top: .4rem; }
.bars { margin-top: 1rem; border-top: 1px solid var(--line); }
.family { border-bottom: 1px solid var(--line); }
.family summary {
  display: grid; grid-template-columns: 7rem minmax(6rem, 1fr) minmax(12rem, 25rem); gap: .2rem 1.25rem;
  align-items: center; padding: .55rem .25rem; cursor: pointer; list-style: none;
}
.family summary::-webkit-details-marker { display: none; }
.family summary:hover { background: var(--soft); }
.family b { font-weight: 600; }
.family b::before {
  content: "›"; display: inline-block; width: 1.1em; color: var(--faint); font-weight: 400;
}
.family[open] b::before { content: "⌄"; }
.bar { display: flex; gap: 2px; height: .55rem; }
.bar i { flex: 0 1 0; border-radius: 1px; background: var(--none); }
.bar .good { background: var(--good); }
.bar .bad { background: var(--bad); }
.shares { color: var(--faint); font-size: .875rem; font-variant-numeric: tabular-nums; }
.family ul { padding: .25rem .25rem 1rem 1.35rem; }
.family li { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; padding: .35rem 0; }
.family li p { flex: 1 0 100%; color: var(--faint); font-size: .9rem; }
.optional { color: var(--faint); font-size: .72rem; letter-spacing: .04em; }
.outcome { margin-left: auto; color: var(--faint); font-size: .875rem; text-align: right; }
[data-outcome="satisfied"] .outcome { color: var(--good); }
[data-outcome="violated"] .outcome, [data-outcome="implied"] .outcome { color: var(--bad); }

article {
  margin-top: 1.25rem; padding: 1.75rem; border: 1px solid var(--line); border-radius: .75rem;
  background: var(--paper);
}
article > h3, article > h4 { font-size: 1.05rem; font-weight: 650; }
article h4, article h5 { font-size: .875rem; font-weight: 600; }
article > h4 { font-size: 1.05rem; }
article h3 b, article h4 b {
  padding: .1em .5em; margin-right: .35em; border-radius: .3em; background: var(--bad-paper); color: var(--bad);
  font-size: .7rem; font-weight: 650; letter-spacing: .04em; vertical-align: .12em;
}
[data-level="SHOULD"] h3 b, [data-level="SHOULD"] h4 b { background: var(--warn-paper); color: var(--warn); }
.statement { margin-top: .35rem; color: var(--faint); }
.because { margin: 1rem 0 1.5rem; max-width: 52rem; font-size: 1.15rem; line-height: 1.5; white-space: pre-wrap; }
.because + .note { margin: -1rem 0 1.5rem; }
.outcomes { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.5rem 2rem; margin-top: 1.75rem; }
.outcomes > * { min-width: 0; }
.outcomes > :only-child { grid-column: 1 / -1; }
.outcomes > * > * + * { margin-top: .5rem; }
.events dl > div { display: grid; grid-template-columns: minmax(2.2rem, auto) 1fr; gap: .6rem; padding: .15rem 0; }
.events dt { color: var(--faint); }
.free { margin-top: .75rem; }
.any { color: var(--faint); font: .8rem/1.5 system-ui, sans-serif; }
.difference { padding: .6rem .8rem; border-radius: .5rem; background: var(--soft); }
.difference del, .difference ins { margin: 0 -.8rem; padding: 0 .8rem; }
.difference code { white-space: pre-wrap; }
.difference code, .events dd code { word-break: break-all; }
.difference i { color: var(--faint); font-style: normal; }
.difference > * { display: block; min-height: 1.55em; }
.difference del { background: var(--bad-paper); color: var(--bad); }
.difference ins { background: var(--good-paper); color: var(--good); }
.replay { display: grid; grid-template-columns: auto 1fr; gap: .45rem .9rem; align-items: center; margin-top: 1.75rem; }
.replay pre { grid-column: 1 / -1; min-width: 0; padding: .6rem .8rem; border-radius: .5rem; background: var(--soft); }
.copy { display: none; }
.js .copy { display: block; justify-self: start; padding: .15rem .6rem; font-size: .8rem; }
button {
  padding: .4rem .8rem; border: 1px solid var(--none); border-radius: .4rem; background: var(--paper);
  color: inherit; font: inherit; font-size: .9rem; line-height: 1.4; cursor: pointer;
}
button:hover { background: var(--soft); }
.advice { display: grid; gap: .9rem; margin-top: 1.75rem; max-width: 52rem; }
.advice dt { font-size: .875rem; font-weight: 600; }
.trace { margin-top: 1.5rem; color: var(--faint); font-size: .9rem; }
.trace summary { cursor: pointer; }
.trace pre { margin-top: .6rem; max-height: 24rem; overflow: auto; }

.remarks ul { margin-top: .6rem; padding-left: 1.2rem; list-style: disc; }
.situations { margin-top: .75rem; columns: 18rem; column-gap: 2.5rem; }
.situations div {
  display: flex; justify-content: space-between; gap: 1rem; padding: .2rem 0; break-inside: avoid;
  border-bottom: 1px solid var(--line);
}
.situations dd { flex: none; color: var(--faint); font-variant-numeric: tabular-nums; }

@media (max-width: 44rem) {
  body { padding: 1.75rem 1rem 3rem; }
  h1 { font-size: 1.55rem; }
  .family summary { grid-template-columns: 6.5rem 1fr; }
  .shares { grid-column: 1 / -1; padding-left: 1.1rem; }
  article { margin-inline: -.5rem; padding: 1.1rem; }
  .outcomes { grid-template-columns: minmax(0, 1fr); }
  .outcome { margin-left: 0; text-align: left; }
  .js .filters label { flex: 1 1 8rem; }
}
@media print {
  body { max-width: none; padding: 0; background: none; }
  .js .filters, .js .copy, .trace { display: none; }
  article { break-inside: auto; border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 1.25rem 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
