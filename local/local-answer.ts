/** What a stand-in of this machine answers: JSON. */
export interface LocalAnswer {
  readonly status: number;
  readonly value: object;
  readonly headers?: Readonly<Record<string, string>>;
}
