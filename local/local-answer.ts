/** The answer of a local service: JSON. */
export interface LocalAnswer {
  readonly status: number;
  readonly value: object;
  readonly headers?: Readonly<Record<string, string>>;
}
