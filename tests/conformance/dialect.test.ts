import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { dialectSuite } from './dialect.suite.ts';

for (const dialect of Object.values(DIALECTS)) dialectSuite(dialect);
