/** Kinds of work: what is ordered, what is reported on the way, what comes of it. All of it can be copied to another thread or process. */
export type WorkTable = { readonly [kind: string]: { readonly order: unknown; readonly news: unknown; readonly result: unknown } };

export interface WorkOptions<News> {
  readonly onNews?: (news: News) => void;
  /** Given what is to be known of the result, in words. */
  readonly onWarning?: (text: string) => void;
  /** Ends the work. What keeps what has come is given time to do so; all else ends at once. */
  readonly signal?: AbortSignal;
}

/** Has work done outside of this event loop: in threads today; in other processes or on other machines it would be the same. */
export interface Pool<Work extends WorkTable> {
  /**
   * @returns what came of it
   * @throws what the work threw, with its message and fields (`code` …); an error "Aborted." where it was ended
   */
  run<Kind extends keyof Work & string>(
    kind: Kind,
    order: Work[Kind]['order'],
    options?: WorkOptions<Work[Kind]['news']>,
  ): Promise<Work[Kind]['result']>;
}

/** What a piece of work may do where it is done. */
export interface Doing<News> {
  readonly tell: (news: News) => void;
  readonly warn: (text: string) => void;
  /** Aborted when the work shall end, for kinds that are given time to. */
  readonly signal: AbortSignal;
  /** Memory of the result that is handed over instead of copied. */
  readonly handOver: (buffers: readonly ArrayBuffer[]) => void;
  /** Whether other work was done here before. Such work may be declined, and is then done elsewhere, by `throw new Declined()`. */
  readonly isUsed: boolean;
  /** More work of this kind is done here, where something of this one is kept for it. */
  readonly stay: () => void;
}

/** Work that is not to be done where other work was done before. */
export class Declined extends Error {}

/** How each kind of work is done; loaded when it is wanted, so that a thread starts with no more than it needs. */
export type Doers<Work extends WorkTable> = {
  readonly [Kind in keyof Work]: () => Promise<
    (order: Work[Kind]['order'], doing: Doing<Work[Kind]['news']>) => Promise<Work[Kind]['result']>
  >;
};
