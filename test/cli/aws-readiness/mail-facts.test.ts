import { createAsker } from '../../../cli/aws-readiness/ask.ts';
import { askAboutMail } from '../../../cli/aws-readiness/mail-facts.ts';
import { type FakeAccount, fakeDns, healthyAccount } from '../../helpers/fake-account.ts';
import { awsError } from '../../helpers/scripted-client.ts';
import { deployment } from './healthy-facts.ts';

type Questions = Parameters<typeof askAboutMail>[0];
type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

/** A client that answers each command by its name. */
const answering = (answers: Answers) => ({
  send: async (command: { readonly input: Readonly<Record<string, unknown>> }): Promise<object> => {
    const answer = answers[command.constructor.name];
    if (answer === undefined) throw awsError('AccessDeniedException');
    return answer(command.input);
  },
});

function ask(answers: Answers, { dns = healthyAccount(), from = undefined as string | undefined } = {}) {
  const asker = createAsker(() => {});
  const client = answering(answers);
  const aws = { ses: client, sesv2: client } as unknown as Questions['aws'];
  const integrations = (from === undefined
    ? []
    : [{ consent: { confirmation: { from } } }]) as unknown as Questions['integrations'];
  return { asker, facts: askAboutMail({ asker, aws, dns: fakeDns(dns as FakeAccount), deployment, integrations }) };
}

const identities = (known: Readonly<Record<string, object>>): Answers => ({
  GetEmailIdentityCommand({ EmailIdentity }) {
    const identity = known[String(EmailIdentity)];
    if (identity === undefined) throw awsError('NotFoundException');
    return identity;
  },
});
const verified = { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'SUCCESS', Tokens: ['t1'] } };

describe('askAboutMail', () => {
  it.each<{ title: string; known: Readonly<Record<string, object>>; name: string | undefined }>([
    { title: 'the identity of the domain', known: { 'inbound.acme.com': verified }, name: 'inbound.acme.com' },
    { title: 'a verified identity above it', known: { 'acme.com': verified }, name: 'acme.com' },
    {
      title: 'a verified identity above an unverified one',
      known: { 'inbound.acme.com': { VerifiedForSendingStatus: false }, 'acme.com': verified },
      name: 'acme.com',
    },
    { title: 'none', known: {}, name: undefined },
  ])('finds $title', async ({ known, name }) => {
    const { identity } = await ask(identities(known)).facts;

    expect(identity?.value?.name).toBe(name);
    expect(identity).toBeDefined();
  });

  it('reads the DKIM records of an identity', async () => {
    const { identity } = await ask(identities({ 'inbound.acme.com': verified })).facts;

    expect(identity!.value!.dkimRecords).toEqual(['t1._domainkey.inbound.acme.com CNAME t1.dkim.amazonses.com']);
  });

  it('knows nothing of an identity when a question was refused, and says which', async () => {
    const { asker, facts } = ask({});

    expect(await facts).toMatchObject({ identity: undefined, activeRules: undefined, sending: undefined });
    expect(new Set(asker.refusals.map(({ kind, asked }) => `${kind} ${asked}`))).toEqual(
      new Set(['denied ses:GetEmailIdentity', 'denied ses:DescribeActiveReceiptRuleSet', 'denied ses:GetAccount']),
    );
  });

  it('reads the active rules with where they store, whether they announce, and whether they end', async () => {
    const { activeRules } = await ask({
      DescribeActiveReceiptRuleSetCommand: () => ({
        Metadata: { Name: 'postern-prod' },
        Rules: [
          {
            Name: 'Store',
            Enabled: true,
            Actions: [{ S3Action: { BucketName: 'mail', ObjectKeyPrefix: 'inbound/' } }],
          },
          { Name: 'Bounce', Recipients: ['acme.com'], Actions: [{ BounceAction: {} }] },
        ],
      }),
    }).facts;

    expect(activeRules?.value).toMatchObject({
      name: 'postern-prod',
      rules: [
        {
          name: 'Store',
          isEnabled: true,
          stores: [{ bucket: 'mail', prefix: 'inbound/', isAnnounced: false }],
          ends: false,
        },
        { name: 'Bounce', isEnabled: false, recipients: ['acme.com'], stores: [], ends: true },
      ],
    });
  });

  it.each([
    [{}, undefined],
    [{ Metadata: { Name: 'theirs' } }, { name: 'theirs', rules: [] }],
  ])('reads the answer %j as the active rule set', async (answer, value) => {
    const { activeRules } = await ask({ DescribeActiveReceiptRuleSetCommand: () => answer }).facts;

    expect(activeRules).toEqual({ value });
  });

  it('asks about the domain of each sender of confirmations', async () => {
    const { senders } = await ask(identities({}), { from: 'Acme <News@Acme.example>' }).facts;

    expect(senders).toMatchObject([
      { domain: 'acme.example', spf: { value: ['v=spf1 include:amazonses.com -all'] }, identity: { value: undefined } },
    ]);
    expect((await ask(identities({})).facts).senders).toEqual([]);
  });

  it.each([
    [['192.0.2.1'], true],
    [[], false],
  ])('reads the addresses %j of the endpoint', async (addresses, receives) => {
    const dns = healthyAccount();
    dns.dns.a = { 'inbound-smtp.eu-west-1.amazonaws.com': addresses };

    expect((await ask({}, { dns }).facts).receives).toEqual({ value: receives });
  });
});
