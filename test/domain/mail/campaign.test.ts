import { campaign } from '../../../lambdas/domain/mail/campaign.ts';

describe('campaign', () => {
  it.each<[string, unknown, boolean]>([
    ['no tag', {}, true],
    ['every tag', { campaignId: 'c', templateId: 't', recordId: 'r', membershipId: 'm' }, true],
    ['a tag that is no text', { campaignId: 7 }, false],
    ['a tag that nobody knows', { listId: 'l' }, false],
  ])('checks %s', (_name, tags, isValid) => {
    expect(campaign.safeParse(tags).success).toBe(isValid);
  });
});
