import { type PromotePorts, promote, promotionLines } from '../../cli/promote.ts';
import type { Integration, IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { anIntegration } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

const options = { since: new Date(0), minMails: 2 };
const shadow = anIntegration({ mode: 'shadow' });
const other = anIntegration({ key: 'support', mode: 'live' });

/** Three mails of `sales` in shadow mode; the files that are written are kept. */
function aStage(
  integration: Integration = shadow,
  checked: Awaited<ReturnType<PromotePorts['checkMapping']>> = { findings: [] },
) {
  const written: IntegrationsFile[] = [];
  const numbers = [1, 2, 3];
  const { store, reader } = aFakeReader({
    stored: numbers.map((nth) => aStoredMail(nth)),
    mails: numbers.map((nth) => aMailRecord(nth)),
    deliveries: [
      ...numbers.map((nth) => aSettledDelivery(nth, { fate: 'shadowed' })),
      aSettledDelivery(1, { integration: 'support', fate: 'dead' }),
    ],
  });
  const ports: PromotePorts = {
    store,
    reader,
    integrations: async () => ({ connections: {}, integrations: [integration, other] }),
    write: async (_before, after) => {
      written.push(after);
    },
    checkMapping: async () => checked,
  };
  return { ports, written };
}

describe('promote', () => {
  it('lets an integration go live whose figures allow it', async () => {
    const { ports, written } = aStage(anIntegration({ mode: 'shadow', rollout: { percent: 10 } }));

    const report = await promote(ports, 'sales', options);

    expect(report).toMatchObject({ integration: 'sales', promoted: true, dryRun: false, figures: { mails: 3 } });
    expect(written).toEqual([{ connections: {}, integrations: [anIntegration({ mode: 'live' }), other] }]);
  });

  it.each<[number, Partial<Integration>]>([
    [10, { mode: 'shadow', rollout: { senders: ['@acme.com'], percent: 10 } }],
    [100, { mode: 'live' }],
  ])('with %i percent changes the share of conversations that is live', async (percent, changes) => {
    const { ports, written } = aStage(anIntegration({ mode: 'shadow', rollout: { senders: ['@acme.com'] } }));

    await promote(ports, 'sales', { ...options, percent });

    expect(written[0]?.integrations[0]).toEqual(anIntegration(changes));
  });

  it.each<[string, Parameters<typeof aStage>[1], object, string]>([
    ['too few mails were seen', { findings: [] }, { minMails: 4 }, 'mails seen'],
    ['the CRM does not answer', { findings: [], failure: 'throttled: burst' }, {}, 'mapping'],
    ['the mapping does not fit', { findings: [{ level: 'error', target: 'contact.x', message: 'm' }] }, {}, 'mapping'],
  ])('changes nothing when %s', async (_what, checked, changes, closed) => {
    const { ports, written } = aStage(shadow, checked);

    const { promoted, gates } = await promote(ports, 'sales', { ...options, ...changes });

    expect(promoted).toBe(false);
    expect(gates.filter(({ isOpen }) => !isOpen).map(({ gate }) => gate)).toEqual([closed]);
    expect(written).toEqual([]);
  });

  it('lets a mapping pass that has warnings', async () => {
    const { ports } = aStage(shadow, { findings: [{ level: 'warning', target: 'contact.x', message: 'm' }] });

    expect((await promote(ports, 'sales', options)).promoted).toBe(true);
  });

  it('changes nothing in a dry run', async () => {
    const { ports, written } = aStage();

    expect(await promote(ports, 'sales', { ...options, dryRun: true })).toMatchObject({
      promoted: false,
      dryRun: true,
    });
    expect(written).toEqual([]);
  });

  it.each([
    ['an unknown integration', 'nobody', 'found "nobody", wants one of sales, support'],
    [
      'an integration that is not in shadow mode',
      'support',
      'support is live: only what is in shadow mode is promoted',
    ],
  ])('refuses %s', async (_what, key, message) => {
    const attempt = promote(aStage().ports, key, options);

    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(message);
  });
});

describe('promotionLines', () => {
  const gate = { gate: 'mails seen', figure: '3', wanted: 'at least 2', isOpen: true };
  const report = {
    integration: 'sales',
    figures: { mails: 3, fates: {} },
    gates: [gate],
    promoted: true,
    dryRun: false,
  };

  it.each([
    [{}, undefined, /^sales is live within 30 seconds\. Write it into your file/],
    [{}, 10, /^sales is live for 10 % of its conversations within/],
    [{ promoted: false, dryRun: true }, undefined, /^sales could be live; this was a dry run\.$/],
    [
      { promoted: false, dryRun: true, gates: [{ ...gate, isOpen: false }] },
      undefined,
      /^sales stays in shadow mode\.$/,
    ],
  ])('ends with the outcome of %j', (changes, percent, outcome) => {
    expect(promotionLines({ ...report, ...changes }, percent).at(-1)).toMatch(outcome);
  });

  it('shows each gate with its figure', () => {
    const gates = [gate, { ...gate, gate: 'mapping', figure: 'x', wanted: 'no errors', isOpen: false }];

    expect(promotionLines({ ...report, gates, promoted: false }, undefined).slice(0, 2)).toEqual([
      'ok   mails seen: 3, wants at least 2',
      'FAIL mapping: x, wants no errors',
    ]);
  });
});
