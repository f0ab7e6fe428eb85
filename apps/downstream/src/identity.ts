/** Who answers: what makes one simulated instance different from the next. */
export interface Identity {
  readonly service: string;
  readonly instance: string;
  /** The address it listens on. */
  readonly address: string;
  readonly port: number;
  readonly pid: number;
}
