/** A worker ended before it answered. Nobody's mistake: it is replaced. */
export class WorkerGone extends Error {
  override readonly name = 'WorkerGone';
}
