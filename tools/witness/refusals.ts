import type { PropertyDifference } from './differences.ts';
import { type Check, check } from './report.ts';
import { type AssembledStack, referencesOf, type Template, type TemplateResource } from './template.ts';

/** One thing that the server is spared because it fails on it, as two stacks that differ in that alone. */
interface Trial {
  readonly title: string;
  /** Has to be created. */
  readonly spared: Template;
  /** Has to fail. */
  readonly refused: Template;
}

const stackOf = (Type: string, Properties: TemplateResource['Properties']): Template => ({
  Resources: { Tried: { Type, Properties: Properties ?? {} } },
});

/** A FIFO queue without a name, which gets one before the stacks are created. */
const namelessQueue: Trial = {
  title: 'AWS::SQS::Queue without a name is refused, where it is FIFO',
  spared: stackOf('AWS::SQS::Queue', { FifoQueue: true, QueueName: 'tried.fifo' }),
  refused: stackOf('AWS::SQS::Queue', { FifoQueue: true }),
};

/**
 * The trials: each property that is left out of what the server gets, on a resource of the stacks that refers to no other.
 *
 * @throws Error naming a property that no such resource has: its entry can go, or needs another trial
 */
export function trialsOf(stacks: readonly AssembledStack[], refused: readonly PropertyDifference[]): Trial[] {
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources));
  const isAlone = ({ Properties }: TemplateResource): boolean => {
    const { ids, imports } = referencesOf(Properties);
    return imports.size === 0 && [...ids].every((id) => id.startsWith('AWS::'));
  };
  const trials = refused.flatMap(({ type, paths }) =>
    paths.map((path) => {
      const entry = resources.find(({ Type, Properties = {} }) => Type === type && path in Properties);
      if (entry === undefined || !isAlone(entry))
        throw new Error(`no resource shows that ${type} ${path} is refused: tools/witness/differences.ts names it`);
      const others = Object.entries(entry.Properties ?? {}).filter(([name]) => !paths.includes(name));
      const spared = Object.fromEntries(others);
      return {
        title: `${type} ${path} is refused`,
        spared: stackOf(type, spared),
        refused: stackOf(type, { ...spared, [path]: entry.Properties?.[path] }),
      };
    }),
  );
  return [...trials, namelessQueue];
}

/**
 * One check for each trial: what is not refused any more need not be spared.
 *
 * @param create makes a stack of a new name, and answers with the problem; undefined: it is there
 */
export async function refusalChecks(
  trials: readonly Trial[],
  create: (name: string, template: Template) => Promise<string | undefined>,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [index, { title, spared, refused }] of trials.entries()) {
    const problem = await create(`Spared-${index}`, spared);
    if (problem !== undefined) {
      checks.push(check(title, `it cannot be tried: ${problem}`));
      continue;
    }
    const refusal = await create(`Refused-${index}`, refused);
    const stale = 'it is not any more: it need not be left out of what moto gets';
    checks.push(check(title, refusal === undefined ? stale : undefined));
  }
  return checks;
}
