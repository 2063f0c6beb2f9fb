import { cutFileName } from '../../lambdas/crm/file-name.ts';

describe('cutFileName', () => {
  it.each([
    ['offer.pdf', 20, 'offer.pdf'],
    [`${'x'.repeat(30)}.pdf`, 10, 'xxxxxx.pdf'],
    ['xxxxxxxxxxxxxxx', 10, 'xxxxxxxxxx'],
    [`a.${'y'.repeat(30)}`, 10, 'a.yyyyyyyy'],
    ['.hidden-file-of-mine', 10, '.hidden-fi'],
    [`xxxxx🙂🙂.pdf`, 10, 'xxxxx.pdf'],
  ])('cuts %j at %i and keeps its ending: %j', (name, maxLength, expected) => {
    expect(cutFileName(name, maxLength)).toBe(expected);
  });
});
