import { sameTarget } from '../../../cli/legal/verbs.ts';
import type { LegalHoldRecord } from '../../../lambdas/aws/dynamo-legal-holds.ts';
import type { LegalHold } from '../../../lambdas/domain/delivery/legal-hold.ts';
import { runCli } from '../../helpers/pipeline.ts';

const aRecord = (state: LegalHold['state']): LegalHoldRecord => ({
  hold: {
    id: 'hold_1',
    kind: 'thread',
    threads: ['a', 'b'],
    reason: 'case 7',
    placedAt: '2026-11-20T12:00:00.000Z',
    state,
  },
  progress: { mails: 0, objects: 0 },
});

describe('sameTarget', () => {
  it('finds the hold that is about the same mail', () => {
    expect(sameTarget([aRecord('placing')], { kind: 'thread', threads: ['b', 'a'] })?.hold.id).toBe('hold_1');
    expect(sameTarget([aRecord('placed')], { kind: 'thread', threads: ['a'] })).toBeUndefined();
  });

  it('refuses to place a hold again while it is being released', () => {
    expect(() => sameTarget([aRecord('releasing')], { kind: 'thread', threads: ['a', 'b'] })).toThrow(
      'postern holds legal release hold_1 ends that first',
    );
  });
});

describe('postern holds legal', () => {
  const nowhere = { POSTERN_DATA_DIR: '/nowhere' };

  it.each([
    ['place without a reason', ['place', '--tenant', 'acme'], /--reason/],
    ['place without a target', ['place', '--reason', 'x'], /name the mail/],
    ['place with half a period', ['place', '--reason', 'x', '--from', '2026-01-01'], /go together/],
    ['place with a time that is none', ['place', '--reason', 'x', '--from', 'soon'], /Wants a time/],
    ['release without an id', ['release'], /missing required argument/],
  ])('takes %s for wrong usage, before it contacts anything', async (_title, words, message) => {
    const { code, stderr } = await runCli(['holds', 'legal', ...words], nowhere);

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('says what to do where no pipeline runs', async () => {
    const { code, stderr } = await runCli(['holds', 'legal', 'list'], nowhere);

    expect(code).toBe(1);
    expect(stderr).toMatch(/no local pipeline is running/);
  });
});
