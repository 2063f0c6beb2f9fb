import { isRecord, referencesOf, type Template, type TemplateResource } from './template.ts';

/** A resource that was left out, and why. */
export interface Dropped {
  readonly id: string;
  readonly type: string;
  /** References of it that are left out as well; absent: its type is not known. */
  readonly refersTo?: string;
}

/** The rest of a template when it may hold only some types. */
interface Reduced {
  readonly template: Template;
  readonly dropped: readonly Dropped[];
}

/**
 * Leaves out of a template every resource of an unknown type, then whatever refers to one that is left out, until nothing
 * does; with the outputs of those, and with the rules and parameters of the bootstrap, which describe the account.
 *
 * A `DependsOn` orders but does not need: one that names a resource left out is dropped from it.
 *
 * @param knows whether the target can create a type
 * @param imported exports and outputs that the target has already
 */
export function reduceTemplate(
  template: Template,
  knows: (type: string) => boolean,
  imported: ReadonlySet<string> = new Set(),
): Reduced {
  const resources = new Map(Object.entries(template.Resources).map(([id, resource]) => [id, asKnownType(resource)]));
  const dropped: Dropped[] = [];
  const drop = (id: string, reason: Pick<Dropped, 'refersTo'> = {}): void => {
    dropped.push({ id, type: template.Resources[id]!.Type, ...reason });
    resources.delete(id);
  };
  for (const [id, { Type }] of [...resources]) if (!knows(Type)) drop(id);
  const missingOf = (value: unknown): string | undefined => {
    const { ids, imports } = referencesOf(value);
    return (
      [...ids].find((id) => id in template.Resources && !resources.has(id)) ??
      [...imports].find((name) => !imported.has(name))
    );
  };
  for (let before = -1; before !== dropped.length; ) {
    before = dropped.length;
    for (const [id, { Properties }] of [...resources]) {
      const missing = missingOf(Properties);
      if (missing !== undefined) drop(id, { refersTo: missing });
    }
  }
  const outputs = Object.entries(template.Outputs ?? {}).filter(([, output]) => missingOf(output) === undefined);
  return {
    template: {
      Resources: Object.fromEntries([...resources].map(([id, resource]) => [id, withoutOrder(resource, resources)])),
      Outputs: Object.fromEntries(outputs),
    },
    dropped,
  };
}

function withoutOrder(
  { DependsOn = [], ...resource }: TemplateResource,
  kept: ReadonlyMap<string, unknown>,
): TemplateResource {
  const left = [DependsOn].flat().filter((id) => kept.has(id));
  return left.length === 0 ? resource : { ...resource, DependsOn: left };
}

/**
 * A global table of one replica as the `AWS::DynamoDB::Table` that it is, which more implementations know.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
 */
function asKnownType(resource: TemplateResource): TemplateResource {
  const { Replicas, WriteOnDemandThroughputSettings, ...table } = resource.Properties ?? {};
  if (resource.Type !== 'AWS::DynamoDB::GlobalTable' || !Array.isArray(Replicas) || Replicas.length !== 1)
    return resource;
  const [replica] = Replicas as unknown[];
  if (!isRecord(replica)) return resource;
  const { DeletionProtectionEnabled, PointInTimeRecoverySpecification, Tags, SSESpecification } = replica;
  const encryption = { ...record(table.SSESpecification), ...record(SSESpecification) };
  const own = { DeletionProtectionEnabled, PointInTimeRecoverySpecification, Tags, SSESpecification: encryption };
  const set = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...resource, Type: 'AWS::DynamoDB::Table', Properties: { ...table, ...Object.fromEntries(set) } };
}

const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
