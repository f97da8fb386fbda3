import { fail, runProgram, setUp } from './setup.mjs';

try {
  setUp();
  const [file = '', ...args] = process.argv.slice(2);
  runProgram(file, args);
} catch (error) {
  fail(error);
}
