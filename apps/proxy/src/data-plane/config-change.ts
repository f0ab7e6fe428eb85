/** What a configuration changed in a running proxy. Lists are service names, in the order of their configuration. */
export interface ConfigChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Those that are built anew: their connections and what was known of their endpoints are gone. */
  readonly changed: readonly string[];
  /** How many services go on as they are. */
  readonly kept: number;
  /**
   * Settings that differ from those that the process started with and that only a restart brings into effect, such as
   * `proxy.listen`. Named by every change until they are the same again.
   */
  readonly restartRequired: readonly string[];
}
