/** Use of the KMS key of a resource by a service, on behalf of its caller. */
export type KeyUse = 'Decrypt' | 'GenerateDataKey';

/** One question to IAM: whether an action may be done to a resource. */
export interface IamCall {
  /** `dynamodb:UpdateItem` */
  readonly action: string;
  /** An ARN, or `*` for an action that IAM asks of no resource. */
  readonly resource: string;
  /** Context keys that the request brings, beside those that every request of this machine has. */
  readonly context?: Readonly<Record<string, string>>;
  /** Where the resource lies under a customer managed key: how the call uses it. */
  readonly keyUse?: readonly KeyUse[];
  /** The key that the request names in place of that of the resource: its id, its ARN or an alias. */
  readonly namedKey?: string;
}

/** A request as far as its calls follow from it. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The first value of a header. */
export function headerOf({ headers }: AwsRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'object' ? value[0] : value;
}

/** The operation that a JSON protocol names in its target header, without the service. */
export const operationOf = (request: AwsRequest): string => headerOf(request, 'x-amz-target')?.split('.').at(-1) ?? '';

/** A value as an object with unknown fields; anything else has none. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** A field as text; undefined when it is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
