import { type EffectScope, effectScope, getCurrentScope, onScopeDispose } from 'vue';

/** A composable that is made once for all who use it at the same time, and ends with the last of them. */
export function shared<T>(make: () => T): () => T {
  let users = 0;
  let scope: EffectScope | null = null;
  let made: T | undefined;
  return () => {
    if (getCurrentScope() === undefined) throw new Error('A shared composable needs somebody with an end.');
    users++;
    if (scope === null) {
      scope = effectScope(true);
      made = scope.run(make);
    }
    onScopeDispose(() => {
      users--;
      if (users > 0) return;
      scope?.stop();
      scope = null;
      made = undefined;
    });
    return made as T;
  };
}
