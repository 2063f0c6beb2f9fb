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
import { type GrantSelector, isTestedElsewhere, isWithin, ownTests, seldomGrants } from './own-tests.ts';

const resources = readResources('http://127.0.0.1:1', await localTemplates());
const policies = readPolicies(resources);
const templatePolicies = allPolicies(resources).filter(({ name }) => resources.has(name));
const recorded = readRecordedCalls();

let simulate: Simulate;
beforeAll(async () => {
  simulate = (await loadSimulator())!;
});

const isSame = (policy: NamedPolicy, other: NamedPolicy): boolean =>
  policy.name === other.name && isDeepStrictEqual(policy.document, other.document);

/** Returns the policies of the templates with one of them changed. */
function changed(policy: NamedPolicy, to: NamedPolicy): Policies {
  const swap = (other: NamedPolicy): NamedPolicy => (isSame(other, policy) ? to : other);
  return {
    ...policies,
    ofRole: (role) => policies.ofRole(role).map(swap),
    ofResource: (resource) => {
      const resourcePolicy = policies.ofResource(resource);
      return resourcePolicy && swap(resourcePolicy);
    },
  };
}

/** Returns the recorded calls that a policy applies to. */
const underPolicy = (policy: NamedPolicy): RecordedCall[] =>
  recorded.filter((call) => {
    const { roleArn } = principalOf(call);
    const ofRole = roleArn === undefined ? [] : policies.ofRole(roleArn);
    const ofResource = policies.ofResource(call.resource);
    return [...ofRole, ...(ofResource ? [ofResource] : [])].some((held) => isSame(held, policy));
  });

/** Tells whether a changed policy denies a recorded call; evaluates only the calls that the statement covers. */
async function isNeededByCalls(policy: NamedPolicy, statement: Statement, to: NamedPolicy): Promise<boolean> {
  const decide = createDecider(changed(policy, to), simulate);
  for (const call of underPolicy(policy))
    if (isAbout(statement, call.action, call.resource) && !(await decide(principalOf(call), callOf(call))).isAllowed)
      return true;
  return false;
}

async function entriesFailing<T>(list: readonly T[], passes: (entry: T) => Promise<boolean>): Promise<T[]> {
  const failing: T[] = [];
  for (const entry of list) if (!(await passes(entry))) failing.push(entry);
  return failing;
}

const allowPolicies = templatePolicies
  .map((policy) => ({ policy, statements: policy.document.Statement.filter(({ Effect }) => Effect === 'Allow') }))
  .filter(({ statements }) => statements.length > 0);
const denyStatements = templatePolicies.flatMap((policy) =>
  policy.document.Statement.filter(({ Effect }) => Effect === 'Deny').map((statement) => ({ policy, statement })),
);

describe('the recorded calls', () => {
  it('the policies of the templates allow every recorded call', async () => {
    const decide = createDecider(policies, simulate);
    const denied = await entriesFailing(
      recorded,
      async (call) => (await decide(principalOf(call), callOf(call))).isAllowed,
    );

    expect(denied).toEqual([]);
    expect(recorded.length).toBeGreaterThan(200);
  });

  it('the recorded calls contain no addresses', () => {
    expect(recorded.filter((call) => JSON.stringify(call).includes('@'))).toEqual([]);
  });
});

/** Returns a function that tells whether a grant is in a list of functions, actions and logical id prefixes. */
const isOf =
  (list: readonly GrantSelector[]) =>
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
const isGrantNeeded = (grant: Grant): Promise<boolean> =>
  isNeededByCalls(grant.policy, grant.statement, withoutGrant(grant));

describe('the statements of a policy', () => {
  it.each(allowPolicies.map((entry) => [entry.policy.name, entry] as const))(
    '%s has only statements that a recorded call needs or another test covers',
    async (_name, { policy, statements }) => {
      const candidates = statements.filter(
        (statement) => !isTestedElsewhere(policy, statement) && !grantsOf(policy, statement).every(isListed),
      );
      const unneeded = await entriesFailing(candidates, (statement) =>
        isNeededByCalls(policy, statement, withoutStatement(policy, statement)),
      );

      expect(unneeded.map((statement) => titleOf(policy, statement))).toEqual([]);
    },
  );
});

describe('the actions, resources and principals of a policy', () => {
  it.each(allowPolicies.map((entry) => [entry.policy.name, entry] as const))(
    '%s has only grants that a recorded call needs or an exception lists',
    async (_name, { policy, statements }) => {
      const grants = statements
        .filter((statement) => !isTestedElsewhere(policy, statement))
        .flatMap((statement) => grantsOf(policy, statement))
        .filter((grant) => !isListed(grant));
      const unneeded = await entriesFailing(grants, isGrantNeeded);

      expect(unneeded.map(({ action, resource, principal }) => [action, resource, principal].join(' ').trim())).toEqual(
        [],
      );
    },
  );
});

const allGrants = allowPolicies.flatMap(({ policy, statements }) =>
  statements.flatMap((statement) => grantsOf(policy, statement)),
);

describe('a listed exception', () => {
  it('no recorded call needs a listed exception', async () => {
    const stale: string[] = [];
    for (const grant of allGrants.filter(isException))
      if (await isGrantNeeded(grant)) stale.push(`${grant.policy.name} ${grant.action} ${grant.resource}`);

    expect(stale).toEqual([]);
  });

  it.each(seldomGrants)('$functions $actions $resources is granted, and $test needs it', (grant) => {
    const { test, title, reason } = grant;

    expect(readFileSync(test, 'utf8')).toContain(title);
    expect(allGrants.filter(isOf([grant]))).not.toEqual([]);
    expect(reason.length).toBeGreaterThan(20);
  });
});

describe('each statement that denies', () => {
  /** A principal with all permissions in its own policy. */
  const administrator: Principal = {
    name: 'administrator',
    arn: `arn:aws:sts::${account}:assumed-role/Administrator/session`,
    roleArn: `arn:aws:iam::${account}:role/Administrator`,
  };
  const everything: NamedPolicy = {
    name: 'Administrator',
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  };
  /** Request context that violates the condition of a deny statement, by condition key. */
  const violationOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'aws:SecureTransport': { 'aws:SecureTransport': 'false' },
    's3:TlsVersion': { 's3:TlsVersion': '1.1' },
  };
  const actions: Readonly<Record<string, string>> = { s3: 's3:GetObject', sqs: 'sqs:SendMessage', sns: 'sns:Publish' };

  const decideUnder = (held: Policies): Decide => createDecider({ ...held, ofRole: () => [everything] }, simulate);

  it.each(
    denyStatements.map(
      ({ policy, statement }) => [`${policy.name} ${titleOf(policy, statement)}`, policy, statement] as const,
    ),
  )('%s is the only statement that denies the call', async (_name, policy, statement) => {
    const [key = ''] = Object.values(statement.Condition ?? {}).flatMap(Object.keys);
    const [target = ''] = [statement.Resource ?? []].flat();
    const isBucket = target.startsWith('arn:aws:s3:');
    const call = {
      action: actions[target.split(':')[2]!]!,
      resource: isBucket ? `${target}/object` : target,
      context: violationOf[key]!,
    };

    expect((await decideUnder(policies)(administrator, call)).isAllowed).toBe(false);
    const without = changed(policy, withoutStatement(policy, statement));
    expect((await decideUnder(without)(administrator, call)).isAllowed).toBe(true);
  });
});

describe('a test of its own', () => {
  it.each(ownTests)('$test contains the test $title, for $policy', ({ test, title, policy, reason }) => {
    expect(readFileSync(test, 'utf8')).toContain(title);
    expect(templatePolicies.filter(({ name }) => policy.test(name))).not.toEqual([]);
    expect(reason.length).toBeGreaterThan(20);
  });
});
