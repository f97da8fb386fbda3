/** Texts in groups, or in groups of groups. */
export interface TextTree {
  readonly [name: string]: string | TextTree;
}

/** Names of all texts of a tree, e.g. `trade.open`. */
export type Leaves<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaves<T[K], `${P}${K}.`>;
}[keyof T & string];

/** Texts by their whole names. A library that compiles each text when it is first shown took a tenth of the start. */
export function flattened(tree: TextTree, before = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts.set(`${before}${name}`, value);
    else for (const [rest, text] of flattened(value, `${before}${name}.`)) texts.set(rest, text);
  }
  return texts;
}

/** A text with values in place of `{name}`; a name that has none stays as it is. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.includes('{') ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text;
}
