import { createMparticleAdapter } from '../../lambdas/crm/cdp/mparticle/adapter.ts';
import { createRudderstackAdapter, createSegmentAdapter } from '../../lambdas/crm/cdp/segment/adapter.ts';
import type { CrmHttp, CrmRequest } from '../../lambdas/crm/http.ts';
import type { VendorContext } from '../../lambdas/crm/vendor-context.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import { anEvent } from '../helpers/builders.ts';
import { memoryRecords } from '../helpers/memory-ledger.ts';
import { aSuppression } from './a-suppression.ts';
import { aVendorContext } from './a-vendor-context.ts';
import { walk } from './contract/walk.ts';

type Answer = Awaited<ReturnType<CrmHttp>>;

/** A CDP with answers in order, the last one again and again. */
function aCdp(
  create: (context: VendorContext) => CrmAdapter,
  answers: readonly Answer[] = [status(202)],
  settings: Partial<VendorContext> = {},
) {
  const requests: CrmRequest[] = [];
  const http: CrmHttp = async (request) => {
    requests.push(request);
    return answers[Math.min(requests.length, answers.length) - 1]!;
  };
  const adapter = create(aVendorContext(http, settings));
  return { adapter, requests };
}
const status = (code: number): Answer => ({
  kind: 'answer',
  answer: { status: code, headers: new Headers(), json: {} },
});
const mail = anEvent({ messageId: 'm1@customer.example', subject: 'A secret', text: 'A secret.\n' });
const deliver = (adapter: CrmAdapter, event = mail) =>
  walk(event, {
    adapter,
    records: memoryRecords(),
    now: () => new Date('2026-11-20T12:00:00.000Z'),
    passes: () => undefined,
  });

describe.each<[string, (context: VendorContext) => CrmAdapter]>([
  ['segment', createSegmentAdapter],
  ['rudderstack', createRudderstackAdapter],
  ['mparticle', createMparticleAdapter],
])('a mail at %s', (_vendor, create) => {
  it('sends a mail as one event with its id and its time, and none of its words', async () => {
    const { adapter, requests } = aCdp(create);

    const walked = await deliver(adapter);

    const body = JSON.stringify(requests.map((request) => request.body));
    expect(walked.kind).toBe('written');
    expect(requests).toHaveLength(1);
    expect(body).toContain('Email Received');
    expect(body).toContain(mail.eventId);
    expect(body).not.toContain('secret');
  });

  it('names the person of a mail as it names the person of a suppression, so that both are in one profile', async () => {
    for (const userId of ['crm', 'hash', 'address'] as const) {
      const { adapter, requests } = aCdp(create, undefined, { userId });
      await deliver(adapter);
      await adapter.suppressions!.write(aSuppression({ address: mail.message.from!.address! }));
      const idsOf = (request: CrmRequest | undefined) =>
        JSON.stringify(request?.body).match(/"(?:userId|anonymousId|user_identities)":(?:"[^"]*"|\{[^}]*\})/g);

      expect(new Set(idsOf(requests[1]))).toEqual(new Set(idsOf(requests[0])));
    }
  });

  it('repeats a mail under the same id where the answer was lost', async () => {
    const { adapter, requests } = aCdp(create, [{ kind: 'unknown' }, status(202)]);

    const walked = await deliver(adapter);

    expect(walked.kind).toBe('written');
    expect(requests).toHaveLength(2);
    expect(requests[1]!.body).toEqual(requests[0]!.body);
  });

  it('names nobody for a From that is proven false: a CDP makes a profile of an unknown person, and cannot be asked', async () => {
    const [believed, doubted, other] = [aCdp(create), aCdp(create), aCdp(create)];
    const failed = { authentication: { dmarc: 'fail' as const } };
    await deliver(believed.adapter);
    await deliver(doubted.adapter, { ...mail, ...failed });
    await deliver(other.adapter, { ...anEvent({ from: { address: 'bob@bank.example' } }), ...failed });

    const whoIn = ({ requests }: typeof believed) =>
      /"(?:anonymousId|user_identities)":[^,]*/.exec(JSON.stringify(requests[0]?.body))?.[0];

    expect(whoIn(believed)).toBeDefined();
    expect(whoIn(doubted)).not.toBe(whoIn(believed));
    expect(whoIn(doubted)).toBe(whoIn(other));
  });

  it('rejects a mail with a code when the CDP refuses it', async () => {
    const { adapter } = aCdp(create, [status(400)]);

    expect(await deliver(adapter)).toMatchObject({ kind: 'failed', failure: { kind: 'rejected', code: 'HTTP 400' } });
  });
});
