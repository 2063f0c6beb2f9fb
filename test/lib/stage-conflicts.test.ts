import { parseStages } from '../../lib/stage-config.ts';
import { sharedListWarnings } from '../../lib/stage-conflicts.ts';

/** The account of whoever deploys, and another one. */
const [ours, other] = ['111111111111', '222222222222'];
const own = { mode: 'own' };
const ofTeam = { mode: 'existing', name: 'of-the-team' };
const shared = { mode: 'shared' };
const named = (name: string) => ({ mode: 'existing', name });

/** One entry of the file. */
const stageOf = (name: string, settings: object): string => `${name}: ${JSON.stringify(settings)}\n`;
const dev = (settings: object = {}): string =>
  stageOf('dev', { region: 'eu-west-1', inboundDomain: 'in.dev.example.com', ...settings });
const prod = (settings: object = {}): string =>
  stageOf('prod', { region: 'eu-west-1', inboundDomain: 'in.example.com', ...settings });

/** The lines of the refusal; undefined when the stages are taken. */
function refusalOf(text: string, currentAccount?: string): string[] | undefined {
  try {
    parseStages(text, 'stages.yaml', currentAccount);
    return undefined;
  } catch (error) {
    const [count, ...lines] = (error as Error).message.split('\n');
    expect(count).toBe(`stages.yaml has ${lines.length} mistake(s):`);
    return lines.map((line) => line.trim());
  }
}

interface Case {
  readonly title: string;
  readonly text: string;
  /** The account of whoever deploys, where it is known. */
  readonly currentAccount?: string;
}

const claimed: readonly Case[] = [
  { title: 'in two regions', text: dev() + prod({ region: 'eu-central-1' }) },
  { title: 'in two accounts', text: dev({ account: ours }) + prod({ account: other }) },
  { title: 'of which one names an account, when nobody knows who deploys', text: dev() + prod({ account: ours }) },
  {
    title: 'of which one names another account than that of whoever deploys',
    text: dev() + prod({ account: other }),
    currentAccount: ours,
  },
  { title: 'that add to one rule set of a team', text: dev({ ruleSet: ofTeam }) + prod({ ruleSet: ofTeam }) },
  {
    title: 'of different prefixes that share a rule set',
    text: dev({ ruleSet: shared, namePrefix: 'acme' }) + prod({ ruleSet: shared }),
  },
  {
    title: 'that share a rule set',
    text: dev({ ruleSet: shared }) + prod({ ruleSet: { mode: 'shared', takeover: true } }),
  },
  {
    title: 'that add to rule sets of one name in two regions',
    text: dev({ ruleSet: ofTeam }) + prod({ region: 'eu-west-2', ruleSet: ofTeam }),
  },
  {
    title: 'of which one has a subdomain of the other, in two regions',
    text: dev({ inboundDomain: 'dev.in.example.com' }) + prod({ region: 'eu-west-2' }),
  },
  {
    title: 'of which one has a subdomain of the other, in two accounts',
    text: dev({ inboundDomain: 'dev.in.example.com', account: ours }) + prod({ account: other }),
  },
  {
    title: 'whose domains only end with the same letters',
    text: dev({ inboundDomain: 'dev-in.example.com', ruleSet: ofTeam }) + prod({ ruleSet: ofTeam }),
  },
];

const oneActive =
  /^prod\.ruleSet: found .*; wants another region or account than dev, or \{ mode: shared \} or \{ mode: existing, .* in both: SES has one/;
const sameDomain = /^prod\.inboundDomain: found "in\.dev\.example\.com"; wants a domain of its own: dev has this one/;
const sameMail =
  /^prod\.inboundDomain: found ".*"; wants a domain that neither contains nor lies in in\.dev\.example\.com of dev/;
const ofStack = (stage: string): RegExp =>
  new RegExp(`^prod\\.ruleSet\\.name: found "postern-\\w+"; wants .*: this one belongs to the stack of ${stage},`);

const sameNames =
  /^prod\.namePrefix: found "acme-eu"; wants another prefix: with this one its names are those of eu-prod, acme-eu-prod-…$/;

const refused: ReadonlyArray<Case & { readonly line: RegExp }> = [
  { title: 'that both make a rule set by default', text: dev() + prod(), line: oneActive },
  { title: 'that both make a rule set', text: dev({ ruleSet: own }) + prod({ ruleSet: own }), line: oneActive },
  {
    title: 'of which the second takes over',
    text: dev() + prod({ ruleSet: { mode: 'own', takeover: true } }),
    line: oneActive,
  },
  {
    title: 'that both make a rule set in one named account',
    text: dev({ account: ours }) + prod({ account: ours }),
    line: oneActive,
  },
  {
    title: 'of which one names the account of whoever deploys',
    text: dev() + prod({ account: ours }),
    currentAccount: ours,
    line: oneActive,
  },
  {
    title: 'of which the second adds to a rule set that cannot be active',
    text: dev() + prod({ ruleSet: ofTeam }),
    line: oneActive,
  },
  {
    title: 'of which the first adds to a rule set that cannot be active',
    text: dev({ ruleSet: ofTeam }) + prod(),
    line: oneActive,
  },
  {
    title: 'that add to two rule sets, of which one is active',
    text: dev({ ruleSet: ofTeam }) + prod({ ruleSet: named('of-another-team') }),
    line: oneActive,
  },
  {
    title: 'of which one makes a rule set and the other shares one',
    text: dev() + prod({ ruleSet: shared }),
    line: oneActive,
  },
  {
    title: 'of which one shares a rule set and the other adds to one of a team',
    text: dev({ ruleSet: ofTeam }) + prod({ ruleSet: shared }),
    line: oneActive,
  },
  {
    title: 'of which one names the shared rule set instead of sharing it',
    text: dev({ ruleSet: shared }) + prod({ ruleSet: named('postern-shared') }),
    line: /^prod\.ruleSet: found .*; wants \{ mode: shared \}:/,
  },
  {
    title: 'with one domain, of a shared rule set',
    text: dev({ ruleSet: shared }) + prod({ inboundDomain: 'in.dev.example.com', ruleSet: shared }),
    line: sameDomain,
  },
  {
    title: 'of which one adds to the rule set that the other makes',
    text: dev() + prod({ ruleSet: named('postern-dev') }),
    line: ofStack('dev'),
  },
  {
    title: 'of which one adds to a rule set that has the name of its own',
    text: dev({ region: 'eu-west-2' }) + prod({ ruleSet: named('postern-prod') }),
    line: ofStack('prod'),
  },
  {
    title: 'of which one adds to the rule set that the other makes under its prefix',
    text: dev({ namePrefix: 'acme' }) + prod({ ruleSet: named('acme-dev') }),
    line: /^prod\.ruleSet\.name: found "acme-dev"; wants .*: this one belongs to the stack of dev,/,
  },
  {
    title: 'whose prefixes and names come to the same names',
    text:
      stageOf('eu-prod', {
        region: 'eu-west-1',
        inboundDomain: 'in.dev.example.com',
        namePrefix: 'acme',
        ruleSet: ofTeam,
      }) + prod({ namePrefix: 'acme-eu', ruleSet: ofTeam }),
    line: sameNames,
  },
  {
    title: 'whose prefixes and names come to the same names, in one app for two regions',
    text:
      stageOf('eu-prod', { region: 'eu-west-1', inboundDomain: 'in.dev.example.com', namePrefix: 'acme' }) +
      prod({ region: 'eu-west-2', namePrefix: 'acme-eu' }),
    line: sameNames,
  },
  {
    title: 'with one domain',
    text: dev({ ruleSet: ofTeam }) + prod({ inboundDomain: 'in.dev.example.com', ruleSet: ofTeam }),
    line: sameDomain,
  },
  {
    title: 'with one domain in two regions',
    text: dev() + prod({ inboundDomain: 'in.dev.example.com', region: 'eu-west-2' }),
    line: sameDomain,
  },
  {
    title: 'with one domain in two accounts',
    text: dev({ account: ours }) + prod({ inboundDomain: 'in.dev.example.com', account: other }),
    line: sameDomain,
  },
  {
    title: 'of which the first has a subdomain of the second',
    text: dev({ ruleSet: ofTeam }) + prod({ inboundDomain: 'dev.example.com', ruleSet: ofTeam }),
    line: sameMail,
  },
  {
    title: 'of which the second has a subdomain of the first',
    text: dev({ ruleSet: ofTeam }) + prod({ inboundDomain: 'a.b.in.dev.example.com', ruleSet: ofTeam }),
    line: sameMail,
  },
];

describe('stages beside each other', () => {
  it.each(claimed)('are taken: two $title', ({ text, currentAccount }) => {
    expect(refusalOf(text, currentAccount)).toBeUndefined();
  });

  it.each(refused)('are refused: two $title', ({ text, currentAccount, line }) => {
    expect(refusalOf(text, currentAccount)).toEqual([expect.stringMatching(line)]);
  });

  it('are refused with all mistakes at once, those of a stage and those between stages', () => {
    const text = dev({ rawRetentionDays: 3 }) + prod({ inboundDomain: 'in.dev.example.com', colour: 'blue' });

    expect(refusalOf(text)).toEqual([
      expect.stringMatching(/^dev\.rawRetentionDays: found 3;/),
      expect.stringMatching(/^prod\.colour: found "blue"; no such key/),
      expect.stringMatching(oneActive),
      expect.stringMatching(sameDomain),
    ]);
  });

  it('are each reported once, for the first stage that is in their way', () => {
    const third = stageOf('test', { region: 'eu-west-1', inboundDomain: 'in.test.example.com' });

    expect(refusalOf(dev() + prod() + third)).toEqual([
      expect.stringMatching(/^prod\.ruleSet: .* than dev,/),
      expect.stringMatching(/^test\.ruleSet: .* than dev,/),
    ]);
  });

  it.each(['', '[]', 'dev:', 'dev: []', 'dev: { region: 7 }', 'just a text'])(
    'are refused with a message when they are no stages: %j',
    (text) => {
      expect(refusalOf(text)).not.toBeUndefined();
    },
  );
});

describe('the suppression list of SES', () => {
  const at = (stage: string, region: string, account?: string) => ({ stage, region, account });

  it.each([
    { title: 'one stage', stages: [at('dev', 'eu-west-1')], warned: [] },
    { title: 'stages in two regions', stages: [at('dev', 'eu-west-1'), at('prod', 'eu-west-2')], warned: [] },
    {
      title: 'stages in two accounts',
      stages: [at('dev', 'eu-west-1', ours), at('prod', 'eu-west-1', other)],
      warned: [],
    },
    {
      title: 'stages in one region of an account, of which one leaves it to whoever deploys',
      stages: [at('dev', 'eu-west-1'), at('prod', 'eu-west-1', ours), at('test', 'eu-west-1', other)],
      warned: ['dev with prod', 'prod with dev'],
    },
    {
      title: 'three stages in one place',
      stages: [at('a', 'eu-west-1'), at('b', 'eu-west-1'), at('c', 'eu-west-1')],
      warned: ['a with b, c', 'b with a, c', 'c with a, b'],
    },
  ])('of $title is shared by $warned', ({ stages, warned }) => {
    const found = [...sharedListWarnings(stages, ours)].map(([stage, text]) => {
      const [, others] = /shares the suppression list of SES with (.+?), since/.exec(text) ?? [];
      return `${stage} with ${others}`;
    });

    expect(found).toEqual(warned);
  });
});
