/** The names of resources that a part of a template refers to: by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
function namesIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(namesIn);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'Ref') return [String(value)];
    if (key === 'Fn::GetAtt') return [String([value].flat()[0]).split('.')[0]!];
    if (key !== 'Fn::Sub') return namesIn(value);
    const [text, ...more] = [value].flat();
    return [...[...String(text).matchAll(/\$\{([\w]+)/g)].map(([, name]) => name!), ...namesIn(more)];
  });
}

/**
 * Resources that wait for each other, for which CloudFormation refuses a template. It waits for what a property, the update policy or
 * `DependsOn` names.
 *
 * @returns one cycle for each resource at which one is found, as its names in order
 */
export function dependencyCycles(resources: Readonly<Record<string, object>>): string[][] {
  const awaited = new Map(
    Object.entries(resources).map(([id, resource]) => {
      const { Metadata, DependsOn = [], ...rest } = resource as Readonly<Record<string, unknown>>;
      const names = [...namesIn(rest), ...[DependsOn].flat().map(String)];
      return [id, [...new Set(names)].filter((name) => name in resources)];
    }),
  );
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (id: string, path: readonly string[]): void => {
    const start = path.indexOf(id);
    if (start >= 0) {
      cycles.push([...path.slice(start), id]);
      return;
    }
    if (done.has(id)) return;
    for (const next of awaited.get(id) ?? []) visit(next, [...path, id]);
    done.add(id);
  };
  for (const id of awaited.keys()) visit(id, []);
  return cycles;
}
