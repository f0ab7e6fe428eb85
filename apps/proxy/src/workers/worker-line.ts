import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { PlaneReport } from '../data-plane/stats/service-report.ts';
import type { Message } from './protocol.ts';
import { RemotePlane } from './remote-plane.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Whom it concerns what a worker says. */
export interface WorkerLineParts {
  readonly onAccepted: (connectionId: number) => void;
  readonly onReport: (workerId: number, report: PlaneReport) => void;
  /** It takes nothing new. */
  readonly onLeaving: (workerId: number) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The primary's end of the line to one worker. */
export class WorkerLine {
  readonly plane: RemotePlane;
  /** Its program is loaded. Pending for ever when it ends before. */
  readonly ready: Promise<void>;
  /** It has said that it takes nothing new. */
  isLeaving = false;
  readonly #worker: WorkerProcess;
  readonly #parts: WorkerLineParts;
  readonly #isReady: () => void;

  constructor(worker: WorkerProcess, parts: WorkerLineParts) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#isReady = resolve;
    this.#worker = worker;
    this.#parts = parts;
    this.plane = new RemotePlane(worker, parts.clock);
    worker.onMessage = (message) => this.#hear(message);
  }

  #hear(message: Message): void {
    const { id } = this.#worker;
    switch (message.kind) {
      case 'ready':
        this.#isReady();
        break;
      case 'next':
      case 'prepared':
      case 'committed':
      case 'failed':
        if (!this.plane.hear(message)) this.#defect(message, 'a worker answers what nobody asked');
        break;
      case 'accepted':
        this.#parts.onAccepted(message.id);
        break;
      case 'report':
        this.#parts.onReport(id, message.report);
        break;
      case 'leaving':
        this.isLeaving = true;
        this.#parts.onLeaving(id);
        break;
      default:
        this.#defect(message satisfies never, 'a worker says what nobody understands');
    }
  }

  #defect(message: unknown, what: string): void {
    this.#parts.logger.error({ worker: this.#worker.id, message }, what);
  }
}
