import { type BelievedSenders, ignoreReasonOf } from '../../lambdas/feedback/foreign-event.ts';

const tenants = new Set(['acme']);
const onBus = (tags: Record<string, string[]>) => ({
  source: 'aws.ses',
  detail: { eventType: 'Send', mail: { tags } },
});
const ofSet = (name: string) => onBus({ 'ses:configuration-set': [name] });

describe('ignoreReasonOf', () => {
  it.each<[string, unknown, BelievedSenders['configurationSets'], ReturnType<typeof ignoreReasonOf>]>([
    ['our own topic', { eventType: 'Bounce', mail: {} }, [], undefined],
    ['another source', { source: 'aws.ec2', detail: {} }, [], undefined],
    ['a bus event that is about no mail', { source: 'aws.ses', detail: { a: 1 } }, 'all', 'no-sending-event'],
    ['a known tenant', onBus({ 'postern-tenant': ['acme'] }), [], undefined],
    ['an unknown tenant', onBus({ 'postern-tenant': ['other'] }), 'all', 'foreign'],
    ['a believed configuration set', ofSet('news'), ['news'], undefined],
    ['another configuration set', ofSet('other'), ['news'], 'foreign'],
    ['another configuration set where all are ours', ofSet('other'), 'all', undefined],
    ['no configuration set', onBus({}), ['news'], 'foreign'],
  ])('judges an event of %s', (_, json, configurationSets, reason) => {
    expect(ignoreReasonOf(json, { configurationSets, tenants })).toBe(reason);
  });
});
