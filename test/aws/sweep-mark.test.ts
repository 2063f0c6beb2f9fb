import { createSweepMark } from '../../lambdas/aws/sweep-mark.ts';

/** A table with one row. */
function aTable(Item?: Record<string, unknown>) {
  const table = { Item };
  const dynamo = {
    async send({ input }: { input: { Item?: Record<string, unknown> } }) {
      // Like the document client, this stores no undefined field.
      if (input.Item !== undefined) table.Item = JSON.parse(JSON.stringify(input.Item)) as Record<string, unknown>;
      return { Item: table.Item };
    },
  };
  return dynamo as never;
}

const look = {
  startedAt: new Date('2026-11-20T12:00:00.000Z'),
  since: new Date('2026-11-19T10:00:00.000Z'),
  after: 'inbound/0f3',
};
const lookedUntil = new Date('2026-11-20T11:00:00.000Z');

describe('createSweepMark', () => {
  it.each([
    ['nothing', {}],
    ['a look that ended', { lookedUntil }],
    ['the first look, under way', { look }],
    ['a look under way after one that ended', { lookedUntil, look }],
    ['a patrol, and when it last ran', { look: { ...look, isPatrol: true }, ranAt: lookedUntil }],
  ])('reads the mark as it was written: %s', async (_, mark) => {
    const dynamo = aTable();

    await createSweepMark(dynamo, 'ledger').set(mark);

    expect(await createSweepMark(dynamo, 'ledger').get()).toEqual(mark);
  });

  it('reads a mark of the version before, and an absent one', async () => {
    expect(await createSweepMark(aTable({ time: lookedUntil.toISOString() }), 'ledger').get()).toEqual({ lookedUntil });
    expect(await createSweepMark(aTable(), 'ledger').get()).toEqual({});
  });
});
