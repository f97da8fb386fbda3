import { afterAll, beforeAll, describe } from 'vitest';
import { DATABASES } from './databases.ts';
import { historyConformance } from './history.suite.ts';
import { killedConformance } from './killed.suite.ts';
import { rollbackConformance } from './rollback.suite.ts';
import { storeConformance } from './store.suite.ts';

for (const databases of DATABASES) {
  describe.skipIf(databases.isMissing)(`a store on ${databases.name}`, () => {
    beforeAll(() => databases.start());
    afterAll(() => databases.close());
    describe('port by port', () => storeConformance(databases));
    historyConformance(databases);
    rollbackConformance(databases);
    killedConformance(databases);
  });
}
