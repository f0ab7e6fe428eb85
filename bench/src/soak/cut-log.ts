/** From a cut to where its end was seen: the proxy passes it on in the next turn, a busy machine a while later. */
const SETTLE_MS = 2_000;

/** When the connections of which instance were cut on purpose. Whatever else ends too early is the proxy's fault. */
export class CutLog {
  readonly #spans: { readonly instance: string; readonly fromMs: number; toMs: number }[] = [];

  /** Connections of this instance are cut from now on; the function returned ends that. */
  begin(instance: string, nowMs: number): (nowMs: number) => void {
    const span = { instance, fromMs: nowMs, toMs: Number.POSITIVE_INFINITY };
    this.#spans.push(span);
    return (endMs) => {
      span.toMs = endMs + SETTLE_MS;
    };
  }

  /** Whether it was cut at some time between the two. */
  explains(instance: string | null, fromMs: number, toMs: number): boolean {
    return this.#spans.some(
      (span) => span.instance === instance && span.fromMs <= toMs && fromMs <= span.toMs,
    );
  }
}
