/** The simulated service as a library: started by tests, by benchmarks and by the command line. */
export { startDownstream } from './start-downstream.ts';
export type { Downstream, DownstreamOptions } from './start-downstream.ts';
export type { Instance } from './instance.ts';
export type { Identity } from './identity.ts';
export type { Arrival } from './arrival.ts';
export type { OpenAndTotal, StatsSnapshot } from './stats.ts';
export type { Echo } from './echo.ts';
export type { BodyDigest } from './body/read-request-body.ts';
export type { Clock } from './clock.ts';
export { ListenError } from './listen.ts';
