import { createDecider, patternOf } from '../../../local/iam/decider.ts';
import type { IamCall } from '../../../local/iam/iam-call.ts';
import { loadSimulator, type Simulate } from '../../../local/iam/simulator.ts';
import { allow, aPrincipal, document, policiesWith } from '../../helpers/iam.ts';

const get = (key: string, context?: Record<string, string>): IamCall => ({
  action: 's3:GetObject',
  resource: `arn:aws:s3:::mail/${key}`,
  ...(context && { context }),
});

/** Counts what is evaluated. */
function evaluatorThatAllows() {
  const asked: IamCall[] = [];
  const simulate: Simulate = async (_principal, call) => {
    asked.push(call);
    return { isAllowed: true, reason: '' };
  };
  return { asked, simulate };
}

const eventsOnly = [allow('s3:GetObject', 'arn:aws:s3:::mail/events/*')];

describe('a decision', () => {
  it.each<[string, readonly IamCall[], number]>([
    ['objects under one prefix', [get('events/a'), get('events/b')], 1],
    ['objects that no pattern matches', [get('x/a'), get('y/b')], 1],
    ['an object that matches and one that does not', [get('events/a'), get('inbound/a')], 2],
    ['a context key that no policy names', [get('events/a', { 's3:prefix': 'a' }), get('events/b')], 1],
    ['another action', [get('events/a'), { ...get('events/a'), action: 's3:PutObject' }], 2],
    ['another bucket', [get('events/a'), { ...get('events/a'), resource: 'arn:aws:s3:::other/events/a' }], 2],
  ])('is made as often as policies tell calls apart: %s', async (_what, calls, times) => {
    const { asked, simulate } = evaluatorThatAllows();
    const decide = createDecider(policiesWith(eventsOnly), simulate);

    for (const call of calls) await decide(aPrincipal, call);

    expect(asked).toHaveLength(times);
  });

  it('is made anew for another value of a context key that a policy names, in whatever case', async () => {
    const { asked, simulate } = evaluatorThatAllows();
    const condition = { StringLike: { 'S3:Prefix': 'events/*' } };
    const decide = createDecider(policiesWith([allow('s3:Get*', '*', { Condition: condition })]), simulate);

    for (const prefix of ['a', 'b', 'a']) await decide(aPrincipal, get('x', { 's3:prefix': prefix }));

    expect(asked).toHaveLength(2);
  });

  it('is made anew for what the policy of the resource names', async () => {
    const { asked, simulate } = evaluatorThatAllows();
    const decide = createDecider(policiesWith(eventsOnly, [allow('*', 'arn:aws:s3:::mail/events/a')]), simulate);

    for (const key of ['events/a', 'events/b']) await decide(aPrincipal, get(key));

    expect(asked).toHaveLength(2);
  });

  it('is made for each resource where a policy has a variable', async () => {
    const { asked, simulate } = evaluatorThatAllows();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
    const decide = createDecider(policiesWith([allow('s3:*', 'arn:aws:s3:::mail/${aws:username}/*')]), simulate);

    for (const key of ['a', 'b']) await decide(aPrincipal, get(key));

    expect(asked).toHaveLength(2);
  });

  it('is made anew for another value of a variable in a policy', async () => {
    const { asked, simulate } = evaluatorThatAllows();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
    const decide = createDecider(policiesWith([allow('s3:*', 'arn:aws:s3:::mail/${s3:prefix}')]), simulate);

    for (const prefix of ['a', 'b', 'a']) await decide(aPrincipal, get('x', { 's3:prefix': prefix }));

    expect(asked).toHaveLength(2);
  });

  it.each([
    ['another account', 'arn:aws:sqs:us-east-1:111122223333:Queue'],
    ['another region', 'arn:aws:sqs:eu-west-1:000000000000:Queue'],
  ])('denies what is of %s, and says that its policies are not known', async (_where, resource) => {
    const { asked, simulate } = evaluatorThatAllows();
    const decide = createDecider(policiesWith([allow('*', '*')]), simulate);

    expect(await decide(aPrincipal, { action: 'sqs:SendMessage', resource })).toMatchObject({
      isAllowed: false,
      reason: 'because it is of another account or region, whose policies the templates do not have',
    });
    expect(asked).toEqual([]);
  });

  it('is bounded by the boundary of the role, whose patterns tell calls apart as well', async () => {
    const boundary = { name: 'Boundary', document: document(allow('s3:GetObject', 'arn:aws:s3:::mail/events/*')) };
    const policies = { ...policiesWith([allow('s3:GetObject', '*')]), boundaryOf: () => boundary };
    const decide = createDecider(policies, (await loadSimulator())!);

    expect((await decide(aPrincipal, get('events/a'))).isAllowed).toBe(true);
    expect((await decide(aPrincipal, get('inbound/a'))).isAllowed).toBe(false);
  });

  it('knows what every request brings: TLS, and the role', async () => {
    const { asked, simulate } = evaluatorThatAllows();

    await createDecider(policiesWith(eventsOnly), simulate)(aPrincipal, get('events/a'));

    expect(asked[0]?.context).toEqual({
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:PrincipalArn': aPrincipal.roleArn,
      'aws:PrincipalAccount': '000000000000',
    });
  });
});

it.each([
  ['arn:aws:s3:::mail/*', 'arn:aws:s3:::mail/a/b', true],
  ['arn:aws:s3:::mail/?', 'arn:aws:s3:::mail/ab', false],
  ['secret:a.b-??????', 'secret:a.b-AbCdEf', true],
  ['secret:a.b-??????', 'secret:aXb-AbCdEf', false],
  ['*', 'anything\nat all', true],
  ['', '', true],
  ['', 'a', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['*ab*ab*', 'xabab', true],
  ['*ab*ab', 'xabxb', false],
  ['a**b?*', 'ab', false],
  ['a**b?*', 'axxbbx', true],
  ['*a*b', 'ab a', false],
])('the pattern %s for %j: %s', (pattern, text, matches) => {
  expect(patternOf(pattern)(text)).toBe(matches);
});

describe('a star in the key of an object', () => {
  const keys = ['*', 'secret/1', 'inb?und/1'];

  it.each([keys, keys.toReversed()])(
    'is a character like any other, whatever was asked before (%s first)',
    async (...order) => {
      const policies = policiesWith([allow('s3:GetObject', 'arn:aws:s3:::mail/inbound/*')]);
      const decide = createDecider(policies, (await loadSimulator())!);
      const verdicts: boolean[] = [];
      for (const key of order) verdicts.push((await decide(aPrincipal, get(key))).isAllowed);

      expect(verdicts).toEqual([false, false, false]);
      expect((await decide(aPrincipal, get('inbound/a*b'))).isAllowed).toBe(true);
    },
  );
});

it('compares a pattern of many stars with a long text in linear time for each of them', () => {
  const started = process.cpuUsage();

  expect(patternOf(`${'*a'.repeat(100)}*b`)('a'.repeat(100_000))).toBe(false);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
});
