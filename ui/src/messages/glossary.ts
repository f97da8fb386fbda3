/** One word for one thing, in every language: what stands in an English text has its counterpart in the German one. Words in their beginnings, so that plurals and cases fit; not shipped with the page. */
export const GLOSSARY: readonly (readonly [english: RegExp, german: RegExp])[] = [
  [/\btrades?\b(?! (view|on time|for real))/i, /trade|handel/i],
  [/\bpairs?\b/i, /paar/i],
  [/\bpairlists?\b/i, /paarliste/i],
  [/\bblacklist\b/i, /sperrliste/i],
  [/\bstakes?\b/i, /einsatz/i],
  [/\bentry tags?\b/i, /einstiegs-tag/i],
  [/\bexit reasons?\b/i, /ausstiegsgrund/i],
  [/\bdrawdown\b/i, /rückgang/i],
  [/\bprofits?\b/i, /gewinn/i],
  [/\bbalance\b/i, /guthaben/i],
  [/\bcandles?\b/i, /kerze/i],
  [/\btimeframes?\b/i, /zeitrahmen/i],
  [/\b(date range|timerange)\b/i, /zeitraum/i],
  [/\bstrateg(y|ies)\b/i, /strategie/i],
  [/\bleverage\b/i, /hebel/i],
  [/\bfees?\b/i, /gebühr/i],
  [/\bexposure\b/i, /exposure/i],
  [/\bheartbeat\b/i, /heartbeat/i],
  [/\breset\b/i, /zurücksetzen/i],
  [/\bcache\b/i, /cache/i],
  [/\blayout\b/i, /layout/i],
  [/\b(from config|configuration)\b/i, /konfiguration/i],
  [/\bdry run\b/i, /probelauf/i],
  [/\breal money\b/i, /echte[sm] geld/i],
  [/\bprotections?\b/i, /schutzregel/i],
  [/\bexchange\b/i, /börse/i],
  [/\borders?\b(?! book)/i, /order/i],
];

/** Words that say something else to a trader than was meant. */
export const AVOIDED: readonly RegExp[] = [/^live$/i, /\bcompute anew\b/i, /\bas it was\b/i, /\blong less short$/i];
