/** The product, and a defect as soon as its name comes on stdin; see defect.test.ts. */
import { createProgram } from '../program.ts';

process.stdin.setEncoding('utf8').on('data', (text: string) => {
  switch (text) {
    case 'exception':
      throw new Error('injected exception');
    case 'rejection':
      void Promise.reject(new Error('injected rejection'));
      break;
    default:
      throw new TypeError(`no such defect: ${text}`);
  }
});

process.exitCode = await createProgram().run(process.argv);
