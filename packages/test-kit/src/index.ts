export { FakeClock } from './clock.ts';
export type { FakeTimer } from './clock.ts';
export { seededRandom } from './random.ts';
