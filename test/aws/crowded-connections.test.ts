import { createIsCrowded } from '../../lambdas/aws/crowded-connections.ts';
import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { connectionKey } from '../../lambdas/aws/ledger-rows.ts';
import { freshForMs } from '../../lambdas/domain/delivery/connection-gate.ts';

const now = new Date('2026-11-20T09:00:00.000Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

/** The answers over a gate with these rows, by connection. */
function crowdedBy(rows: Readonly<Record<string, Row>>) {
  const asked: Array<readonly [string, readonly Row[]]> = [];
  const isCrowded = createIsCrowded(async (table, keys) => {
    asked.push([table, keys]);
    return Object.entries(rows).flatMap(([name, row]) => (keys[0]?.pk === connectionKey(name).pk ? [row] : []));
  }, 'ledger');
  return { isCrowded, asked };
}

describe('createIsCrowded', () => {
  it.each<[string, Row, boolean]>([
    ['an open circuit', { circuit: 'open', probeAt: later(60_000).getTime() }, true],
    ['a long queue of the tenant', { 'queuedUntil#acme': later(10_000).getTime() }, true],
    ['a long queue of another tenant', { 'queuedUntil#other': later(10_000).getTime() }, false],
    ['a vendor that asked to wait', { blockedUntil: later(10_000).getTime() }, true],
    ['a short queue', { 'queuedUntil#acme': later(1000).getTime() }, false],
  ])('judges %s', async (_name, row, expected) => {
    const { isCrowded, asked } = crowdedBy({ main: row });

    expect(await isCrowded('main', 'acme', now)).toBe(expected);
    expect(asked).toEqual([['ledger', [connectionKey('main')]]]);
  });

  it('takes a connection without a row for idle', async () => {
    expect(await crowdedBy({}).isCrowded('main', 'acme', now)).toBe(false);
  });

  it('answers from memory while that is fresh, for each connection on its own', async () => {
    const { isCrowded, asked } = crowdedBy({ main: { circuit: 'open', probeAt: later(60_000).getTime() } });

    const answers = [
      await isCrowded('main', 'acme', now),
      await isCrowded('main', 'acme', later(freshForMs - 1)),
      await isCrowded('other', 'acme', later(freshForMs - 1)),
      await isCrowded('main', 'acme', later(freshForMs)),
    ];

    expect(answers).toEqual([true, true, false, true]);
    expect(asked).toHaveLength(3);
  });
});
