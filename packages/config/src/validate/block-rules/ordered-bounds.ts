import type { Problem } from '../../problem.ts';
import { durationText } from '../../values/duration-text.ts';
import type { ServiceLayers } from '../layers.ts';
import type { Keys } from '../written.ts';

const deadline = ['limits', 'queue', 'deadline'];

/** Two values that contradict each other, by their keys. */
interface Contradiction {
  readonly keys: readonly [Keys, Keys];
  readonly got: string;
  readonly expected: string;
}

/** Of two values that bound the same thing, the smaller one is smaller. */
export function* orderedBounds(service: ServiceLayers): Generator<Problem> {
  for (const { keys, got, expected } of contradictions(service)) {
    const path = service.written.pathOf(...keys);
    yield { kind: 'conflict', path, at: 'value', got, expected, fix: 'change one of the two' };
  }
}

function* contradictions({ blocks, written }: ServiceLayers): Generator<Contradiction> {
  const { outlierDetection, limits, timeouts } = blocks;
  const { adaptiveConcurrency, queue } = limits;
  if (adaptiveConcurrency !== null && adaptiveConcurrency.min > adaptiveConcurrency.max) {
    yield {
      keys: [
        ['limits', 'adaptiveConcurrency', 'min'],
        ['limits', 'adaptiveConcurrency', 'max'],
      ],
      got: `min of ${adaptiveConcurrency.min} above max of ${adaptiveConcurrency.max}`,
      expected: 'min at most as large as max',
    };
  }
  if (outlierDetection !== null && outlierDetection.baseEjectionMs > outlierDetection.maxEjectionMs) {
    const base = durationText(outlierDetection.baseEjectionMs);
    yield {
      keys: [
        ['outlierDetection', 'baseEjection'],
        ['outlierDetection', 'maxEjection'],
      ],
      got: `baseEjection of ${base} above maxEjection of ${durationText(outlierDetection.maxEjectionMs)}`,
      expected: 'baseEjection at most as long as maxEjection',
    };
  }
  // Where nobody wrote a deadline, the request's own simply ends the wait.
  if (queue === null || timeouts.requestMs === null || !written.anywhere(...deadline)) return;
  if (queue.deadlineMs < timeouts.requestMs) return;
  const request = durationText(timeouts.requestMs);
  yield {
    keys: [deadline, ['timeouts', 'request']],
    got: `a deadline of ${durationText(queue.deadlineMs)} and timeouts.request of ${request}`,
    expected: 'a deadline below timeouts.request',
  };
}
