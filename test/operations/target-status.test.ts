import type { TargetProgress } from '../../lambdas/domain/consent/suppression-target.ts';
import { targetStatusOf } from '../../lambdas/operations/target-status.ts';

const progress: TargetProgress = {
  tenant: 'acme',
  subject: 's',
  target: 'main',
  wanted: 2,
  done: 2,
  kind: 'unsubscribe',
  attempts: 0,
  fence: 1,
};

describe('targetStatusOf', () => {
  const proof = { by: 'read-back', answer: 'opted out' } as const;

  it.each<[string, Partial<TargetProgress>, string]>([
    ['waits for news', { receivedAt: 'T', proof }, 'waiting'],
    ['knows the state', { proof, verifiedAt: 'T' }, 'told'],
    ['knows the state by a release that kept no proof', {}, 'told'],
    ['does not have the person', { proof: { ...proof, isAbsent: true } }, 'absent'],
    ['has no place for suppressions', { proof: { by: 'not-kept-here', answer: 'no field' } }, 'not-kept-here'],
  ])('says of a target that it %s', (_what, changes, state) => {
    expect(targetStatusOf({ ...progress, ...changes })).toMatchObject({ target: 'main', state });
  });
});
