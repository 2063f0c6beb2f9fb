import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { grantExceptions } from '../../lib/constructs/grant-exceptions.ts';
import { createDecider, type Decide } from '../../local/iam/decider.ts';
import { allPolicies, type Policies, readPolicies } from '../../local/iam/policies.ts';
import type { NamedPolicy, Statement } from '../../local/iam/policy-document.ts';
import { loadSimulator, type Principal, type Simulate } from '../../local/iam/simulator.ts';
import { account } from '../../local/resource-names.ts';
import { readResources } from '../../local/wiring.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { callOf, principalOf, type RecordedCall, readRecordedCalls } from '../helpers/recorded-calls.ts';
import { type Grant, grantsOf, isAbout, titleOf, withoutGrant, withoutStatement } from './grants.ts';
import { isTestedElsewhere, isWithin, type Listed, ownTests, seldomGrants } from './own-tests.ts';

const resources = readResources('http://127.0.0.1:1', await localTemplates());
const policies = readPolicies(resources);
const written = allPolicies(resources).filter(({ name }) => resources.has(name));
const recorded = readRecordedCalls();

let simulate: Simulate;
beforeAll(async () => {
  simulate = (await loadSimulator())!;
});

const isSame = (one: NamedPolicy, other: NamedPolicy): boolean =>
  one.name === other.name && isDeepStrictEqual(one.document, other.document);

/** The policies of the templates with one of them changed. */
function changed(policy: NamedPolicy, to: NamedPolicy): Policies {
  const swap = (other: NamedPolicy): NamedPolicy => (isSame(other, policy) ? to : other);
  return {
    ...policies,
    ofRole: (role) => policies.ofRole(role).map(swap),
    ofResource: (resource) => {
      const found = policies.ofResource(resource);
      return found && swap(found);
    },
  };
}

/** The recorded calls that a policy has a say in. */
const underPolicy = (policy: NamedPolicy): RecordedCall[] =>
  recorded.filter((call) => {
    const { roleArn } = principalOf(call);
    const ofRole = roleArn === undefined ? [] : policies.ofRole(roleArn);
    const ofResource = policies.ofResource(call.resource);
    return [...ofRole, ...(ofResource ? [ofResource] : [])].some((held) => isSame(held, policy));
  });

/** Whether a recorded call is denied once a policy is changed; only what its statement speaks of is asked again. */
async function isMissed(policy: NamedPolicy, statement: Statement, to: NamedPolicy): Promise<boolean> {
  const decide = createDecider(changed(policy, to), simulate);
  for (const call of underPolicy(policy))
    if (isAbout(statement, call.action, call.resource) && !(await decide(principalOf(call), callOf(call))).isAllowed)
      return true;
  return false;
}

async function unmissed<T>(list: readonly T[], isMissing: (entry: T) => Promise<boolean>): Promise<T[]> {
  const found: T[] = [];
  for (const entry of list) if (!(await isMissing(entry))) found.push(entry);
  return found;
}

const allowing = written
  .map((policy) => ({ policy, statements: policy.document.Statement.filter(({ Effect }) => Effect === 'Allow') }))
  .filter(({ statements }) => statements.length > 0);
const forbidding = written.flatMap((policy) =>
  policy.document.Statement.filter(({ Effect }) => Effect === 'Deny').map((statement) => ({ policy, statement })),
);

describe('the recorded calls', () => {
  it('are allowed by the policies of the templates', async () => {
    const decide = createDecider(policies, simulate);
    const denied = await unmissed(recorded, async (call) => (await decide(principalOf(call), callOf(call))).isAllowed);

    expect(denied).toEqual([]);
    expect(recorded.length).toBeGreaterThan(200);
  });

  it('name nobody', () => {
    expect(recorded.filter((call) => JSON.stringify(call).includes('@'))).toEqual([]);
  });
});

/** Whether a grant is one of a list, which names functions and the beginnings of logical ids. */
const isOf =
  (list: readonly Listed[]) =>
  ({ policy, action, resource }: Grant): boolean =>
    list.some(
      ({ functions, actions, resources: starts }) =>
        functions.some((name) => policy.name.toLowerCase().startsWith(`${name}role`)) &&
        actions.includes(action) &&
        starts.some((start) => isWithin(resource, start, resources)),
    );

const isException = isOf(
  grantExceptions.map(({ function: name, action, resource }) => ({
    functions: [name],
    actions: [action],
    resources: [resource],
  })),
);
const isSeldom = isOf(seldomGrants);
const isListed = (grant: Grant): boolean => isException(grant) || isSeldom(grant);
const isLost = (grant: Grant): Promise<boolean> => isMissed(grant.policy, grant.statement, withoutGrant(grant));

describe('each statement of', () => {
  it.each(allowing.map((entry) => [entry.policy.name, entry] as const))(
    '%s is needed by a recorded call, or has a test of its own',
    async (_name, { policy, statements }) => {
      const asked = statements.filter(
        (statement) => !isTestedElsewhere(policy, statement) && !grantsOf(policy, statement).every(isListed),
      );
      const unneeded = await unmissed(asked, (statement) =>
        isMissed(policy, statement, withoutStatement(policy, statement)),
      );

      expect(unneeded.map((statement) => titleOf(policy, statement))).toEqual([]);
    },
  );
});

describe('each action, resource and principal of', () => {
  it.each(allowing.map((entry) => [entry.policy.name, entry] as const))(
    '%s is needed by a recorded call, or is a listed exception',
    async (_name, { policy, statements }) => {
      const grants = statements
        .filter((statement) => !isTestedElsewhere(policy, statement))
        .flatMap((statement) => grantsOf(policy, statement))
        .filter((grant) => !isListed(grant));
      const unneeded = await unmissed(grants, isLost);

      expect(unneeded.map(({ action, resource, principal }) => [action, resource, principal].join(' ').trim())).toEqual(
        [],
      );
    },
  );
});

const allGrants = allowing.flatMap(({ policy, statements }) =>
  statements.flatMap((statement) => grantsOf(policy, statement)),
);

describe('a listed exception', () => {
  it('is needed by no recorded call', async () => {
    const stale: string[] = [];
    for (const grant of allGrants.filter(isException))
      if (await isLost(grant)) stale.push(`${grant.policy.name} ${grant.action} ${grant.resource}`);

    expect(stale).toEqual([]);
  });

  it.each(seldomGrants)('$functions $actions $resources is granted, and $test needs it', (listed) => {
    const { test, title, reason } = listed;

    expect(readFileSync(test, 'utf8')).toContain(title);
    expect(allGrants.filter(isOf([listed]))).not.toEqual([]);
    expect(reason.length).toBeGreaterThan(20);
  });
});

describe('each statement that denies', () => {
  /** Who may do everything, as far as its own policies go. */
  const administrator: Principal = {
    name: 'administrator',
    arn: `arn:aws:sts::${account}:assumed-role/Administrator/session`,
    roleArn: `arn:aws:iam::${account}:role/Administrator`,
  };
  const everything: NamedPolicy = {
    name: 'Administrator',
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  };
  /** What a statement forbids, by the condition that it has. */
  const forbidden: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'aws:SecureTransport': { 'aws:SecureTransport': 'false' },
    's3:TlsVersion': { 's3:TlsVersion': '1.1' },
  };
  const actions: Readonly<Record<string, string>> = { s3: 's3:GetObject', sqs: 'sqs:SendMessage', sns: 'sns:Publish' };

  const decideUnder = (held: Policies): Decide => createDecider({ ...held, ofRole: () => [everything] }, simulate);

  it.each(
    forbidding.map(
      ({ policy, statement }) => [`${policy.name} ${titleOf(policy, statement)}`, policy, statement] as const,
    ),
  )('%s is all that denies it', async (_name, policy, statement) => {
    const [key = ''] = Object.values(statement.Condition ?? {}).flatMap(Object.keys);
    const [target = ''] = [statement.Resource ?? []].flat();
    const isBucket = target.startsWith('arn:aws:s3:');
    const call = {
      action: actions[target.split(':')[2]!]!,
      resource: isBucket ? `${target}/object` : target,
      context: forbidden[key]!,
    };

    expect((await decideUnder(policies)(administrator, call)).isAllowed).toBe(false);
    const without = changed(policy, withoutStatement(policy, statement));
    expect((await decideUnder(without)(administrator, call)).isAllowed).toBe(true);
  });
});

describe('a test of its own', () => {
  it.each(ownTests)('$test: $title is there, for $policy', ({ test, title, policy, reason }) => {
    expect(readFileSync(test, 'utf8')).toContain(title);
    expect(written.filter(({ name }) => policy.test(name))).not.toEqual([]);
    expect(reason.length).toBeGreaterThan(20);
  });
});
