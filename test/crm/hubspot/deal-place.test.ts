import { createDealPlaces, placeIn } from '../../../lambdas/crm/hubspot/deal-place.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const stage = (id: string, displayOrder: number, isClosed = 'false') => ({ id, displayOrder, metadata: { isClosed } });
const usual = { id: 'default', displayOrder: 5, stages: [stage('appointment', 0), stage('qualifiedtobuy', 1)] };
const renewals = { id: 'renewals', displayOrder: 1, stages: [stage('won', 0, 'true'), stage('b', 2), stage('a', 1)] };

describe('placeIn', () => {
  it.each([
    ['the usual place, whatever stands before it', [renewals, usual], { pipeline: 'default', stage: 'qualifiedtobuy' }],
    ['the first open stage in the order of the account', [renewals], { pipeline: 'renewals', stage: 'a' }],
    [
      'no archived pipeline',
      [
        { ...usual, archived: true },
        { ...renewals, displayOrder: 9 },
      ],
      { pipeline: 'renewals', stage: 'a' },
    ],
    ['nothing where every stage is closed', [{ ...renewals, stages: [stage('won', 0, 'true')] }], undefined],
    ['nothing without pipelines', [], undefined],
  ])('finds %s', (_what, pipelines, expected) => {
    expect(placeIn(pipelines)).toEqual(expected);
  });
});

describe('createDealPlaces', () => {
  it('asks once, and again after a failure', async () => {
    const answers = [{ kind: 'unknown' } as const, reply({ results: [renewals] })];
    const { http, calls } = scriptedHttp({ GET: answers });
    const places = createDealPlaces(http, undefined);

    expect(places.current()).toEqual({ pipeline: 'default', stage: 'qualifiedtobuy' });
    expect(await places.another()).toBeUndefined();
    expect(await places.another()).toEqual({ pipeline: 'renewals', stage: 'a' });
    expect(places.current()).toEqual({ pipeline: 'renewals', stage: 'a' });
    // There is no third place.
    expect(await places.another()).toBeUndefined();
    expect(calls()).toHaveLength(2);
  });

  it('takes the place of a setting, and no other one', async () => {
    const { http, calls } = scriptedHttp({});
    const setting = { pipeline: 'p', stage: 's' };
    const places = createDealPlaces(http, setting);

    expect([places.current(), await places.another(), calls()]).toEqual([setting, undefined, []]);
  });
});
