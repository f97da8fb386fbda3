/** Whose database it is. */
export interface Claim {
  /**
   * Makes sure that what is written stays, and that no other bot writes; asked before anything is ordered.
   * @throws DatabaseError with what is wrong
   */
  prove(): Promise<void>;
  /** Changes when another bot may have written in between: what is remembered counts no more. */
  readonly generation: number;
}
