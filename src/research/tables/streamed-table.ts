import { boxTable, type TableColumn } from './box-table.ts';

/** A table whose rows come one after the other: head with the first, widths as given, a wider cell widens all rows from its own on. */
export class StreamedTable {
  readonly #title: string;
  readonly #columns: readonly TableColumn[];
  readonly #widths: number[];
  readonly #width: number;
  readonly #write: (text: string) => void;
  #rows = 0;

  /** @param width columns of the terminal */
  constructor(title: string, columns: readonly TableColumn[], widths: readonly number[], width: number, write: (text: string) => void) {
    this.#title = title;
    this.#columns = columns;
    this.#widths = [...widths];
    this.#width = width;
    this.#write = write;
  }

  add(cells: readonly string[]): void {
    const lines = this.#lines(cells);
    if (this.#rows++ === 0) this.#write(`${lines.slice(0, -1).join('\n')}\n`);
    else this.#write(`${lines.at(-2) ?? ''}\n`);
  }

  end(): void {
    if (this.#rows > 0) this.#write(`${this.#lines(this.#columns.map(() => '')).at(-1) ?? ''}\n`);
    this.#rows = 0;
  }

  /** Lines of a table with this row alone. */
  #lines(cells: readonly string[]): string[] {
    const padded = cells.map((cell, index) => {
      const width = Math.max(this.#widths[index] ?? 0, cell.length);
      this.#widths[index] = width;
      return this.#columns[index]?.align === 'left' ? cell.padEnd(width) : cell.padStart(width);
    });
    return boxTable(this.#title, this.#columns, [padded], this.#width).split('\n');
  }
}
