/** How the rows of a column are shown, where that is something else than what it holds. */
export interface ShownAs {
  /** Where the API answers with it. */
  readonly answer: (row: number) => unknown;
  /** In a message. */
  readonly message: (row: number) => unknown;
}
