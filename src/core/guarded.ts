/**
 * A listener that never throws into what calls it: an emitter, a timer or a list of listeners would hand the error to whoever
 * emitted, or end the process. What it throws, or what a promise of it is rejected with, is reported instead.
 */
export function guarded<Given extends unknown[]>(
  listener: (...given: Given) => unknown,
  onTrouble: (error: unknown) => void,
): (...given: Given) => void {
  return (...given) => {
    try {
      const result = listener(...given);
      if (result instanceof Promise) result.catch(onTrouble);
    } catch (error) {
      onTrouble(error);
    }
  };
}
