import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createWebhookAdapter } from '../../lambdas/crm/webhook/adapter.ts';
import { signRequest } from '../../lambdas/crm/webhook/sign-request.ts';
import { verifyingKeysOf } from '../../lambdas/domain/configuration/webhook-key.ts';
import { checkHttpSignature } from '../../lambdas/domain/consent/intake/http-signature.ts';
import { backoffMs, isTriedEnough, maxAttempts, requestTimeoutMs } from '../../lambdas/domain/crm/retry-policy.ts';
import { stageEventOf } from '../../lambdas/domain/crm/stage-change.ts';
import { opensAfter } from '../../lambdas/domain/delivery/circuit.ts';
import { mailContextOf } from '../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../lambdas/domain/planning/route-event.ts';
import { aVendorContext } from '../crm/a-vendor-context.ts';
import { aDelivery, anEvent, anIntegration } from '../helpers/builders.ts';

const page = readFileSync('docs/webhooks.md', 'utf8');
const block = (language: string): string => page.split(`\`\`\`${language}\n`)[1]!.split('\n```')[0]!;

describe('the signed request of docs/webhooks.md', () => {
  const [head = '', body = ''] = block('http').split('\n\n');
  const headers = Object.fromEntries(
    head
      .split('\n')
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const secret = /`(whsec_[^`]{20,})`/.exec(page)![1]!;
  const url = 'https://hooks.example/mail';
  const timestampSeconds = 1_796_040_000;

  it('is what we send', () => {
    const signed = signRequest([secret], { url, id: 'msg_1', body: Buffer.from(body), timestampSeconds });

    expect({ host: 'hooks.example', 'webhook-id': 'msg_1', ...signed }).toEqual(headers);
  });

  it('is accepted by our own intake at its time', async () => {
    const request = { method: 'POST', url, headers, body };

    expect(await checkHttpSignature(request, secret, new Date(timestampSeconds * 1000))).toEqual({
      ok: true,
      signature: 'rfc9421',
      keyId: verifyingKeysOf(secret)[0]!.id,
    });
  });

  it('has the HMAC of the lines that the page shows, and the id of the key that the page explains', () => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const hmac = (text: string) => createHmac('sha256', key).update(text).digest();

    expect(headers.signature).toBe(`sig1=:${hmac(block('text')).toString('base64')}:`);
    expect(headers['signature-input']).toContain(`keyid="${hmac('key id').toString('hex').slice(0, 16)}"`);
  });
});

describe('the retries of docs/webhooks.md', () => {
  const rowOf = (start: string): string => page.split('\n').find((line) => line.startsWith(`| ${start}`))!;
  const outcomeOf = async (status: number) => {
    const answer = { status, headers: new Headers(), text: '' } as never;
    const adapter = createWebhookAdapter(
      aVendorContext(async () => ({ kind: 'answer', answer }), { secret: `whsec_${'QUFB'.repeat(8)}` }),
    );
    const event = anEvent();
    const routed = routeEvent(event, aDelivery(event));
    const steps = await adapter.steps(mapEvent(mailContextOf(routed), anIntegration()), routed, new Date(0));
    return steps.kind === 'ok' ? (await steps.value[0]!.write({})).kind : steps.kind;
  };

  it('refuse the mail for the statuses that the page lists, and for no other', async () => {
    const listed = [...rowOf('400').split('|')[1]!.matchAll(/\d{3}/g)].map(([status]) => Number(status));

    for (const status of listed) expect(await outcomeOf(status)).toBe('rejected');
    for (const status of [404, 409, 418, 500, 503]) expect(await outcomeOf(status)).toBe('unknown');
    expect(await outcomeOf(204)).toBe('ok');
  });

  it('wait as long and as often as the page says', () => {
    const row = rowOf('any other');
    const bounds = [1, 2, 3, 4, 5, 6].map((attempts) => backoffMs(attempts, 1 - 1e-9) / 1000);

    expect(bounds).toEqual([1, 5, 25, 120, 600, 600]);
    expect(row).toContain('at most 1, 5 and 25 seconds, 2 and 10 minutes');
    expect([maxAttempts, requestTimeoutMs, opensAfter.failures]).toEqual([7, 15_000, 5]);
    expect(row).toMatch(/within 15 seconds .*After seven failures and at least five minutes.* Five in a row/);
    expect(isTriedEnough(6, '2026-11-20T10:00:00Z', new Date('2026-11-20T10:05:00Z'))).toBe(true);
    expect(isTriedEnough(6, '2026-11-20T10:00:00Z', new Date('2026-11-20T10:04:59Z'))).toBe(false);
  });
});

describe('the bodies of docs/webhooks.md', () => {
  it('are those that the adapter sends, by their types', () => {
    const source = readFileSync('lambdas/crm/webhook/adapter.ts', 'utf8');
    const change = { tenant: 't', connection: 'c', stage: 's', meaning: 'open', at: 'a', people: [], id: 'i' } as const;
    const sent = [
      ...[...source.matchAll(/type: '([\w.-]+)'/g)].map(([, type]) => type!),
      stageEventOf({ ...change, deal: '1' }).type,
      stageEventOf({ ...change, contact: '1' }).type,
    ];
    const table = page.split('## Bodies')[1]!.split('## Retries')[0]!;

    expect(
      [...table.matchAll(/`((?:email|recipient|deal|contact)\.[\w-]+)`/g)].map(([, type]) => type).toSorted(),
    ).toEqual([...new Set(sent)].toSorted());
  });
});
