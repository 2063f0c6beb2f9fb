/** Structured log: dotted stable keys; ids only, never bodies, addresses or tokens. */
export interface Log {
  info(key: string, fields?: Record<string, unknown>): void;
  warn(key: string, fields?: Record<string, unknown>): void;
  error(key: string, fields?: Record<string, unknown>): void;
}
