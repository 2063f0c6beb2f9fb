import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { EligibilityAnswer } from '../../lambdas/domain/consent/ask-eligibility.ts';
import { env } from '../../lambdas/env.ts';
import { forgedMails, victim } from '../helpers/forged-mails.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  segment: { vendor: segment, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - key: sales
    tenant: acme
    addresses: [sales@inbound.localhost]
    connection: main
    consent: { targets: [segment], unprovenPerHour: 2 }
`;

interface TargetStates {
  readonly segment: ReadonlyArray<{ readonly email: string; readonly suppressed: boolean }>;
  readonly ses: ReadonlyArray<{ readonly address: string; readonly reason: string }>;
}

let pipeline: Pipeline;
let base: string;
beforeAll(async () => {
  const dataDir = temporaryFolder();
  const file = join(dataDir, 'integrations.yaml');
  writeFileSync(file, integrations);
  pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
  base = `http://127.0.0.1:${pipeline.http}`;
}, 60_000);
afterAll(() => discard(pipeline));

const send = (raw: string, from: string) =>
  sendMail(pipeline.smtp, { from, to: ['sales@inbound.localhost'], raw: Buffer.from(raw) });
const eligibility = async (address: string): Promise<EligibilityAnswer> =>
  (await (await pipeline.api(`/v1/eligibility?address=${encodeURIComponent(address)}`)).json()) as EligibilityAnswer;
const suppressions = async (): Promise<TargetStates> =>
  (await (await fetch(`${base}/sandbox/suppressions`)).json()) as TargetStates;
const until = <T>(read: () => Promise<T>, condition: (seen: T) => boolean): Promise<T> =>
  eventually(
    async () => {
      const seen = await read();
      return condition(seen) ? seen : undefined;
    },
    read.toString(),
    30_000,
  );

interface Reviewed {
  readonly address: string;
  readonly signal: string;
  readonly standing: string;
}
const reviews = async (): Promise<Reviewed[]> => (await pipeline.cli('consent', 'review', '--json')).lines<Reviewed>();
/** Timeout of a test: each call of the command line starts a process of its own. */
const timeoutMs = 120_000;
const everything = { marketing: true, sales: true, legal: true };

describe('a mail that forges an opt-out or a bounce', () => {
  it(
    'treats forged reports as hints for review: nobody is blocked, and no target is informed',
    async () => {
      const reports = Object.values(forgedMails).filter(({ isReport }) => isReport);
      for (const { raw } of reports) await send(raw(), '');

      const hints = await until(reviews, (seen) => {
        const about = seen.filter(({ address }) => address === victim);
        return ['hard-bounce', 'complaint'].every((signal) => about.some((item) => item.signal === signal));
      });

      expect(new Set(hints.map(({ standing }) => standing))).toEqual(new Set(['hint']));
      expect((await eligibility(victim)).eligible).toEqual(everything);
      const { segment, ses } = await suppressions();
      expect([...segment, ...ses]).toEqual([]);
    },
    timeoutMs,
  );

  it(
    "sets a reversible opt-out for a mail in the victim's name, and lets a person lift it",
    async () => {
      await send(forgedMails['an unsubscribe']!.raw(), victim);
      const optOut = await until(
        () => eligibility(victim),
        ({ reasons }) => reasons.length > 0,
      );
      await until(suppressions, ({ segment }) =>
        segment.some(({ email, suppressed }) => email === victim && suppressed),
      );

      const dryRun = await pipeline.cli('consent', 'lift', '--source', 'mail', '--since', '1h', '--dry-run', '--json');
      const afterDryRun = await eligibility(victim);
      const lifted = await pipeline.cli('consent', 'lift', '--source', 'mail', '--since', '1h', '--reason', 'forged');
      const secondLift = await pipeline.cli('consent', 'lift', '--source', 'mail', '--since', '1h');

      expect(optOut.eligible).toEqual({ marketing: false, sales: false, legal: true });
      expect(optOut.reasons).toEqual(
        optOut.reasons.map((reason) => expect.objectContaining({ code: reason.code, standing: 'unproven' })),
      );
      expect(dryRun.lines()).toEqual([expect.objectContaining({ address: victim, lifted: false })]);
      expect(afterDryRun.eligible.marketing).toBe(false);
      expect([lifted.code, secondLift.code]).toEqual([0, 1]);
      expect((await eligibility(victim)).eligible).toEqual(everything);
      await until(suppressions, ({ segment }) =>
        segment.some(({ email, suppressed }) => email === victim && !suppressed),
      );
      expect((await suppressions()).ses).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'limits the unproven opt-outs of a host per hour, and treats the others as hints',
    async () => {
      const people = ['a', 'b', 'c', 'd'].map((name) => `${name}@crowd.example`);
      for (const person of people)
        await send(
          forgedMails['an unsubscribe']!.raw().replaceAll(victim, person).replace('forged-', `${person}-`),
          'x@forger.example',
        );

      const reviewItems = await until(reviews, (seen) =>
        people.every((person) => seen.some(({ address }) => address === person)),
      );

      const standings = people.map((person) => reviewItems.find(({ address }) => address === person)!.standing);
      expect(standings.toSorted()).toEqual(['hint', 'hint', 'unproven', 'unproven']);
    },
    timeoutMs,
  );

  it(
    'trusts a report that names a mail of ours to the address, and informs every target',
    async () => {
      const address = 'gone@bigcustomer.example';
      const { environment } = JSON.parse(readFileSync(join(pipeline.dataDir, 'runtime.json'), 'utf8')) as {
        environment: Record<string, string>;
      };
      const client = new SNSClient({
        endpoint: environment.AWS_ENDPOINT_URL_SNS!,
        region: 'us-east-1',
        credentials: { accessKeyId: environment.AWS_ACCESS_KEY_ID!, secretAccessKey: 'local' },
      });
      const sesId = '0100018f2c3d4e5f-6a7b8c9d-000001';
      const mail = { timestamp: new Date().toISOString(), messageId: sesId, destination: [address], tags: {} };
      const Message = JSON.stringify({ eventType: 'Send', mail, send: {} });
      await client.send(new PublishCommand({ TopicArn: environment[env.feedbackTopicArn]!, Message }));
      client.destroy();
      const log = async () => readFileSync(join(pipeline.dataDir, 'logs', 'feedback.log'), 'utf8');
      await until(log, (text) => text.includes('"isSend":true'));

      const report = forgedMails['a delivery report']!.raw(`${sesId}@us-east-1.amazonses.com`);
      await send(report.replaceAll(victim, address), '');

      const { ses } = await until(suppressions, (seen) => seen.ses.length > 0);
      expect(ses).toEqual([expect.objectContaining({ address, reason: 'BOUNCE' })]);
      await until(suppressions, ({ segment }) =>
        segment.some(({ email, suppressed }) => email === address && suppressed),
      );
      expect((await eligibility(address)).eligible).toEqual({ marketing: false, sales: false, legal: true });
    },
    timeoutMs,
  );
});
