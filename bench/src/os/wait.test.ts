import { expect, test } from 'vitest';
import { findListeningPort } from './wait.ts';

const MAIN = '{"level":30,"msg":"listening","listener":"main","address":"127.0.0.1","port":41234}';
const ADMIN = '{"level":30,"msg":"listening","listener":"admin","address":"127.0.0.1","port":9901}';

test.each([
  { name: 'takes the main listener, not the admin one', log: `${ADMIN}\n${MAIN}\n`, port: 41_234 },
  { name: 'passes over lines that are no JSON', log: `is "listening" soon\n${MAIN}\n`, port: 41_234 },
  { name: 'waits while a line is half written', log: MAIN.slice(0, 40), port: null },
  { name: 'waits while only the admin side listens', log: `${ADMIN}\n`, port: null },
  { name: 'waits while there is nothing', log: '', port: null },
])('$name', ({ log, port }) => {
  expect(findListeningPort(log)).toBe(port);
});

test('tells the admin listener when asked for that', () => {
  expect(findListeningPort(`${MAIN}\n${ADMIN}\n`, 'admin')).toBe(9901);
});
