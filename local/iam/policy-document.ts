/** One statement of a policy document, with its intrinsic functions resolved. */
export interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A policy of the templates. */
export interface NamedPolicy {
  /** Logical id of the resource that holds it. */
  readonly name: string;
  readonly document: { readonly Version?: string; readonly Statement: readonly Statement[] };
}

/** Policies by the ARN of what they are attached to. */
export type Attached = ReadonlyArray<readonly [arn: string, policy: NamedPolicy]>;

/** The properties of a resource of the templates. */
export type Properties = Readonly<Record<string, unknown>>;

/** The evaluator judges what is in a document; one that is none it refuses. */
export const namedPolicy = (name: string, document: unknown): NamedPolicy => ({
  name,
  document: document as NamedPolicy['document'],
});

/** The statements of a policy, also where there is but one, without a list around it. */
export function statementsOf({ document }: NamedPolicy): readonly Statement[] {
  const { Statement: statements } = (document ?? {}) as { readonly Statement?: Statement | readonly Statement[] };
  return statements === undefined ? [] : [statements].flat();
}

/** The texts of a list; none where there is no list. */
export const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** The objects of a list; none where there is no list. */
export const objectsOf = (value: unknown): readonly Properties[] =>
  Array.isArray(value) ? (value as readonly Properties[]) : [];
