/** What is to be said of the place in the list of pairs that was looked at; below it what comes before all, infinite what comes after. */
export interface PairWarning {
  readonly place: number;
  readonly text: string;
}

/** What one thread has to say of the pairs it looks at: each text once, since a file that several pairs ask for is reported once. */
export class PairWarnings {
  /** Where what is said from now on belongs. */
  place = -1;
  readonly #byText = new Map<string, PairWarning>();

  /** Usable by itself. */
  readonly warn = (text: string): void => {
    if (!this.#byText.has(text)) this.#byText.set(text, { place: this.place, text });
  };

  get all(): readonly PairWarning[] {
    return [...this.#byText.values()];
  }
}

/** What several threads have to say, as one alone says it: in the order of pairs, and each text where it was said first. */
export function warningsInOrder(parts: readonly (readonly PairWarning[])[]): PairWarning[] {
  const said = new Set<string>();
  const inOrder = parts.flat().sort((a, b) => (a.place === b.place ? 0 : a.place - b.place));
  return inOrder.filter(({ text }) => {
    const isNew = !said.has(text);
    said.add(text);
    return isNew;
  });
}
