import { fail, runProgram, setUp } from './setup.mjs';

try {
  setUp();
  runProgram('src/cli/demo.ts', process.argv.slice(2));
} catch (error) {
  fail(error);
}
